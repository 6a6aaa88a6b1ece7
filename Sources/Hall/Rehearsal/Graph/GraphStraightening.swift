extension GraphPlaces {
  /// Makes long lines straight: what stands between two boxes goes to one place, as far as its neighbours leave room.
  mutating func straighten() {
    var place = Array(repeating: 0, count: layers.vertices.count)
    for row in layers.rows { for (index, vertex) in row.enumerated() { place[vertex] = index } }
    for number in layers.chains.indices {
      let inner = Array(layers.chains[number].dropFirst().dropLast())
      var start = inner.startIndex
      while start < inner.endIndex {
        var room = self.room(of: inner[start], place)
        var end = start + 1
        while end < inner.endIndex {
          let next = self.room(of: inner[end], place)
          let both =
            max(
              room.lowerBound, next.lowerBound)...max(
              min(room.upperBound, next.upperBound), max(room.lowerBound, next.lowerBound))
          guard min(room.upperBound, next.upperBound) >= max(room.lowerBound, next.lowerBound) else { break }
          room = both
          end += 1
        }
        let target = target(number, inner, start..<end, room)
        for index in start..<end { x[inner[index]] = target }
        start = end
      }
    }
  }

  /// From where to where a vertex can move before it comes too near to its neighbours.
  private func room(of vertex: Int, _ place: [Int]) -> ClosedRange<Double> {
    let row = layers.rows[layers.vertices[vertex].row]
    let index = place[vertex]
    let least = index > 0 ? x[row[index - 1]] + layers.distance(row[index - 1], vertex) : -.infinity
    let most = index + 1 < row.count ? x[row[index + 1]] - layers.distance(vertex, row[index + 1]) : .infinity
    // What was rounded on the way may be a hair apart.
    return least <= most ? least...most : x[vertex]...x[vertex]
  }

  /// Where a straight piece goes: below or above where its line begins or ends if that is near, else where it is on average.
  private func target(
    _ chain: Int, _ inner: [Int], _ piece: Range<Int>, _ room: ClosedRange<Double>
  ) -> Double {
    func within(_ place: Double) -> Double { min(max(place, room.lowerBound), room.upperBound) }
    let mean = within(piece.reduce(0) { $0 + x[inner[$1]] } / Double(piece.count))
    var ports: [Double] = []
    if piece.lowerBound == 0 { ports.append(ends(of: chain, at: 0).upper) }
    if piece.upperBound == inner.count { ports.append(ends(of: chain, at: inner.count).lower) }
    let near = ports.filter { abs($0 - mean) < 48 && room.contains($0) }
    return near.min { abs($0 - mean) < abs($1 - mean) } ?? mean
  }
}
