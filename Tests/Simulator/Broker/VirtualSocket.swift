import MQTTLink

/// A socket of the real link over a wire to the simulated broker: packets are read and written when the link says so, so
/// that what it has not written, its confirmations too, is lost with it.
package final class VirtualSocket: LinkSocket {
  package var messages: [MQTTMessage] = []
  package private(set) var answer: LinkAnswer?
  package var confirmations: [(packet: Int32, reason: MQTTReason)] = []
  package var written: [Int32] = []
  package var grants: [(packet: Int32, codes: [Int32])] = []
  package private(set) var hasBacklog = true
  package var usesTLS: Bool { false }
  package private(set) var descriptor: Int32?
  package var hasNumericHost: Bool { true }

  private let settings: LinkSettings
  private let loop: VirtualLoop
  private let makeWire: () -> Wire?
  private var wire: Wire?
  private var incoming: [Packet] = []
  private var outgoing: [Packet] = []
  private var fault: LinkFault?
  private var lastNumber: Int32 = 0
  /// Called with each message as it is written.
  private let onWrite: (MQTTPublication) -> Void
  /// How often a message is sent; a sabotage says twice.
  var copies: (MQTTPublication) -> Int = { _ in 1 }

  init(
    _ settings: LinkSettings, on loop: VirtualLoop, over makeWire: @escaping () -> Wire?,
    onWrite: @escaping (MQTTPublication) -> Void
  ) { (self.settings, self.loop, self.makeWire, self.onWrite) = (settings, loop, makeWire, onWrite) }

  deinit {
    if let descriptor { loop.close(descriptor) }
    wire?.onPacket = { _ in }
    wire?.onClose = { _ in }
    wire?.hangUp()
  }

  package func open() -> LinkFault? {
    guard let wire = makeWire() else { return .unreachable(reason: "Connection refused") }
    self.wire = wire
    wire.onPacket = { [weak self] in self?.incoming.append($0) }
    wire.onClose = { [weak self] in self?.fault = $0 }
    descriptor = loop.open { [weak self] in self?.readiness ?? [] }
    outgoing.append(
      .connect(
        Connecting(
          client: settings.clientIdentifier, sessionExpiry: .seconds(Int64(settings.sessionExpirySeconds)),
          keepAlive: settings.timings.keepAlive, will: settings.will)))
    return nil
  }

  private var readiness: EventLoop.Interest {
    incoming.isEmpty && fault == nil ? .writable : [.readable, .writable]
  }

  package func read(upTo bound: Int) -> LinkProgress {
    while messages.count < bound, !incoming.isEmpty {
      switch incoming.removeFirst() {
      case .accepted(let sessionPresent):
        answer = LinkAnswer(reason: .success, sessionPresent: sessionPresent, keepAliveSeconds: nil)
        return .more
      case .publish(let publication, let number):
        messages.append(
          MQTTMessage(
            topic: publication.topic, payload: publication.payload, qos: publication.qos,
            isRetained: publication.retain, properties: publication.properties))
        if let number { outgoing.append(.confirm(number: number)) }
      case .confirm(let number): confirmations.append((number, .success))
      case .granted(let number, let code): grants.append((number, [code]))
      case .goodbye(let reason):
        if let reason { return .failed(.ended(reason)) }
      case .connect, .subscribe, .unsubscribe, .ping, .pong: break
      }
    }
    if let fault, incoming.isEmpty { return .failed(fault) }
    return incoming.isEmpty ? .dry : .more
  }

  package func write() -> LinkProgress {
    let packets = outgoing
    outgoing = []
    hasBacklog = false
    for packet in packets {
      if case .publish(let publication, let number) = packet {
        onWrite(publication)
        if number == nil { written.append(0) }
        for _ in 1..<max(1, copies(publication)) { wire?.send(packet) }
      }
      wire?.send(packet)
    }
    return .dry
  }

  package var wantsWrite: Bool { !outgoing.isEmpty }

  package func publish(_ publication: MQTTPublication) -> Result<Int32, MQTTReason> {
    let number = nextNumber()
    outgoing.append(.publish(publication, number: publication.qos == .atLeastOnce ? number : nil))
    return .success(number)
  }

  package func subscribe(_ subscription: MQTTSubscription) -> Int32? {
    let number = nextNumber()
    outgoing.append(.subscribe(subscription, number: number))
    return number
  }

  package func unsubscribe(_ filter: String) { outgoing.append(.unsubscribe(filter)) }
  package func sayGoodbye() { outgoing.append(.goodbye(nil)) }

  package func ping() -> Bool {
    guard outgoing.isEmpty || !hasBacklog else { return false }
    wire?.send(.ping)
    return true
  }

  private func nextNumber() -> Int32 {
    lastNumber = lastNumber % 65_535 + 1
    return lastNumber
  }
}
