import MQTTLink
import Show

/// The owner of the programme: publishes entries, and takes them back.
final class Programme {
  private let client: Client
  private let clock: WorldClock
  private var names: [String] = []
  private var last = 0

  init(_ world: World, _ broker: SimulatedBroker, _ clock: WorldClock) {
    client = Client("programme", world, broker, [])
    self.clock = clock
  }

  func connect() { client.connect() }

  private func publish(_ name: String, _ text: String) {
    client.publish(MQTTPublication("hall/s/schedule/\(name)", text, retain: true))
  }

  /// An instant as the programme writes it: in the hall's own time, two hours ahead of UTC in June.
  private func local(_ instant: WallInstant) -> String { String((instant + .hours(2)).rfc3339.prefix(19)) }

  /// A moment, or a window, some time from now by the hall's clock.
  func add(_ chance: inout Chance) {
    last += 1
    let from = clock.reading + .seconds(Int64(chance.number(-5...120)))
    if chance.isOne(in: 3) {
      let name = "w\(last)"
      let to = from + .seconds(Int64(chance.number(5...200)))
      publish(
        name,
        #"{"kind":"window","artwork":"pond","scene":"tour","from":"\#(local(from))","to":"\#(local(to))"}"#)
      names.append(name)
    } else {
      let name = "m\(last)"
      publish(
        name, #"{"kind":"moment","artwork":"bell","go":"noon","at":"\#(local(from))","missed":"within 60s"}"#)
      names.append(name)
    }
  }

  func remove(_ chance: inout Chance) {
    guard !names.isEmpty else { return }
    let name = names.remove(at: chance.number(0...names.count - 1))
    client.publish(MQTTPublication("hall/s/schedule/\(name)", [UInt8](), retain: true))
  }
}
