import Show

/// Reads the declaration of a sensor.
struct SensorReader {
  /// The base of the hall's topics.
  let topics: String
  let faults: FaultList

  static let keys = [
    "kind", "title", "range", "values", "topic", "osc", "pointer", "map", "stale", "when_stale", "alarm",
  ]

  /// The sensor; nothing if it has faults that leave its type open.
  func sensor(_ entry: Written.Entry) -> Sensor? {
    guard checkName(entry), let fields = Fields(entry.value, "a sensor", keys: Self.keys, faults),
      let kindText = fields.required("kind", "say what it reads: `kind: presence`"),
      let kind = kindText.word("kind", SensorKind.self, faults)
    else { return nil }
    var sensor = Sensor(id: SensorID(entry.key), kind: kind, title: fields.text("title") ?? "")
    sensor.range = range(fields, kind)
    sensor.values = values(fields, kind)
    sensor.topic = topic(fields)
    sensor.osc = fields["osc"].flatMap { OutsideReader(faults: faults).address($0) }
    if let osc = fields.entry("osc"), let other = fields.entry("topic") ?? fields.entry("pointer") {
      faults.fault(osc.keyPlace, "a sensor is heard in one way", "leave `osc` or `\(other.key)`")
    }
    sensor.pointer = pointer(fields)
    sensor.map = map(fields, sensor.type)
    sensor.stale = fields.span("stale")
    if let stale = fields["when_stale"] {
      sensor.whenStale = value(stale, of: sensor.type, "when_stale")
      if fields.has("stale") == false {
        faults.fault(stale.place, "`when_stale` needs a time after which the sensor is stale", "add `stale: 60s`")
      }
    }
    sensor.alarm = fields.flag("alarm") ?? false
    if sensor.alarm, sensor.type != .flag, let alarm = fields["alarm"] {
      faults.fault(
        alarm.place, "an alarm is true or false, and this sensor reads \(sensor.type)", "use `kind: contact`")
    }
    return sensor
  }

  private func checkName(_ entry: Written.Entry) -> Bool {
    if Name<Named.Sensor>.isWellFormed(entry.key) == false {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a sensor", Written.nameHint)
    } else if Surroundings.keptWords.contains(entry.key) {
      faults.fault(entry.keyPlace, "`\(entry.key)` is a word of the language", "choose another name for the sensor")
    } else {
      return true
    }
    return false
  }

  private func range(_ fields: Fields, _ kind: SensorKind) -> ClosedRange<Double>? {
    guard let written = fields["range"] else { return nil }
    guard kind == .count || kind == .measure else {
      faults.fault(written.place, "a \(kind.rawValue) has no range", "leave `range` out")
      return nil
    }
    return written.range("range", faults)
  }

  private func values(_ fields: Fields, _ kind: SensorKind) -> [String] {
    guard kind == .choice else {
      if let written = fields["values"] {
        faults.fault(written.place, "a \(kind.rawValue) has no list of values", "use `kind: choice`")
      }
      return []
    }
    guard fields.required("values", "list the texts it can read: `values: [low, high]`") != nil else { return [] }
    var values: [String] = []
    for item in fields.items("values") {
      guard let text = item.text("values", faults) else { continue }
      if values.contains(text) { faults.fault(item.place, "`\(shortened(text))` stands twice", "leave one of them") }
      values.append(text)
    }
    return values
  }

  private func topic(_ fields: Fields) -> String? {
    guard let written = fields["topic"], let text = written.text("topic", faults),
      PublicationReader.check(topic: text, at: written.place, faults)
    else { return nil }
    if topics.isEmpty == false, text.hasPrefix(topics + "/"), text.hasPrefix(topics + "/sensor/") == false {
      faults.fault(
        written.place, "`\(shortened(text))` is one of the hall's own topics",
        "a sensor writes on \(topics)/sensor/NAME, or outside of `\(topics)`")
      return nil
    }
    return text
  }

  private func pointer(_ fields: Fields) -> String? {
    guard let written = fields["pointer"] else { return nil }
    return written.parsed("pointer", "a JSON pointer", "write it like /occupancy (RFC 6901)", faults) { text in
      let tildes = text.indices.filter { text[$0] == "~" }
      let areEscapes = tildes.allSatisfy { index in
        text.index(after: index) < text.endIndex && "01".contains(text[text.index(after: index)])
      }
      return (text.isEmpty || text.hasPrefix("/")) && areEscapes ? text : nil
    }
  }

  private func map(_ fields: Fields, _ type: ValueType) -> [String: Value] {
    var map: [String: Value] = [:]
    for entry in fields.map("map", "write `{ \"OPEN\": true, \"CLOSED\": false }`") {
      map[entry.key] = value(entry.value, of: type, entry.key)
    }
    return map
  }

  private func value(_ written: Written, of type: ValueType, _ field: String) -> Value? {
    let value: Value? =
      switch type {
      case .flag: written.text.flatMap(Written.flag).map { .flag($0) }
      case .number: written.text.flatMap(Written.number).map { .number($0) }
      default: written.text.map { .text($0) }
      }
    if let value, type.admits(value) { return value }
    faults.fault(
      written.place, "`\(shortened(field))` is \(written.kindInWords), which this sensor never reads",
      "it reads \(type)")
    return nil
  }
}
