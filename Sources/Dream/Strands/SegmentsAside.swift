/// Solves what peeling leaves: sets segments aside until the rest peels, writes the rest by those aside, and eliminates
/// over those aside alone (inactivation, as in RFC 6330 section 5.4.2).
///
/// Elimination over all would take the cube of thousands of segments; few of them need to be set aside.
struct SegmentsAside {
  /// Elimination takes the cube of the segments aside; where more would be needed it is not tried.
  static let mostAside = 8192

  private enum Place { case open, aside(Int), peeled }

  private let rows: [SegmentSolver.Sum]
  private let rowsOfColumn: [[Int]]
  private var open: [(count: Int, mixed: Int)]
  private var places: [Place]
  private var isSpent: [Bool]
  /// Columns aside, in the order of their bits.
  private(set) var aside: [Int] = []
  private var peeled: [(column: Int, row: Int)] = []

  init(columnCount: Int, rows: [SegmentSolver.Sum]) {
    self.rows = rows
    open = rows.map { ($0.segments.count, $0.segments.reduce(0, ^)) }
    isSpent = [Bool](repeating: false, count: rows.count)
    places = [Place](repeating: .open, count: columnCount)
    var rowsOfColumn = [[Int]](repeating: [], count: columnCount)
    for (index, row) in rows.enumerated() {
      for column in row.segments { rowsOfColumn[column].append(index) }
    }
    self.rowsOfColumn = rowsOfColumn
    order()
  }

  /// Peels, and sets aside whenever that stops.
  private mutating func order() {
    // The columns of many rows first: each of them opens the most.
    let candidates = places.indices.filter { !rowsOfColumn[$0].isEmpty }
      .sorted { (-rowsOfColumn[$0].count, $0) < (-rowsOfColumn[$1].count, $1) }
    var ready = open.indices.filter { open[$0].count == 1 }
    for candidate in candidates {
      while let row = ready.popLast() {
        guard open[row].count == 1 else { continue }
        let column = open[row].mixed
        isSpent[row] = true
        peeled.append((column, row))
        retire(column, to: .peeled, &ready)
      }
      guard case .open = places[candidate] else { continue }
      guard aside.count < SegmentsAside.mostAside else { return }
      aside.append(candidate)
      retire(candidate, to: .aside(aside.count - 1), &ready)
    }
  }

  private mutating func retire(_ column: Int, to place: Place, _ ready: inout [Int]) {
    places[column] = place
    for row in rowsOfColumn[column] {
      open[row] = (open[row].count - 1, open[row].mixed ^ column)
      if open[row].count == 1 { ready.append(row) }
    }
  }

  /// The columns that the rows determine, with their values.
  ///
  /// - Parameter progress: hears the share that is done, 0 to 1.
  /// - Returns: nothing where too many columns would have to be set aside.
  func determined(_ progress: (Double) -> Void) -> [(column: Int, value: [UInt8])] {
    guard open.allSatisfy({ $0.count == 0 }) else { return [] }
    var written = [BitRow?](repeating: nil, count: places.count)
    for (index, step) in peeled.enumerated() {
      written[step.column] = sum(of: step.row, without: step.column, written)
      if index % 256 == 0 { progress(0.3 * Double(index) / Double(peeled.count)) }
    }
    var elimination = Elimination(columnCount: aside.count)
    for row in rows.indices where !isSpent[row] && !elimination.isComplete {
      elimination.add(sum(of: row, without: -1, written))
      progress(0.3 + 0.4 * elimination.share)
    }
    elimination.reduce()
    progress(0.8)
    var found: [(column: Int, value: [UInt8])] = []
    for (bit, column) in aside.enumerated() {
      if let value = elimination.value(of: BitRow(bit: bit, of: aside.count)) { found.append((column, value)) }
    }
    for step in peeled {
      if let row = written[step.column], let value = elimination.value(of: row) { found.append((step.column, value)) }
    }
    return found
  }

  /// A row's sum, by the columns aside, without one of its columns.
  private func sum(of row: Int, without column: Int, _ written: [BitRow?]) -> BitRow {
    var result = BitRow(bitCount: aside.count, payload: rows[row].payload)
    for other in rows[row].segments where other != column {
      if case .aside(let bit) = places[other] {
        result.flip(bit)
      } else if let known = written[other] {
        result.add(known)
      }
    }
    return result
  }
}
