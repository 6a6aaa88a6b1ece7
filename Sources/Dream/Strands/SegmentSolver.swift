/// Finds segments from the sums of some of them: by peeling, and where that stops by setting segments aside.
struct SegmentSolver {
  typealias Sum = (segments: [Int], payload: [UInt8])

  /// The segments in their order, nil where one is not determined.
  private(set) var values: [[UInt8]?]
  /// Whether every segment is determined.
  var isComplete: Bool { values.allSatisfy { $0 != nil } }
  private var sums: [Sum]
  /// How many segments of a sum are not known yet, and the exclusive or of their numbers.
  private var open: [(count: Int, mixed: Int)]
  private var sumsOfSegment: [[Int]]

  init(segmentCount: Int, sums: [Sum], progress: (Double) -> Void = { _ in }) {
    self.sums = sums
    values = [[UInt8]?](repeating: nil, count: segmentCount)
    open = sums.map { ($0.segments.count, $0.segments.reduce(0, ^)) }
    sumsOfSegment = [[Int]](repeating: [], count: segmentCount)
    for (index, sum) in sums.enumerated() {
      for segment in sum.segments { sumsOfSegment[segment].append(index) }
    }
    peel()
    eliminate(progress)
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

  private mutating func eliminate(_ progress: (Double) -> Void) {
    let unknown = values.indices.filter { values[$0] == nil }
    guard !unknown.isEmpty else { return }
    var columns = [Int](repeating: 0, count: values.count)
    for (column, segment) in unknown.enumerated() { columns[segment] = column }
    let left = open.indices.filter { open[$0].count > 0 }.map { index -> Sum in
      (sums[index].segments.filter { values[$0] == nil }.map { columns[$0] }, sums[index].payload)
    }
    for (column, value) in SegmentsAside(columnCount: unknown.count, rows: left).determined(progress) {
      values[unknown[column]] = value
    }
  }
}
