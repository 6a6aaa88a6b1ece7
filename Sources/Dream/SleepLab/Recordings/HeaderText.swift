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
    let text = trimmed(Array(trimmed(field).prefix { $0 != 0 }))
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

  /// A whole number; `7.0` counts.
  static func whole(_ field: [UInt8]) -> Int? {
    guard let value = number(field), value == value.rounded(), abs(value) < 1e15 else { return nil }
    return Int(value)
  }

  /// A label as text that is safe on a terminal: UTF-8 where it is that, else Latin-1; no control characters.
  static func label(_ field: [UInt8]) -> String {
    let text = Array(trimmed(field))
    let decoded: String
    if let unicode = String(validating: text, as: UTF8.self) {
      decoded = unicode
    } else {
      decoded = String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) }))
    }
    let safe = decoded.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format ? " " : scalar
    }
    return String(String.UnicodeScalarView(safe))
  }
}
