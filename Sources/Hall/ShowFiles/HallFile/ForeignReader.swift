import Show

/// Reads how a foreign device is reached: a lamp, plug or relay that speaks at the broker in its maker's words.
struct ForeignReader {
  let fields: Fields
  let device: Device
  let faults: FaultList

  /// The families, and the keys that may stand beside each.
  static let ways: [(key: String, beside: [String])] = [
    ("zigbee2mqtt", ["base", "kelvin", "color"]), ("tasmota", ["full_topic", "channel", "kelvin", "color"]),
    ("esphome", ["id", "power", "kelvin", "color"]),
    ("shelly", ["generation", "part", "channel", "kelvin", "color"]),
  ]

  private static let kelvinRange = 1000.0...20000.0
  private static let lampParts: [String: SchemaPart] = [
    "kelvin": .told("The colour temperatures that it makes: 2200..6500.", .text(form: SchemaPart.Form.range)),
    "color": .told("Whether it makes colours; no unless said.", .flag),
  ]

  static let schemas: [SchemaPart] = [
    schema(
      "zigbee2mqtt", "The friendly name of a device behind Zigbee2MQTT.",
      ["base": .told("The base of its topics; zigbee2mqtt unless said.", .anyText)]),
    schema(
      "tasmota", "The topic of a device with Tasmota.",
      [
        "full_topic": .told("How it makes topics; %prefix%/%topic%/ unless said.", .text(form: "%prefix%")),
        "channel": .told("Which of its outputs, from 1.", .whole(1...32)),
      ]),
    schema(
      "esphome", "The prefix of the topics of a device with ESPHome.",
      [
        "id": .told("The id of its light or switch.", .anyText),
        "power": .told("The id of a sensor of its power, in watts.", .anyText),
      ], needed: ["id"]),
    schema(
      "shelly", "The name of a Shelly, as its topics begin.",
      [
        "generation": .told("1, or 2 for all that came later; 2 unless said.", .whole(1...2)),
        "part": .told(
          "Which part of it; the usual one unless said.",
          .word(ForeignDevice.ShellyPart.allCases.map(\.rawValue))),
        "channel": .told("Which of these, from 0.", .whole(0...15)),
      ]),
  ]

  private static func schema(
    _ way: String, _ sentence: String, _ parts: [String: SchemaPart], needed: [String] = []
  ) -> SchemaPart {
    let beside = ways.first { $0.key == way }?.beside ?? []
    return ShowSchema.keys(
      [way] + beside, needed: [way] + needed,
      parts.merging(lampParts) { first, _ in first }.merging([way: .told(sentence, .anyText)]) { first, _ in first })
  }

  /// The device of a family; nothing, and a fault, where it is none.
  func read(_ way: String) -> ForeignDevice? {
    guard let name = name(way), let family = family(way, name) else { return nil }
    var foreign = ForeignDevice(family)
    if device.kind != .light, let lamp = fields.entry("kelvin") ?? fields.entry("color") {
      faults.fault(
        lamp.keyPlace, "a \(device.kind.rawValue) makes no light", "leave `\(lamp.key)` out, or write `kind: light`")
      return nil
    }
    if let written = fields["kelvin"] {
      guard let range = written.range("kelvin", faults) else { return nil }
      guard Self.kelvinRange.contains(range.lowerBound), Self.kelvinRange.contains(range.upperBound) else {
        faults.fault(
          written.place, "`kelvin` is out of the range of lamps", "write it in kelvin, not mireds, like 2200..6500")
        return nil
      }
      foreign.kelvin = range
    }
    if fields.has("color") {
      guard let makesColor = fields.flag("color") else { return nil }
      foreign.makesColor = makesColor
    }
    return foreign.isMade(of: faults, at: fields.place)
  }

  private func family(_ way: String, _ name: String) -> ForeignDevice.Family? {
    switch way {
    case "zigbee2mqtt":
      guard let base = word("base", usual: ForeignDevice.usualZigbeeBase) else { return nil }
      return .zigbee2mqtt(base: base, name: name)
    case "tasmota":
      guard let fullTopic = fullTopic(), let channel = number("channel", in: 1...32, usual: 1) else { return nil }
      return .tasmota(topic: name, fullTopic: fullTopic, channel: channel)
    case "esphome":
      guard fields.required("id", "name its light or switch as its own file does: `id: desk_lamp`") != nil,
        let id = self.name("id")
      else { return nil }
      guard fields.has("power") else { return .esphome(prefix: name, id: id, power: nil) }
      return self.name("power").map { .esphome(prefix: name, id: id, power: $0) }
    default: return shelly(name)
    }
  }

  private func shelly(_ name: String) -> ForeignDevice.Family? {
    guard let generation = number("generation", in: 1...2, usual: 2),
      let channel = number("channel", in: 0...15, usual: 0)
    else { return nil }
    let possible = ForeignDevice.ShellyPart.parts(ofGeneration: generation)
    var part = usualPart(generation)
    if let written = fields["part"] {
      guard let named = written.word("part", ForeignDevice.ShellyPart.self, faults) else { return nil }
      guard possible.contains(named), (device.kind == .light) == (named != .relay && named != .switch) else {
        let fitting = possible.filter { (device.kind == .light) == ($0 != .relay && $0 != .switch) }
        faults.fault(
          written.place, "a \(device.kind.rawValue) is no `\(named.rawValue)` of a Shelly of generation \(generation)",
          "one of \(fitting.map(\.rawValue).joined(separator: ", "))")
        return nil
      }
      part = named
    }
    return generation == 1
      ? .shellyOne(name: name, part: part, channel: channel) : .shellyTwo(name: name, part: part, channel: channel)
  }

  private func usualPart(_ generation: Int) -> ForeignDevice.ShellyPart {
    guard device.kind == .light else { return generation == 1 ? .relay : .switch }
    if fields.flag("color") == true { return generation == 1 ? .color : .rgb }
    return generation == 2 && fields.has("kelvin") ? .cct : .light
  }

  private func fullTopic() -> String? {
    guard let written = fields["full_topic"] else {
      return fields.has("full_topic") ? nil : ForeignDevice.usualFullTopic
    }
    return written.parsed("full_topic", "how topics are made", "write it like %topic%/%prefix%/", faults) { text in
      let plain = text.replacing("%prefix%", with: "").replacing("%topic%", with: "")
      return text.contains("%prefix%") && text.contains("%topic%") && plain.contains("%") == false
        && isTopicName(text.hasSuffix("/") ? String(text.dropLast()) : text) ? text : nil
    }
  }

  private func name(_ key: String) -> String? {
    let hint = "write it as the device has it, without wildcards and without a `/` at its ends"
    return fields[key]?.parsed(key, "a name in topics", hint, faults) { isTopicName($0) ? $0 : nil }
  }

  private func word(_ key: String, usual: String) -> String? { fields.has(key) ? name(key) : usual }

  private func number(_ key: String, in range: ClosedRange<Int>, usual: Int) -> Int? {
    fields.has(key) ? fields.whole(key, in: range) : usual
  }
}

extension ForeignDevice {
  /// This device, where its part makes what is said of it.
  fileprivate func isMade(of faults: FaultList, at place: Place) -> ForeignDevice? {
    let part: ShellyPart
    switch family {
    case .shellyOne(_, let named, _), .shellyTwo(_, let named, _): part = named
    default: return self
    }
    let colors: [ShellyPart] = [.color, .rgb]
    let whites: [ShellyPart] = [.color, .light, .cct]
    if makesColor, colors.contains(part) == false {
      faults.fault(place, "the part `\(part.rawValue)` makes no colours", "leave `color` out, or name another `part`")
      return nil
    }
    if kelvin != nil, whites.contains(part) == false {
      faults.fault(
        place, "the part `\(part.rawValue)` makes no chosen white", "leave `kelvin` out, or name another `part`")
      return nil
    }
    return self
  }
}

private func isTopicName(_ text: String) -> Bool {
  text.isEmpty == false && text.utf8.count <= 200 && text.hasPrefix("/") == false && text.hasSuffix("/") == false
    && text.hasPrefix("$") == false && text.contains("//") == false
    && text.unicodeScalars.allSatisfy { $0 != "+" && $0 != "#" && $0.value >= 0x20 && $0.value != 0x7f }
}

/// Finds foreign devices that write where others or the hall itself do.
struct ForeignTopicCheck {
  let faults: FaultList

  /// Checks the devices of a hall.
  ///
  /// - Parameters:
  ///   - hall: the hall, its devices read.
  ///   - entries: the devices as they are written.
  func check(_ hall: Hall, _ entries: [Written.Entry]) {
    var outputs: [String: DeviceID] = [:]
    for entry in entries {
      guard let device = hall.devices[DeviceID(entry.key)],
        let topics = device.foreignTopics(base: hall.topics)
      else { continue }
      let place = entry.value.entries?.first { $0.key == "connection" }?.value.place ?? entry.keyPlace
      if let own = topics.foreign.first(where: { $0 == hall.topics || $0.hasPrefix(hall.topics + "/") }) {
        faults.fault(
          place, "`\(shortened(own))` is one of the hall's own topics",
          "name the device outside of `\(hall.topics)`; one that speaks this hall's words needs no `connection`")
      } else if let long = topics.foreign.first(where: { $0.utf8.count > 500 }) {
        faults.fault(place, "`\(shortened(long))` is no topic", "topics have up to 500 bytes")
      }
      if let other = outputs.updateValue(device.id, forKey: topics.output) {
        faults.fault(
          place, "\(device.id) is the same output as \(other)", "declare it once; artworks may share a device")
      }
    }
  }
}
