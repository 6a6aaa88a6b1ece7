import Sequencer
import Show

/// A device with ESPHome (ESPHome, "MQTT Client Component", and its light's JSON, `light_json_schema.cpp`).
///
/// It keeps what it tells at the broker and cannot be asked. Brightness and channels in 255 steps, colour temperature in
/// mireds, `transition` in whole seconds: it takes no others.
struct ESPHomePeer: ForeignPeer {
  let topics: ForeignTopics
  let foreign: ForeignDevice
  let isLight: Bool
  let brightnessSteps = 255.0

  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage] {
    let power = wanted.isOn ? "ON" : "OFF"
    guard isLight else { return [BrokerMessage(topics.command, power)] }
    var members: [String: JSONValue] = ["state": .text(power)]
    if wanted.brightness != nil { members["brightness"] = .number(wanted.step(of: brightnessSteps)) }
    switch wanted.tint {
    case .kelvin(let kelvin)?: members["color_temp"] = .number((1e6 / kelvin).rounded())
    case .color(let color)?:
      members["color"] = .object([
        "r": .number(Double(color.red)), "g": .number(Double(color.green)), "b": .number(Double(color.blue)),
      ])
    case nil: break
    }
    members["transition"] = .number(over.inSeconds.rounded())
    return [BrokerMessage(topics.command, JSONValue.object(members).canonical)]
  }

  func question(call: Int64) -> [BrokerMessage] { [] }

  func hear(_ message: BrokerMessage) -> [Hearing] {
    if message.topic != topics.states.first {
      guard let watts = Double(message.text), (-1e9...1e9).contains(watts) else { return [] }
      return [.senses(["power_w": .number(watts)])]
    }
    var known = KnownState()
    guard isLight else {
      known.isOn = JSONValue.text(message.text).power
      return known.isOn == nil ? [] : [.state(known)]
    }
    guard let json = object(message) else { return [] }
    known.isOn = json["state"]?.power
    known.brightness = json["brightness"]?.number(in: 0...255).map { $0 / brightnessSteps }
    known.tint = tint(json)
    return known == KnownState() ? [] : [.state(known)]
  }

  private func tint(_ json: JSONValue) -> KnownTint? {
    let mireds = json["color_temp"]?.number(in: 40...1000).map { KnownTint.mireds($0) }
    if json["color_mode"]?.text == "color_temp" || foreign.makesColor == false { return mireds }
    guard let red = json["color"]?["r"]?.channel, let green = json["color"]?["g"]?.channel,
      let blue = json["color"]?["b"]?.channel
    else { return mireds }
    return .color(Chromaticity(Color(red: red, green: green, blue: blue)))
  }
}
