import Crypto

/// What a decoder must know of a file: how long it is, and how to tell that it came back whole.
struct FountainLabel: Hashable {
  static let mark: [UInt8] = [0xD5, 0x0A, 1, UInt8(FountainStrand.payloadByteCount)]
  private static let lengthByteCount = 8
  private static let digestByteCount = FountainStrand.payloadByteCount - mark.count - lengthByteCount

  let byteCount: Int
  /// The first 20 bytes of the file's SHA-256.
  let digest: [UInt8]

  init(of file: [UInt8]) {
    byteCount = file.count
    digest = Array(SHA256.hash(data: file).prefix(FountainLabel.digestByteCount))
  }

  /// Reads a label; nil where it has not the mark, or a length beyond what the fountain takes.
  init?(payload: [UInt8]) {
    guard payload.count == FountainStrand.payloadByteCount, payload.starts(with: FountainLabel.mark) else { return nil }
    let start = FountainLabel.mark.count
    let length = payload[start..<(start + FountainLabel.lengthByteCount)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Fountain.longestFileBytes) else { return nil }
    byteCount = Int(length)
    digest = Array(payload.suffix(FountainLabel.digestByteCount))
  }

  var payload: [UInt8] {
    let length = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: UInt64(byteCount) >> UInt64($0)) }
    return FountainLabel.mark + length + digest
  }

  var segmentCount: Int { (byteCount + FountainStrand.payloadByteCount - 1) / FountainStrand.payloadByteCount }
}
