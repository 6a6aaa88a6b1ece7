/// Lines of text as they stand in a drawing, measured.
struct GraphText: Hashable {
  /// A line and how it is written.
  struct Line: Hashable {
    var text: String
    var size: Double
    var color = "#1f2328"
    var isBold = false
    var isSlanted = false

    var width: Double { TextWidth.of(text, size: size, bold: isBold) }
    /// From its top to the next line's top.
    var height: Double { size * 1.28 }
  }

  private(set) var lines: [Line] = []

  var width: Double { lines.map(\.width).max() ?? 0 }
  var height: Double { lines.reduce(0) { $0 + $1.height } }
  var isEmpty: Bool { lines.isEmpty }

  /// Adds a text, broken at spaces and hyphens where it is wider than it may be.
  mutating func add(_ text: String, like line: Line, widest: Double) {
    guard !text.isEmpty else { return }
    var current = ""
    for piece in Self.pieces(text) {
      let longer = current + piece
      if current.isEmpty || TextWidth.of(Self.trimmed(longer), size: line.size, bold: line.isBold) <= widest {
        current = longer
      } else {
        append(current, line)
        current = piece
      }
      while TextWidth.of(Self.trimmed(current), size: line.size, bold: line.isBold) > widest, current.count > 1 {
        let head = Self.head(of: current, like: line, widest: widest)
        append(head, line)
        current = String(current.dropFirst(head.count))
      }
    }
    append(current, line)
  }

  private mutating func append(_ text: String, _ line: Line) {
    let text = Self.trimmed(text)
    guard !text.isEmpty else { return }
    var line = line
    line.text = text
    lines.append(line)
  }

  /// As many letters as fit, at least one.
  private static func head(of text: String, like line: Line, widest: Double) -> String {
    var head = String(text.prefix(1))
    for count in 2...max(2, text.count) {
      let longer = String(text.prefix(count))
      if TextWidth.of(longer, size: line.size, bold: line.isBold) > widest { break }
      head = longer
    }
    return head
  }

  /// The words with what follows them: a line may end behind each.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var current = ""
    for character in text {
      current.append(character)
      if character == " " || character == "-" || character == "_" {
        pieces.append(current)
        current = ""
      }
    }
    if !current.isEmpty { pieces.append(current) }
    return pieces
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
