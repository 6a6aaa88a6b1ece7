import MQTTLink

/// What the broker keeps of one client: its subscriptions, and messages of QoS 1 that it has not confirmed.
final class BrokerSession {
  private unowned let broker: SimulatedBroker
  private var subscriptions: [MQTTSubscription] = []
  private var underWay: [(number: Int32, message: MQTTPublication)] = []
  private var waiting: [MQTTPublication] = []
  private var lastNumber: Int32 = 0
  /// The connection; none while the client is away.
  var wire: Wire?
  var will: MQTTPublication?
  var heardAt = BootInstant(nanoseconds: 0)
  private(set) var expiry = Duration.zero
  /// How many connections it has had.
  private(set) var begun = 0

  init(_ broker: SimulatedBroker) { self.broker = broker }

  func begin(_ words: Connecting, _ wire: Wire) {
    (self.wire, will, expiry, heardAt) = (wire, words.will, words.sessionExpiry, broker.world.now)
    begun += 1
  }

  /// What was under way when the connection was lost comes again, first and in its order.
  func sendAgain() {
    for (number, message) in underWay { wire?.sendBack(.publish(message, number: number)) }
    feed()
  }

  func subscribe(_ subscription: MQTTSubscription, retained: [String: MQTTPublication]) {
    let isNew = !subscriptions.contains { $0.filter == subscription.filter }
    subscriptions.removeAll { $0.filter == subscription.filter }
    subscriptions.append(subscription)
    guard subscription.retainHandling == .always || subscription.retainHandling == .whenNew && isNew else { return }
    for topic in retained.keys.sorted() where Self.matches(topic, subscription.filter) {
      if let message = retained[topic] { send(broker.alters(message), by: subscription, isKept: true) }
    }
  }

  func unsubscribe(_ filter: String) { subscriptions.removeAll { $0.filter == filter } }

  /// A message was published: the client gets it if it asked for it.
  func offer(_ message: MQTTPublication) {
    guard let subscription = subscriptions.first(where: { Self.matches(message.topic, $0.filter) }) else { return }
    send(message, by: subscription, isKept: false)
  }

  private func send(_ message: MQTTPublication, by subscription: MQTTSubscription, isKept: Bool) {
    var message = message
    message.retain = isKept || subscription.retainAsPublished && message.retain
    message.qos = message.qos == .atLeastOnce && subscription.qos == .atLeastOnce ? .atLeastOnce : .atMostOnce
    guard message.qos == .atLeastOnce else {
      wire?.sendBack(.publish(message, number: nil))
      return
    }
    if waiting.count < SimulatedBroker.mostWaiting { waiting.append(message) }
    feed()
  }

  func confirmed(_ number: Int32) {
    underWay.removeAll { $0.number == number }
    feed()
  }

  private func feed() {
    guard let wire else { return }
    while underWay.count < SimulatedBroker.mostUnderWay, !waiting.isEmpty {
      let message = waiting.removeFirst()
      lastNumber = lastNumber % 65_535 + 1
      underWay.append((lastNumber, message))
      wire.sendBack(.publish(message, number: lastNumber))
    }
  }

  /// Whether a topic is one of a filter's (MQTT 5, section 4.7).
  static func matches(_ topic: String, _ filter: String) -> Bool {
    if topic == filter { return true }
    guard filter.utf8.contains(UInt8(ascii: "+")) || filter.utf8.last == UInt8(ascii: "#") else { return false }
    var levels = topic.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
    for wanted in filter.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if wanted.elementsEqual("#".utf8) { return true }
      guard let level = levels.popFirst(), wanted.elementsEqual("+".utf8) || wanted.elementsEqual(level) else {
        return false
      }
    }
    return levels.isEmpty
  }
}
