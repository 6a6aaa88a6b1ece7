/// A place in a drawing, in pixels from its upper left corner.
public struct GraphPoint: Hashable, Sendable {
  /// To the right.
  public var x: Double
  /// Down.
  public var y: Double

  /// A place.
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A rectangle in a drawing, in pixels.
public struct GraphFrame: Hashable, Sendable {
  /// Its left edge.
  public var x: Double
  /// Its upper edge.
  public var y: Double
  /// Its width.
  public var width: Double
  /// Its height.
  public var height: Double

  /// A rectangle.
  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// Its right edge.
  public var right: Double { x + width }
  /// Its lower edge.
  public var bottom: Double { y + height }

  /// Whether the two have more in common than an edge.
  public func overlaps(_ other: GraphFrame) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  /// Whether a place lies inside it.
  public func holds(_ point: GraphPoint) -> Bool {
    x < point.x && point.x < right && y < point.y && point.y < bottom
  }
}

/// A line of a drawing: straight pieces down and curves between rows, each an S that begins and ends upright.
public struct GraphCurve: Hashable, Sendable {
  /// Its places, from where it begins.
  public private(set) var points: [GraphPoint]

  /// A line through places; where x changes it is curved.
  init(_ points: [GraphPoint]) { self.points = points }

  /// Places on it, a few pixels apart.
  public var samples: [GraphPoint] {
    zip(points, points.dropFirst()).flatMap { a, b in
      (0...24).map { step in
        let t = Double(step) / 24
        // Bézier's with both controls at half the height: x by the smooth step, y nearly even.
        let y = a.y + (b.y - a.y) * (1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t)
        return GraphPoint(a.x + (b.x - a.x) * (3 * t * t - 2 * t * t * t), y)
      }
    }
  }
}
