/// A condition over inputs, the hall, the scene and the time of day: names and types were checked when it was loaded.
public indirect enum Condition: Hashable, Sendable, Codable {
  /// Always or never.
  case constant(Bool)
  /// Both.
  case and(Condition, Condition)
  /// Either or both.
  case or(Condition, Condition)
  /// Not.
  case not(Condition)
  /// A comparison with a constant, for example `crowd >= 8` or `door is open`; without a value it does not hold.
  case compare(Term, Comparison, Value)
  /// A comparison with a time of day, for example `time >= 17:30`.
  case time(Comparison, TimeOfDay)
}

/// What a condition may look at.
public enum Term: Hashable, Sendable, Codable {
  /// The value of a sensor.
  case sensor(SensorID)
  /// The phase of the hall: `closed`, `opening`, `open`, `closing` or the name of a mode.
  case hallPhase
  /// The scene that the artwork itself is in.
  case scene
  /// The scene that another artwork is in.
  case sceneOf(ArtworkID)
}

/// How two values are compared.
public enum Comparison: String, Hashable, Sendable, Codable {
  /// Is the same.
  case equal = "is"
  /// Is another.
  case notEqual = "is not"
  /// Is greater; `above` in words.
  case above = ">"
  /// Is greater or the same.
  case atLeast = ">="
  /// Is less; `below` in words.
  case below = "<"
  /// Is less or the same.
  case atMost = "<="

  /// Whether two values compare so; values of different types are never equal, nor ordered.
  public func holds(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: return left == right
    case .notEqual: return left != right
    default: break
    }
    guard let a = left.number, let b = right.number else { return false }
    return holds(a, b)
  }

  /// Whether two numbers, or times of day as numbers, compare so.
  public func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .above: left > right
    case .atLeast: left >= right
    case .below: left < right
    case .atMost: left <= right
    }
  }
}

extension Condition {
  /// The sensors that this condition looks at.
  public var sensors: Set<SensorID> {
    switch self {
    case .constant, .time: []
    case .and(let a, let b), .or(let a, let b): a.sensors.union(b.sensors)
    case .not(let inner): inner.sensors
    case .compare(.sensor(let id), _, _): [id]
    case .compare: []
    }
  }

  /// The times of day at which this condition may turn.
  public var times: Set<TimeOfDay> {
    switch self {
    case .constant, .compare: []
    case .and(let a, let b), .or(let a, let b): a.times.union(b.times)
    case .not(let inner): inner.times
    case .time(_, let time): [time]
    }
  }
}
