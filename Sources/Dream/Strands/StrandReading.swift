/// How well a strand reads by itself.
public enum StrandReading: Sendable, Hashable {
  /// As it was written, as far as its code can tell.
  case clean
  /// With so many bytes put right.
  case corrected(Int)
  /// Not at all: its length is another, or it has more errors than its code puts right.
  case unreadable
}

extension StrandCode {
  /// How well strands read, each by itself.
  ///
  /// - Parameter strands: letters in ASCII.
  /// - Returns: one of each, in their order.
  public func readings(of strands: [[UInt8]]) -> [StrandReading] {
    switch self {
    case .goldman:
      return strands.map { letters in
        let numbers = letters.compactMap { Bases.letters.firstIndex(of: $0).map { UInt8($0) } }
        return GoldmanStrand(letters: numbers) == nil ? .unreadable : .clean
      }
    case .fountain:
      guard let length = FountainStrand.usualBaseCount(of: strands) else { return strands.map { _ in .unreadable } }
      let code = ReedSolomon(parityByteCount: FountainStrand.parityByteCount(ofBaseCount: length))
      return strands.map { letters in
        guard letters.count == length, let read = FountainStrand.read(letters, code) else { return .unreadable }
        return read.correctedByteCount == 0 ? .clean : .corrected(read.correctedByteCount)
      }
    }
  }

  /// Where the parts of a strand begin and end: what says which it is, what it carries, what checks it.
  ///
  /// - Parameter baseCount: the length of the strand, from 1.
  /// - Returns: ranges of bases in their order, without gaps.
  public func parts(ofBaseCount baseCount: Int) -> [Range<Int>] {
    let ends: [Int]
    switch self {
    case .fountain:
      let head = 4 * FountainStrand.seedByteCount
      ends = [head, head + 4 * FountainStrand.payloadByteCount]
    case .goldman:
      let message = 1 + GoldmanStrand.payloadBaseCount
      ends = [1, message, GoldmanStrand.baseCount - 1]
    }
    let inside = [0] + ends.filter { $0 < baseCount } + [baseCount]
    return zip(inside, inside.dropFirst()).map { $0..<$1 }
  }
}
