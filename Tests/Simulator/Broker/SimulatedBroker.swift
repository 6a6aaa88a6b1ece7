import MQTTLink

/// A broker with the semantics of mosquitto, as far as the hall relies on them: QoS 0 and 1, sessions that outlive their
/// connection, retained messages, wills, redelivery of what was not confirmed.
final class SimulatedBroker {
  enum Condition { case running, frozen, dead }

  /// How many messages of QoS 1 are under way to one client (`max_inflight_messages`).
  static let mostUnderWay = 100
  /// How many wait for one (`max_queued_messages`).
  static let mostWaiting = 5000

  let world: World
  private(set) var condition = Condition.running
  /// What is kept for later subscribers, by topic.
  private(set) var retained: [String: MQTTPublication] = [:]
  private var sessions: [String: BrokerSession] = [:]
  private var wires: [Wire] = []
  private var heldPackets: [(Packet, Wire)] = []
  /// Hears each message that is published, before anybody gets it.
  var onPublish: (MQTTPublication, String) -> Void = { _, _ in }
  /// Whether a retained message is kept; a sabotage says no.
  var keeps: (MQTTPublication) -> Bool = { _ in true }
  /// Changes what is handed to a client; a sabotage does.
  var alters: (MQTTPublication) -> MQTTPublication = { $0 }

  init(_ world: World) { self.world = world }

  /// A connection to the broker; nothing where it is dead.
  func wire(for client: String, delay: Duration) -> Wire? {
    guard condition != .dead else { return nil }
    let wire = Wire(client, world, self, delay: delay)
    wires.append(wire)
    return wire
  }

  // MARK: Its life

  /// Dies; what it keeps survives only where it could write it.
  func die(keeping: Bool) {
    guard condition != .dead else { return }
    condition = .dead
    heldPackets = []
    let all = wires
    wires = []
    for wire in all { wire.close(tellingClient: keeping ? .ended(MQTTReason(0x8B)) : .closed) }
    if !keeping { (sessions, retained) = ([:], [:]) }
    for session in sessions.values { session.wire = nil }
    world.note("broker dies, keeping: \(keeping)")
  }

  func rise() {
    guard condition == .dead else { return }
    condition = .running
    world.note("broker rises")
  }

  func freeze() { if condition == .running { condition = .frozen } }

  func thaw() {
    guard condition == .frozen else { return }
    condition = .running
    let packets = heldPackets
    heldPackets = []
    for (packet, wire) in packets { receive(packet, from: wire) }
  }

  // MARK: Packets

  func receive(_ packet: Packet, from wire: Wire) {
    guard condition != .dead, wire.condition != .closed else { return }
    if condition == .frozen { return heldPackets.append((packet, wire)) }
    if case .connect(let words) = packet { return connect(words, wire) }
    guard let session = sessions[wire.client], session.wire === wire else { return }
    session.heardAt = world.now
    switch packet {
    case .publish(let publication, let number):
      publish(publication, from: wire.client)
      if let number { wire.sendBack(.confirm(number: number)) }
    case .confirm(let number): session.confirmed(number)
    case .subscribe(let subscription, let number):
      wire.sendBack(.granted(number: number, code: subscription.qos.rawValue))
      session.subscribe(subscription, retained: retained)
    case .unsubscribe(let filter): session.unsubscribe(filter)
    case .ping: wire.sendBack(.pong)
    case .goodbye:
      session.will = nil
      wire.close(tellingClient: nil)
    case .connect, .accepted, .granted, .pong: break
    }
  }

  private func connect(_ words: Connecting, _ wire: Wire) {
    if let other = sessions[words.client]?.wire, other !== wire {
      other.sendBack(.goodbye(.sessionTakenOver))
      other.close(tellingClient: .ended(.sessionTakenOver))
    }
    let isPresent = sessions[words.client] != nil && words.sessionExpiry > .zero
    let session: BrokerSession
    if isPresent, let old = sessions[words.client] {
      session = old
    } else {
      session = BrokerSession(self)
      sessions[words.client] = session
    }
    session.begin(words, wire)
    wire.sendBack(.accepted(sessionPresent: isPresent))
    session.sendAgain()
    if let keepAlive = words.keepAlive { watch(session, wire, keepAlive * 3 / 2) }
  }

  /// A client that is silent for one and a half keep-alives is given up.
  private func watch(_ session: BrokerSession, _ wire: Wire, _ patience: Duration) {
    world.at(session.heardAt.advanced(by: patience)) { [weak self, weak wire] in
      guard let self, let wire, session.wire === wire, wire.condition != .closed else { return }
      if condition == .running, session.heardAt.advanced(by: patience) <= world.now {
        return wire.close(tellingClient: .lost(reason: "keep-alive exceeded"))
      }
      if condition == .frozen { session.heardAt = world.now }
      watch(session, wire, patience)
    }
  }

  /// A connection has ended: the will is published, the session lasts for a while.
  func lost(_ wire: Wire) {
    wires.removeAll { $0 === wire }
    guard condition != .dead, let session = sessions[wire.client], session.wire === wire else { return }
    session.wire = nil
    if let will = session.will {
      session.will = nil
      publish(will, from: wire.client)
    }
    let ended = session.begun
    world.after(session.expiry) { [weak self] in
      guard let self, sessions[wire.client] === session, session.wire == nil, session.begun == ended else { return }
      sessions[wire.client] = nil
    }
  }

  /// Takes a message in: keeps it where it is retained, and hands it to whoever asked for it.
  func publish(_ publication: MQTTPublication, from client: String) {
    world.note("→ \(client) \(publication.topic)\(publication.retain ? " retained" : "")", publication.payload)
    onPublish(publication, client)
    if publication.retain, keeps(publication) {
      retained[publication.topic] = publication.payload.isEmpty ? nil : publication
    }
    for name in sessions.keys.sorted() { sessions[name]?.offer(alters(publication)) }
  }
}
