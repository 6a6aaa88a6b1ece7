import Sequencer
import Show

/// A Shelly of the first generation (Shelly, "Gen1 API Reference", MQTT of each device).
///
/// Brightness and `gain` in per cent, colour temperature in kelvin, `transition` in milliseconds, 5000 at most.
struct ShellyOnePeer: ForeignPeer {
  let topics: ForeignTopics
  let foreign: ForeignDevice
  let part: ForeignDevice.ShellyPart
  let brightnessSteps = 100.0

  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage] {
    let power = wanted.isOn ? "on" : "off"
    if part == .relay { return [BrokerMessage(topics.command, power)] }
    var members: [String: JSONValue] = ["turn": .text(power)]
    let step = JSONValue.number(wanted.step(of: brightnessSteps))
    switch wanted.tint {
    case .color(let color)? where wanted.isOn:
      members["mode"] = .text("color")
      members["gain"] = step
      members["red"] = .number(Double(color.red))
      members["green"] = .number(Double(color.green))
      members["blue"] = .number(Double(color.blue))
      members["white"] = .number(0)
    case .kelvin(let kelvin)? where wanted.isOn:
      if part == .color { members["mode"] = .text("white") }
      members["brightness"] = step
      members["temp"] = .number(kelvin.rounded())
    default: if wanted.brightness != nil { members[part == .color ? "gain" : "brightness"] = step }
    }
    members["transition"] = .number(Double(min(5000, over.milliseconds)))
    return [BrokerMessage(topics.command, JSONValue.object(members).canonical)]
  }

  func question(call: Int64) -> [BrokerMessage] { topics.question.map { [BrokerMessage($0, "update")] } ?? [] }

  func hear(_ message: BrokerMessage) -> [Hearing] {
    switch message.topic {
    case topics.states[0]: return power(message.text)
    case topics.states[2]: return measured(message.text, "power_w", 1)
    // It counts watt-minutes.
    case topics.states[3]: return measured(message.text, "energy_kwh", 1 / 60_000)
    default: return object(message).map { status($0) } ?? []
    }
  }

  private func power(_ text: String) -> [Hearing] {
    if text == "overpower" { return [.refusal("it took too much power and switched itself off", call: 0)] }
    var known = KnownState()
    known.isOn = JSONValue.text(text).power
    return known.isOn == nil ? [] : [.state(known)]
  }

  private func measured(_ text: String, _ name: String, _ factor: Double) -> [Hearing] {
    guard let number = Double(text), (-1e12...1e12).contains(number) else { return [] }
    return [.senses([name: .number(number * factor)])]
  }

  private func status(_ json: JSONValue) -> [Hearing] {
    var known = KnownState()
    known.isOn = json["ison"]?.flag
    let isColor = json["mode"]?.text.map { $0 == "color" } ?? (part == .color)
    known.brightness = json[isColor ? "gain" : "brightness"]?.number(in: 0...100).map { $0 / 100 }
    if isColor {
      if let red = json["red"]?.channel, let green = json["green"]?.channel, let blue = json["blue"]?.channel {
        known.tint = .color(Chromaticity(Color(red: red, green: green, blue: blue)))
      }
    } else if foreign.kelvin != nil {
      known.tint = json["temp"]?.number(in: 1000...20000).map { .mireds(1e6 / $0) }
    }
    return known == KnownState() ? [] : [.state(known)]
  }
}
