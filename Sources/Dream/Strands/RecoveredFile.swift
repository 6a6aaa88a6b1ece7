/// What came back from strands.
public struct RecoveredFile: Sendable, Hashable {
  /// How far it came back.
  public enum Extent: Sendable, Hashable {
    /// All bytes, and their digest is the one that was written.
    case whole
    /// Ranges of bytes are missing, and are zeros in `bytes`.
    case partial(missing: [Range<Int>])
    /// All bytes came, but their digest is another: some are wrong, and nobody knows which.
    case doubtful
  }

  /// The file, as long as it was.
  public let bytes: [UInt8]
  /// How far it came back. Bytes of a partial file beyond the proven ones cannot be held against a digest.
  public let extent: Extent
  /// The code that wrote the strands.
  public let code: StrandCode
  /// How many bytes from the first on are as they were written, as far as a digest proves it: all of a whole file, a
  /// beginning of one that was written with beginnings, or none.
  public let provenByteCount: Int
  /// Strands that were there, comments left out.
  public let strandCount: Int
  /// Strands that were of another length or beyond correction.
  public let lostStrandCount: Int
  /// What was put right: bytes by the fountain's Reed–Solomon, bases by the vote of overlapping strands.
  public let correctedCount: Int

  /// How many bytes from the first on came back.
  public var knownByteCount: Int {
    if case .partial(let missing) = extent { missing.first?.lowerBound ?? bytes.count } else { bytes.count }
  }
}
