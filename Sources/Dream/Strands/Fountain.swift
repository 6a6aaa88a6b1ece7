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
    guard file.count <= Fountain.longestFileBytes else {
      throw .tooLong(byteCount: file.count, atMost: Fountain.longestFileBytes)
    }
    let label = FountainLabel(of: file)
    let code = ReedSolomon(parityByteCount: parityByteCount)
    let dropletCount =
      label.segmentCount == 0 ? 0 : Int((Double(label.segmentCount) * (1 + overheadPercent / 100)).rounded(.up)) + 1
    var strands = labelStrands(label, count: 8 + dropletCount / 50, code)
    guard label.segmentCount > 0 else { return strands }
    strands += dropletStrands(of: file, label, count: dropletCount, code, progress)
    return strands
  }

  /// Droplets as many as asked for, and more where those would not determine the file even if none were lost.
  private func dropletStrands(
    of file: [UInt8], _ label: FountainLabel, count: Int, _ code: ReedSolomon, _ progress: (Double) -> Void
  ) -> [[UInt8]] {
    let segments = Fountain.segments(of: file, count: label.segmentCount)
    let soliton = RobustSoliton(segmentCount: label.segmentCount)
    var register = ShiftRegister(seed: seed)
    var strands: [[UInt8]] = []
    var sums: [SegmentSolver.Sum] = []
    var wanted = count
    while strands.count < wanted {
      let seed = register.next()
      if FountainStrand.isLabel(seed) { continue }
      let mixed = soliton.segments(ofDroplet: seed)
      var payload = [UInt8](repeating: 0, count: FountainStrand.payloadByteCount)
      for segment in mixed { Fountain.mix(segments[segment], into: &payload) }
      let letters = FountainStrand(seed: seed, payload: payload).letters(code)
      guard Screening.passes(letters) else { continue }
      strands.append(letters)
      sums.append((mixed, payload))
      if strands.count % 64 == 0 { progress(min(1, Double(strands.count) / Double(count))) }
      if strands.count == wanted, !SegmentSolver(segmentCount: segments.count, sums: sums).isComplete {
        wanted += 1 + count / 32
      }
    }
    return strands
  }

  private func labelStrands(_ label: FountainLabel, count: Int, _ code: ReedSolomon) -> [[UInt8]] {
    var strands: [[UInt8]] = []
    var register = ShiftRegister(seed: seed)
    var used: Set<UInt32> = []
    while strands.count < count {
      let labelSeed = FountainStrand.labelMark << 24 | register.next() >> 8
      let letters = FountainStrand(seed: labelSeed, payload: label.payload).letters(code)
      if Screening.passes(letters), used.insert(labelSeed).inserted { strands.append(letters) }
    }
    return strands
  }

  private static func segments(of file: [UInt8], count: Int) -> [[UInt8]] {
    let size = FountainStrand.payloadByteCount
    return (0..<count).map { index in
      let segment = Array(file[(index * size)..<min(file.count, (index + 1) * size)])
      return segment + [UInt8](repeating: 0, count: size - segment.count)
    }
  }

  static func mix(_ bytes: [UInt8], into sum: inout [UInt8]) {
    for index in sum.indices { sum[index] ^= bytes[index] }
  }
}
