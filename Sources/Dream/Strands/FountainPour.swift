/// A file on its way through the fountain, a few strands at a time, so that a frame loop can pour and draw.
public struct FountainPour: Sendable {
  /// How many strands there will be; a few more where those would not determine the file.
  public private(set) var strandCount: Int
  /// Strands that were poured, letters in ASCII.
  public private(set) var strands: [[UInt8]] = []
  /// Whether all are there, and determine the file.
  public private(set) var isDone = false

  private let code: ReedSolomon
  private let label: FountainLabel
  private let segments: [[UInt8]]
  private let parts: FountainParts?
  private let labelCount: Int
  private var labelRegister: ShiftRegister
  private var dropletRegister: ShiftRegister
  private var labelSeeds: Set<UInt32> = []
  private var sums: [SegmentSolver.Sum] = []

  /// Begins to pour.
  ///
  /// - Parameters:
  ///   - file: 0 bytes to `Fountain.longestFileBytes`, or 2 MiB where there are beginnings.
  ///   - fountain: how.
  ///   - beginnings: byte counts of up to two beginnings of the file that are to bear more loss than the rest, the shorter
  ///     first; brought up to whole segments, and left out where they are empty or hold all.
  /// - Throws: `StrandsError.tooLong`.
  public init(_ file: [UInt8], by fountain: Fountain, beginnings: [Int] = []) throws(StrandsError) {
    let size = FountainStrand.payloadByteCount
    let limit = beginnings.isEmpty ? Fountain.longestFileBytes : FountainParts.mostSegments * size
    guard file.count <= limit else { throw .tooLong(byteCount: file.count, atMost: limit) }
    let all = (file.count + size - 1) / size
    var ends: [Int] = []
    for byteCount in beginnings.prefix(FountainParts.mostBeginnings) {
      let end = (max(0, byteCount) + size - 1) / size
      if end > (ends.last ?? 0), end < all { ends.append(end) }
    }
    label = FountainLabel(of: file, beginnings: ends)
    code = ReedSolomon(parityByteCount: fountain.parityByteCount)
    segments = (0..<all).map { index in
      let segment = Array(file[(index * size)..<min(file.count, (index + 1) * size)])
      return segment + [UInt8](repeating: 0, count: size - segment.count)
    }
    parts = label.parts
    let dropletCount = parts?.dropletCount(overheadPercent: fountain.overheadPercent) ?? 0
    labelCount = 8 + dropletCount / 50
    strandCount = labelCount + dropletCount
    labelRegister = ShiftRegister(seed: fountain.seed)
    dropletRegister = ShiftRegister(seed: fountain.seed)
  }

  /// Pours some strands more; once all are there, the next call looks whether they determine the file.
  ///
  /// - Parameter count: at most so many, from 1.
  public mutating func pour(_ count: Int) {
    guard strands.count < strandCount else { return check() }
    let end = min(strandCount, strands.count + max(1, count))
    while strands.count < end {
      if strands.count < labelCount { pourLabel() } else { pourDroplet() }
    }
  }

  private mutating func check() {
    if segments.isEmpty || SegmentSolver(segmentCount: segments.count, sums: sums).isComplete {
      isDone = true
      sums = []
    } else {
      strandCount += 1 + (strandCount - labelCount) / 32
    }
  }

  /// Labels first: candidates until one passes the screening.
  private mutating func pourLabel() {
    while true {
      let seed = FountainStrand.labelMark << 24 | labelRegister.next() >> 8
      let letters = FountainStrand(seed: seed, payload: label.payload).letters(code)
      guard Screening.passes(letters), labelSeeds.insert(seed).inserted else { continue }
      return strands.append(letters)
    }
  }

  private mutating func pourDroplet() {
    guard let parts else { return }
    while true {
      let seed = dropletRegister.next()
      if FountainStrand.isLabel(seed) { continue }
      let mixed = parts.segments(ofDroplet: seed)
      var payload = [UInt8](repeating: 0, count: FountainStrand.payloadByteCount)
      for segment in mixed { Fountain.mix(segments[segment], into: &payload) }
      let letters = FountainStrand(seed: seed, payload: payload).letters(code)
      guard Screening.passes(letters) else { continue }
      sums.append((mixed, payload))
      return strands.append(letters)
    }
  }
}
