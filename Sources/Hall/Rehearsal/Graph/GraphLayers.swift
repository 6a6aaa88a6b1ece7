/// A graph whose arrows lead from row to row: labels and bends are vertices of their own, so that nothing is drawn over them.
///
/// Boxes stand in even rows, labels in odd ones. (Sugiyama, Tagawa, Toda 1981, doi 10.1109/TSMC.1981.4308636; labels as
/// vertices: Gansner, Koutsofios, North, Vo 1993, doi 10.1109/32.221135.)
struct GraphLayers {
  /// What a vertex is.
  enum Content: Hashable {
    case box(Int)
    case label(Int)
    case bend(Int)
  }

  /// Something in a row, around its anchor.
  struct Vertex: Hashable {
    var content: Content
    var row: Int
    /// How far it reaches to the left of its anchor, in pixels.
    var left: Double
    /// How far it reaches to the right.
    var right: Double
    var height: Double

    var isBox: Bool { if case .box = content { true } else { false } }
    var isBend: Bool { if case .bend = content { true } else { false } }
  }

  var vertices: [Vertex] = []
  /// The vertices of each row, from left to right.
  var rows: [[Int]] = []
  /// The neighbours of each vertex in the row above.
  var above: [[Int]] = []
  /// The neighbours of each vertex in the row below.
  var below: [[Int]] = []
  /// The vertices of each bundle from top to bottom, its boxes included.
  var chains: [[Int]] = []
  let isReversed: [Bool]

  /// Makes rows of boxes and of the bundles between them.
  init(boxes: [(left: Double, right: Double, height: Double)], bundles: [GraphBundle], ranking: GraphRanking) {
    isReversed = ranking.isReversed
    for (number, box) in boxes.enumerated() {
      add(
        Vertex(
          content: .box(number), row: ranking.ranks[number] * 2, left: box.left, right: box.right, height: box.height))
    }
    rows = Array(repeating: [], count: (ranking.ranks.max() ?? 0) * 2 + 1)
    var widths = Array(repeating: 0.0, count: rows.count)
    for (number, bundle) in bundles.enumerated() {
      let (upper, lower) = isReversed[number] ? (bundle.to, bundle.from) : (bundle.from, bundle.to)
      let inner = (vertices[upper].row + 1)..<vertices[lower].row
      // The label stands where there is most room; of rows with the same room, nearest to where the arrow begins.
      let odd = inner.filter { $0 % 2 == 1 }
      let nearest = isReversed[number] ? odd.reversed() : odd
      let labelRow = bundle.label.isEmpty ? nil : nearest.min { widths[$0] < widths[$1] }
      if let labelRow { widths[labelRow] += bundle.label.width + 30 }
      var chain = [upper]
      for row in inner {
        chain.append(add(row == labelRow ? label(bundle, number, row) : bend(number, row)))
      }
      chain.append(lower)
      chains.append(chain)
      for (a, b) in zip(chain, chain.dropFirst()) {
        below[a].append(b)
        above[b].append(a)
      }
    }
    for vertex in vertices.indices { rows[vertices[vertex].row].append(vertex) }
  }

  private func label(_ bundle: GraphBundle, _ number: Int, _ row: Int) -> Vertex {
    let half = bundle.label.width / 2 + 3
    return Vertex(content: .label(number), row: row, left: half, right: half, height: bundle.label.height + 6)
  }

  private func bend(_ number: Int, _ row: Int) -> Vertex {
    Vertex(content: .bend(number), row: row, left: 2, right: 2, height: 0)
  }

  @discardableResult private mutating func add(_ vertex: Vertex) -> Int {
    vertices.append(vertex)
    above.append([])
    below.append([])
    return vertices.count - 1
  }

  /// How far two neighbours of a row keep from one another, in pixels.
  func distance(_ a: Int, _ b: Int) -> Double {
    let room = vertices[a].isBend && vertices[b].isBend ? 12.0 : vertices[a].isBox && vertices[b].isBox ? 26 : 16
    return vertices[a].right + room + vertices[b].left
  }
}
