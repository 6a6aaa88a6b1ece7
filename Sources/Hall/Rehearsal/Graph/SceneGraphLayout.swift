/// Where everything of a graph stands in its drawing.
public struct SceneGraphLayout: Sendable {
  /// A box.
  public struct PlacedBox: Sendable {
    /// Its number in the graph, from 0.
    public var box: Int
    /// Where it stands.
    public var frame: GraphFrame
    var text: GraphText
  }

  /// The words of a line.
  public struct PlacedLabel: Sendable {
    /// Where they stand.
    public var frame: GraphFrame
    var bundle: Int
  }

  /// A line from one box to another.
  public struct PlacedLine: Sendable {
    /// The box it begins at.
    public var from: Int
    /// The box it leads to.
    public var to: Int
    /// Where it runs; nothing for a loop at the right of its box.
    public var curve: GraphCurve?
    var bundle: Int
  }

  /// The boxes, in the order of the graph.
  public private(set) var boxes: [PlacedBox] = []
  /// The words of lines that have any.
  public private(set) var labels: [PlacedLabel] = []
  /// The lines.
  public private(set) var lines: [PlacedLine] = []
  /// The width of it all, in pixels.
  public private(set) var width = 0.0
  /// The height of it all, in pixels.
  public private(set) var height = 0.0
  let bundles: [GraphBundle]

  /// How far parts that do not hang together keep from one another, in pixels.
  private static let partGap = 46.0

  /// Lays a graph out: the same for the same graph, on any machine.
  public init(_ graph: SceneGraph) {
    bundles = GraphBundle.all(of: graph)
    let texts = graph.boxes.map(Self.text)
    var lineCounts = Array(repeating: 0, count: graph.boxes.count)
    for bundle in bundles where bundle.from != bundle.to {
      lineCounts[bundle.from] += 1
      lineCounts[bundle.to] += 1
    }
    let sizes = texts.enumerated().map { number, text in
      (width: max(84, text.width + 26, Double(lineCounts[number]) * 8 + 24), height: text.height + 16)
    }
    let start = graph.boxes.firstIndex { $0.marks.contains("start") }
    let parts = Self.parts(graph.boxes.count, bundles).map {
      GraphComponent($0, sizes: sizes, bundles: bundles, first: start)
    }
    pack(parts, texts)
    boxes.sort { $0.box < $1.box }
    labels.sort { $0.bundle < $1.bundle }
    lines.sort { $0.bundle < $1.bundle }
  }

  private static func text(of box: SceneGraph.Box) -> GraphText {
    var text = GraphText()
    text.add(box.name, like: GraphText.Line(text: "", size: 13, isBold: true), widest: 190)
    text.add(box.title, like: GraphText.Line(text: "", size: 10.5), widest: 170)
    for mark in box.marks {
      text.add(mark, like: GraphText.Line(text: "", size: 9.5, color: box.look.line, isSlanted: true), widest: 170)
    }
    return text
  }

  /// The boxes that hang together by lines: the part with most boxes first, then in the order of the graph.
  private static func parts(_ count: Int, _ bundles: [GraphBundle]) -> [[Int]] {
    var root = Array(0..<count)
    func top(_ box: Int) -> Int {
      var box = box
      while root[box] != box { box = root[box] }
      return box
    }
    for bundle in bundles {
      let (a, b) = (top(bundle.from), top(bundle.to))
      root[max(a, b)] = min(a, b)
    }
    let parts = Dictionary(grouping: 0..<count, by: top).sorted { $0.key < $1.key }.map(\.value)
    return parts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
  }

  /// Puts the largest part at the left, the others below one another at its right.
  private mutating func pack(_ parts: [GraphComponent], _ texts: [GraphText]) {
    guard let main = parts.first else { return }
    add(main, GraphPoint(0, 0), texts)
    let tallest = max(main.height, parts.dropFirst().map(\.height).max() ?? 0)
    var (x, y, column) = (main.width + Self.partGap, 0.0, 0.0)
    for part in parts.dropFirst() {
      if y > 0, y + part.height > tallest {
        x += column + Self.partGap
        (y, column) = (0, 0)
      }
      add(part, GraphPoint(x, y), texts)
      column = max(column, part.width)
      y += part.height + Self.partGap / 2
    }
  }

  private mutating func add(_ part: GraphComponent, _ corner: GraphPoint, _ texts: [GraphText]) {
    func moved(_ frame: GraphFrame) -> GraphFrame {
      GraphFrame(x: frame.x + corner.x, y: frame.y + corner.y, width: frame.width, height: frame.height)
    }
    for (box, frame) in part.frames { boxes.append(PlacedBox(box: box, frame: moved(frame), text: texts[box])) }
    for label in part.labels { labels.append(PlacedLabel(frame: moved(label.frame), bundle: label.bundle)) }
    for (number, bundle) in bundles.enumerated() where part.frames[bundle.from] != nil {
      let curve = part.curves[number].map { curve in
        GraphCurve(curve.points.map { GraphPoint($0.x + corner.x, $0.y + corner.y) })
      }
      lines.append(PlacedLine(from: bundle.from, to: bundle.to, curve: curve, bundle: number))
    }
    width = max(width, corner.x + part.width)
    height = max(height, corner.y + part.height)
  }
}
