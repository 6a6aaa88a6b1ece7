import MQTTLink

/// The sensors of the hall: some retain what they read, some send it without confirmation.
final class Sensors {
  private let client: Client
  private let quick: Client
  private var isOpen: [String: Bool] = [:]

  init(_ world: World, _ broker: SimulatedBroker) {
    client = Client("sensors", world, broker, [])
    quick = Client("counters", world, broker, [])
  }

  func connect() {
    client.connect()
    quick.connect()
  }

  func delay(_ delay: Duration) { client.delay = delay }

  /// Somebody comes or goes, or something else is read.
  func read(_ chance: inout Chance) {
    switch chance.number(0...9) {
    case 0...3: toggle("door") { client.publish(MQTTPublication("hall/s/sensor/door", $0 ? "true" : "false")) }
    case 4...6: count(chance.number(0...20))
    case 7...8:
      toggle("lift") {
        client.publish(MQTTPublication("building/lift", #"{"state":"\#($0 ? "UP" : "DOWN")"}"#, retain: true))
      }
    default: client.publish(MQTTPublication("hall/s/sensor/door", chance.pick(["\"maybe\"", "{", "17", "\u{0}", ""])))
    }
  }

  /// The fire contact.
  func fire(_ isClosed: Bool) {
    client.publish(MQTTPublication("building/fire", isClosed ? "\"OPEN\"" : "\"CLOSED\"", retain: true))
  }

  /// So many readings at once.
  func flood(_ count: Int, _ chance: inout Chance) { for _ in 0..<count { self.count(chance.number(0...60)) } }

  private func count(_ number: Int) {
    quick.publish(MQTTPublication("hall/s/sensor/crowd", "\(number)", qos: .atMostOnce))
  }

  private func toggle(_ name: String, _ publish: (Bool) -> Void) {
    isOpen[name, default: false].toggle()
    publish(isOpen[name] ?? false)
  }
}
