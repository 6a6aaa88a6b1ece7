/// A part of a graph whose boxes hang together, laid out by itself from its upper left corner.
struct GraphComponent {
  /// A label of a bundle, and where it stands.
  struct Label {
    var bundle: Int
    var frame: GraphFrame
  }

  /// The boxes' frames, by their numbers in the graph.
  private(set) var frames: [Int: GraphFrame] = [:]
  private(set) var labels: [Label] = []
  /// The lines, by bundle, each from where it begins to its tip.
  private(set) var curves: [Int: GraphCurve] = [:]
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// How much of a line stands upright at a box, its tip included.
  private static let stub = 13.0
  /// How far a loop reaches out of its box.
  static let loopReach = 26.0

  /// Lays out boxes.
  ///
  /// - Parameters:
  ///   - members: the numbers of the boxes.
  ///   - sizes: the size of each box of the graph.
  ///   - bundles: all bundles of the graph; those between other boxes are left out.
  ///   - first: the box that stands as high as it can.
  init(_ members: [Int], sizes: [(width: Double, height: Double)], bundles: [GraphBundle], first: Int?) {
    let local = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    let inner = bundles.indices.filter { local[bundles[$0].from] != nil }
    let ways = inner.filter { bundles[$0].from != bundles[$0].to }
    let loops = Dictionary(inner.filter { bundles[$0].from == bundles[$0].to }.map { (bundles[$0].from, $0) }) { a, _ in
      a
    }
    let pairs = ways.map { (from: local[bundles[$0].from] ?? 0, to: local[bundles[$0].to] ?? 0) }
    let ranking = GraphRanking(count: members.count, ways: pairs, first: first.flatMap { local[$0] })
    let boxes = members.map { member in
      let loop = loops[member].map { Self.loopReach + 8 + bundles[$0].label.width } ?? 0
      let height = max(sizes[member].height, loops[member].map { bundles[$0].label.height } ?? 0)
      return (left: sizes[member].width / 2, right: sizes[member].width / 2 + loop, height: height)
    }
    let localBundles = zip(ways, pairs).map {
      GraphBundle(from: $1.from, to: $1.to, arrows: bundles[$0].arrows)
    }
    var order = GraphOrder(GraphLayers(boxes: boxes, bundles: localBundles, ranking: ranking))
    order.improve()
    place(order.layers, members, sizes, ways)
    for (member, bundle) in loops { addLoop(bundle, at: member, bundles[bundle].label) }
  }

  private mutating func place(
    _ layers: GraphLayers, _ members: [Int], _ sizes: [(width: Double, height: Double)], _ ways: [Int]
  ) {
    let places = GraphPlaces(layers)
    let bands = Self.bands(layers, places)
    for (number, vertex) in layers.vertices.enumerated() {
      let middle = (bands[vertex.row].top + bands[vertex.row].bottom) / 2
      width = max(width, places.x[number] + vertex.right)
      switch vertex.content {
      case .box(let box):
        let size = sizes[members[box]]
        frames[members[box]] = GraphFrame(
          x: places.x[number] - size.width / 2, y: middle - size.height / 2, width: size.width, height: size.height)
      case .label(let bundle):
        labels.append(
          Label(
            bundle: ways[bundle],
            frame: GraphFrame(
              x: places.x[number] - vertex.left, y: middle - vertex.height / 2, width: vertex.left + vertex.right,
              height: vertex.height)))
      case .bend: break
      }
    }
    height = bands.last?.bottom ?? 0
    for (number, chain) in layers.chains.enumerated() {
      route(chain, number, layers, places, bands, ways[number], members)
    }
  }

  /// The upper and lower edge of each row: as high as its highest vertex, with room for stubs at boxes and for the
  /// lines between rows, the more the further they go aside.
  private static func bands(_ layers: GraphLayers, _ places: GraphPlaces) -> [(top: Double, bottom: Double)] {
    var gaps = Array(repeating: 14.0, count: layers.rows.count)
    for (number, chain) in layers.chains.enumerated() {
      for step in chain.indices.dropLast() {
        let ends = places.ends(of: number, at: step)
        let row = layers.vertices[chain[step]].row
        gaps[row] = max(gaps[row], min(64, 14 + abs(ends.upper - ends.lower) * 0.13))
      }
    }
    var y = 0.0
    return layers.rows.indices.map { row in
      let height = layers.rows[row].map { layers.vertices[$0].height }.max() ?? 0
      let room = row % 2 == 0 ? stub : 0
      let band = (top: y, bottom: y + height + 2 * room)
      y = band.bottom + gaps[row]
      return band
    }
  }

  /// Leads a line of a bundle through its chain, around nothing: each row keeps a place for it.
  private mutating func route(
    _ chain: [Int], _ number: Int, _ layers: GraphLayers, _ places: GraphPlaces,
    _ bands: [(top: Double, bottom: Double)],
    _ bundle: Int, _ members: [Int]
  ) {
    var points: [GraphPoint] = []
    for step in chain.indices.dropLast() {
      let ends = places.ends(of: number, at: step)
      let (upper, lower) = (layers.vertices[chain[step]], layers.vertices[chain[step + 1]])
      if case .box(let box) = upper.content, let frame = frames[members[box]] {
        points.append(GraphPoint(ends.upper, frame.bottom))
      }
      points.append(GraphPoint(ends.upper, bands[upper.row].bottom))
      points.append(GraphPoint(ends.lower, bands[lower.row].top))
      if case .label = lower.content {
        let middle = (bands[lower.row].top + bands[lower.row].bottom) / 2
        points.append(GraphPoint(ends.lower, middle - lower.height / 2))
        points.append(GraphPoint(ends.lower, middle + lower.height / 2))
      }
      if case .box(let box) = lower.content, let frame = frames[members[box]] {
        points.append(GraphPoint(ends.lower, frame.y))
      }
    }
    curves[bundle] = GraphCurve(layers.isReversed[number] ? points.reversed() : points)
  }

  private mutating func addLoop(_ bundle: Int, at member: Int, _ label: GraphText) {
    guard let frame = frames[member] else { return }
    let middle = frame.y + frame.height / 2
    labels.append(
      Label(
        bundle: bundle,
        frame: GraphFrame(
          x: frame.right + Self.loopReach + 4, y: middle - label.height / 2, width: label.width + 4,
          height: label.height
        )))
  }
}
