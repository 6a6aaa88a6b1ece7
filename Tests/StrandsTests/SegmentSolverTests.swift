import Testing

@testable import Strands

@Suite("Solving for segments")
struct SegmentSolverTests {
  /// The columns that rows of up to 64 bits determine, by elimination over all of them.
  private func determined(_ rows: [UInt64], columnCount: Int) -> Set<Int> {
    var rows = rows
    var rank = 0
    for column in 0..<columnCount {
      guard let pivot = (rank..<rows.count).first(where: { rows[$0] >> UInt64(column) & 1 == 1 }) else { continue }
      rows.swapAt(rank, pivot)
      for other in rows.indices where other != rank && rows[other] >> UInt64(column) & 1 == 1 {
        rows[other] ^= rows[rank]
      }
      rank += 1
    }
    return Set(rows.prefix(rank).filter { $0.nonzeroBitCount == 1 }.map { $0.trailingZeroBitCount })
  }

  @Test("exactly those segments are found that the sums determine, with their bytes")
  func exact() {
    for seed in UInt64(1)...400 {
      var chance = StrandChance(seed: seed)
      let count = 1 + chance.below(48)
      let segments = (0..<count).map { _ in (0..<32).map { _ in UInt8(chance.below(256)) } }
      var masks: [UInt64] = []
      var sums: [SegmentSolver.Sum] = []
      for _ in 0..<chance.below(2 * count + 2) {
        var mixed: Set<Int> = []
        for _ in 0..<(1 + chance.below(min(count, 2 + chance.below(8)))) { mixed.insert(chance.below(count)) }
        var payload = [UInt8](repeating: 0, count: 32)
        for segment in mixed { Fountain.mix(segments[segment], into: &payload) }
        sums.append((mixed.sorted(), payload))
        masks.append(mixed.reduce(0) { $0 | 1 << UInt64($1) })
      }
      let solver = SegmentSolver(segmentCount: count, sums: sums)
      let expected = determined(masks, columnCount: count)
      for index in 0..<count {
        #expect(solver.values[index] == (expected.contains(index) ? segments[index] : nil), "seed \(seed)")
      }
      #expect(solver.isComplete == (expected.count == count), "seed \(seed)")
    }
  }

  @Test("thousands of segments are found where peeling finds few, with few set aside")
  func large() {
    let count = 12_000
    let soliton = RobustSoliton(segmentCount: count)
    let rows = (UInt32(1)...12_300).map { seed -> SegmentSolver.Sum in
      (soliton.segments(ofDroplet: seed), [UInt8](repeating: 0, count: 32))
    }
    #expect(SegmentSolver(segmentCount: count, sums: rows).isComplete)
    let aside = SegmentsAside(columnCount: count, rows: rows).aside.count
    #expect(aside > 0 && aside < 1500)
  }
}
