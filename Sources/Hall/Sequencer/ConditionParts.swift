import Show

/// A part of a condition: what it asks, whether it holds, and the value it looked at.
public struct ConditionPart: Hashable, Sendable {
  /// What it asks, as a show writes it.
  public var text: String
  /// Whether it holds.
  public var holds: Bool
  /// The value that it looked at, by the name the artwork gives it; nothing where there is none, or where it looks at
  /// several.
  public var value: String?
}

extension Sequencer {
  /// The parts of a condition that all have to hold, in the order they are written.
  public func parts(of condition: Condition, for artwork: Artwork) -> [ConditionPart] {
    switch condition {
    case .constant(true): []
    case .and(let left, let right): parts(of: left, for: artwork) + parts(of: right, for: artwork)
    default:
      [
        ConditionPart(
          text: condition.words(in: artwork), holds: holds(condition, for: artwork),
          value: value(lookedAtBy: condition, for: artwork))
      ]
    }
  }

  private func value(lookedAtBy condition: Condition, for artwork: Artwork) -> String? {
    switch condition {
    case .not(let inner): return value(lookedAtBy: inner, for: artwork)
    case .compare(let term, _, _):
      return "\(term.words(in: artwork)) is \(value(of: term, for: artwork)?.description ?? "unknown")"
    case .time:
      guard let milliseconds = timeOfDay else { return "the time is unknown" }
      let seconds = Int(milliseconds / 1000)
      return TimeOfDay(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60).map { "it is \($0)" }
    case .constant, .and, .or: return nil
    }
  }
}

extension Condition {
  /// The condition as a show writes it, with the names that an artwork gives to sensors.
  public func words(in artwork: Artwork) -> String {
    func inner(_ condition: Condition) -> String {
      switch condition {
      case .and, .or: "(\(condition.words(in: artwork)))"
      default: condition.words(in: artwork)
      }
    }
    return switch self {
    case .constant(let value): "\(value)"
    case .and(let left, let right): "\(inner(left)) and \(inner(right))"
    case .or(let left, let right): "\(inner(left)) or \(inner(right))"
    case .not(let condition): "not \(inner(condition))"
    case .compare(let term, let comparison, let value): "\(term.words(in: artwork)) \(comparison.rawValue) \(value)"
    case .time(let comparison, let time): "time \(comparison.rawValue) \(time)"
    }
  }
}

extension Term {
  fileprivate func words(in artwork: Artwork) -> String {
    switch self {
    case .sensor(let sensor): artwork.name(of: sensor)
    case .hallPhase: "hall"
    case .scene: "scene"
    case .sceneOf(let other): "\(other)"
    }
  }
}
