/// Looks for characters that a show's text may not have, before anything else reads it.
enum CharacterScan {
  /// Marks keys that stand twice while a text is parsed again; see ``WrittenReader``.
  static let mark: Unicode.Scalar = "\u{E000}"

  /// Checks a text.
  ///
  /// - Returns: whether it may be read on.
  static func passes(_ lines: Lines, _ faults: FaultList) -> Bool {
    let before = faults.faults.count
    for (index, line) in lines.lines.enumerated() {
      checkIndentation(of: line, number: index + 1, faults)
      guard let column = line.firstIndex(where: isForbidden) else { continue }
      let name = "U+" + String(line[column].value, radix: 16, uppercase: true)
      faults.fault(
        Place(line: index + 1, column: column + 1), "the character \(name) has no place in a show",
        "delete it; it often comes from a copy out of another program")
    }
    return faults.faults.count == before
  }

  private static func checkIndentation(of line: [Unicode.Scalar], number: Int, _ faults: FaultList) {
    let white = line.prefix { $0 == " " || $0 == "\t" }
    guard let tab = white.firstIndex(of: "\t"), white.count < line.count else { return }
    faults.fault(
      Place(line: number, column: tab + 1), "a tab stands where the indentation counts",
      "indent with spaces, two for each level")
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0xfeff, 0xe000, 0xfffe, 0xffff: true
    default: false
    }
  }
}
