/// How wide a text is in the drawings' letters (DejaVu Sans, which Verdana resembles), so that none runs over another.
enum TextWidth {
  /// The advances of U+0020 to U+007E, in hundredths of the size.
  private static let advances: [Double] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
    69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
    82, 59, 59, 52, 64, 34, 64, 84,
  ]

  /// The width of a text.
  ///
  /// - Parameters:
  ///   - text: the text; a letter that is not in the table counts as a wide one.
  ///   - size: the size of its letters.
  ///   - bold: whether it is bold, and so wider.
  /// - Returns: in the unit of the size.
  static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
    let hundredths = text.unicodeScalars.reduce(0.0) { sum, scalar in
      let place = Int(scalar.value) - 32
      if advances.indices.contains(place) { return sum + advances[place] }
      if (0xC0...0x24F).contains(scalar.value) { return sum + 70 }
      return sum + (scalar == "·" || scalar == "’" ? 34 : 100)
    }
    return hundredths * size / 100 * (bold ? 1.12 : 1.02)
  }

  /// The text cut to a width, with `…` at its end if something was cut; empty where not even that fits.
  static func fitted(_ text: String, size: Double, bold: Bool = false, width: Double) -> String {
    if of(text, size: size, bold: bold) <= width { return text }
    var kept = text
    while !kept.isEmpty {
      kept.removeLast()
      if of(kept + "…", size: size, bold: bold) <= width { return kept.isEmpty ? "" : kept + "…" }
    }
    return ""
  }
}
