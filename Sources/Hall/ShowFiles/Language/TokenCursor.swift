import Show

/// Walks over the words and signs of an expression, and knows their places in the file.
struct TokenCursor {
  private let tokens: [Token]
  private let written: Written
  private let end: Int
  private var index = 0

  init(_ text: String, in written: Written) {
    (tokens, self.written, end) = (Tokens.of(text), written, text.unicodeScalars.count)
  }

  /// The token that comes next.
  var next: Token? { tokens.indices.contains(index) ? tokens[index] : nil }
  /// The place of the token that comes next, or of the end.
  var place: Place { written.place(ofCharacter: next?.start ?? end) }

  /// Why reading stops at the token that comes next.
  func stop(_ message: String, _ hint: String) -> ExpressionStop {
    ExpressionStop(place: place, message: message, hint: hint)
  }

  mutating func take(word: String) -> Bool {
    guard next?.isWord(word) == true else { return false }
    index += 1
    return true
  }

  mutating func take(sign: String) -> Bool {
    guard next?.isSign(sign) == true else { return false }
    index += 1
    return true
  }

  /// Takes a word, whatever it is.
  mutating func takeWord() -> String? {
    guard let word = next?.word else { return nil }
    index += 1
    return word
  }

  /// Passes over the token that comes next.
  mutating func skip() { index += 1 }

  /// Whether a comparison comes next.
  var isAtComparison: Bool {
    guard let next else { return false }
    switch next.kind {
    case .word(let word): return ["is", "above", "below"].contains(word)
    case .sign(let sign): return [">", "<", ">=", "<=", "=", "==", "!=", "<>", "=>", "=<"].contains(sign)
    case .quoted: return false
    }
  }

  /// Passes over the comparison and the value behind an unknown name.
  mutating func skipComparison() {
    guard isAtComparison else { return }
    index += 1
    while let word = next?.word, ["not", "above", "below", "in"].contains(word) { index += 1 }
    if let next, next.isSign(")") == false { index += 1 }
  }

  /// Takes `is`, `is not`, `is above`, `above`, `>` and their like.
  mutating func takeComparison(after name: String) throws(ExpressionStop) -> Comparison {
    if take(word: "is") {
      if take(word: "not") { return .notEqual }
      if take(word: "above") || take(sign: ">") { return .above }
      if take(word: "below") || take(sign: "<") { return .below }
      return .equal
    }
    if take(word: "above") || take(sign: ">") { return .above }
    if take(word: "below") || take(sign: "<") { return .below }
    if take(sign: ">=") { return .atLeast }
    if take(sign: "<=") { return .atMost }
    switch next?.text {
    case "=", "==": throw stop("`\(next?.text ?? "")` is no comparison here", "write `is`")
    case "!=", "<>": throw stop("`\(next?.text ?? "")` is no comparison here", "write `is not`")
    case "=>": throw stop("`=>` is no comparison", "write `>=`")
    case "=<": throw stop("`=<` is no comparison", "write `<=`")
    default:
      throw stop("a comparison is missing behind `\(shortened(name))`", "write `is`, `is above`, `>=` or their like")
    }
  }

  /// Takes `is` or `is not`, where nothing has an order.
  mutating func takeEquality(after name: String) throws(ExpressionStop) -> Comparison {
    let start = place
    let comparison = try takeComparison(after: name)
    guard comparison == .equal || comparison == .notEqual else {
      throw ExpressionStop(
        place: start, message: "`\(shortened(name))` is neither more nor less than something",
        hint: "write `\(shortened(name)) is …` or `is not …`")
    }
    return comparison
  }

  /// Takes a word or a text in quotes.
  mutating func takeValue(_ what: String) throws(ExpressionStop) -> (text: String, isQuoted: Bool) {
    switch next?.kind {
    case .word(let word)?:
      index += 1
      return (word, false)
    case .quoted(let text)?:
      index += 1
      return (text, true)
    default: throw stop("\(what) is missing here", "write it behind the comparison")
    }
  }

  /// Takes a value that a sensor is compared with, and checks its type and range.
  ///
  /// - Returns: nothing, and a fault, if the sensor never has such a value.
  mutating func takeValue(
    of sensor: Sensor, named name: String, for comparison: Comparison, _ faults: FaultList
  ) throws(ExpressionStop) -> Value? {
    let start = place
    let (text, _) = try takeValue("a value")
    if comparison != .equal, comparison != .notEqual, sensor.type.isNumber == false {
      faults.fault(
        start, "`\(name)` is \(sensor.type), neither more nor less than something", "write `\(name) is …` or `is not …`"
      )
      return nil
    }
    let value: Value? =
      switch sensor.type {
      case .flag: Written.flag(text).map { .flag($0) }
      case .number: Written.number(text).map { .number($0) }
      default: .text(text)
      }
    if let value, sensor.type.admits(value) { return value }
    faults.fault(start, "`\(name)` is never `\(shortened(text))`", Self.hint(text, for: sensor.type))
    return nil
  }

  private static func hint(_ text: String, for type: ValueType) -> String {
    if case .choice(let texts) = type, let near = nearest(to: text, among: texts) { return "did you mean `\(near)`?" }
    return "it is \(type)"
  }

  /// Takes a number within the range of a sensor.
  mutating func takeNumber(of sensor: Sensor, named name: String, _ faults: FaultList) throws(ExpressionStop) -> Double
  {
    guard sensor.type.isNumber else {
      throw stop("`\(name)` is \(sensor.type), no number", "write `\(name) is …` or `\(name) becomes …`")
    }
    return try takeValue(of: sensor, named: name, for: .above, faults)?.number ?? 0
  }
}
