import Show

/// Reads a property of a box.
struct BoxPropertyReader {
  let texts: BoxTextReader
  /// Whether each command is a request of HTTP.
  let isAsked: Bool
  let faults: FaultList

  static let keys = [
    "type", "range", "unit", "values", "wire", "send", "expect", "ask", "reads", "pointer", "hears", "pulse",
    "needs_power", "rests", "steps",
  ]
  /// Names that stand for something else beside the properties, in what a device is to be and in what it tells.
  static let takenNames: Set<String> = [
    "rev", "at", "over", "curve", "fades", "state", "warnings", "health", "assumed", "assumed_properties", "dream",
  ]
  /// The types of properties that a box may have.
  enum Kind: String, CaseIterable { case flag, number, choice, text }

  /// The property; nothing where it is unclear what it is.
  func property(_ entry: Written.Entry) -> BoxProperty? {
    guard let name = PropertyName(rawValue: entry.key), Self.takenNames.contains(name.rawValue) == false else {
      faults.fault(
        entry.keyPlace, "`\(shortened(entry.key))` is no name of a property",
        Self.takenNames.contains(entry.key)
          ? "it stands for something else beside the properties; take another"
          : "names have 1 to 32 small letters, digits, `-` and `_`, and begin with a letter")
      return nil
    }
    guard let fields = Fields(entry.value, "a property", keys: Self.keys, faults),
      fields.required("type", "write flag, number, choice or text") != nil,
      let kind = fields.word("type", Kind.self)
    else { return nil }
    let words = BoxWordReader(texts: texts, kind: kind, faults: faults).words(fields)
    var property = BoxProperty(name, type(kind, words, fields))
    property.words = words
    property.unit = fields.text("unit")
    property.wire = wire(kind, fields)
    readTexts(fields, into: &property)
    property.isPulse = fields.flag("pulse") ?? false
    property.needsPower = fields.flag("needs_power") ?? false
    property.rests = fields.span("rests") ?? property.rests
    property.steps = steps(kind, fields)
    check(property, entry, fields)
    return property
  }

  private func type(_ kind: Kind, _ words: [BoxProperty.Word], _ fields: Fields) -> ValueType {
    if kind != .number {
      for key in ["range", "wire", "unit"] where fields.has(key) {
        faults.fault(
          fields.entry(key)?.keyPlace ?? fields.place, "`\(key)` is for numbers",
          "leave it out, or write `type: number`")
      }
    }
    switch kind {
    case .flag: return .flag
    case .text: return .text
    case .choice: return .choice(words.compactMap(\.value.text))
    case .number: return .number(fields["range"].flatMap { $0.range("range", faults) })
    }
  }

  private func wire(_ kind: Kind, _ fields: Fields) -> ClosedRange<Double>? {
    guard kind == .number, let written = fields["wire"] else { return nil }
    if fields.has("range") == false {
      faults.fault(written.place, "`wire` needs a `range` that it stands for", "write `range: 0..1` beside it")
    }
    return written.range("wire", faults)
  }

  private func steps(_ kind: Kind, _ fields: Fields) -> TimeSpan? {
    guard let written = fields["steps"], let span = fields.span("steps") else { return nil }
    guard kind == .number, span >= .milliseconds(20), span <= .seconds(10) else {
      faults.fault(written.place, "`steps` is for numbers on their way: 20ms to 10s", "write it like 200ms")
      return nil
    }
    return span
  }

  private func readTexts(_ fields: Fields, into property: inout BoxProperty) {
    let isPulse = fields.flag("pulse") ?? false
    if let written = fields["send"] {
      property.send =
        isPulse
        ? texts.command(written, "send", hasValue: written.text?.contains("{value") ?? false)
        : texts.command(written, "send", hasValue: true)
      checkRequest(property.send, written, "send")
    }
    if let written = fields["ask"] {
      property.ask = texts.command(written, "ask", hasValue: false)
      checkRequest(property.ask, written, "ask")
    }
    property.expect = fields["expect"].flatMap { texts.answer($0, "expect", hasValue: nil) }
    property.reads = fields.items("reads").compactMap { texts.answer($0, "reads", hasValue: true) }
    property.hears = fields.items("hears").compactMap { texts.answer($0, "hears", hasValue: true) }
    property.pointer = fields["pointer"].flatMap { written in
      written.parsed("pointer", "a pointer into JSON (RFC 6901)", "write it like /relays/0/ison", faults) {
        $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
      }
    }
  }

  /// A request of HTTP says its method and its place.
  private func checkRequest(_ text: BoxText?, _ written: Written, _ field: String) {
    guard isAsked, let text else { return }
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    if case .bytes(let bytes)? = text.pieces.first, methods.contains(where: { bytes.starts(with: "\($0) /".utf8) }) {
      return
    }
    faults.fault(
      written.place, "`\(field)` says no method and place of HTTP",
      "write it like `GET /relay/0?turn={value}` or `POST /state {\"on\": {value}}`")
  }

  private func check(_ property: BoxProperty, _ entry: Written.Entry, _ fields: Fields) {
    func fault(_ key: String, _ message: String, _ hint: String) {
      faults.fault(fields.entry(key)?.keyPlace ?? entry.keyPlace, message, hint)
    }
    if fields.has("send") == false, fields.has("ask") == false, fields.has("hears") == false {
      fault("type", "`\(property.name.rawValue)` can neither be set nor read", "write `send`, `ask` or `hears`")
    }
    if fields.has("ask") != (fields.has("reads") || fields.has("pointer")), fields.has("hears") == false {
      fault(
        ["ask", "reads", "pointer"].first(where: fields.has) ?? "ask", "`ask` goes with `reads` or `pointer`",
        "write what asks for it, and what the answer is")
    }
    if fields.has("pointer"), isAsked == false {
      fault("pointer", "`pointer` is for answers of HTTP", "write `reads: 'PWR={value}'`")
    }
    if property.isPulse, fields.has("ask") || fields.has("reads") || fields.has("hears") || fields.has("steps") {
      fault("pulse", "what is done anew each time cannot be read back", "leave `ask`, `reads`, `hears` and `steps` out")
    }
    if fields.has("expect"), fields.has("send") == false {
      fault("expect", "`expect` is what the box says to `send`", "write `send` beside it")
    }
    checkKind(property, fault)
  }

  /// A name that kinds of devices have means the same in a box.
  private func checkKind(_ property: BoxProperty, _ fault: (String, String, String) -> Void) {
    guard let usual = DeviceKind.allCases.compactMap({ $0.properties[property.name] }).first else { return }
    let isSame =
      switch (usual, property.type) {
      case (.flag, .flag), (.number, .number), (.text, .text), (.text, .choice), (.color, .text): true
      default: false
      }
    if isSame == false {
      fault("type", "`\(property.name.rawValue)` is \(usual) wherever it stands", "give it that type, or another name")
    }
  }
}
