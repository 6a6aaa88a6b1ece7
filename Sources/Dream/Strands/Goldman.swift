import Crypto

/// A file as overlapping strands of DNA (Goldman and others 2013, doi 10.1038/nature11875): the simpler code.
///
/// Bytes become trits, trits bases without repeats, and every base stands in four strands of 117. The message begins with its
/// length, which the publication puts last, and has 75 bases more at each end, so that its ends too stand in four strands.
public struct Goldman: Sendable, Hashable {
  /// The longest file that is taken, in bytes: twelve trits number no more strands.
  public static let longestFileBytes = 1 << 21
  static let fillerBaseCount = GoldmanStrand.payloadBaseCount - GoldmanStrand.stepBaseCount
  static let digestByteCount = 8

  /// A code that has nothing to choose.
  public init() {}

  /// The strands of a file; the same file gives the same strands.
  ///
  /// - Parameters:
  ///   - file: 0 bytes to `longestFileBytes`.
  ///   - progress: hears the share that is done, 0 to 1.
  /// - Returns: strands of 117 letters in ASCII, in the order of the message.
  /// - Throws: `StrandsError.tooLong`.
  public func strands(of file: [UInt8], progress: (Double) -> Void = { _ in }) throws(StrandsError) -> [[UInt8]] {
    guard file.count <= Goldman.longestFileBytes else {
      throw .tooLong(byteCount: file.count, atMost: Goldman.longestFileBytes)
    }
    let digest = Goldman.digest(of: file)
    let message = Goldman.message(of: file, digest)
    let step = GoldmanStrand.stepBaseCount
    let fileNumber = Int(digest[0]) % GoldmanStrand.fileNumberCount
    let count = message.count / step - 3
    return (0..<count).map { place in
      if place % 1024 == 0 { progress(Double(place) / Double(count)) }
      let payload = Array(message[(place * step)..<(place * step + GoldmanStrand.payloadBaseCount)])
      return GoldmanStrand(fileNumber: fileNumber, place: place, payload: payload).letters.map {
        Bases.letters[Int($0)]
      }
    }
  }

  static func digest(of file: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: file).prefix(digestByteCount)) }

  /// The letters before the message, which say nothing.
  static let filler = RotatingCode.letters(of: [UInt8](repeating: 0, count: fillerBaseCount), after: 0)

  /// The letters of filler, length, file, digest and filler, as many as make whole steps.
  private static func message(of file: [UInt8], _ digest: [UInt8]) -> [UInt8] {
    let filler = [UInt8](repeating: 0, count: fillerBaseCount)
    var trits = filler + MessageLength.trits(of: file.count) + TritCode.trits(of: file + digest)
    let step = GoldmanStrand.stepBaseCount
    trits += [UInt8](repeating: 0, count: (step - trits.count % step) % step) + filler
    return RotatingCode.letters(of: trits, after: 0)
  }
}

/// How many bytes a file has: twenty trits, and five that tell whether they were read right.
enum MessageLength {
  static let tritCount = 25
  private static let numberTritCount = 20

  static func trits(of byteCount: Int) -> [UInt8] {
    let trits = TritCode.trits(of: byteCount, count: numberTritCount)
    return trits + check(of: trits[...])
  }

  /// The length; nil where the check is another, or the code takes no such file.
  static func byteCount(of trits: [UInt8]) -> Int? {
    guard trits.count == tritCount else { return nil }
    let number = trits.prefix(numberTritCount)
    guard check(of: number) == Array(trits.suffix(tritCount - numberTritCount)) else { return nil }
    let byteCount = TritCode.number(of: number)
    return byteCount <= Goldman.longestFileBytes ? byteCount : nil
  }

  private static func check(of trits: ArraySlice<UInt8>) -> [UInt8] {
    // A prime below 3⁵, so that no trit and no two neighbours go unseen.
    TritCode.trits(of: TritCode.number(of: trits) % 241, count: tritCount - numberTritCount)
  }
}
