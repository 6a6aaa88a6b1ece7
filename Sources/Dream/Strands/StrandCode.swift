/// The codes that write files as strands.
public enum StrandCode: String, Sendable, Hashable, CaseIterable {
  /// Droplets of a fountain, any of which suffice.
  case fountain
  /// Overlapping strands without repeats.
  case goldman

  /// The longest file that the code takes, in bytes.
  public var longestFileBytes: Int {
    switch self {
    case .fountain: Fountain.longestFileBytes
    case .goldman: Goldman.longestFileBytes
    }
  }

  /// The code of strands, by their lengths.
  ///
  /// - Parameter strands: letters in ASCII.
  /// - Returns: the overlapping code where more strands have its length than have one that the fountain writes.
  public static func recognised(in strands: [[UInt8]]) -> StrandCode {
    let overlapping = strands.count { $0.count == GoldmanStrand.baseCount }
    let fountain = strands.count { (148...272).contains($0.count) && $0.count % 4 == 0 }
    return overlapping > fountain ? .goldman : .fountain
  }

  /// The file of strands of either code.
  ///
  /// - Parameters:
  ///   - strands: letters in ASCII, capitals.
  ///   - lines: the line of each, from 1, for errors; as many as strands.
  ///   - progress: hears the share that is done, 0 to 1.
  /// - Returns: what came back; whole only where the digest says so.
  /// - Throws: as the code that is recognised does.
  public static func file(
    of strands: [[UInt8]], lines: [Int], progress: (Double) -> Void = { _ in }
  ) throws(StrandsError) -> RecoveredFile {
    switch recognised(in: strands) {
    case .fountain: try Fountain.file(of: strands, lines: lines, progress: progress)
    case .goldman: try Goldman.file(of: strands, lines: lines, progress: progress)
    }
  }
}
