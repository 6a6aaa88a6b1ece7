/// Bytes as trits by a Huffman code to the base 3 (Goldman and others 2013, doi 10.1038/nature11875).
///
/// The code is Huffman's for bytes that are all alike, as those of compressed files are: 0 to 235 take five trits, their
/// number to the base 3; 236 to 255 take six, 708 to 727. The publication's table was made for its own five files.
enum TritCode {
  /// How many bytes have five trits.
  private static let shortCount = 236
  /// The most trits of a byte.
  static let mostTritsAByte = 6

  /// A number to the base 3, its highest trit first; cut to the trits that there are.
  static func trits(of number: Int, count: Int) -> [UInt8] {
    var left = number
    var trits = [UInt8](repeating: 0, count: count)
    for place in trits.indices.reversed() {
      trits[place] = UInt8(left % 3)
      left /= 3
    }
    return trits
  }

  /// The number that trits write.
  static func number(of trits: some Sequence<UInt8>) -> Int { trits.reduce(0) { 3 * $0 + Int($1) } }

  /// The trits of bytes.
  static func trits(of bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte in
      let number = Int(byte)
      return number < shortCount
        ? trits(of: number, count: 5) : trits(of: 3 * shortCount + number - shortCount, count: 6)
    }
  }

  /// The bytes of trits, as many as there are up to a count; ends where a trit is missing or no byte has such trits.
  static func bytes(of trits: some Collection<UInt8?>, atMost count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var number = 0
    var length = 0
    for trit in trits {
      guard bytes.count < count, let trit else { break }
      number = 3 * number + Int(trit)
      length += 1
      if length < 5 || length == 5 && number >= shortCount { continue }
      let byte = length == 5 ? number : number - 2 * shortCount
      guard byte < 256 else { break }
      bytes.append(UInt8(byte))
      (number, length) = (0, 0)
    }
    return bytes
  }
}

/// Trits as bases none of which repeats the one before it: a trit turns the letter before it by one to three places.
enum RotatingCode {
  /// The letter after a letter, by a trit: after A come C, G, T; after C come G, T, A; and so on.
  static func letter(after letter: UInt8, _ trit: UInt8) -> UInt8 { (letter + 1 + trit) & 3 }

  /// The trit that leads from a letter to another; nil where it is the same.
  static func trit(from letter: UInt8, to next: UInt8) -> UInt8? { letter == next ? nil : (next &- letter &- 1) & 3 }

  /// Numbers of letters, 0 to 3 for A, C, G, T, that follow a letter.
  static func letters(of trits: [UInt8], after first: UInt8) -> [UInt8] {
    var before = first
    return trits.map { trit in
      before = letter(after: before, trit)
      return before
    }
  }
}
