import Sequencer
import Show

/// A Shelly of a later generation, by remote calls (Shelly, "Gen2+ API: RPC Protocol, MQTT, Notifications, Switch, Light,
/// CCT, RGB").
///
/// Brightness in per cent, colour temperature in kelvin, colours in 255 steps, `transition_duration` in seconds, from 0.5.
struct ShellyTwoPeer: ForeignPeer {
  let topics: ForeignTopics
  let foreign: ForeignDevice
  let part: ForeignDevice.ShellyPart
  let channel: Int
  let brightnessSteps = 100.0

  private var name: String {
    switch part {
    case .light: "Light"
    case .cct: "CCT"
    case .rgb: "RGB"
    default: "Switch"
    }
  }

  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage] {
    var members: [String: JSONValue] = ["id": .number(Double(channel)), "on": .flag(wanted.isOn)]
    if wanted.brightness != nil { members["brightness"] = .number(wanted.step(of: brightnessSteps)) }
    switch wanted.tint {
    case .kelvin(let kelvin)?: members["ct"] = .number(kelvin.rounded())
    case .color(let color)?:
      members["rgb"] = .list([color.red, color.green, color.blue].map { .number(Double($0)) })
    case nil: break
    }
    if part != .switch, over >= .milliseconds(500) {
      members["transition_duration"] = .number(Double(over.milliseconds / 100) / 10)
    }
    return [self.call("Set", .object(members), call)]
  }

  func question(call: Int64) -> [BrokerMessage] {
    [self.call("GetStatus", .object(["id": .number(Double(channel))]), call)]
  }

  private func call(_ method: String, _ params: JSONValue, _ number: Int64) -> BrokerMessage {
    let frame = JSONValue.object([
      "id": .number(Double(number)), "src": .text(topics.answerPrefix), "method": .text("\(name).\(method)"),
      "params": params,
    ])
    return BrokerMessage(topics.command, frame.canonical)
  }

  func hear(_ message: BrokerMessage) -> [Hearing] {
    guard let json = object(message) else { return [] }
    let component = "\(part.rawValue):\(channel)"
    if json["method"]?.text == "NotifyStatus" || json["method"]?.text == "NotifyFullStatus" {
      return json["params"]?[component].map { status($0) } ?? []
    }
    if let error = json["error"] {
      let words = error["message"]?.text.map { String($0.prefix(120)) } ?? "no reason"
      let number = json["id"]?.number.flatMap { Int64(exactly: $0) } ?? 0
      return [.refusal("it refuses: \(words)", call: number)]
    }
    return json["result"].map { status($0) } ?? []
  }

  private func status(_ json: JSONValue) -> [Hearing] {
    var known = KnownState()
    known.isOn = json["output"]?.flag
    if part != .switch {
      known.brightness = json["brightness"]?.number(in: 0...100).map { $0 / 100 }
      known.tint = tint(json)
    }
    var measured = senses(
      of: json, [("apower", "power_w", 1), ("voltage", "voltage_v", 1), ("current", "current_a", 1)])
    // It counts watt-hours.
    if let energy = json["aenergy"] { measured += senses(of: energy, [("total", "energy_kwh", 0.001)]) }
    return (known == KnownState() ? [] : [.state(known)]) + measured
  }

  private func tint(_ json: JSONValue) -> KnownTint? {
    if part == .cct { return json["ct"]?.number(in: 1000...20000).map { .mireds(1e6 / $0) } }
    guard part == .rgb, case .list(let channels)? = json["rgb"], channels.count == 3, let red = channels[0].channel,
      let green = channels[1].channel, let blue = channels[2].channel
    else { return nil }
    return .color(Chromaticity(Color(red: red, green: green, blue: blue)))
  }
}
