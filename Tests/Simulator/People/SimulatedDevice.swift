import MQTTLink
import Show

/// A device: it takes what it is to be, and tells what it is, unless something is wrong with it.
final class SimulatedDevice {
  let name: String
  let client: Client
  private let world: World
  /// Whether it tells nothing.
  var isSilent = false { didSet { if !isSilent { report() } } }
  /// The state that it has.
  private(set) var desired: JSONValue?
  private var word = "on"
  private var plays = 0

  init(_ name: String, _ world: World, _ broker: SimulatedBroker) {
    (self.name, self.world) = (name, world)
    client = Client("device-\(name)", world, broker, ["hall/s/device/\(name)/desired"])
    client.will = MQTTPublication("hall/s/device/\(name)/availability", "offline", retain: true)
    client.onConnect = { [unowned self] in
      client.publish(MQTTPublication("hall/s/device/\(name)/availability", "online", retain: true))
    }
    client.onMessage = { [unowned self] in take($0) }
  }

  /// The number of the state that it has.
  var rev: Int64? {
    guard case .number(let number)? = desired?.at(pointer: "/rev") else { return nil }
    return Int64(exactly: number)
  }

  private func take(_ message: MQTTPublication) {
    guard let json = try? JSONValue(strict: message.payload) else { return }
    let before = desired
    desired = json
    if name == "voice", json.at(pointer: "/playing") == .flag(true), before?.at(pointer: "/playing") != .flag(true) {
      play()
    }
    world.after(world.chance.milliseconds(1...200)) { [weak self] in self?.report() }
  }

  private func play() {
    plays += 1
    let number = plays
    word = "playing"
    world.after(world.chance.milliseconds(3000...15000)) { [weak self] in
      guard let self, plays == number else { return }
      word = "ended"
      report()
    }
  }

  func report(_ otherRev: Int64? = nil) {
    guard !isSilent, let rev = otherRev ?? rev else { return }
    let text = #"{"rev":\#(rev),"state":"\#(word)","warnings":[]}"#
    client.publish(MQTTPublication("hall/s/device/\(name)/actual", text, retain: true))
  }
}
