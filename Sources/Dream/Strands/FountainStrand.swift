/// A strand of the fountain: a seed, what it carries, and Reed–Solomon bytes behind it.
///
/// Payloads are mixed with a stream of bits of their seed: without that, a file of zeros would give strands of one base.
struct FountainStrand {
  static let seedByteCount = 4
  static let payloadByteCount = 32
  /// The first byte of a seed, ACGT in bases, that marks a label, which says what the file is; all others mark droplets.
  static let labelMark: UInt32 = 0x1B

  let seed: UInt32
  let payload: [UInt8]

  var isLabel: Bool { FountainStrand.isLabel(seed) }

  static func isLabel(_ seed: UInt32) -> Bool { seed >> 24 == labelMark }

  func letters(_ code: ReedSolomon) -> [UInt8] {
    let head = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: seed >> UInt32($0)) }
    return Bases.strand(of: code.encoded(head + FountainStrand.whitened(payload, by: seed)))
  }

  /// Reads a strand, with the errors that the code can find put right; nil where it cannot, or where what came out could
  /// never have passed the screening.
  static func read(_ letters: [UInt8], _ code: ReedSolomon) -> (strand: FountainStrand, correctedByteCount: Int)? {
    guard let word = Bases.bytes(of: letters), let decoded = code.decoded(word),
      decoded.message.count == seedByteCount + payloadByteCount
    else { return nil }
    let seed = decoded.message.prefix(seedByteCount).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let payload = whitened(Array(decoded.message.dropFirst(seedByteCount)), by: seed)
    let strand = FountainStrand(seed: seed, payload: payload)
    guard decoded.correctedByteCount == 0 || Screening.passes(strand.letters(code)) else { return nil }
    return (strand, decoded.correctedByteCount)
  }

  /// The commonest of the lengths that the code writes; of equals the shortest; nil where no strand has such a length.
  static func usualBaseCount(of strands: [[UInt8]]) -> Int? {
    var counts: [Int: Int] = [:]
    for strand in strands where strand.count % 4 == 0 {
      if (1...32).contains(parityByteCount(ofBaseCount: strand.count)) { counts[strand.count, default: 0] += 1 }
    }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  static func parityByteCount(ofBaseCount baseCount: Int) -> Int {
    baseCount / 4 - seedByteCount - payloadByteCount
  }

  private static func whitened(_ bytes: [UInt8], by seed: UInt32) -> [UInt8] {
    // Another stream than the one that chooses the segments.
    var chance = StrandChance(seed: UInt64(seed) | 0x5747 << 32)
    return bytes.map { $0 ^ UInt8(truncatingIfNeeded: chance.next() >> 56) }
  }
}
