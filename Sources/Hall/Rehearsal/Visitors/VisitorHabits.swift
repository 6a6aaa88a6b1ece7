import Show

/// How many visitors come to a rehearsal, and how they walk: means, around which chance varies.
public struct VisitorHabits: Hashable, Sendable, Codable {
  /// How many groups come in an hour of open doors, 0 to 10 000: a Poisson process.
  public var groupsPerHour: Double
  /// How many visitors a group has, 1 to 20.
  public var groupSize: Double
  /// How long a group stays before an artwork, 1 s to 2 h.
  public var dwell: TimeSpan
  /// How many artworks a group looks at, 1 or more.
  public var artworks: Double
  /// How long it walks from one artwork to the next, up to 1 h.
  public var walk: TimeSpan
  /// The part of the stays, 0 to 1, in which somebody makes a contact: steps on a spot, presses a button.
  public var touches: Double
  /// How often in an hour of open doors each measuring sensor is disturbed, 0 to 1000: a lamp too near, a window.
  public var disturbancesPerHour: Double

  /// Habits; see the properties for meanings and ranges.
  public init(
    groupsPerHour: Double = 80, groupSize: Double = 1.8, dwell: TimeSpan = .seconds(90), artworks: Double = 4,
    walk: TimeSpan = .seconds(12), touches: Double = 0.4, disturbancesPerHour: Double = 0.5
  ) {
    (self.groupsPerHour, self.groupSize, self.dwell) = (groupsPerHour, groupSize, dwell)
    (self.artworks, self.walk, self.touches) = (artworks, walk, touches)
    self.disturbancesPerHour = disturbancesPerHour
  }

  /// The largest group.
  public static let largestGroup = 40
}
