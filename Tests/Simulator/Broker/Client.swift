import MQTTLink

/// A client of the broker that is none of the hall's own: an operator's program, a sensor, a device. It connects again by
/// itself, and sends again what was not confirmed.
final class Client {
  let name: String
  let world: World
  private let broker: SimulatedBroker
  private let subscriptions: [MQTTSubscription]
  private var wire: Wire?
  private var isConnected = false
  private var unconfirmed: [(number: Int32, message: MQTTPublication)] = []
  private var lastNumber: Int32 = 0
  /// Whether it is switched on.
  private(set) var isOn = true
  /// How long its packets take at most.
  var delay = Duration.microseconds(800) { didSet { wire?.delay = delay } }
  /// Its last will.
  var will: MQTTPublication?
  /// What it does with a message.
  var onMessage: (MQTTPublication) -> Void = { _ in }
  /// What it does once it is connected.
  var onConnect: () -> Void = {}

  init(_ name: String, _ world: World, _ broker: SimulatedBroker, _ filters: [String]) {
    (self.name, self.world, self.broker) = (name, world, broker)
    subscriptions = filters.map { MQTTSubscription($0) }
  }

  func connect() {
    guard isOn, wire == nil else { return }
    guard broker.condition == .running, let wire = broker.wire(for: name, delay: delay) else { return connectLater() }
    self.wire = wire
    wire.onPacket = { [weak self] in self?.receive($0) }
    wire.onClose = { [weak self, weak wire] _ in
      guard let self, self.wire === wire else { return }
      (self.wire, isConnected) = (nil, false)
      connectLater()
    }
    wire.send(.connect(Connecting(client: name, sessionExpiry: .seconds(60), keepAlive: nil, will: will)))
  }

  private func connectLater() { world.after(world.chance.milliseconds(200...1500)) { [weak self] in self?.connect() } }

  /// Loses its power: the broker tells its will.
  func switchOff() {
    guard isOn else { return }
    (isOn, isConnected) = (false, false)
    unconfirmed = []
    let old = wire
    wire = nil
    old?.onPacket = { _ in }
    old?.close(tellingClient: nil)
  }

  func switchOn() {
    guard !isOn else { return }
    isOn = true
    connect()
  }

  func publish(_ message: MQTTPublication) {
    guard isOn else { return }
    guard message.qos == .atLeastOnce else {
      if isConnected { wire?.send(.publish(message, number: nil)) }
      return
    }
    lastNumber = lastNumber % 65_535 + 1
    if unconfirmed.count < 5000 { unconfirmed.append((lastNumber, message)) }
    if isConnected { wire?.send(.publish(message, number: lastNumber)) }
  }

  private func receive(_ packet: Packet) {
    switch packet {
    case .accepted:
      isConnected = true
      for (number, subscription) in subscriptions.enumerated() {
        wire?.send(.subscribe(subscription, number: Int32(60_000 + number)))
      }
      for (number, message) in unconfirmed { wire?.send(.publish(message, number: number)) }
      onConnect()
    case .publish(let message, let number):
      if let number { wire?.send(.confirm(number: number)) }
      onMessage(message)
    case .confirm(let number): unconfirmed.removeAll { $0.number == number }
    case .connect, .subscribe, .granted, .unsubscribe, .ping, .pong, .goodbye: break
    }
  }
}
