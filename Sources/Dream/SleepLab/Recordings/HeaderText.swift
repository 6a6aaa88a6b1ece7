/// Reads the small texts of a header: numbers and names, padded and written as equipment writes them.
enum HeaderText {
  /// The text without the blanks, NULs and control characters around it.
  static func trimmed(_ field: [UInt8]) -> ArraySlice<UInt8> {
    var slice = field[...]
    while let first = slice.first, first <= 32 { slice = slice.dropFirst() }
    while let last = slice.last, last <= 32 { slice = slice.dropLast() }
    return slice
  }

  /// A decimal number with a point or a comma, with an exponent or without.
  ///
  /// - Returns: nil for anything else, and for numbers that are not finite.
  static func number(_ field: [UInt8]) -> Double? {
    // What follows a NUL is not part of a C string.
    var text = trimmed(Array(trimmed(field).prefix { $0 != 0 }))
    // A typographic minus, and a blank after the sign.
    if text.starts(with: [0xE2, 0x88, 0x92]) { text = [45] + text.dropFirst(3) }
    if let sign = text.first, sign == 43 || sign == 45 {
      text = [sign] + trimmed(Array(text.dropFirst()))
    }
    guard !text.isEmpty, text.count <= 24 else { return nil }
    let plain = text.allSatisfy { byte in
      (48...57).contains(byte) || [43, 44, 45, 46, 69, 101].contains(byte)
    }
    guard plain else { return nil }
    let characters = text.map { $0 == 44 ? 46 : $0 }
    // Swift takes no plus sign alone, but "+3" it takes; a leading "-." too.
    guard let value = Double(String(decoding: characters, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// The greatest whole number that a header can mean: products of three of them still fit 64 bits' arithmetic.
  static let greatestWhole = 1_000_000_000

  /// A whole number; `7.0` counts.
  static func whole(_ field: [UInt8]) -> Int? {
    guard let value = number(field), value == value.rounded(), abs(value) <= Double(greatestWhole) else { return nil }
    return Int(value)
  }

  /// A whole number that may group its digits by thousands: `32,767` and `-32.768` are no decimals.
  static func groupedWhole(_ field: [UInt8]) -> Int? {
    if let plain = whole(field) { return plain }
    let text = Array(trimmed(field))
    guard let mark = text.lastIndex(where: { $0 == 44 || $0 == 46 }), text.count - mark == 4 else { return nil }
    return whole(text.filter { $0 != 44 && $0 != 46 })
  }

  /// A label as text that is safe on a terminal: UTF-8 where it is that, else Latin-1; no control characters.
  static func label(_ field: [UInt8]) -> String {
    let text = Array(trimmed(field))
    let decoded: String
    if let unicode = String(validating: text, as: UTF8.self) {
      decoded = unicode
    } else if let whole = withoutCutCharacter(text) {
      decoded = whole
    } else {
      decoded = String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) }))
    }
    let safe = decoded.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format ? " " : scalar
    }
    return String(String.UnicodeScalarView(safe))
  }

  /// UTF-8 whose last character the end of a full field has cut in two.
  private static func withoutCutCharacter(_ text: [UInt8]) -> String? {
    guard text.count > 12, let lead = text.lastIndex(where: { $0 >= 0xC2 }), text.count - lead < 4 else { return nil }
    // Alone, a lead byte of the third or fourth size is rather a letter of Latin-1.
    guard let whole = String(validating: text[..<lead], as: UTF8.self),
      text[lead] < 0xC4 || text[..<lead].contains(where: { $0 >= 0x80 })
    else { return nil }
    return whole
  }
}
