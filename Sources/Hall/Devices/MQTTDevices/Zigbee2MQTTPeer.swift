import Sequencer
import Show

/// A device behind Zigbee2MQTT (Zigbee2MQTT, "MQTT Topics and Messages", and "Exposes: light, switch").
///
/// Brightness in 254 steps, colour temperature in mireds, colours as x and y of CIE 1931, `transition` in seconds.
struct Zigbee2MQTTPeer: ForeignPeer {
  let topics: ForeignTopics
  let foreign: ForeignDevice
  let isLight: Bool
  let brightnessSteps = 254.0

  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage] {
    var members: [String: JSONValue] = ["state": .text(wanted.isOn ? "ON" : "OFF")]
    if wanted.brightness != nil { members["brightness"] = .number(wanted.step(of: brightnessSteps)) }
    switch wanted.tint {
    case .kelvin(let kelvin)?: members["color_temp"] = .number((1e6 / kelvin).rounded())
    case .color(let color)?:
      let place = Chromaticity(color)
      members["color"] = .object(["x": .number(rounded(place.x)), "y": .number(rounded(place.y))])
    case nil: break
    }
    if isLight { members["transition"] = .number(Double(over.milliseconds / 100) / 10) }
    return [BrokerMessage(topics.command, JSONValue.object(members).canonical)]
  }

  func question(call: Int64) -> [BrokerMessage] {
    guard let question = topics.question else { return [] }
    var members: [String: JSONValue] = ["state": .text("")]
    if isLight { members["brightness"] = .text("") }
    if foreign.kelvin != nil { members["color_temp"] = .text("") }
    if foreign.makesColor { members["color"] = .object(["x": .text(""), "y": .text("")]) }
    return [BrokerMessage(question, JSONValue.object(members).canonical)]
  }

  func hear(_ message: BrokerMessage) -> [Hearing] {
    guard let json = object(message) else { return [] }
    var known = KnownState()
    known.isOn = json["state"]?.power
    known.brightness = json["brightness"]?.number(in: 0...255).map { min(1, $0 / brightnessSteps) }
    known.tint = tint(json)
    let measured = senses(
      of: json,
      [
        ("power", "power_w", 1), ("energy", "energy_kwh", 1), ("voltage", "voltage_v", 1), ("current", "current_a", 1),
        ("linkquality", "link_quality", 1),
      ])
    return (known == KnownState() ? [] : [.state(known)]) + measured
  }

  private func tint(_ json: JSONValue) -> KnownTint? {
    let mireds = json["color_temp"]?.number(in: 40...1000).map { KnownTint.mireds($0) }
    var color: KnownTint?
    if let x = json["color"]?["x"]?.number(in: 0...1), let y = json["color"]?["y"]?.number(in: 0...1) {
      color = .color(Chromaticity(x: x, y: y))
    }
    return switch json["color_mode"]?.text {
    case "color_temp": mireds
    case "xy", "hs": color
    default: foreign.makesColor ? color ?? mireds : mireds
    }
  }

  private func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}
