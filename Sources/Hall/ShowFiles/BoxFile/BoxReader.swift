import Show

/// Reads the description of a box.
struct BoxReader {
  let faults: FaultList

  static let lineKeys = ["tcp", "udp", "http", "https", "serial"]
  static let keys =
    ["regie", "title"] + lineKeys + [
      "ends_with", "answers_end_with", "answer_bytes", "opening", "keeps_line", "pause", "answer_within", "does_within",
      "poll", "poll_changing", "parameters", "properties", "errors",
    ]
  static let mostProperties = 200

  /// The box; what has faults is left out of it.
  func box(_ written: Written, name: String) -> Box? {
    guard let fields = Fields(written, "a box", keys: Self.keys, faults) else { return nil }
    FormatVersion.check(fields)
    var box = Box(name: name, title: fields.text("title") ?? "")
    box.lines = BoxLineReader(faults: faults).lines(fields)
    box.parameters = parameters(fields)
    let texts = BoxTextReader(parameters: Set(box.parameters.keys), faults: faults)
    if let end = fields["ends_with"] { box.end = texts.literal(end, "ends_with") ?? [] }
    box.cut = cut(fields, texts) ?? box.cut
    let isAsked = box.lines.contains { if case .http = $0 { true } else { false } }
    box.opening = opening(fields, texts, isAsked)
    box.keepsLine = fields.flag("keeps_line") ?? true
    readTimes(fields, into: &box)
    let properties = BoxPropertyReader(texts: texts, isAsked: isAsked, faults: faults)
    let entries =
      fields.required("properties", "name what it has: `properties: { power: { type: flag, … } }`") == nil
      ? [] : fields.map("properties", "write `NAME: { type: flag, send: … }`")
    if entries.count > Self.mostProperties {
      faults.fault(
        entries[Self.mostProperties].keyPlace, "a box has at most \(Self.mostProperties) properties", "leave some out")
    }
    box.properties = entries.prefix(Self.mostProperties).compactMap { properties.property($0) }
    box.errors = fields.list("errors", "begin each with `- `").compactMap { error($0, texts) }
    checkPower(box, entries)
    return box
  }

  private func readTimes(_ fields: Fields, into box: inout Box) {
    func span(_ key: String, _ range: ClosedRange<TimeSpan>, _ set: (TimeSpan) -> Void) {
      guard let span = fields.span(key) else { return }
      guard range.contains(span) else {
        let place = fields.entry(key)?.value.place ?? fields.place
        return faults.fault(
          place, "`\(key)` is out of its range",
          "it goes from \(range.lowerBound.milliseconds) ms to \(range.upperBound.milliseconds) ms")
      }
      set(span)
    }
    span("pause", .zero ... .seconds(10)) { box.pause = $0 }
    span("answer_within", .milliseconds(100) ... .seconds(30)) { box.answerWithin = $0 }
    span("does_within", .seconds(1) ... .minutes(10)) { box.doesWithin = $0 }
    span("poll", .milliseconds(100) ... .minutes(60)) { box.poll = $0 }
    span("poll_changing", .milliseconds(100) ... .minutes(1)) { box.changingPoll = $0 }
  }

  private func cut(_ fields: Fields, _ texts: BoxTextReader) -> BoxCut? {
    if let length = fields.entry("answer_bytes") {
      if fields.has("answers_end_with") {
        faults.fault(
          length.keyPlace, "`answer_bytes` has no place beside `answers_end_with`", "answers have a length or an end")
      }
      return fields.whole("answer_bytes", in: 1...1024).map { .length($0) }
    }
    guard fields.has("answers_end_with") else { return nil }
    let ends = fields.items("answers_end_with").compactMap { item -> [UInt8]? in
      guard let bytes = texts.literal(item, "answers_end_with") else { return nil }
      if bytes.isEmpty { faults.fault(item.place, "an answer ends with something", "write it like '\\r\\n'") }
      return bytes.isEmpty ? nil : bytes
    }
    return ends.isEmpty ? nil : .ends(ends)
  }

  private func parameters(_ fields: Fields) -> [String: String] {
    var parameters: [String: String] = [:]
    for entry in fields.map("parameters", "write `NAME: what stands there unless a device says otherwise`") {
      guard Name<Never>.isWellFormed(entry.key), BoxTextReader.keptWords.contains(entry.key) == false else {
        faults.fault(
          entry.keyPlace, "`\(shortened(entry.key))` is no name of a parameter",
          "\(Written.nameHint); \(BoxTextReader.keptWords.joined(separator: ", ")) have a meaning already")
        continue
      }
      if let text = BoxConnectionReader.argument(entry.value, entry.key, faults) { parameters[entry.key] = text }
    }
    return parameters
  }

  private func opening(_ fields: Fields, _ texts: BoxTextReader, _ isAsked: Bool) -> [BoxStep] {
    guard let entry = fields.entry("opening") else { return [] }
    if isAsked {
      faults.fault(entry.keyPlace, "a box of HTTP has no opening", "give its device `user` and `password_file`")
    }
    return fields.list("opening", "begin each step with `- `").compactMap { item in
      guard let step = Fields(item, "a step of the opening", keys: ["expect", "send"], faults) else { return nil }
      if step.entries.isEmpty {
        faults.fault(item.place, "a step of the opening waits or says something", "write `expect` or `send`")
      }
      return BoxStep(
        expect: step["expect"].flatMap { texts.answer($0, "expect", hasValue: false) },
        send: step["send"].flatMap { texts.command($0, "send", hasValue: false) })
    }
  }

  private func error(_ item: Written, _ texts: BoxTextReader) -> BoxError? {
    guard let fields = Fields(item, "an error", keys: ["says", "means", "words"], faults),
      let says = fields.required("says", "write what the box says: `says: 'ERR{*}'`"),
      let pattern = texts.answer(says, "says", hasValue: false)
    else { return nil }
    guard fields.required("means", "write refused, later or fault") != nil,
      let meaning = fields.word("means", BoxError.Meaning.self)
    else { return nil }
    return BoxError(says: pattern, meaning: meaning, words: fields.text("words") ?? "it says \(says.text ?? "")")
  }

  private func checkPower(_ box: Box, _ entries: [Written.Entry]) {
    guard box.properties.contains(where: { $0.name == .power }) == false else { return }
    for property in box.properties where property.needsPower {
      guard let entry = entries.first(where: { $0.key == property.name.rawValue }) else { continue }
      faults.fault(entry.keyPlace, "`needs_power` in a box without `power`", "describe `power`, or leave it out")
    }
  }
}
