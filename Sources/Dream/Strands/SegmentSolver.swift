/// Finds segments from the sums of some of them: by peeling, and by Gauss–Jordan elimination of what peeling leaves.
struct SegmentSolver {
  typealias Sum = (segments: [Int], payload: [UInt8])

  /// Elimination takes the cube of what is left; beyond this it is not tried.
  static let mostEliminated = 8192

  /// The segments in their order, nil where one is not determined.
  private(set) var values: [[UInt8]?]
  /// Whether every segment is determined.
  var isComplete: Bool { values.allSatisfy { $0 != nil } }
  private var sums: [Sum]
  /// How many segments of a sum are not known yet, and the exclusive or of their numbers.
  private var open: [(count: Int, mixed: Int)]
  private var sumsOfSegment: [[Int]]

  init(segmentCount: Int, sums: [Sum]) {
    self.sums = sums
    values = [[UInt8]?](repeating: nil, count: segmentCount)
    open = sums.map { ($0.segments.count, $0.segments.reduce(0, ^)) }
    sumsOfSegment = [[Int]](repeating: [], count: segmentCount)
    for (index, sum) in sums.enumerated() {
      for segment in sum.segments { sumsOfSegment[segment].append(index) }
    }
    peel()
    eliminate()
  }

  private mutating func peel() {
    var ready = open.indices.filter { open[$0].count == 1 }
    while let index = ready.popLast() {
      guard open[index].count == 1 else { continue }
      let segment = open[index].mixed
      let value = sums[index].payload
      values[segment] = value
      for other in sumsOfSegment[segment] {
        open[other] = (open[other].count - 1, open[other].mixed ^ segment)
        Fountain.mix(value, into: &sums[other].payload)
        if open[other].count == 1 { ready.append(other) }
      }
    }
  }

  private mutating func eliminate() {
    let unknown = values.indices.filter { values[$0] == nil }
    guard !unknown.isEmpty, unknown.count <= SegmentSolver.mostEliminated else { return }
    var columns = [Int](repeating: 0, count: values.count)
    for (column, segment) in unknown.enumerated() { columns[segment] = column }
    var elimination = Elimination(columnCount: unknown.count)
    for index in open.indices where open[index].count > 0 && !elimination.isComplete {
      let left = sums[index].segments.filter { values[$0] == nil }.map { columns[$0] }
      elimination.add(left, sums[index].payload)
    }
    for (column, value) in elimination.determined() { values[unknown[column]] = value }
  }
}

/// Rows of bits over GF(2) with what they sum to, in echelon form.
private struct Elimination {
  private struct Row {
    var bits: [UInt64]
    var payload: [UInt8]

    func has(_ column: Int) -> Bool { bits[column / 64] >> UInt64(column % 64) & 1 == 1 }

    var firstColumn: Int? {
      bits.firstIndex { $0 != 0 }.map { $0 * 64 + bits[$0].trailingZeroBitCount }
    }

    mutating func add(_ other: Row) {
      for index in bits.indices { bits[index] ^= other.bits[index] }
      Fountain.mix(other.payload, into: &payload)
    }
  }

  private var pivots: [Row?]
  private var pivotCount = 0

  init(columnCount: Int) { pivots = [Row?](repeating: nil, count: columnCount) }

  var isComplete: Bool { pivotCount == pivots.count }

  mutating func add(_ columns: [Int], _ payload: [UInt8]) {
    var row = Row(bits: [UInt64](repeating: 0, count: (pivots.count + 63) / 64), payload: payload)
    for column in columns { row.bits[column / 64] ^= 1 << UInt64(column % 64) }
    while let column = row.firstColumn {
      guard let pivot = pivots[column] else {
        pivots[column] = row
        pivotCount += 1
        return
      }
      row.add(pivot)
    }
  }

  /// The columns that one row alone determines.
  mutating func determined() -> [(Int, [UInt8])] {
    for column in pivots.indices.reversed() {
      guard var row = pivots[column] else { continue }
      for other in (column + 1)..<max(column + 1, pivots.count) where row.has(other) {
        if let pivot = pivots[other] { row.add(pivot) }
      }
      pivots[column] = row
    }
    return pivots.enumerated().compactMap { column, row in
      guard let row, row.bits.reduce(0, { $0 + $1.nonzeroBitCount }) == 1 else { return nil }
      return (column, row.payload)
    }
  }
}
