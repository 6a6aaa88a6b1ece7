import Show

/// How a simulated device behaves.
public enum DeviceManner: Hashable, Sendable, Codable, CustomStringConvertible {
  /// It does what it is told, and says so after a while.
  case answers(after: TimeSpan)
  /// It says that it does not do what it is told.
  case refuses
  /// It says at once that it has done what it is told, and has not: its media never end, its state never changes.
  case lies
  /// It says nothing.
  case silent

  /// A device in order.
  public static let inOrder = DeviceManner.answers(after: .milliseconds(40))

  /// In a few words.
  public var description: String {
    switch self {
    case .answers(let after): "answers after \(after)"
    case .refuses: "refuses"
    case .lies: "lies"
    case .silent: "says nothing"
    }
  }
}
