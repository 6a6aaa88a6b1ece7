extension Seek {
  /// Reads a place.
  ///
  /// - Parameter text: the expression; upper and lower case are one.
  /// - Throws: `SeekError` with the column where it cannot be read on.
  public init(_ text: String) throws(SeekError) {
    guard (1...200).contains(text.utf8.count) else { throw .length }
    var parser = SeekParser(text)
    self = try parser.seek()
  }
}

/// Takes an expression apart, byte by byte.
struct SeekParser {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.lowercased().utf8) }

  private var column: Int { place + 1 }
  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func seek() throws(SeekError) -> Seek {
    skipBlanks()
    guard let first = next else { throw .length }
    let anchor = SeekParser.isDigit(first) ? try time() : try landmarks()
    var offset = 0.0
    skipBlanks()
    if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
      let sign = next == UInt8(ascii: "-") ? -1.0 : 1.0
      place += 1
      skipBlanks()
      offset = sign * (try duration())
      skipBlanks()
    }
    guard next == nil else { throw .rest(column: column) }
    return Seek(anchor: anchor, offsetSeconds: offset)
  }

  private mutating func landmarks() throws(SeekError) -> Seek.Anchor {
    let choice = try choice()
    var bounds: [Seek.Bound] = []
    while true {
      skipBlanks()
      guard let letter = next, SeekParser.isWord(letter) else { return .landmark(choice, bounds) }
      let start = column
      switch word() {
      case "before":
        skipBlanks()
        bounds.append(Seek.Bound(side: .before, choice: try self.choice()))
      case "after":
        skipBlanks()
        bounds.append(Seek.Bound(side: .after, choice: try self.choice()))
      default: throw .word(column: start)
      }
    }
  }

  private mutating func choice() throws(SeekError) -> Seek.Choice {
    let start = column
    let landmark: Seek.Landmark
    switch word() {
    case "sleep": landmark = .sleep
    case "awakening": landmark = .awakening
    case "report": landmark = .report
    case let name:
      guard let stage = Stage(wording: name), stage != .unknown else { throw .word(column: start) }
      landmark = .stage(stage)
    }
    guard next == UInt8(ascii: ":") else { return Seek.Choice(landmark: landmark, order: .number(1)) }
    place += 1
    let orderColumn = column
    switch word() {
    case "first": return Seek.Choice(landmark: landmark, order: .number(1))
    case "last": return Seek.Choice(landmark: landmark, order: .last)
    case "longest": return Seek.Choice(landmark: landmark, order: .longest)
    case let digits:
      guard let number = Int(digits), number >= 1, number <= 100_000 else { throw .number(column: orderColumn) }
      return Seek.Choice(landmark: landmark, order: .number(number))
    }
  }

  /// Seconds, a share, or hours, minutes and seconds.
  private mutating func time() throws(SeekError) -> Seek.Anchor {
    let start = column
    let first = try number()
    if next == UInt8(ascii: "%") {
      place += 1
      guard first <= 100 else { throw .number(column: start) }
      return .share(first / 100)
    }
    guard next == UInt8(ascii: ":") else {
      if next == UInt8(ascii: "s") { place += 1 }
      return .seconds(first)
    }
    var parts = [first]
    while next == UInt8(ascii: ":"), parts.count < 3 {
      place += 1
      let start = column
      let part = try number()
      guard part < 60 else { throw .number(column: start) }
      parts.append(part)
    }
    guard parts.count == 3, parts[0] == parts[0].rounded(), parts[1] == parts[1].rounded() else {
      throw .number(column: start)
    }
    return .seconds(parts[0] * 3600 + parts[1] * 60 + parts[2])
  }

  private mutating func duration() throws(SeekError) -> Double {
    var seconds = try number()
    let units: [UInt8: Double] = [UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600]
    guard var unit = next.flatMap({ units[$0] }) else { return seconds }
    seconds *= unit
    place += 1
    while let digit = next, SeekParser.isDigit(digit) {
      let start = column
      let more = try number()
      guard let smaller = next.flatMap({ units[$0] }), smaller < unit else { throw .number(column: start) }
      place += 1
      unit = smaller
      seconds += more * unit
    }
    return seconds
  }

  private mutating func number() throws(SeekError) -> Double {
    let start = place
    while let byte = next, SeekParser.isDigit(byte) || byte == UInt8(ascii: ".") { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let value = Double(text), value.isFinite, value < 1e7 else { throw .number(column: start + 1) }
    return value
  }

  private mutating func word() -> String {
    let start = place
    while let byte = next, SeekParser.isWord(byte) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while next == UInt8(ascii: " ") { place += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte) || byte == 95 }
}
