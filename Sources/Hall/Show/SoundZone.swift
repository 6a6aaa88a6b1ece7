/// Players that are heard in one part of the hall, and how loud they may be there together.
public struct SoundZone: Hashable, Sendable, Codable {
  /// Hours in which a zone is not to be loud.
  public struct QuietHours: Hashable, Sendable, Codable {
    /// When they begin, by the hall's clock.
    public var from: TimeOfDay
    /// When they end; before `from` it is on the next day.
    public var to: TimeOfDay
    /// The most that any player of the zone may have in them, in decibels.
    public var ceiling: Double

    /// Quiet hours.
    public init(from: TimeOfDay, to: TimeOfDay, ceiling: Double) {
      (self.from, self.to, self.ceiling) = (from, to, ceiling)
    }

    /// Whether a time of day lies in them, their end not counted.
    ///
    /// - Parameter milliseconds: since local midnight.
    public func contains(_ milliseconds: Int64) -> Bool {
      from <= to
        ? from.milliseconds <= milliseconds && milliseconds < to.milliseconds
        : from.milliseconds <= milliseconds || milliseconds < to.milliseconds
    }
  }

  /// How a zone gives way to others that sound.
  public struct Ducking: Hashable, Sendable, Codable {
    /// The players under which it goes down.
    public var under: [DeviceID]
    /// By how many decibels, above 0.
    public var by: Double
    /// How long it takes to go down.
    public var attack: TimeSpan
    /// How long it takes to come back.
    public var release: TimeSpan

    /// A way to give way.
    public init(under: [DeviceID], by: Double, attack: TimeSpan, release: TimeSpan) {
      (self.under, self.by, self.attack, self.release) = (under, by, attack, release)
    }
  }

  /// The gains that a player may have, in decibels; the lowest is silence.
  public static let gains = -100.0...12.0
  /// The gain that is silence.
  public static let silence = -100.0

  /// Its name.
  public var id: SoundZoneID
  /// What people read.
  public var title: String
  /// Its players.
  public var players: [DeviceID]
  /// Its master, in decibels, added to the gain of each player.
  public var gain: Double
  /// Its quiet hours.
  public var quiet: QuietHours?
  /// How it gives way.
  public var duck: Ducking?

  /// A zone; see the properties for meanings.
  public init(
    id: SoundZoneID, title: String = "", players: [DeviceID], gain: Double = 0, quiet: QuietHours? = nil,
    duck: Ducking? = nil
  ) {
    (self.id, self.title, self.players) = (id, title.isEmpty ? id.text : title, players)
    (self.gain, self.quiet, self.duck) = (gain, quiet, duck)
  }
}
