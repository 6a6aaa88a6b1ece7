import Show

/// Scalars take their type from the field they stand in: `no`, `17:30` and `2025-06-10` are what the field says.
extension Written {
  static let longestText = 2000

  /// A text.
  func text(_ field: String, _ faults: FaultList) -> String? {
    guard let text else {
      faults.fault(place, "`\(field)` is a text, not \(kindInWords)", "write it on one line, in quotes where needed")
      return nil
    }
    guard text.count <= Self.longestText else {
      faults.fault(place, "`\(field)` is longer than \(Self.longestText) characters", "shorten it")
      return nil
    }
    return text
  }

  /// A length of time.
  func span(_ field: String, _ faults: FaultList) -> TimeSpan? {
    parsed(field, "a length of time", "write it like 8s, 250ms or 1h30m, at most 400 days", faults) { TimeSpan($0) }
  }

  /// Yes or no.
  func flag(_ field: String, _ faults: FaultList) -> Bool? {
    parsed(field, "true or false", "write true or false", faults, Self.flag)
  }

  /// A number, in a range where one is given.
  func number(_ field: String, in range: ClosedRange<Double>? = nil, _ faults: FaultList) -> Double? {
    guard let number = parsed(field, "a number", "write it like 3 or 0.5", faults, Self.number) else { return nil }
    guard let range, range.contains(number) == false else { return number }
    faults.fault(
      place, "`\(field)` is \(Value.number(number)), out of its range",
      "it goes from \(Value.number(range.lowerBound)) to \(Value.number(range.upperBound))")
    return nil
  }

  /// A whole number in a range.
  func whole(_ field: String, in range: ClosedRange<Int>, _ faults: FaultList) -> Int? {
    let hint = "it goes from \(range.lowerBound) to \(range.upperBound)"
    guard let number = parsed(field, "a whole number", hint, faults, { Int($0) }) else { return nil }
    guard range.contains(number) == false else { return number }
    faults.fault(place, "`\(field)` is \(number), out of its range", hint)
    return nil
  }

  /// The name of something.
  func name<Kind>(_ field: String, _ faults: FaultList) -> Name<Kind>? {
    parsed(field, "a name", Self.nameHint, faults) { Name<Kind>.isWellFormed($0) ? Name($0) : nil }
  }

  /// One of the words that a type has.
  func word<Word: RawRepresentable & CaseIterable>(_ field: String, _ type: Word.Type, _ faults: FaultList) -> Word?
  where Word.RawValue == String {
    guard let text = text(field, faults) else { return nil }
    if let word = Word(rawValue: text) { return word }
    faults.fault(
      place, "`\(field)` cannot be `\(shortened(text))`",
      didYouMean(text, among: Word.allCases.map(\.rawValue), what: "`\(field)`"))
    return nil
  }

  /// A range of numbers, as `0..60`.
  func range(_ field: String, _ faults: FaultList) -> ClosedRange<Double>? {
    parsed(field, "a range", "write it like 0..60, the smaller first", faults) { text in
      guard let dots = text.firstRange(of: "..") else { return nil }
      guard let low = Self.number(String(text[..<dots.lowerBound])),
        let high = Self.number(String(text[dots.upperBound...])), low < high
      else { return nil }
      return low...high
    }
  }

  static let nameHint = "names have 1 to 64 letters, digits, `-`, `_` or `.`, without accents and spaces"

  /// What a text says as yes or no.
  static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  /// What a text says as a finite number in decimal notation.
  static func number(_ text: String) -> Double? {
    guard text.utf8.count <= 40, text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }

  /// A scalar's text made into something else, or a fault that says what is expected.
  func parsed<Result>(
    _ field: String, _ expected: String, _ hint: String, _ faults: FaultList, _ make: (String) -> Result?
  ) -> Result? {
    if let text, let made = make(text) { return made }
    faults.fault(place, "`\(field)` is \(expected), not \(kindInWords)", hint)
    return nil
  }
}
