/// All arrows that lead from one box to another: they share a line, and each is a line of its label.
struct GraphBundle: Hashable {
  let from: Int
  let to: Int
  let arrows: [SceneGraph.Arrow]
  let label: GraphText

  /// The widest line of a label, in pixels.
  private static let widest = 150.0
  /// The size of a label's letters.
  static let size = 10.0

  init(from: Int, to: Int, arrows: [SceneGraph.Arrow]) {
    (self.from, self.to, self.arrows) = (from, to, arrows)
    var label = GraphText()
    for (place, arrow) in arrows.filter({ !$0.reason.isEmpty }).enumerated() {
      let line = GraphText.Line(text: "", size: Self.size, color: arrow.cause.color)
      label.add((place > 0 ? "or " : "") + arrow.reason, like: line, widest: Self.widest)
      guard !arrow.condition.isEmpty else { continue }
      let slanted = GraphText.Line(text: "", size: Self.size, color: arrow.cause.color, isSlanted: true)
      label.add("when \(arrow.condition)", like: slanted, widest: Self.widest)
    }
    self.label = label
  }

  /// The bundles of a graph, in the order in which their first arrows stand.
  ///
  /// The order of operators' `next` keeps lines of its own: it says nothing of what happens by itself.
  static func all(of graph: SceneGraph) -> [GraphBundle] {
    struct Key: Hashable {
      var from: Int
      var to: Int
      var isOperators: Bool
    }
    var order: [Key] = []
    var found: [Key: [SceneGraph.Arrow]] = [:]
    for arrow in graph.arrows {
      let key = Key(from: arrow.from, to: arrow.to, isOperators: arrow.cause == .operators)
      if found[key] == nil { order.append(key) }
      if found[key]?.contains(where: { $0.text == arrow.text && $0.cause == arrow.cause }) == true { continue }
      found[key, default: []].append(arrow)
    }
    return order.map { GraphBundle(from: $0.from, to: $0.to, arrows: found[$0] ?? []) }
  }

  /// The colour of its line: that of its arrows, if they have one in common.
  var color: String {
    let colors = Set(arrows.map(\.cause.color))
    return colors.count == 1 ? arrows[0].cause.color : SceneGraph.Cause.time.color
  }

  /// The dashes of its line.
  var dash: String {
    let dashes = Set(arrows.map(\.cause.dash))
    return dashes.count == 1 ? arrows[0].cause.dash : ""
  }
}
