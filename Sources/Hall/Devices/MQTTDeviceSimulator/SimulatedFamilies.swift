import Sequencer
import Show

struct ZigbeeWords: SimulatedWords {
  let kind: DeviceKind

  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning {
    if message.topic == topics.question { return .question(call: 0) }
    guard message.topic == topics.command else { return .nothing }
    let asked = members(message)
    return .command(
      { light in
        if let power = asked["state"]?.text { light.isOn = power == "ON" }
        light.brightness = number(asked["brightness"]) ?? light.brightness
        if let white = number(asked["color_temp"]) { light.white = white }
        if case .object(let place)? = asked["color"], let x = number(place["x"]), let y = number(place["y"]) {
          (light.white, light.color) = (nil, [x, y])
        }
      }, call: 0)
  }

  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage] {
    var told: [String: JSONValue] = ["state": .text(light.isOn ? "ON" : "OFF"), "linkquality": .number(120)]
    if kind == .light {
      told["brightness"] = .number(light.brightness)
      if let white = light.white { told["color_temp"] = .number(white) }
      if light.color.count == 2 {
        told["color"] = .object(["x": .number(light.color[0]), "y": .number(light.color[1])])
      }
      told["color_mode"] = .text(light.white == nil ? "xy" : "color_temp")
    } else {
      told["power"] = .number(light.watts)
    }
    return [BrokerMessage(topics.states[0], JSONValue.object(told).canonical)]
  }
}

struct TasmotaWords: SimulatedWords {
  let kind: DeviceKind
  let foreign: ForeignDevice
  let channel: Int

  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning {
    if message.topic == topics.question { return .question(call: 0) }
    guard message.topic == topics.command else { return .nothing }
    let commands = message.text.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
    return .command(
      { light in
        for words in commands where words.count == 2 {
          switch words[0] {
          case "Power\(channel)": light.isOn = words[1] == "1"
          case "Dimmer": light.brightness = Double(words[1]) ?? 0
          case "CT": (light.white, light.color) = (Double(words[1]), [])
          case "HSBColor":
            let tone = words[1].split(separator: ",").compactMap { Double($0) }
            (light.white, light.color, light.brightness) = (nil, tone, tone.last ?? 0)
          default: break
          }
        }
      }, call: 0)
  }

  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage] {
    // It answers every command of a backlog by itself; what stands here is the last.
    let power = BrokerMessage(topics.states[0], #"{"POWER\#(channel)":"\#(light.isOn ? "ON" : "OFF")"}"#)
    let whole = BrokerMessage(topics.states[0], JSONValue.object(told(light)).canonical)
    let measured = BrokerMessage(topics.states[2], #"{"ENERGY":{"Power":\#(light.watts)}}"#)
    return kind == .light ? [power, whole] : [power, measured]
  }

  func answer(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    [BrokerMessage(topics.states[0], JSONValue.object(told(light)).canonical)]
  }

  func refusal(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    [BrokerMessage(topics.states[0], #"{"Command":"Unknown"}"#)]
  }

  private func told(_ light: SimulatedLight) -> [String: JSONValue] {
    var told: [String: JSONValue] = [
      "Time": .text("2025-06-10T09:00:00"), "POWER\(channel)": .text(light.isOn ? "ON" : "OFF"),
    ]
    guard kind == .light else { return told }
    told["Dimmer"] = .number(light.brightness)
    if foreign.kelvin != nil {
      told["CT"] = .number(light.white ?? 153)
      told["White"] = .number(light.white == nil ? 0 : light.brightness)
    }
    if foreign.makesColor {
      let tone = light.white == nil ? light.color : [0, 0, 0]
      told["HSBColor"] = .text(tone.map { "\(Int($0))" }.joined(separator: ","))
    }
    return told
  }
}

struct ESPHomeWords: SimulatedWords {
  let kind: DeviceKind

  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning {
    guard message.topic == topics.command else { return .nothing }
    guard kind == .light else {
      let isOn = message.text == "ON"
      return .command({ $0.isOn = isOn }, call: 0)
    }
    let asked = members(message)
    return .command(
      { light in
        if let power = asked["state"]?.text { light.isOn = power == "ON" }
        light.brightness = number(asked["brightness"]) ?? light.brightness
        if let white = number(asked["color_temp"]) { light.white = white }
        if case .object(let channels)? = asked["color"] {
          (light.white, light.color) = (nil, ["r", "g", "b"].map { number(channels[$0]) ?? 0 })
        }
      }, call: 0)
  }

  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage] {
    let power = light.isOn ? "ON" : "OFF"
    guard kind == .light else { return [BrokerMessage(topics.states[0], power, isRetained: true)] }
    var told: [String: JSONValue] = ["state": .text(power), "brightness": .number(light.brightness)]
    told["color_mode"] = .text(light.white == nil ? "rgb" : "color_temp")
    if let white = light.white { told["color_temp"] = .number(white) }
    if light.color.count == 3 {
      told["color"] = .object([
        "r": .number(light.color[0]), "g": .number(light.color[1]), "b": .number(light.color[2]),
      ])
    }
    return [BrokerMessage(topics.states[0], JSONValue.object(told).canonical, isRetained: true)]
  }

  /// What it refuses leaves its state as it was, which it tells again.
  func refusal(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    state(light, topics)
  }
}

struct ShellyOneWords: SimulatedWords {
  let part: ForeignDevice.ShellyPart

  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning {
    if message.topic == topics.question { return message.text == "update" ? .question(call: 0) : .nothing }
    guard message.topic == topics.command else { return .nothing }
    if part == .relay {
      let isOn = message.text == "on"
      return .command({ $0.isOn = isOn }, call: 0)
    }
    let asked = members(message)
    return .command(
      { light in
        if let power = asked["turn"]?.text { light.isOn = power == "on" }
        light.brightness = number(asked["gain"]) ?? number(asked["brightness"]) ?? light.brightness
        if let white = number(asked["temp"]) { light.white = white }
        if asked["red"] != nil {
          (light.white, light.color) = (nil, ["red", "green", "blue"].map { number(asked[$0]) ?? 0 })
        }
      }, call: 0)
  }

  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage] {
    let power = BrokerMessage(topics.states[0], light.isOn ? "on" : "off")
    if part == .relay {
      return [
        power, BrokerMessage(topics.states[2], "\(light.watts)"), BrokerMessage(topics.states[3], "6000"),
      ]
    }
    var told: [String: JSONValue] = ["ison": .flag(light.isOn)]
    let isColor = part == .color && light.white == nil
    told["mode"] = .text(isColor ? "color" : "white")
    told[isColor ? "gain" : "brightness"] = .number(light.brightness)
    if let white = light.white { told["temp"] = .number(white) }
    if isColor, light.color.count == 3 {
      for (name, channel) in zip(["red", "green", "blue"], light.color) { told[name] = .number(channel) }
    }
    return [power, BrokerMessage(topics.states[1], JSONValue.object(told).canonical)]
  }
}

struct ShellyTwoWords: SimulatedWords {
  let name: String
  let part: ForeignDevice.ShellyPart
  let channel: Int

  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning {
    guard message.topic == topics.command else { return .nothing }
    let frame = members(message)
    guard let call = number(frame["id"]), frame["src"]?.text == topics.answerPrefix,
      case .object(let asked)? = frame["params"], number(asked["id"]) == Double(channel)
    else { return .nothing }
    let method = frame["method"]?.text ?? ""
    guard method.lowercased().hasPrefix("\(part.rawValue).") else { return .nothing }
    if method.hasSuffix(".GetStatus") { return .question(call: call) }
    guard method.hasSuffix(".Set") else { return .nothing }
    return .command(
      { light in
        light.isOn = flag(asked["on"]) ?? light.isOn
        light.brightness = number(asked["brightness"]) ?? light.brightness
        if let white = number(asked["ct"]) { light.white = white }
        if case .list(let channels)? = asked["rgb"] { light.color = channels.map { number($0) ?? 0 } }
      }, call: call)
  }

  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage] {
    let frame: [String: JSONValue] = [
      "src": .text(name), "dst": .text("\(name)/events"), "method": .text("NotifyStatus"),
      "params": .object(["ts": .number(1_749_546_000.5), "\(part.rawValue):\(channel)": .object(told(light))]),
    ]
    return [BrokerMessage(topics.states[0], JSONValue.object(frame).canonical)]
  }

  func answer(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    [answer(topics, call, "result", .object(told(light)))]
  }

  func refusal(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    [answer(topics, call, "error", .object(["code": .number(-103), "message": .text("Invalid argument 'ct'!")]))]
  }

  private func answer(_ topics: ForeignTopics, _ call: Double, _ member: String, _ value: JSONValue) -> BrokerMessage {
    let frame: [String: JSONValue] = [
      "id": .number(call), "src": .text(name), "dst": .text(topics.answerPrefix), member: value,
    ]
    return BrokerMessage(topics.states[1], JSONValue.object(frame).canonical)
  }

  private func told(_ light: SimulatedLight) -> [String: JSONValue] {
    var told: [String: JSONValue] = ["id": .number(Double(channel)), "output": .flag(light.isOn)]
    if part == .switch {
      (told["apower"], told["aenergy"]) = (.number(light.watts), .object(["total": .number(1500)]))
    } else {
      told["brightness"] = .number(light.brightness)
    }
    if let white = light.white { told["ct"] = .number(white) }
    if light.color.count == 3 { told["rgb"] = .list(light.color.map { .number($0) }) }
    return told
  }
}
