/// A word or a sign of an expression, and the character it starts at.
struct Token: Equatable {
  enum Kind: Equatable {
    /// A word, a name, a number or a time.
    case word(String)
    /// A text in quotes.
    case quoted(String)
    /// A sign: `(`, `>=`, `,`.
    case sign(String)
  }

  var kind: Kind
  var start: Int

  /// The token as written.
  var text: String {
    switch kind {
    case .word(let text), .sign(let text): text
    case .quoted(let text): "\"\(text)\""
    }
  }
  /// The word, if it is one.
  var word: String? { if case .word(let word) = kind { word } else { nil } }

  func isWord(_ word: String) -> Bool { kind == .word(word) }
  func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
}

/// Cuts the text of a condition or a trigger into words and signs.
enum Tokens {
  private static let signs: Set<Unicode.Scalar> = ["(", ")", "<", ">", "=", "!", "&", "|", ",", "+", "*", "/"]
  private static let pairs = [">=", "<=", "==", "!=", "&&", "||", "=>", "=<", "<>"]

  /// The tokens of a text; a quote that is not closed takes all that follows.
  static func of(_ text: String) -> [Token] {
    let characters = Array(text.unicodeScalars)
    var tokens: [Token] = []
    var place = 0
    while place < characters.count {
      let start = place
      let now = characters[place]
      if now.properties.isWhitespace {
        place += 1
      } else if now == "\"" || now == "'" {
        let end = characters[(start + 1)...].firstIndex(of: now) ?? characters.count
        tokens.append(Token(kind: .quoted(joined(characters[(start + 1)..<end])), start: start))
        place = end + 1
      } else if signs.contains(now) {
        let pair = joined(characters[start..<min(start + 2, characters.count)])
        let sign = pairs.contains(pair) ? pair : String(now)
        tokens.append(Token(kind: .sign(sign), start: start))
        place += sign.unicodeScalars.count
      } else {
        while place < characters.count, isPartOfWord(characters[place]) { place += 1 }
        tokens.append(Token(kind: .word(joined(characters[start..<place])), start: start))
      }
    }
    return tokens
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace == false && scalar != "\"" && scalar != "'" && signs.contains(scalar) == false
  }

  private static func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
