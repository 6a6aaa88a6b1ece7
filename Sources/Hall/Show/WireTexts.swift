// What the control room publishes, as the contract writes it ("Topics"): small messages, each a value of its own.
// Instants of show time become RFC 3339 by the clock given, and `null` while the clock is unknown.

/// Turns an instant of show time into RFC 3339, or nothing while the clock is unknown.
public typealias InstantWriter = @Sendable (ShowInstant) -> String?

/// `…/controller`: whether a daemon runs the hall, and what a technician should look at.
public struct ControllerText: Hashable, Sendable, Codable {
  /// A warning, as told.
  public struct WarningText: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// What is wrong and what to do.
    public var text: String
    /// Since when.
    @Explicit public var since: String?

    /// A warning and since when it is.
    public init(id: String, text: String, since: String?) {
      (self.id, self.text) = (id, text)
      _since = Explicit(wrappedValue: since)
    }
  }

  /// `online` or `offline`.
  public var state: String
  /// Whether the show runs.
  public var ready: Bool
  /// The program's version.
  public var version: String
  /// Since when it runs.
  @Explicit public var since: String?
  /// The name of the machine or installation that runs it.
  public var node: String
  /// The IANA zone of the hall's clocks: what a time of day means to operators, wherever they sit.
  @Explicit public var timezone: String?
  /// What a technician should look at, oldest first.
  public var warnings: [WarningText]

  /// The announcement of a daemon.
  public init(
    state: String, ready: Bool, version: String, since: String?, node: String, timezone: String?,
    warnings: [WarningText] = []
  ) {
    (self.state, self.ready, self.version, self.node) = (state, ready, version, node)
    _since = Explicit(wrappedValue: since)
    _timezone = Explicit(wrappedValue: timezone)
    self.warnings = warnings
  }
}

/// `…/state`: the phase of the hall.
public struct HallStateText: Hashable, Sendable, Codable {
  /// A phase to come.
  public struct Next: Hashable, Sendable, Codable {
    /// The phase.
    public var phase: String
    /// When it begins.
    public var at: String
  }

  /// The phase or the declared mode.
  public var phase: String
  /// `schedule` or `operator`.
  public var by: String
  /// Until when an operator's wish lasts.
  @Explicit public var until: String?
  /// Whether a blackout is on.
  public var blackout: Bool
  /// Whether an alarm is latched.
  public var alarm: Bool
  /// The next change by schedule.
  @Explicit public var next: Next?
  /// The grand master of the lights, 0 to 1.
  public var grandMaster: Double
  /// What of the sound is out of the ordinary; left out where nothing is.
  public var sound: SoundStatus?

  private enum CodingKeys: String, CodingKey {
    case phase, by, until, blackout, alarm, next, sound
    case grandMaster = "grand_master"
  }

  /// The text of a state.
  public init(_ status: HallStatus) {
    (phase, by, blackout, alarm) = (status.phase.description, status.by, status.blackout, status.alarm)
    (grandMaster, sound) = (status.grandMaster, status.sound)
    _until = Explicit(wrappedValue: status.until?.rfc3339)
    _next = Explicit(wrappedValue: status.next.map { Next(phase: $0.phase.description, at: $0.at.rfc3339) })
  }
}

/// `…/artwork/ID/state`: the state of an artwork.
public struct ArtworkStateText: Hashable, Sendable, Codable {
  /// The scene.
  @Explicit public var scene: String?
  /// Since when the scene runs.
  @Explicit public var since: String?
  /// The number of the cue that started last, from 1.
  @Explicit public var cue: Int?
  /// The seconds of the scene's own time that had passed at `at`.
  public var position: Double
  /// When this state was made.
  @Explicit public var at: String?
  /// `auto`, `manual`, `held`, `stopped` or `out-of-order`.
  public var mode: String
  /// Until when, by an operator's wish.
  @Explicit public var until: String?
  /// Overridden properties as `DEVICE.PROPERTY`.
  public var overridden: [String]
  /// `ok`, `degraded` or `unavailable`.
  public var health: String
  /// Why it is not well.
  @Explicit public var reason: String?
  /// The journal's number of the input that made this state.
  public var seq: Int64

  /// The text of a state.
  public init(_ status: ArtworkStatus, at instant: InstantWriter) {
    (position, mode, seq) = (status.position, status.mode, status.seq)
    (overridden, health) = (status.overridden.map(\.description), status.health.rawValue)
    _scene = Explicit(wrappedValue: status.scene?.text)
    _since = Explicit(wrappedValue: status.since.flatMap(instant))
    _cue = Explicit(wrappedValue: status.cue)
    _at = Explicit(wrappedValue: instant(status.at))
    _until = Explicit(wrappedValue: status.until?.rfc3339)
    _reason = Explicit(wrappedValue: status.reason)
  }
}

/// A field that is written as `null` where it has no value, instead of being left out.
@propertyWrapper public struct Explicit<Wrapped: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  /// The value.
  public var wrappedValue: Wrapped?
  /// A field with a value, or without.
  public init(wrappedValue: Wrapped?) { self.wrappedValue = wrappedValue }
  /// Reads a value or `null`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Wrapped.self)
  }
  /// Writes the value or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension KeyedDecodingContainer {
  /// Reads a field that may be `null` or left out.
  public func decode<Wrapped>(_ type: Explicit<Wrapped>.Type, forKey key: Key) throws -> Explicit<Wrapped> {
    try decodeIfPresent(type, forKey: key) ?? Explicit(wrappedValue: nil)
  }
}
