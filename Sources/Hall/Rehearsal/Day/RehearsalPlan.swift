import Show

/// What is rehearsed: when, with which visitors and devices, and from which seed.
public struct RehearsalPlan: Sendable {
  /// The span of wall time.
  public var span: RehearsalSpan
  /// The seed of all chance: the same seed gives the same rehearsal, byte for byte.
  public var seed: UInt64
  /// How many visitors come, and how they walk.
  public var habits: VisitorHabits
  /// How those devices behave that are not in order.
  public var manners: [DeviceID: DeviceManner]
  /// How long media last, by their names in the show.
  public var mediaLengths: [String: TimeSpan]
  /// How long media last whose length is not known.
  public var usualMediaLength: TimeSpan

  /// A plan; see the properties for meanings.
  public init(
    span: RehearsalSpan, seed: UInt64 = 1, habits: VisitorHabits = VisitorHabits(),
    manners: [DeviceID: DeviceManner] = [:], mediaLengths: [String: TimeSpan] = [:],
    usualMediaLength: TimeSpan = .seconds(30)
  ) {
    (self.span, self.seed, self.habits, self.manners) = (span, seed, habits, manners)
    (self.mediaLengths, self.usualMediaLength) = (mediaLengths, usualMediaLength)
  }
}
