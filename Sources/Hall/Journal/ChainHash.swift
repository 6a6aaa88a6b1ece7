import Crypto

/// A SHA-256 value: 32 bytes, held without an allocation.
public struct ChainHash: Sendable, Hashable, CustomStringConvertible {
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// 32 zero bytes: what stands before the first entry.
  public static let zero = ChainHash(words: (0, 0, 0, 0))

  private init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// Reads a hash from its bytes.
  ///
  /// - Parameter bytes: 32 bytes; anything else gives nil.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self = .zero
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  /// Takes a digest over.
  ///
  /// - Parameter digest: a SHA-256 digest.
  init(_ digest: SHA256.Digest) {
    self = .zero
    withUnsafeMutableBytes(of: &words) { target in
      digest.withUnsafeBytes { target.copyMemory(from: $0) }
    }
  }

  /// Reads a hash from hexadecimal text.
  ///
  /// - Parameter hexadecimal: 64 digits; anything else gives nil.
  public init?(hexadecimal: some StringProtocol) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes: bytes)
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    case 0x41...0x46: digit - 0x41 + 10
    default: nil
    }
  }

  /// Gives the 32 bytes to a reader.
  ///
  /// - Parameter body: what reads them; the buffer must not be kept.
  /// - Returns: what the reader returns.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: words) { body($0) }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withBytes { Array($0) } }

  /// 64 hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: withBytes { $0.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] } }, as: UTF8.self)
  }

  /// Whether two hashes are the same.
  public static func == (left: ChainHash, right: ChainHash) -> Bool {
    left.words == right.words
  }

  /// Feeds the bytes to a hasher.
  ///
  /// - Parameter hasher: what to feed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}
