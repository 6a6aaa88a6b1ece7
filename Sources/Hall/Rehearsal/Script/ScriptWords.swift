/// The words of a line, each with its place; texts in double quotes hold together, a comment is left out.
struct ScriptWords {
  /// A word of a line.
  struct Word: Hashable {
    var text: String
    /// The column, from 1, in Unicode scalars.
    var column: Int
    var isQuoted: Bool
  }

  let line: Int
  private(set) var words: [Word] = []
  /// The column behind the last word.
  private(set) var end = 1
  private var place = 0

  /// Splits a line.
  ///
  /// - Throws: a text whose closing quote is missing.
  init(_ text: Substring, line: Int) throws(ScriptFaults.Fault) {
    self.line = line
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if scalars[index] == " " || scalars[index] == "\t" || scalars[index] == "\r" {
        index += 1
        continue
      }
      if Self.isComment(scalars, index) { break }
      let start = index
      words.append(
        scalars[index] == "\""
          ? try quoted(scalars, &index)
          : Word(text: Self.bare(scalars, &index), column: start + 1, isQuoted: false))
      end = index + 1
    }
  }

  /// A `#` begins a comment at the beginning of a line, and where blanks stand before and behind it; else it is a colour's.
  private static func isComment(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard scalars[index] == "#" else { return false }
    let isFirst = scalars[..<index].allSatisfy { $0 == " " || $0 == "\t" }
    return isFirst || index + 1 == scalars.count || " \t\r#".unicodeScalars.contains(scalars[index + 1])
  }

  private static func bare(_ scalars: [Unicode.Scalar], _ index: inout Int) -> String {
    var word = String.UnicodeScalarView()
    while index < scalars.count, !" \t\r".unicodeScalars.contains(scalars[index]) {
      word.append(scalars[index])
      index += 1
    }
    return String(word)
  }

  private func quoted(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(ScriptFaults.Fault) -> Word {
    let start = index
    var word = String.UnicodeScalarView()
    index += 1
    while index < scalars.count, scalars[index] != "\"" {
      if scalars[index] == "\\", index + 1 < scalars.count { index += 1 }
      word.append(scalars[index])
      index += 1
    }
    guard index < scalars.count else {
      throw ScriptFaults.Fault(
        line: line, column: start + 1, message: "this text has no end", hint: "close it with \" on the same line")
    }
    index += 1
    return Word(text: String(word), column: start + 1, isQuoted: true)
  }

  // MARK: Taking them one by one

  /// The next word, without taking it.
  var next: Word? { place < words.count ? words[place] : nil }

  /// Takes the next word.
  mutating func take() -> Word? {
    defer { place += 1 }
    return next
  }

  /// Takes the next word, which has to be there.
  mutating func need(_ what: String, _ hint: String) throws(ScriptFaults.Fault) -> Word {
    guard let word = take() else { throw fault(at: end, "\(what) is missing", hint) }
    return word
  }

  /// Takes the next word if it is this one.
  mutating func takes(_ text: String) -> Bool {
    guard let next, !next.isQuoted, next.text == text else { return false }
    place += 1
    return true
  }

  /// The column of each word.
  var columns: [String: Int] {
    Dictionary(words.map { ($0.text, $0.column) }) { first, _ in first }
  }

  /// Makes sure that nothing is left.
  func finish() throws(ScriptFaults.Fault) {
    guard let next else { return }
    throw fault(at: next.column, "‘\(next.text)’ is one word too many", "the line is complete before it")
  }

  /// A fault in this line.
  func fault(at column: Int, _ message: String, _ hint: String) -> ScriptFaults.Fault {
    ScriptFaults.Fault(line: line, column: column, message: message, hint: hint)
  }
}

/// A text as a script writes it: in double quotes where it would not be read as one word, or as something else.
func scriptQuoted(_ text: String, always: Bool = false) -> String {
  let isPlain = text.unicodeScalars.allSatisfy { scalar in
    scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-/:".unicodeScalars.contains(scalar))
  }
  if isPlain, !text.isEmpty, !always, Double(text) == nil, text != "true", text != "false" { return text }
  var written = "\""
  for scalar in text.unicodeScalars {
    if scalar == "\"" || scalar == "\\" { written += "\\" }
    written.unicodeScalars.append(Character(scalar).isNewline ? " " : scalar)
  }
  return written + "\""
}
