/// Bytes as bases, two bits each: A 00, C 01, G 10, T 11, the highest bits first.
enum Bases {
  static let letters = Array("ACGT".utf8)

  /// Four bases a byte.
  static func strand(of bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte in [6, 4, 2, 0].map { letters[Int(byte >> UInt8($0)) & 3] } }
  }

  /// A byte for four bases; nil where there is another letter or a rest.
  static func bytes(of strand: [UInt8]) -> [UInt8]? {
    guard strand.count % 4 == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: strand.count / 4)
    for (index, letter) in strand.enumerated() {
      guard let code = letters.firstIndex(of: letter) else { return nil }
      bytes[index / 4] = bytes[index / 4] << 2 | UInt8(code)
    }
    return bytes
  }
}

/// What a strand must be so that it can be made and read: no long runs of one base, about as much GC as AT.
public enum Screening {
  /// The longest run of one base.
  public static let longestRun = 3
  /// The share of G and C, in percent.
  public static let percentGC = 45...55

  /// Whether a strand can be made and read.
  ///
  /// - Parameter strand: letters of bases in ASCII.
  /// - Returns: true where no run is longer than three and 45 to 55 % are G or C.
  public static func passes(_ strand: [UInt8]) -> Bool {
    var run = 0
    var before: UInt8 = 0
    var countGC = 0
    for letter in strand {
      run = letter == before ? run + 1 : 1
      if run > longestRun { return false }
      before = letter
      if letter == UInt8(ascii: "G") || letter == UInt8(ascii: "C") { countGC += 1 }
    }
    return percentGC.lowerBound * strand.count <= 100 * countGC && 100 * countGC <= percentGC.upperBound * strand.count
  }
}
