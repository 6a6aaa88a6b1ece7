import Show

/// What operators and the hall's day have made of its sound.
public struct SoundState: Hashable, Sendable, Codable {
  /// A master that an operator has set.
  public struct Master: Hashable, Sendable, Codable {
    /// In decibels.
    public var gain: Double
    /// Until when.
    public var until: Until?
  }

  /// Silence that an operator wants.
  public struct Mute: Hashable, Sendable, Codable {
    /// Until when.
    public var until: Until?
  }

  /// What a zone does by itself.
  public struct Zone: Hashable, Sendable, Codable {
    /// Whether its quiet hours are on.
    public var isQuiet = false
    /// Whether it gives way to others.
    public var isDucked = false
    /// When that changed last.
    public var duckedSince: ShowInstant = .zero
    /// By how many decibels it was down at that instant.
    public var downBefore = 0.0
  }

  /// The masters that operators have set.
  public var masters: [SoundZoneID: Master] = [:]
  /// The zones that operators have muted.
  public var mutes: [SoundZoneID: Mute] = [:]
  /// Silence in the whole hall.
  public var muteAll: Mute?
  /// What the zones do by themselves, those left out that do nothing.
  public var zones: [SoundZoneID: Zone] = [:]

  /// Nothing out of the ordinary.
  public init() {}
}
