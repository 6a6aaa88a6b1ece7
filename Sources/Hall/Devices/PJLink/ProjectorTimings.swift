import Show

/// How patient the daemon is with a projector.
public struct ProjectorTimings: Hashable, Sendable {
  /// How often a projector at rest is asked.
  public var restingPoll = TimeSpan.seconds(20)
  /// How often one is asked that changes, or is to change.
  public var changingPoll = TimeSpan.seconds(2)
  /// How often lamps and filters are asked for their hours.
  public var hoursPoll = TimeSpan.minutes(10)
  /// The least time between two strikes of a lamp, which wears by each.
  public var betweenStrikes = TimeSpan.minutes(2)
  /// How long an answer may take.
  public var answer = TimeSpan.seconds(6)
  /// How long what was promised may take before it is not believed.
  public var promise = TimeSpan.seconds(10)

  /// The usual patience.
  public init() {}
}
