import DreamKernels

/// Which points of light reach which tile of the layer, so that a pixel looks at few of them: 32 pixels a side, tiles row
/// by row.
///
/// First the place at which each tile's list begins, one more for the end; then the lists, each in the points' order.
struct PointLists {
  /// Numbers a row of the texture; the shader knows it.
  static let rowLength = 2048
  static let rows = 8
  private static let tile: Float = 32

  private(set) var numbers = [UInt32](repeating: 0, count: PointLists.rowLength * PointLists.rows)
  private var counts: [UInt32]
  private let columns: Int, tileRows: Int
  /// Rows of the texture that are in use.
  private(set) var usedRows = 1

  /// Lists for a layer of so many cells of eight pixels across and down.
  init(cellColumns: Int, cellRows: Int) {
    columns = (cellColumns + 3) / 4
    tileRows = (cellRows + 3) / 4
    counts = [UInt32](repeating: 0, count: columns * tileRows)
  }

  /// Lists points anew. Points for which there is no room are left out: there is room for fifty tiles a point.
  mutating func list(_ points: UnsafeBufferPointer<DreamPoint>) {
    for tile in counts.indices { counts[tile] = 0 }
    for point in points {
      for row in span(point.y, point.radius, tileRows) {
        for column in span(point.x, point.radius, columns) { counts[row * columns + column] += 1 }
      }
    }
    var place = UInt32(counts.count + 1)
    for tile in counts.indices {
      numbers[tile] = min(place, UInt32(numbers.count))
      place += counts[tile]
      counts[tile] = numbers[tile]
    }
    numbers[counts.count] = min(place, UInt32(numbers.count))
    for (index, point) in points.enumerated() {
      for row in span(point.y, point.radius, tileRows) {
        for column in span(point.x, point.radius, columns) { put(index, in: row * columns + column) }
      }
    }
    usedRows = min(Int(place) / PointLists.rowLength + 1, PointLists.rows)
  }

  private mutating func put(_ index: Int, in tile: Int) {
    let place = Int(counts[tile])
    guard place < numbers.count else { return }
    numbers[place] = UInt32(index)
    counts[tile] += 1
  }

  /// The tiles that a point touches along one side.
  private func span(_ middle: Float, _ radius: Float, _ limit: Int) -> Range<Int> {
    let first = max(0, Int(((middle - radius) / PointLists.tile).rounded(.down)))
    let last = min(limit - 1, Int(((middle + radius) / PointLists.tile).rounded(.down)))
    return first..<max(first, last + 1)
  }
}
