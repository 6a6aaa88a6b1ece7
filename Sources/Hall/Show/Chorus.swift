/// Nights that are dreamt beside the night of a dream, blended into the one picture.
public struct Chorus: Hashable, Sendable, Codable {
  /// The prepared nights, in the order in which they join.
  public var nights: [String]
  /// How many there are is told by how many visitors there are; nil for all.
  public var visitors: Visitors?
  /// How many of the nights are there.
  public var size: Int

  /// The most nights that may join another.
  public static let most = 7

  /// How many dreamers there are for so many visitors.
  public struct Visitors: Hashable, Sendable, Codable {
    /// The sensor or counter that counts them.
    public var sensor: SensorID
    /// Visitors to a dreamer.
    public var each: Int

    /// Dreamers for visitors.
    public init(sensor: SensorID, each: Int = 1) { (self.sensor, self.each) = (sensor, each) }

    /// How many dreamers a number of visitors wants: one for each `each` of them, and one in an empty room.
    func dreamers(for visitors: Double) -> Int {
      max(1, Int((min(max(visitors, 0), 1e6) / Double(max(1, each))).rounded(.up)))
    }
  }

  /// Nights that are dreamt beside another: all of them, or none yet where visitors tell how many.
  public init(nights: [String], visitors: Visitors? = nil) {
    (self.nights, self.visitors) = (nights, visitors)
    size = visitors == nil ? nights.count : 0
  }

  /// This one with as many nights as one before it that counts the same way.
  func goingOn(from before: Chorus?) -> Chorus {
    guard let before, visitors != nil, before.visitors == visitors, before.nights == nights else { return self }
    return before
  }

  /// The nights that are there.
  public var joined: [String] { Array(nights.prefix(size)) }

  /// How many nights are to be there beside the first.
  ///
  /// A dreamer comes with the visitors that it takes; one goes only when a visitor more would not bring them back, so that
  /// somebody who steps away for a moment takes nobody along.
  ///
  /// - Parameter count: how many visitors there are; nil where nobody knows.
  public func wanted(for count: Double?) -> Int {
    guard let visitors else { return nights.count }
    guard let count else { return 0 }
    let rising = visitors.dreamers(for: count) - 1, falling = visitors.dreamers(for: count + 1) - 1
    return min(nights.count, size < rising ? rising : min(size, falling))
  }
}

extension Artwork {
  /// The screens on which its cues let nights come and go with the visitors, and by what they are counted.
  public var followedChoruses: [(screen: DeviceID, visitors: Chorus.Visitors)] {
    scenes.flatMap { scene in
      (scene.cues.map(\.action) + scene.triggers.flatMap(\.actions).map(\.action)).compactMap { action in
        guard case .dream(let screen, let dream) = action, let visitors = dream.chorus?.visitors else { return nil }
        return (screen, visitors)
      }
    }
  }
}
