/// A file as strands of DNA by a fountain code (Erlich and Zielinski 2017, doi 10.1126/science.aaj2038).
///
/// Every strand is 152 bases with two Reed–Solomon bytes: 4 bytes of seed, 32 of payload, parity. Droplets mix segments
/// of the file; labels, some in a hundred, tell its length and digest. Nothing else is needed to decode.
public struct Fountain: Sendable, Hashable {
  /// The longest file that is taken, in bytes.
  public static let longestFileBytes = 1 << 22
  /// What is added unless said otherwise, in percent of the segments.
  public static let usualOverheadPercent = 25.0

  /// The code behind every strand.
  public let parityByteCount: Int
  /// How many more droplets than segments there are, in percent.
  public let overheadPercent: Double
  /// Where the shift register begins.
  public let seed: UInt32

  /// A fountain.
  ///
  /// - Parameters:
  ///   - seed: where the seeds of the droplets begin; 0 is taken as 1.
  ///   - overheadPercent: how many more droplets than segments there are, 0 to 1000, brought into that range.
  ///   - parityByteCount: Reed–Solomon bytes a strand, brought into 1 to 32.
  public init(seed: UInt32 = 1, overheadPercent: Double = usualOverheadPercent, parityByteCount: Int = 2) {
    self.seed = seed
    self.overheadPercent = overheadPercent.isFinite ? min(1000, max(0, overheadPercent)) : Fountain.usualOverheadPercent
    self.parityByteCount = min(32, max(1, parityByteCount))
  }

  /// The strands of a file, all of which pass the screening; the same file and settings give the same strands.
  ///
  /// - Parameters:
  ///   - file: 0 bytes to `longestFileBytes`.
  ///   - progress: hears the share that is done, 0 to 1.
  /// - Returns: strands of equal length, letters in ASCII; labels first.
  /// - Throws: `StrandsError.tooLong`.
  public func strands(of file: [UInt8], progress: (Double) -> Void = { _ in }) throws(StrandsError) -> [[UInt8]] {
    var pour = try FountainPour(file, by: self)
    while !pour.isDone {
      progress(min(1, Double(pour.strands.count) / Double(pour.strandCount)))
      pour.pour(64)
    }
    return pour.strands
  }

  static func mix(_ bytes: [UInt8], into sum: inout [UInt8]) {
    for index in sum.indices { sum[index] ^= bytes[index] }
  }
}
