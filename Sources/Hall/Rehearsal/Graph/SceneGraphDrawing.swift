import Show

/// The drawing of a graph in SVG: a heading, the boxes and lines of its layout, and what their colours and dashes mean.
struct SceneGraphDrawing {
  let graph: SceneGraph
  let layout: SceneGraphLayout
  private var canvas = SVGCanvas()
  private static let margin = 24.0
  private static let top = 84.0
  private static let ink = "#1f2328"
  private static let quiet = "#59616a"

  init(_ graph: SceneGraph) { (self.graph, layout) = (graph, SceneGraphLayout(graph)) }

  /// The drawing: well-formed, without scripts, the same for the same graph.
  mutating func svg() -> String {
    canvas = SVGCanvas()
    let title = graph.title.isEmpty ? graph.artwork.text : graph.title
    let (maker, what) = (graph.by, "\(graph.artwork): its scenes, and what leads from one to another")
    let least = max(TextWidth.of(title, size: 18, bold: true), TextWidth.of(what, size: 11))
    let width = max(layout.width, min(least, 900)) + 2 * Self.margin
    let room = width - 2 * Self.margin
    let heading = TextWidth.fitted(title, size: 18, bold: true, width: room)
    canvas.text(heading, Self.margin, 32, SVGCanvas.Letters(size: 18, isBold: true))
    canvas.text(
      TextWidth.fitted(maker, size: 11.5, width: room), Self.margin, 50, SVGCanvas.Letters(size: 11.5))
    canvas.text(
      TextWidth.fitted(what, size: 11, width: room), Self.margin, maker.isEmpty ? 50 : 66,
      SVGCanvas.Letters(size: 11, color: Self.quiet))
    for line in layout.lines { draw(line) }
    for box in layout.boxes { draw(box) }
    for label in layout.labels { draw(label) }
    let legendTop = Self.top + layout.height + 26
    let bottom = drawLegend(from: legendTop, width: width)
    return canvas.document(
      width: width, height: bottom + 14, title: "\(graph.heading): scenes and what leads between them")
  }

  private func moved(_ point: GraphPoint) -> GraphPoint { GraphPoint(point.x + Self.margin, point.y + Self.top) }

  private mutating func draw(_ box: SceneGraphLayout.PlacedBox) {
    let look = graph.boxes[box.box].look
    let corner = moved(GraphPoint(box.frame.x, box.frame.y))
    let radius = look == .programme || look == .rotation ? min(box.frame.height / 2, 16) : 5
    let dash = look.dash.isEmpty ? "" : " stroke-dasharray=\"\(look.dash)\""
    let line = "rx=\"\(short(radius))\" stroke=\"\(look.line)\" stroke-width=\"\(short(look.lineWidth))\"\(dash)"
    canvas.rectangle(corner.x, corner.y, box.frame.width, box.frame.height, fill: look.fill, more: line)
    write(box.text, around: corner.x + box.frame.width / 2, from: corner.y + (box.frame.height - box.text.height) / 2)
    // Above its words, so that a pointer finds it wherever it rests.
    canvas.rectangle(
      corner.x, corner.y, box.frame.width, box.frame.height, fill: "#ffffff", title: sentence(of: box.box),
      more: "fill-opacity=\"0\"")
  }

  private mutating func draw(_ label: SceneGraphLayout.PlacedLabel) {
    let bundle = layout.bundles[label.bundle]
    let corner = moved(GraphPoint(label.frame.x, label.frame.y))
    let top = corner.y + (label.frame.height - bundle.label.height) / 2
    write(bundle.label, around: corner.x + label.frame.width / 2, from: top)
    canvas.rectangle(
      corner.x, corner.y, label.frame.width, label.frame.height, fill: "#ffffff", title: sentence(of: bundle),
      more: "fill-opacity=\"0\"")
  }

  private mutating func write(_ text: GraphText, around x: Double, from top: Double) {
    var y = top
    for line in text.lines {
      let letters = SVGCanvas.Letters(
        size: line.size, color: line.color, isBold: line.isBold, isSlanted: line.isSlanted, anchor: .middle)
      canvas.text(line.text, x, y + line.size * 0.98, letters)
      y += line.height
    }
  }

  private mutating func draw(_ line: SceneGraphLayout.PlacedLine) {
    let bundle = layout.bundles[line.bundle]
    let dash = bundle.dash.isEmpty ? "" : " stroke-dasharray=\"\(bundle.dash)\""
    let stroke = "stroke=\"\(bundle.color)\" stroke-width=\"1.4\"\(dash)"
    guard let curve = line.curve else { return drawLoop(line, bundle, stroke) }
    let label = layout.labels.first { $0.bundle == line.bundle }?.frame
    var points = curve.points
    guard points.count > 1, let tip = points.last else { return }
    let isDown = tip.y > points[points.count - 2].y
    // The line ends inside its tip, which is drawn over it.
    points[points.count - 1].y += isDown ? -6 : 6
    var steps = ""
    for (index, point) in points.enumerated() {
      let here = moved(point)
      guard index > 0 else {
        steps += "M\(short(here.x)) \(short(here.y))"
        continue
      }
      let before = moved(points[index - 1])
      if crosses(label, points[index - 1], point) {
        steps += "M\(short(here.x)) \(short(here.y))"
      } else if abs(here.x - before.x) < 0.05 {
        steps += "V\(short(here.y))"
      } else {
        let middle = short((here.y + before.y) / 2)
        steps += "C\(short(before.x)) \(middle) \(short(here.x)) \(middle) \(short(here.x)) \(short(here.y))"
      }
    }
    canvas.path(steps, title: sentence(of: bundle), more: stroke)
    drawTip(at: moved(tip), direction: GraphPoint(0, isDown ? 1 : -1), bundle)
  }

  /// Whether a piece of a line runs through its own label: there it makes way for the words.
  private func crosses(_ label: GraphFrame?, _ a: GraphPoint, _ b: GraphPoint) -> Bool {
    guard let label, abs(a.x - b.x) < 0.05 else { return false }
    return label.holds(GraphPoint(a.x, label.y + label.height / 2)) && min(a.y, b.y) <= label.y + 0.05
      && max(a.y, b.y) >= label.bottom - 0.05
  }

  private mutating func drawLoop(_ line: SceneGraphLayout.PlacedLine, _ bundle: GraphBundle, _ stroke: String) {
    guard let frame = layout.boxes.first(where: { $0.box == line.from })?.frame else { return }
    let right = moved(GraphPoint(frame.right, frame.y + frame.height / 2))
    let spread = min(10, frame.height / 4)
    let out = short(right.x + GraphComponent.loopReach * 1.2)
    let (above, below) = (short(right.y - spread), short(right.y + spread))
    canvas.path(
      "M\(short(right.x)) \(above)C\(out) \(short(right.y - spread * 2.2)) \(out) \(short(right.y + spread * 2.2)) "
        + "\(short(right.x + 6)) \(below)", title: sentence(of: bundle), more: stroke)
    drawTip(at: GraphPoint(right.x, right.y + spread), direction: GraphPoint(-1, 0), bundle)
  }

  private mutating func drawTip(at tip: GraphPoint, direction: GraphPoint, _ bundle: GraphBundle) {
    let (back, side) = (9.0, 4.0)
    let base = GraphPoint(tip.x - direction.x * back, tip.y - direction.y * back)
    let across = GraphPoint(direction.y * side, direction.x * side)
    canvas.path(
      "M\(short(tip.x)) \(short(tip.y))L\(short(base.x + across.x)) \(short(base.y + across.y))"
        + "L\(short(base.x - across.x)) \(short(base.y - across.y))z", fill: bundle.color, title: sentence(of: bundle))
  }

  private func sentence(of bundle: GraphBundle) -> String {
    let way = "\(graph.boxes[bundle.from].name) → \(graph.boxes[bundle.to].name)"
    let reasons = bundle.arrows.map { $0.cause == .operators ? "operators' next" : $0.text }.filter { !$0.isEmpty }
    return reasons.isEmpty ? way : "\(way): \(reasons.joined(separator: "; or "))"
  }

  private func sentence(of box: Int) -> String {
    let text = graph.boxes[box]
    return ([text.name] + [text.title].filter { !$0.isEmpty } + text.marks).joined(separator: ", ")
  }

  /// What the lines mean, in as many rows as it takes.
  ///
  /// - Returns: its lower edge.
  private mutating func drawLegend(from top: Double, width: Double) -> Double {
    var (x, y) = (Self.margin, top)
    for cause in SceneGraph.Cause.allCases where graph.arrows.contains(where: { $0.cause == cause }) {
      let room = 34 + TextWidth.of(cause.legend, size: 10) + 18
      if x > Self.margin, x + room > width - Self.margin { (x, y) = (Self.margin, y + 16) }
      let dash = cause.dash.isEmpty ? "" : " stroke-dasharray=\"\(cause.dash)\""
      canvas.path(
        "M\(short(x)) \(short(y))h26", more: "stroke=\"\(cause.color)\" stroke-width=\"1.6\"\(dash)")
      canvas.text(cause.legend, x + 32, y + 3.5, SVGCanvas.Letters(size: 10, color: Self.quiet))
      x += room
    }
    return y + 4
  }
}

extension SceneGraph {
  /// The graph as a drawing: SVG 1.1, readable without colours, what things are in its `title` elements.
  public var svg: String {
    var drawing = SceneGraphDrawing(self)
    return drawing.svg()
  }
}
