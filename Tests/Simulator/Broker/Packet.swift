import MQTTLink

/// A packet of MQTT, as far as a simulated broker and its clients care.
enum Packet {
  case connect(Connecting)
  case accepted(sessionPresent: Bool)
  /// A message; `number` is that of QoS 1.
  case publish(MQTTPublication, number: Int32?)
  case confirm(number: Int32)
  case subscribe(MQTTSubscription, number: Int32)
  case granted(number: Int32, code: Int32)
  case unsubscribe(String)
  case ping
  case pong
  /// A good-bye; the broker gives a reason.
  case goodbye(MQTTReason?)
}

/// What a client says when it connects.
struct Connecting {
  var client: String
  var sessionExpiry: Duration
  var keepAlive: Duration?
  var will: MQTTPublication?
}

/// A connection between one client and the broker: packets arrive in order, late by its delay, or never.
final class Wire {
  enum Condition { case sound, stalled, closed }

  let client: String
  private unowned let world: World
  private unowned let broker: SimulatedBroker
  private(set) var condition = Condition.sound
  /// What a packet takes, at most.
  var delay: Duration
  private var lastToBroker = BootInstant(nanoseconds: 0)
  private var lastToClient = BootInstant(nanoseconds: 0)
  private var held: [() -> Void] = []
  /// The broker gave it up while the network carried nothing: the client hears of it when it sends, once that is mended.
  private var isGivenUp = false
  /// What the client does with a packet.
  var onPacket: (Packet) -> Void = { _ in }
  /// What the client does when the connection is lost.
  var onClose: (LinkFault) -> Void = { _ in }

  init(_ client: String, _ world: World, _ broker: SimulatedBroker, delay: Duration) {
    (self.client, self.world, self.broker, self.delay) = (client, world, broker, delay)
  }

  private func travelTime() -> Duration {
    let most = max(1, Int(delay.nanosecondsClamped / 1000))
    return world.chance.microseconds(most / 4...most)
  }

  /// The client sends.
  func send(_ packet: Packet) {
    if condition == .closed, isGivenUp, isMended { tell(.lost(reason: "Connection reset by peer")) }
    guard condition != .closed else { return }
    if case .goodbye = packet { isLeaving = true }
    lastToBroker = max(lastToBroker, world.now.advanced(by: travelTime()))
    world.at(lastToBroker) { [self] in arrive { $0.broker.receive(packet, from: $0) } }
  }

  /// The broker sends.
  func sendBack(_ packet: Packet) {
    guard condition != .closed else { return }
    lastToClient = max(lastToClient, world.now.advanced(by: travelTime()))
    world.at(lastToClient) { [self] in arrive { $0.onPacket(packet) } }
  }

  private func arrive(_ body: @escaping (Wire) -> Void) {
    switch condition {
    case .sound: body(self)
    case .stalled: held.append { [self] in body(self) }
    case .closed: break
    }
  }

  /// Nothing arrives any more, and nobody is told; it comes later if the network is mended in time.
  func stall() { if condition == .sound { condition = .stalled } }

  /// Whether the network carries packets again.
  private var isMended = false

  func goOn() {
    isMended = true
    guard condition == .stalled else { return }
    condition = .sound
    let late = held
    held = []
    for body in late { if condition == .sound { body() } }
  }

  /// A good-bye of the client is on its way.
  private var isLeaving = false

  /// The client lets go of the connection; a good-bye that was sent before still arrives, and closes it.
  func hangUp() {
    if isLeaving, condition == .sound { return }
    close(tellingClient: nil)
  }

  /// The connection is gone, and both ends are told what they can know.
  func close(tellingClient fault: LinkFault?) {
    guard condition != .closed else { return }
    let wasStalled = condition == .stalled
    condition = .closed
    held = []
    // Over a network that carries nothing, nobody hears of it.
    isGivenUp = wasStalled
    if let fault, !wasStalled { tell(fault) }
    broker.lost(self)
  }

  private func tell(_ fault: LinkFault) {
    isGivenUp = false
    world.after(travelTime()) { [self] in onClose(fault) }
  }
}
