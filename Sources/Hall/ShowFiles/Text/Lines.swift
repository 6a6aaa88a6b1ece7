/// The lines of a text as Unicode scalars, for columns.
struct Lines {
  let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    var lines: [[Unicode.Scalar]] = []
    var line: [Unicode.Scalar] = []
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n", before == "\r" {
        before = scalar
        continue
      }
      before = scalar
      if scalar == "\n" || scalar == "\r" {
        lines.append(line)
        line = []
      } else {
        line.append(scalar)
      }
    }
    lines.append(line)
    self.lines = lines
  }

  /// The scalar at a place, if the text has one there.
  func scalar(at place: Place) -> Unicode.Scalar? {
    guard lines.indices.contains(place.line - 1), lines[place.line - 1].indices.contains(place.column - 1) else {
      return nil
    }
    return lines[place.line - 1][place.column - 1]
  }

  /// Whether a text stands at a place, on one line.
  func holds(_ text: String, at place: Place) -> Bool {
    guard lines.indices.contains(place.line - 1) else { return false }
    let line = lines[place.line - 1]
    guard place.column - 1 <= line.count else { return false }
    return line[(place.column - 1)...].starts(with: text.unicodeScalars)
  }

  /// The text with a mark put in at a place.
  func text(marking place: Place, with mark: Unicode.Scalar) -> String {
    var view = String.UnicodeScalarView()
    for (index, line) in lines.enumerated() {
      if index > 0 { view.append("\n") }
      if index == place.line - 1 {
        let column = min(place.column - 1, line.count)
        view.append(contentsOf: line[..<column])
        view.append(mark)
        view.append(contentsOf: line[column...])
      } else {
        view.append(contentsOf: line)
      }
    }
    return String(view)
  }
}
