/// In what order things are taken from a list.
public enum DrawOrder: String, Hashable, Sendable, Codable, CaseIterable {
  /// One after the other, from the first again after the last.
  case sequence
  /// Any, each as likely at each draw.
  case random
  /// In a shuffled order: each once before any comes again.
  case noRepeat = "no_repeat"
}

/// Media of which a cue takes the next: where a pool has got to outlasts scenes and restarts.
public struct Pool: Hashable, Sendable, Codable {
  /// Its name, unique among the pools and rotations of its artwork.
  public var id: SourceID
  /// In what order they are taken.
  public var order: DrawOrder
  /// The media, 1 to 100 000.
  public var items: [String]

  /// A pool of media.
  public init(id: SourceID, order: DrawOrder = .sequence, items: [String]) {
    (self.id, self.order, self.items) = (id, order, items)
  }
}

/// Media or scenes that share the time fairly: the next is always the one that was on least today.
public struct Rotation: Hashable, Sendable, Codable {
  /// What takes turns.
  public enum Items: Hashable, Sendable, Codable {
    /// Media, each while a device shows it.
    case media([String])
    /// Scenes of the artwork, each while it runs.
    case scenes([SceneID])
  }

  /// Its name, unique among the pools and rotations of its artwork.
  public var id: SourceID
  /// What takes turns, 1 to 1000.
  public var items: Items

  /// A rotation.
  public init(id: SourceID, items: Items) { (self.id, self.items) = (id, items) }

  /// The names of what takes turns.
  public var names: [String] {
    switch items {
    case .media(let media): media
    case .scenes(let scenes): scenes.map(\.text)
    }
  }
}

/// A medium that an action names: itself, or the next of a pool or a rotation.
public enum Medium: Hashable, Sendable, Codable {
  /// By its name.
  case named(String)
  /// The next of a pool or a rotation of the artwork.
  case next(SourceID)

  /// The name, if it is named.
  public var name: String? { if case .named(let name) = self { name } else { nil } }
}

/// A number that an artwork keeps and its cues and triggers change: it outlasts scenes and restarts.
public struct Counter: Hashable, Sendable, Codable {
  /// Its name in the artwork's file.
  public var name: String
  /// The number it has when the show begins.
  public var start: Double
  /// Where it stays within.
  public var range: ClosedRange<Double>

  /// A counter.
  public init(name: String, start: Double = 0, range: ClosedRange<Double> = 0...1_000_000) {
    (self.name, self.start, self.range) = (name, start, range)
  }

  /// The sensor as which conditions and triggers see it: `ARTWORK/COUNTER`, which no sensor of a hall can be called.
  public func sensor(of artwork: ArtworkID) -> Sensor {
    Sensor(id: SensorID("\(artwork)/\(name)"), kind: .count, range: range, title: name)
  }
}

/// What an action does to a counter.
public enum CounterChange: Hashable, Sendable, Codable {
  /// Adds, or takes away.
  case add(Double)
  /// Sets.
  case set(Double)
}
