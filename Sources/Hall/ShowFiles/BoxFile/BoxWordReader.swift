import Show

/// Reads what stands on the line for the words of a property: `values: { on: '01', off: '00' }`.
struct BoxWordReader {
  let texts: BoxTextReader
  let kind: BoxPropertyReader.Kind
  let faults: FaultList

  static let mostWords = 200
  /// The words of a flag that is on its way, and where to.
  static let ways: [(word: String, flag: Bool)] = [("warming", true), ("cooling", false)]

  /// The words, in the order of the file.
  func words(_ fields: Fields) -> [BoxProperty.Word] {
    guard let entry = fields.entry("values") else { return usual(fields) }
    guard kind == .flag || kind == .choice else {
      faults.fault(entry.keyPlace, "a \(kind.rawValue) has no words", "leave `values` out, or write `type: choice`")
      return []
    }
    let entries = fields.map("values", "write `values: { on: '01', off: '00' }`")
    if entries.count > Self.mostWords {
      faults.fault(entries[Self.mostWords].keyPlace, "a property has at most \(Self.mostWords) words", "leave some out")
    }
    var taken: [[UInt8]: String] = [:]
    let words = entries.prefix(Self.mostWords).compactMap { word($0, &taken) }
    if kind == .flag {
      for flag in [true, false] where words.contains(where: { $0.value == .flag(flag) && $0.state == nil }) == false {
        faults.fault(entry.keyPlace, "`values` does not say what \(flag ? "on" : "off") is", "write `on` and `off`")
      }
    }
    return words
  }

  /// Without words a flag of JSON is true or false.
  private func usual(_ fields: Fields) -> [BoxProperty.Word] {
    switch kind {
    case .flag where fields.has("pointer"):
      return [true, false].map { BoxProperty.Word(.flag($0), texts: [Array("\($0)".utf8)]) }
    case .flag, .choice:
      faults.fault(
        fields.entry("type")?.keyPlace ?? fields.place, "a \(kind.rawValue) needs `values`",
        kind == .flag ? "write `values: { on: '01', off: '00' }`" : "write `values: { hdmi1: '90', hdmi2: '91' }`")
      return []
    case .number, .text: return []
    }
  }

  private func word(_ entry: Written.Entry, _ taken: inout [[UInt8]: String]) -> BoxProperty.Word? {
    var items = [entry.value]
    if case .list(let list) = entry.value.content { items = list }
    let found = items.compactMap { texts.literal($0, entry.key) }
    for (bytes, item) in zip(found, items) {
      if let other = taken.updateValue(entry.key, forKey: bytes) {
        faults.fault(
          item.place, "`\(shortened(entry.key))` and `\(shortened(other))` are the same to the box",
          "an answer must tell them apart")
      }
    }
    guard kind == .flag else {
      guard PropertyReader.isWordOfChoice(entry.key) else {
        faults.fault(
          entry.keyPlace, "`\(shortened(entry.key))` is no word", "begin with a letter; numbers are `type: number`")
        return nil
      }
      return BoxProperty.Word(.text(entry.key), texts: found)
    }
    if let way = Self.ways.first(where: { $0.word == entry.key }) {
      return BoxProperty.Word(.flag(way.flag), state: way.word, texts: found)
    }
    guard let flag = Written.flag(entry.key) else {
      faults.fault(
        entry.keyPlace, "a flag has no word `\(shortened(entry.key))`",
        didYouMean(entry.key, among: ["on", "off"] + Self.ways.map(\.word), what: "its word"))
      return nil
    }
    return BoxProperty.Word(.flag(flag), texts: found)
  }
}
