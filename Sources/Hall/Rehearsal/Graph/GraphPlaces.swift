/// Where vertices stand from left to right: near their neighbours, long lines straight, in their order and apart.
struct GraphPlaces {
  let layers: GraphLayers
  /// The anchor of each vertex, in pixels.
  var x: [Double]
  /// Where a link leaves its upper vertex, and enters its lower one: pixels from the anchor.
  private var ports: [Link: (upper: Double, lower: Double)] = [:]

  struct Link: Hashable {
    var upper: Int
    var lower: Int
  }

  init(_ layers: GraphLayers) {
    self.layers = layers
    x = Array(repeating: 0, count: layers.vertices.count)
    spreadPorts()
    for row in layers.rows {
      var next = 0.0
      for (index, vertex) in row.enumerated() {
        if index > 0 { next += layers.distance(row[index - 1], vertex) }
        x[vertex] = next
      }
    }
    for round in 0..<60 {
      let rows = round % 2 == 0 ? Array(layers.rows.indices) : layers.rows.indices.reversed()
      // At first by one side, so that rows find each other; at last by both, so that lines become straight.
      for row in rows { settle(row, looksUp: round > 20 || round % 2 == 0, looksDown: round > 20 || round % 2 == 1) }
    }
    for _ in 0..<4 { straighten() }
    let least = layers.vertices.indices.map { x[$0] - layers.vertices[$0].left }.min() ?? 0
    x = x.map { $0 - least }
  }

  /// Where a link of a bundle begins above and ends below, in pixels.
  func ends(of chain: Int, at step: Int) -> (upper: Double, lower: Double) {
    let (upper, lower) = (layers.chains[chain][step], layers.chains[chain][step + 1])
    let port = ports[Link(upper: upper, lower: lower)] ?? (0, 0)
    return (x[upper] + port.upper, x[lower] + port.lower)
  }

  /// Gives each line of a box a place of its own on the box's edge, in the order in which the lines go.
  private mutating func spreadPorts() {
    var place = Array(repeating: 0, count: layers.vertices.count)
    for row in layers.rows { for (index, vertex) in row.enumerated() { place[vertex] = index } }
    for (number, vertex) in layers.vertices.enumerated() where vertex.isBox {
      let half = min(vertex.left, vertex.right) - 12
      for (neighbours, isBelow) in [(layers.above[number], false), (layers.below[number], true)] {
        let sorted = neighbours.sorted { place[$0] < place[$1] }
        let step = sorted.count > 1 ? min(34, 2 * half / Double(sorted.count - 1)) : 0
        for (index, other) in sorted.enumerated() {
          let offset = (Double(index) - Double(sorted.count - 1) / 2) * step
          let link = isBelow ? Link(upper: number, lower: other) : Link(upper: other, lower: number)
          var port = ports[link] ?? (0, 0)
          if isBelow { port.upper = offset } else { port.lower = offset }
          ports[link] = port
        }
      }
    }
  }

  /// Moves the vertices of a row to where their neighbours want them, as far as their order and distances let them.
  private mutating func settle(_ row: Int, looksUp: Bool, looksDown: Bool) {
    let vertices = layers.rows[row]
    var wanted: [(x: Double, weight: Double)] = []
    for vertex in vertices {
      var (sum, weight) = (0.0, 0.0)
      func pull(_ target: Double, _ other: Int) {
        let strength = strength(vertex, other)
        sum += target * strength
        weight += strength
      }
      if looksUp {
        for other in layers.above[vertex] {
          let port = ports[Link(upper: other, lower: vertex)] ?? (0, 0)
          pull(x[other] + port.upper - port.lower, other)
        }
      }
      if looksDown {
        for other in layers.below[vertex] {
          let port = ports[Link(upper: vertex, lower: other)] ?? (0, 0)
          pull(x[other] + port.lower - port.upper, other)
        }
      }
      wanted.append(weight > 0 ? (sum / weight, weight) : (x[vertex], 0.01))
    }
    for (vertex, place) in zip(vertices, apart(vertices, wanted)) { x[vertex] = place }
  }

  /// Long lines are kept straighter than what leads to a box.
  private func strength(_ a: Int, _ b: Int) -> Double {
    switch (layers.vertices[a].isBox, layers.vertices[b].isBox) {
    case (true, true): 1
    case (false, false): 8
    default: 2
    }
  }

  /// The places nearest to the wanted ones (least weighted squares) that keep order and distance: pool adjacent violators.
  private func apart(_ row: [Int], _ wanted: [(x: Double, weight: Double)]) -> [Double] {
    var shift = 0.0
    var shifts: [Double] = []
    var pools: [(mean: Double, weight: Double, count: Int)] = []
    for index in row.indices {
      if index > 0 { shift += layers.distance(row[index - 1], row[index]) }
      shifts.append(shift)
      pools.append((wanted[index].x - shift, wanted[index].weight, 1))
      while pools.count > 1, pools[pools.count - 2].mean > pools[pools.count - 1].mean {
        let last = pools.removeLast()
        let before = pools.removeLast()
        let weight = last.weight + before.weight
        pools.append(
          ((last.mean * last.weight + before.mean * before.weight) / weight, weight, last.count + before.count))
      }
    }
    let means = pools.flatMap { Array(repeating: $0.mean, count: $0.count) }
    return zip(means, shifts).map { $0 + $1 }
  }
}
