/// Blanks in the text of a template: `$light` as a whole word, `${light}` within a text; `$$` is a dollar sign.
enum Blanks {
  private enum Piece {
    case text(Substring)
    case blank(String)
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      if dollar > rest.startIndex { pieces.append(.text(rest[..<dollar])) }
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        pieces.append(.text("$"))
        rest = rest.dropFirst()
      } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
        pieces.append(.blank(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        pieces.append(.blank(String(name)))
        rest = rest[name.endIndex...]
      }
    }
    if rest.isEmpty == false { pieces.append(.text(rest)) }
    return pieces
  }

  /// The names of the blanks in a text.
  static func names(in text: String) -> [String] {
    guard text.contains("$") else { return [] }
    return pieces(of: text).compactMap { if case .blank(let name) = $0 { name } else { nil } }
  }

  /// The name of the blank that a text is as a whole.
  static func whole(_ text: String) -> String? {
    guard text.first == "$" else { return nil }
    let pieces = pieces(of: text)
    if pieces.count == 1, case .blank(let name) = pieces[0] { return name }
    return nil
  }

  /// The text with its blanks filled; those that nothing fills stay as they are, and were reported.
  static func filled(_ text: String, _ fill: (String) -> String?) -> String {
    guard text.contains("$") else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .blank(let name): fill(name) ?? "$\(name)"
      }
    }.joined()
  }
}
