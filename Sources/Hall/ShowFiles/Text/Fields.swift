import Show

/// The keys of one map of a text: gives each its type, and finds those that have no place there.
struct Fields {
  /// What the map describes, for messages: `a sensor`.
  let what: String
  let place: Place
  let entries: [Written.Entry]
  let faults: FaultList

  /// Takes a map.
  ///
  /// - Parameters:
  ///   - written: what stands in the text.
  ///   - what: what it describes, with its article.
  ///   - keys: the keys it may have; others are faults.
  ///   - faults: where faults go.
  /// - Returns: nothing, and a fault, if it is no map.
  init?(_ written: Written, _ what: String, keys: [String], _ faults: FaultList) {
    guard let entries = written.entries else {
      faults.fault(
        written.place, "\(what) is written with keys, not as \(written.kindInWords)",
        "its keys are \(keys.prefix(12).joined(separator: ", "))")
      return nil
    }
    (self.what, self.place, self.entries, self.faults) = (what, written.place, entries, faults)
    for entry in entries where keys.contains(entry.key) == false {
      refuse(entry, among: keys)
    }
  }

  private func refuse(_ entry: Written.Entry, among keys: [String]) {
    faults.fault(
      entry.keyPlace, "\(what) has no key `\(shortened(entry.key))`",
      didYouMean(entry.key, among: keys, what: "a key here"))
  }

  /// The entry of a key.
  func entry(_ key: String) -> Written.Entry? { entries.first { $0.key == key } }

  /// The value of a key; an empty one is a fault.
  subscript(key: String) -> Written? {
    guard let entry = entry(key) else { return nil }
    if case .nothing = entry.value.content {
      faults.fault(entry.keyPlace, "`\(key)` has no value", "give it one, or leave the key out")
      return nil
    }
    return entry.value
  }

  /// The value of a key that must be there.
  func required(_ key: String, _ hint: String) -> Written? {
    guard entry(key) != nil else {
      faults.fault(place, "\(what) needs `\(key)`", hint)
      return nil
    }
    return self[key]
  }

  /// Whether a key stands there.
  func has(_ key: String) -> Bool { entry(key) != nil }

  /// The text of a key.
  func text(_ key: String) -> String? { self[key].flatMap { $0.text(key, faults) } }
  /// The length of time of a key.
  func span(_ key: String) -> TimeSpan? { self[key].flatMap { $0.span(key, faults) } }
  /// The yes or no of a key.
  func flag(_ key: String) -> Bool? { self[key].flatMap { $0.flag(key, faults) } }
  /// The whole number of a key.
  func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
    self[key].flatMap { $0.whole(key, in: range, faults) }
  }
  /// The number of a key.
  func number(_ key: String, in range: ClosedRange<Double>? = nil) -> Double? {
    self[key].flatMap { $0.number(key, in: range, faults) }
  }
  /// The name that a key gives.
  func name<Kind>(_ key: String) -> Name<Kind>? { self[key].flatMap { $0.name(key, faults) } }
  /// The word of a key, one of those that a type has.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) -> Word?
  where Word.RawValue == String {
    self[key].flatMap { $0.word(key, type, faults) }
  }
  /// The items of a key; one alone may stand without brackets.
  func items(_ key: String) -> [Written] {
    guard let written = self[key] else { return [] }
    if case .list(let items) = written.content { return items }
    return [written]
  }
  /// The entries of a key.
  func map(_ key: String, _ hint: String) -> [Written.Entry] {
    guard let written = self[key] else { return [] }
    if let entries = written.entries { return entries }
    faults.fault(written.place, "`\(key)` is written with keys, not as \(written.kindInWords)", hint)
    return []
  }
  /// The items of a key that is always a list.
  func list(_ key: String, _ hint: String) -> [Written] {
    guard let written = self[key] else { return [] }
    if case .list(let items) = written.content { return items }
    faults.fault(written.place, "`\(key)` is a list, not \(written.kindInWords)", hint)
    return []
  }
}
