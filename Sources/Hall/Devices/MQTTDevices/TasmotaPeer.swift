import Foundation
import Sequencer
import Show

/// A device with Tasmota (Tasmota documentation, "Commands", "MQTT" and "Lights").
///
/// Commands go in one `Backlog`. Brightness and saturation in per cent, hue in degrees, colour temperature in mireds from
/// 153 to 500; `Speed` in half seconds for the whole way.
struct TasmotaPeer: ForeignPeer {
  let topics: ForeignTopics
  let foreign: ForeignDevice
  let isLight: Bool
  let channel: Int
  let brightnessSteps = 100.0

  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage] {
    var words: [String] = []
    if isLight {
      let speed = max(1, min(40, Int((over.inSeconds * 2).rounded())))
      words += over > .zero ? ["Fade 1", "Speed \(speed)"] : ["Fade 0"]
    }
    let step = Int(wanted.step(of: brightnessSteps))
    switch wanted.tint {
    case .color(let color)? where wanted.isOn:
      let tone = HueSaturation(color)
      words.append("HSBColor \(Int(tone.hue.rounded()) % 360),\(Int((tone.saturation * 100).rounded())),\(step)")
    case .kelvin(let kelvin)? where wanted.isOn: words += ["CT \(Self.mireds(kelvin))", "Dimmer \(step)"]
    default: if wanted.brightness != nil { words.append("Dimmer \(step)") }
    }
    words.append("Power\(channel) \(wanted.isOn ? 1 : 0)")
    return [BrokerMessage(topics.command, words.map { "NoDelay;\($0)" }.joined(separator: ";"))]
  }

  func question(call: Int64) -> [BrokerMessage] { topics.question.map { [BrokerMessage($0, "")] } ?? [] }

  func hear(_ message: BrokerMessage) -> [Hearing] {
    guard let json = object(message) else { return [] }
    if let energy = json["ENERGY"] {
      return senses(
        of: energy,
        [
          ("Power", "power_w", 1), ("Total", "energy_kwh", 1), ("Voltage", "voltage_v", 1), ("Current", "current_a", 1),
        ])
    }
    if let word = json["Command"]?.text, word == "Unknown" || word == "Error" {
      return [.refusal("it does not know a command: is it a lamp of that kind?", call: 0)]
    }
    var known = KnownState()
    known.isOn = (json["POWER\(channel)"] ?? (channel == 1 ? json["POWER"] : nil))?.power
    if isLight {
      known.brightness = json["Dimmer"]?.number(in: 0...100).map { $0 / 100 }
      known.tint = tint(json)
    }
    return known == KnownState() ? [] : [.state(known)]
  }

  /// Its white while its white channels give light, else its colour.
  private func tint(_ json: JSONValue) -> KnownTint? {
    let mireds = json["CT"]?.number(in: 100...1000).map { KnownTint.mireds($0) }
    let parts = json["HSBColor"]?.text?.split(separator: ",").compactMap { Double($0) } ?? []
    let isWhite = json["White"]?.number.map { $0 > 0 } ?? (foreign.makesColor == false)
    if foreign.kelvin != nil, isWhite, let mireds { return mireds }
    guard foreign.makesColor, parts.count == 3, (0...360).contains(parts[0]), (0...100).contains(parts[1]) else {
      return foreign.makesColor ? nil : mireds
    }
    return .color(Chromaticity(HueSaturation(hue: parts[0], saturation: parts[1] / 100).color))
  }

  private static func mireds(_ kelvin: Double) -> Int { Int(max(153, min(500, (1e6 / kelvin).rounded()))) }
}
