/// A drawing in SVG 1.1 as it grows: shapes and texts with attributes of their own, no style sheet and no script.
struct SVGCanvas {
  /// Where a text begins, ends or has its middle.
  enum Anchor: String { case start, middle, end }

  /// A text as it is written.
  struct Letters {
    var size: Double
    var color = "#1f2328"
    var isBold = false
    var isSlanted = false
    var anchor = Anchor.start
  }

  private(set) var elements: [String] = []

  /// Draws a rectangle.
  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, title: String = "", more: String = ""
  ) {
    let place = "x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(max(0.2, width)))\" height=\"\(short(height))\""
    add("rect", "\(place) fill=\"\(fill)\"\(more.isEmpty ? "" : " " + more)", title)
  }

  /// Draws a path.
  mutating func path(_ steps: String, fill: String = "none", title: String = "", more: String = "") {
    add("path", "d=\"\(steps)\" fill=\"\(fill)\"\(more.isEmpty ? "" : " " + more)", title)
  }

  /// Draws a line.
  mutating func line(from a: (Double, Double), to b: (Double, Double), color: String, width: Double = 1) {
    add(
      "path",
      "d=\"M\(short(a.0)) \(short(a.1))L\(short(b.0)) \(short(b.1))\" stroke=\"\(color)\" stroke-width=\"\(short(width))\"",
      "")
  }

  /// Writes a text on a base line.
  mutating func text(_ text: String, _ x: Double, _ y: Double, _ letters: Letters) {
    guard !text.isEmpty else { return }
    var attributes =
      "x=\"\(short(x))\" y=\"\(short(y))\" font-size=\"\(short(letters.size))\" fill=\"\(letters.color)\""
    if letters.isBold { attributes += " font-weight=\"bold\"" }
    if letters.isSlanted { attributes += " font-style=\"italic\"" }
    if letters.anchor != .start { attributes += " text-anchor=\"\(letters.anchor.rawValue)\"" }
    elements.append("<text \(attributes)>\(escaped(text))</text>")
  }

  private mutating func add(_ name: String, _ attributes: String, _ title: String) {
    elements.append(
      title.isEmpty
        ? "<\(name) \(attributes)/>" : "<\(name) \(attributes)><title>\(escaped(title))</title></\(name)>")
  }

  /// The whole drawing.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - title: what it shows, for those who do not see it.
  func document(width: Double, height: Double, title: String) -> String {
    let head =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(short(width)) \(short(height))\" "
      + "width=\"\(short(width))\" height=\"\(short(height))\" role=\"img\" "
      + "font-family=\"DejaVu Sans, Verdana, Geneva, sans-serif\">"
    let hatch =
      "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      + "patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#1f2328\" stroke-width=\"1.6\" "
      + "stroke-opacity=\".45\"/></pattern></defs>"
    let ground = "<path d=\"M0 0H\(short(width))V\(short(height))H0z\" fill=\"#ffffff\"/>"
    return ([head, "<title>\(escaped(title))</title>", hatch, ground] + elements + ["</svg>"]).joined(separator: "\n")
      + "\n"
  }
}

/// A number of pixels, to a tenth.
func short(_ number: Double) -> String {
  let tenths = Int((number * 10).rounded())
  if tenths % 10 == 0 { return "\(tenths / 10)" }
  return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}

/// A text as it stands in XML: what would mean something else is written as an entity, what XML cannot hold is left out.
func escaped(_ text: String) -> String {
  var written = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": written += "&amp;"
    case "<": written += "&lt;"
    case ">": written += "&gt;"
    case "\"": written += "&quot;"
    case "\n", "\t": written += " "
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": written += "�"
    default: written.unicodeScalars.append(scalar)
    }
  }
  return written
}
