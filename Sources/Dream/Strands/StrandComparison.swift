/// What became of strands: which came back, how well, and which did not.
public struct StrandComparison: Sendable {
  /// Faults beyond which a strand is taken for none of the originals.
  public static let faultsAtMost = 24
  /// How long a piece must be the same for two strands to be held against one another.
  private static let pieceBaseCount = 12

  /// The best copy of each original, nil where none came back.
  public private(set) var best: [StrandAlignment?]
  /// How many copies of each came back.
  public private(set) var copyCounts: [Int]
  /// Strands that are none of the originals.
  public private(set) var strayCount = 0

  /// Holds strands against those that they were.
  ///
  /// - Parameters:
  ///   - originals: letters in ASCII, all different.
  ///   - read: what came back, in any order.
  public init(of originals: [[UInt8]], with read: [[UInt8]]) {
    best = [StrandAlignment?](repeating: nil, count: originals.count)
    copyCounts = [Int](repeating: 0, count: originals.count)
    let whole = Dictionary(originals.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    var others: [[UInt8]] = []
    for strand in read {
      if let index = whole[strand] {
        take(StrandAlignment(from: strand, to: strand, faultsAtMost: 0), of: index)
      } else {
        others.append(strand)
      }
    }
    compare(others, with: originals)
  }

  /// Strands with faults, by the pieces without.
  private mutating func compare(_ read: [[UInt8]], with originals: [[UInt8]]) {
    guard !read.isEmpty else { return }
    // A piece of several originals tells nothing.
    var pieces: [ArraySlice<UInt8>: Int?] = [:]
    for (index, original) in originals.enumerated() {
      for piece in StrandComparison.pieces(of: original, every: StrandComparison.pieceBaseCount) {
        pieces[piece] = .some(pieces[piece] == nil ? index : nil)
      }
    }
    for strand in read {
      // Overlapping strands have pieces in common: the fewest faults decide.
      let likely = StrandComparison.likeliest(for: strand, pieces).compactMap { index in
        StrandAlignment(from: originals[index], to: strand, faultsAtMost: StrandComparison.faultsAtMost)
          .map { (index: index, alignment: $0) }
      }
      if let closest = likely.min(by: { $0.alignment.faultCount < $1.alignment.faultCount }) {
        take(closest.alignment, of: closest.index)
      } else {
        strayCount += 1
      }
    }
  }

  private mutating func take(_ alignment: StrandAlignment?, of index: Int) {
    copyCounts[index] += 1
    guard let alignment else { return }
    if let before = best[index], before.faultCount <= alignment.faultCount { return }
    best[index] = alignment
  }

  private static func pieces(of strand: [UInt8], every step: Int) -> [ArraySlice<UInt8>] {
    stride(from: 0, through: strand.count - pieceBaseCount, by: step).map { strand[$0..<($0 + pieceBaseCount)] }
  }

  /// The four originals with which a strand has the most pieces in common.
  private static func likeliest(for strand: [UInt8], _ pieces: [ArraySlice<UInt8>: Int?]) -> [Int] {
    var counts: [Int: Int] = [:]
    for piece in self.pieces(of: strand, every: 1) {
      if let index = pieces[piece] ?? nil { counts[index, default: 0] += 1 }
    }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(4).map(\.key)
  }
}
