extension Fountain {
  /// The file of strands, in any order, with copies, with errors, and with strands missing.
  ///
  /// Strands without an error are tried first, and those that Reed–Solomon put right only where the first do not suffice:
  /// with more errors than it corrects, it may make another strand of them.
  ///
  /// - Parameters:
  ///   - strands: letters in ASCII, capitals.
  ///   - lines: the line of each, from 1, for errors; as many as strands.
  ///   - progress: hears the share that is done, 0 to 1.
  /// - Returns: what came back; whole only where the digest says so.
  /// - Throws: `noStrands`, `wrongLength`, `noLabel` or `mixed`.
  public static func file(
    of strands: [[UInt8]], lines: [Int], progress: (Double) -> Void = { _ in }
  ) throws(StrandsError) -> RecoveredFile {
    let reading = try FountainReading(of: strands, lines: lines) { progress(0.5 * $0) }
    let label = try reading.label()
    var best: (solver: SegmentSolver, bytes: [UInt8], proven: Int)?
    // First without, then with what was put right.
    for droplets in [reading.cleanDroplets, reading.cleanDroplets + reading.correctedDroplets] {
      let solver = solver(for: droplets, of: label) { progress(0.5 + 0.5 * $0) }
      let bytes = Array(solver.values.flatMap { $0 ?? noPayload }.prefix(label.byteCount))
      let proven = label.provenByteCount(of: bytes)
      if let best, (proven, known(in: solver)) < (best.proven, known(in: best.solver)) { continue }
      best = (solver, bytes, proven)
      if solver.isComplete, proven == label.byteCount { break }
    }
    let bytes = best?.bytes ?? []
    return RecoveredFile(
      bytes: bytes, extent: extent(of: best?.solver, label: label, proven: best?.proven ?? 0), code: .fountain,
      provenByteCount: best?.proven ?? 0, strandCount: strands.count, lostStrandCount: reading.lostCount,
      correctedCount: reading.correctedByteCount)
  }

  private static let noPayload = [UInt8](repeating: 0, count: FountainStrand.payloadByteCount)

  private static func known(in solver: SegmentSolver) -> Int { solver.values.count { $0 != nil } }

  private static func solver(
    for droplets: [FountainStrand], of label: FountainLabel, progress: (Double) -> Void
  ) -> SegmentSolver {
    guard let parts = label.parts else { return SegmentSolver(segmentCount: 0, sums: []) }
    var seen: Set<UInt32> = []
    let sums = droplets.filter { seen.insert($0.seed).inserted }
      .map { (segments: parts.segments(ofDroplet: $0.seed), payload: $0.payload) }
    return SegmentSolver(segmentCount: label.segmentCount, sums: sums, progress: progress)
  }

  private static func extent(of solver: SegmentSolver?, label: FountainLabel, proven: Int) -> RecoveredFile.Extent {
    guard let solver else { return .doubtful }
    var missing: [Range<Int>] = []
    for index in solver.values.indices where solver.values[index] == nil {
      let start = index * FountainStrand.payloadByteCount
      let end = min(label.byteCount, start + FountainStrand.payloadByteCount)
      if let last = missing.last, last.upperBound == start {
        missing[missing.count - 1] = last.lowerBound..<end
      } else {
        missing.append(start..<end)
      }
    }
    guard missing.isEmpty else { return .partial(missing: missing) }
    return proven == label.byteCount ? .whole : .doubtful
  }
}

/// Strands by what they are and how well they read.
private struct FountainReading {
  private(set) var cleanDroplets: [FountainStrand] = []
  private(set) var correctedDroplets: [FountainStrand] = []
  private(set) var lostCount = 0
  private(set) var correctedByteCount = 0
  private var labels: [FountainLabel: (cleanCount: Int, count: Int, line: Int)] = [:]

  init(of strands: [[UInt8]], lines: [Int], progress: (Double) -> Void) throws(StrandsError) {
    guard let first = strands.first else { throw .noStrands }
    guard let length = FountainStrand.usualBaseCount(of: strands) else {
      throw .wrongLength(line: lines.first ?? 1, baseCount: first.count)
    }
    let code = ReedSolomon(parityByteCount: FountainStrand.parityByteCount(ofBaseCount: length))
    for (index, (letters, line)) in zip(strands, lines).enumerated() {
      if index % 256 == 0 { progress(Double(index) / Double(strands.count)) }
      guard letters.count == length, let (strand, corrected) = FountainStrand.read(letters, code) else {
        lostCount += 1
        continue
      }
      correctedByteCount += corrected
      take(strand, isClean: corrected == 0, line: line)
    }
  }

  private mutating func take(_ strand: FountainStrand, isClean: Bool, line: Int) {
    if strand.isLabel {
      guard let label = FountainLabel(payload: strand.payload) else {
        lostCount += 1
        return
      }
      let before = labels[label] ?? (0, 0, line)
      labels[label] = (before.cleanCount + (isClean ? 1 : 0), before.count + 1, before.line)
    } else if isClean {
      cleanDroplets.append(strand)
    } else {
      correctedDroplets.append(strand)
    }
  }

  /// The label that most strands carry.
  func label() throws(StrandsError) -> FountainLabel {
    let ordered = labels.sorted {
      ($0.value.cleanCount, $0.value.count, -$0.value.line) > ($1.value.cleanCount, $1.value.count, -$1.value.line)
    }
    guard let first = ordered.first else { throw .noLabel }
    // One strand alone may be an error that looks like a label; two cannot be.
    if ordered.count > 1, ordered[1].value.cleanCount > 1 {
      throw .mixed(line: first.value.line, otherLine: ordered[1].value.line)
    }
    return first.key
  }
}
