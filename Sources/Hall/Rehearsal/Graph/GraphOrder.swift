/// In what order vertices stand in their rows, so that few arrows cross.
struct GraphOrder {
  private(set) var layers: GraphLayers
  /// Where each vertex stands in its row.
  private var place: [Int]

  init(_ layers: GraphLayers) {
    self.layers = layers
    place = Array(repeating: 0, count: layers.vertices.count)
  }

  /// Sorts rows by the middle of their neighbours, down and up in turn, and keeps the best order that was found.
  mutating func improve() {
    begin()
    var (best, fewest) = (layers.rows, crossings)
    for round in 0..<24 where fewest > 0 {
      sweep(down: round % 2 == 0, leaning: round % 4 < 2)
      exchangeNeighbours()
      let count = crossings
      if count < fewest { (best, fewest) = (layers.rows, count) }
    }
    layers.rows = best
    notePlaces()
  }

  /// From the first vertex on, in depth: what belongs together begins together.
  private mutating func begin() {
    var seen = Array(repeating: false, count: layers.vertices.count)
    var rows: [[Int]] = Array(repeating: [], count: layers.rows.count)
    let roots = layers.rows.flatMap { $0 }
    for root in roots where !seen[root] {
      var waiting = [root]
      while let vertex = waiting.popLast() {
        if seen[vertex] { continue }
        seen[vertex] = true
        rows[layers.vertices[vertex].row].append(vertex)
        waiting += layers.above[vertex].reversed() + layers.below[vertex].reversed()
      }
    }
    layers.rows = rows
    notePlaces()
  }

  private mutating func notePlaces() { for row in layers.rows.indices { notePlaces(of: row) } }
  private mutating func notePlaces(of row: Int) {
    for (index, vertex) in layers.rows[row].enumerated() { place[vertex] = index }
  }

  private mutating func sweep(down: Bool, leaning: Bool) {
    for row in down ? Array(layers.rows.indices) : layers.rows.indices.reversed() {
      let keys = layers.rows[row].enumerated().map { index, vertex in
        (vertex, middle(of: down ? layers.above[vertex] : layers.below[vertex]) ?? Double(index), index)
      }
      let sorted = keys.sorted { leaning ? ($0.1, -$0.2) < ($1.1, -$1.2) : ($0.1, $0.2) < ($1.1, $1.2) }
      layers.rows[row] = sorted.map(\.0)
      notePlaces(of: row)
    }
  }

  /// The weighted median of the neighbours' places (Gansner et al. 1993).
  private func middle(of neighbours: [Int]) -> Double? {
    let places = neighbours.map { place[$0] }.sorted()
    guard !places.isEmpty else { return nil }
    let half = places.count / 2
    if places.count % 2 == 1 { return Double(places[half]) }
    if places.count == 2 { return Double(places[0] + places[1]) / 2 }
    let left = Double(places[half - 1] - places[0])
    let right = Double(places[places.count - 1] - places[half])
    if left + right == 0 { return Double(places[half]) }
    return (Double(places[half - 1]) * right + Double(places[half]) * left) / (left + right)
  }

  /// Lets neighbours change places while that makes fewer crossings.
  private mutating func exchangeNeighbours() {
    for _ in 0..<12 {
      var hasChanged = false
      for row in layers.rows.indices {
        for index in layers.rows[row].indices.dropLast() {
          let (a, b) = (layers.rows[row][index], layers.rows[row][index + 1])
          let now = crossed(layers.above[a], layers.above[b]) + crossed(layers.below[a], layers.below[b])
          let then = crossed(layers.above[b], layers.above[a]) + crossed(layers.below[b], layers.below[a])
          guard then < now else { continue }
          layers.rows[row].swapAt(index, index + 1)
          (place[a], place[b]) = (index + 1, index)
          hasChanged = true
        }
      }
      if !hasChanged { return }
    }
  }

  /// How many links of the left one cross links of the right one.
  private func crossed(_ left: [Int], _ right: [Int]) -> Int {
    left.reduce(0) { sum, a in sum + right.count { place[$0] < place[a] } }
  }

  private var crossings: Int {
    layers.rows.reduce(0) { sum, row in
      sum
        + row.indices.reduce(0) { part, index in
          part + row[(index + 1)...].reduce(0) { $0 + crossed(layers.below[row[index]], layers.below[$1]) }
        }
    }
  }
}
