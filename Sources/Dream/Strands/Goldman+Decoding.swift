extension Goldman {
  /// The file of strands, in any order and direction, with copies, with errors, and with strands missing.
  ///
  /// - Parameters:
  ///   - strands: letters in ASCII, capitals.
  ///   - lines: the line of each, from 1, for errors; as many as strands.
  ///   - progress: hears the share that is done, 0 to 1.
  /// - Returns: what came back; whole only where the digest says so. Behind the first gap all is missing, since nobody knows
  ///   how many bytes stood in it.
  /// - Throws: `noStrands`, `noLabel` or `mixed`.
  public static func file(
    of strands: [[UInt8]], lines: [Int], progress: (Double) -> Void = { _ in }
  ) throws(StrandsError) -> RecoveredFile {
    guard !strands.isEmpty else { throw .noStrands }
    var read: [(strand: GoldmanStrand, line: Int)] = []
    for (index, (letters, line)) in zip(strands, lines).enumerated() {
      if index % 1024 == 0 { progress(0.5 * Double(index) / Double(strands.count)) }
      let numbers = letters.compactMap { Bases.letters.firstIndex(of: $0).map { UInt8($0) } }
      if let strand = GoldmanStrand(letters: numbers) { read.append((strand, line)) }
    }
    let kept = try ofOneFile(read)
    var vote = BaseVote(kept)
    progress(0.75)
    guard var best = reading(of: vote) else { throw .noLabel }
    // Where strands disagree as many to as many, only the digest knows: a few ways are tried.
    var way = 1
    while best.extent != .whole, vote.settleTies(way: way), way < mostWays {
      if let other = reading(of: vote), other.extent == .whole { best = other }
      progress(0.75 + 0.25 * Double(way) / Double(mostWays))
      way += 1
    }
    let missing = [UInt8](repeating: 0, count: best.byteCount - best.known.count)
    return RecoveredFile(
      bytes: best.known + missing, extent: best.extent, code: .goldman,
      provenByteCount: best.extent == .whole ? best.byteCount : 0, strandCount: strands.count,
      lostStrandCount: strands.count - kept.count, correctedCount: vote.outvotedCount)
  }

  /// How many ways of settling ties are tried.
  private static let mostWays = 64

  /// What the letters of a vote say; nil where they do not tell the length.
  private static func reading(
    of vote: BaseVote
  ) -> (byteCount: Int, known: [UInt8], extent: RecoveredFile.Extent)? {
    let trits = vote.trits(from: fillerBaseCount, after: filler[filler.count - 1])
    let length = trits.prefix(MessageLength.tritCount).compactMap { $0 }
    guard let byteCount = MessageLength.byteCount(of: length) else { return nil }
    let all = TritCode.bytes(of: trits.dropFirst(MessageLength.tritCount), atMost: byteCount + digestByteCount)
    let known = Array(all.prefix(byteCount))
    guard known.count == byteCount else { return (byteCount, known, .partial(missing: [known.count..<byteCount])) }
    // A file whose digest did not come back cannot be told from one with an error.
    return (byteCount, known, Array(all.dropFirst(byteCount)) == digest(of: known) ? .whole : .doubtful)
  }

  /// The strands of the file that most are of.
  private static func ofOneFile(
    _ read: [(strand: GoldmanStrand, line: Int)]
  ) throws(StrandsError) -> [GoldmanStrand] {
    var counts = [Int](repeating: 0, count: GoldmanStrand.fileNumberCount)
    for (strand, _) in read { counts[strand.fileNumber] += 1 }
    let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    // A few may have been read wrong; a tenth were not.
    if counts[order[1]] > max(1, read.count / 10),
      let one = read.first(where: { $0.strand.fileNumber == order[0] }),
      let other = read.first(where: { $0.strand.fileNumber == order[1] })
    {
      throw .mixed(line: min(one.line, other.line), otherLine: max(one.line, other.line))
    }
    return read.map(\.strand).filter { $0.fileNumber == order[0] }
  }
}

/// What strands say of each base of a message.
struct BaseVote {
  /// Four counts a base.
  private var counts: [UInt8]
  /// Bases of strands that the others outvoted, or that repeated one another.
  private(set) var outvotedCount = 0
  private var letters: [UInt8?] = []
  /// Bases for which several letters have as many votes, and fit.
  private var ties: [(base: Int, letters: [UInt8])] = []

  init(_ strands: [GoldmanStrand]) {
    let step = GoldmanStrand.stepBaseCount
    let baseCount = ((strands.map(\.place).max() ?? 0) * step) + GoldmanStrand.payloadBaseCount
    counts = [UInt8](repeating: 0, count: 4 * baseCount)
    for strand in strands {
      for (offset, letter) in strand.payload.enumerated() {
        // None may repeat: one of the two was read wrong, and nobody knows which.
        if offset > 0, strand.payload[offset - 1] == letter {
          outvotedCount += 1
          continue
        }
        if offset + 1 < strand.payload.count, strand.payload[offset + 1] == letter { continue }
        let index = 4 * (strand.place * step + offset) + Int(letter)
        if counts[index] < .max { counts[index] += 1 }
      }
    }
    letters.reserveCapacity(baseCount)
    for base in 0..<baseCount { decide(base) }
  }

  /// Takes the letter that most strands have; of equals one that repeats neither neighbour, which none may.
  private mutating func decide(_ base: Int) {
    let votes = counts[(4 * base)..<(4 * base + 4)]
    outvotedCount += votes.reduce(0) { $0 + Int($1) } - Int(votes.max() ?? 0)
    let best = favourites(of: base)
    let before = letters.last ?? nil
    let after = favourites(of: base + 1)
    let fitting = best.filter { $0 != before && after != [$0] }
    if best.count > 1 { ties.append((base, fitting.isEmpty ? best : fitting)) }
    letters.append(fitting.first ?? best.first { $0 != before } ?? best.first)
  }

  /// Settles the ties another way.
  ///
  /// - Parameter way: 0 for the first; each number is another way.
  /// - Returns: false where there are no more ways.
  mutating func settleTies(way: Int) -> Bool {
    var left = way
    for (base, choices) in ties {
      letters[base] = choices[left % choices.count]
      left /= choices.count
    }
    return left == 0 && !ties.isEmpty
  }

  /// The letters that most strands have for a base: none where no strand has it, several where they disagree.
  private func favourites(of base: Int) -> [UInt8] {
    guard 4 * base < counts.count else { return [] }
    let votes = counts[(4 * base)..<(4 * base + 4)]
    guard let most = votes.max(), most > 0 else { return [] }
    return (UInt8(0)..<4).filter { votes[4 * base + Int($0)] == most }
  }

  /// The trits from a base on; nil where a base is missing or repeats the one before it.
  func trits(from start: Int, after first: UInt8) -> [UInt8?] {
    var before: UInt8? = first
    return letters.dropFirst(start).map { letter in
      defer { before = letter }
      guard let letter, let before else { return nil }
      return RotatingCode.trit(from: before, to: letter)
    }
  }
}
