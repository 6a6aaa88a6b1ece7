/// A table for people: columns as wide as their widest cell, the last one cut at the terminal's edge.
struct Table {
  /// A cell and how it is meant.
  struct Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    var text: String
    var style: Style

    init(_ text: String, _ style: Style = .plain) { (self.text, self.style) = (printable(text), style) }
    init(stringLiteral value: String) { self.init(value) }
  }

  private let headings: [String]
  private var rows: [[Cell]] = []

  /// A table of columns with these headings; no line of headings if all are empty.
  init(_ headings: [String]) { self.headings = headings }

  /// Whether there is no row yet.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row of as many cells as there are headings.
  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// The lines of the table, each without spaces at its end.
  func lines(on terminal: Terminal, indent: Int = 0) -> [String] {
    let hasHeadings = headings.contains { $0.isEmpty == false }
    let all = (hasHeadings ? [headings.map { Cell($0, .faint) }] : []) + rows
    let widths = headings.indices.map { column in all.map { width(of: $0[column].text) }.max() ?? 0 }
    return all.map { line(of: $0, widths: widths, indent: indent, on: terminal) }
  }

  private func line(of cells: [Cell], widths: [Int], indent: Int, on terminal: Terminal) -> String {
    var line = String(repeating: " ", count: indent)
    var used = indent
    let last = cells.lastIndex { $0.text.isEmpty == false } ?? 0
    for (column, cell) in cells.enumerated() where column <= last {
      var text = cell.text
      if column == last, terminal.columns > 0 { text = clipped(text, to: max(8, terminal.columns - used)) }
      line += cell.style.applied(to: text, on: terminal)
      if column < last {
        line += String(repeating: " ", count: widths[column] - width(of: text) + 2)
        used += widths[column] + 2
      }
    }
    return line
  }
}

/// The number of columns that a text takes on a terminal; wide East Asian characters take two.
func width(of text: String) -> Int {
  text.reduce(0) { sum, character in
    guard let scalar = character.unicodeScalars.first else { return sum }
    let isWide =
      (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
      || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
      || (0x1F300...0x1FAFF).contains(scalar.value)
    return sum + (isWide ? 2 : 1)
  }
}

/// The text cut to a width, with `…` at its end if something was cut.
func clipped(_ text: String, to columns: Int) -> String {
  guard width(of: text) > columns, columns > 0 else { return text }
  var kept = ""
  var used = 1
  for character in text {
    let next = width(of: String(character))
    if used + next > columns { break }
    kept.append(character)
    used += next
  }
  return kept + "…"
}
