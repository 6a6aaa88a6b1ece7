import Crypto

/// What a decoder must know of a file: how long it is, which beginnings bear more loss, and how to tell that it came back.
///
/// Thirty-two bytes: a mark of four. Without beginnings (version 1) the length in eight and twenty of the SHA-256; with
/// beginnings (version 2) the length in four, their ends in segments in two each, twelve bytes of the SHA-256 of the file,
/// and four of each beginning's.
struct FountainLabel: Hashable {
  private static let mark: [UInt8] = [0xD5, 0x0A]
  private static let digestByteCount = 20
  private static let shortDigestByteCount = 12
  private static let beginningDigestByteCount = 4

  let byteCount: Int
  /// Segments of each beginning, ascending.
  let beginnings: [Int]
  /// The first bytes of the file's SHA-256.
  private let digest: [UInt8]
  /// The first bytes of each beginning's SHA-256.
  private let beginningDigests: [[UInt8]]

  init(of file: [UInt8], beginnings: [Int] = []) {
    byteCount = file.count
    self.beginnings = beginnings
    digest = FountainLabel.digest(
      of: file, beginnings.isEmpty ? FountainLabel.digestByteCount : FountainLabel.shortDigestByteCount)
    beginningDigests = beginnings.map {
      FountainLabel.digest(
        of: Array(file.prefix($0 * FountainStrand.payloadByteCount)), FountainLabel.beginningDigestByteCount)
    }
  }

  /// Reads a label; nil where it has not the mark, or tells of what the fountain does not make.
  init?(payload: [UInt8]) {
    let size = FountainStrand.payloadByteCount
    guard payload.count == size, payload.starts(with: FountainLabel.mark), payload[3] == UInt8(size) else { return nil }
    let number = { (range: Range<Int>) in payload[range].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    let isPlain = payload[2] == 1
    guard isPlain || payload[2] == 2 else { return nil }
    let length = isPlain ? number(4..<12) : number(4..<8)
    guard length <= UInt64(Fountain.longestFileBytes) else { return nil }
    byteCount = Int(length)
    let ends = isPlain ? [] : [Int(number(8..<10)), Int(number(10..<12))].filter { $0 > 0 }
    // Ascending, and each of them less than all.
    let steps = [0] + ends + [(byteCount + size - 1) / size]
    guard ends.isEmpty || zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    beginnings = ends
    digest = Array(payload[12..<(isPlain ? 32 : 24)])
    beginningDigests = ends.indices.map { Array(payload[(24 + 4 * $0)..<(28 + 4 * $0)]) }
  }

  var payload: [UInt8] {
    let bytes = { (number: Int, count: Int) in
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: UInt64(number) >> UInt64(8 * $0)) }
    }
    let version: UInt8 = beginnings.isEmpty ? 1 : 2
    let head = FountainLabel.mark + [version, UInt8(FountainStrand.payloadByteCount)]
    guard !beginnings.isEmpty else { return head + bytes(byteCount, 8) + digest }
    let missing = FountainParts.mostBeginnings - beginnings.count
    let ends = (beginnings + [Int](repeating: 0, count: missing)).flatMap { bytes($0, 2) }
    let digests = beginningDigests.flatMap { $0 }
    let rest = [UInt8](repeating: 0, count: missing * FountainLabel.beginningDigestByteCount)
    return head + bytes(byteCount, 4) + ends + digest + digests + rest
  }

  var segmentCount: Int { (byteCount + FountainStrand.payloadByteCount - 1) / FountainStrand.payloadByteCount }

  /// How droplets choose their segments; nil for an empty file, which has none.
  var parts: FountainParts? {
    segmentCount > 0 ? FountainParts(beginnings: beginnings, segmentCount: segmentCount) : nil
  }

  /// How many bytes from the first on are as they were written, as far as a digest proves it.
  ///
  /// - Parameter bytes: the file as it came back, zeros where it is missing.
  func provenByteCount(of bytes: [UInt8]) -> Int {
    if bytes.count == byteCount, FountainLabel.digest(of: bytes, digest.count) == digest { return byteCount }
    for (end, expected) in zip(beginnings, beginningDigests).reversed() {
      let beginning = Array(bytes.prefix(end * FountainStrand.payloadByteCount))
      if FountainLabel.digest(of: beginning, expected.count) == expected { return beginning.count }
    }
    return 0
  }

  private static func digest(of bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array(SHA256.hash(data: bytes).prefix(count))
  }
}
