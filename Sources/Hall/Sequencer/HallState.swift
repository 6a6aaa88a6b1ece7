import Show

/// All that the sequencer remembers: with the show it decides every later step. It is Codable and hashes stably.
public struct HallState: Hashable, Sendable, Codable {
  /// The number of the last entry of the journal: inputs, decisions and effects count.
  public var lastSeq: Int64 = 0
  /// The instant of the last input.
  public var now: ShowInstant = .zero
  /// The show that runs.
  public var showFingerprint: String = ""
  /// What is known of the wall clock.
  public var clock = ClockState()
  /// The programme, resolved.
  public var agenda: Agenda = .empty
  /// The entries of the programme that came by message.
  public var entries: [ScheduleEntryID: ScheduleEntryState] = [:]
  /// Moments that have run or were skipped, by entry and instant, kept for a week.
  public var momentsDone: SortedSet<MomentKey> = []
  /// The phase of the hall and who wants it.
  public var phase = PhaseState()
  /// The sensors.
  public var sensors: [SensorID: SensorState] = [:]
  /// The devices.
  public var devices: [DeviceID: DeviceState] = [:]
  /// The artworks that can be shown.
  public var artworks: [ArtworkID: ArtworkState] = [:]
  /// The operators' overrides.
  public var overrides: [PropertyPath: OverrideState] = [:]
  /// The master at the output.
  public var blackout = BlackoutState()
  /// The grand master of the lights.
  public var master = MasterState()
  /// How much light the canvases have had.
  public var canvases: [CanvasID: CanvasState] = [:]
  /// The alarm.
  public var alarm = AlarmState()
  /// The sound, where something of it is out of the ordinary.
  public var sound: SoundState?
  /// The state of the hall that was last published.
  public var published: HallStatus?
  /// What a technician should look at, by id.
  public var warnings: [String: Warning] = [:]
  /// What the hall found when it looked last whether its doors can open; only before they do.
  public var preflight: PreflightState?

  /// The state before the first input.
  public init() {}
}

/// What is known of the wall clock.
public struct ClockState: Hashable, Sendable, Codable {
  /// Wall time minus show time in milliseconds, once a clock was seen.
  public var offset: Int64?
  /// Whether the clock is known to be right.
  public var synchronised = false

  /// The wall time of an instant, if a clock was seen.
  public func wall(at instant: ShowInstant) -> WallInstant? {
    offset.map { WallInstant(milliseconds: instant.milliseconds + $0) }
  }
  /// The instant of a wall time, if a clock was seen.
  public func instant(of wall: WallInstant) -> ShowInstant? {
    offset.map { ShowInstant(milliseconds: wall.milliseconds - $0) }
  }
}

/// An entry of the programme that came by message.
public struct ScheduleEntryState: Hashable, Sendable, Codable {
  /// The entry.
  public var entry: ScheduleEntry
  /// Not seen since the daemon started: forgotten at this instant, unless it is seen again.
  public var unconfirmedUntil: ShowInstant?
}

/// Which moment of the programme.
public struct MomentKey: Hashable, Sendable, Codable, Comparable {
  /// The entry.
  public var entry: ScheduleEntryID
  /// When.
  public var at: WallInstant

  /// By instant, then entry.
  public static func < (left: MomentKey, right: MomentKey) -> Bool { (left.at, left.entry) < (right.at, right.entry) }
}

/// Until when an operator's act lasts.
public enum Until: Hashable, Sendable, Codable {
  /// Until an instant of show time, whatever the clock does.
  case show(ShowInstant)
  /// Until an instant of the wall clock.
  case wall(WallInstant)
}

/// The phase of the hall and who wants it.
public struct PhaseState: Hashable, Sendable, Codable {
  /// The phase that is shown.
  public var phase: HallPhase = .closed
  /// Since when.
  public var since: ShowInstant = .zero
  /// What an operator wants instead of the schedule.
  public var wish: HallRequest?
  /// Until when.
  public var wishUntil: Until?
  /// While closing: when the closed looks are reached.
  public var closedAt: ShowInstant?
  /// Whether the phase was ever decided.
  public var decided = false
  /// Since when the hall rests: it is neither open nor opening, nor in a mode that is like it.
  public var restsSince: ShowInstant?
  /// How long the closed looks took when it went to rest.
  public var looksTake: TimeSpan?
  /// Whether it has to be dark, where the show says within what time.
  public var darkness: Darkness?

  /// The dark of a closed hall.
  public enum Darkness: Hashable, Sendable, Codable {
    /// It has to be dark from then on.
    case due(ShowInstant)
    /// It has to be dark, and is looked at.
    case watched
  }
}

/// A sensor.
public struct SensorState: Hashable, Sendable, Codable {
  /// Its value; none before the first reading, or when stale without `when_stale`.
  public var value: Value?
  /// When it was last read.
  public var readAt: ShowInstant?
  /// Since when it has this value.
  public var since: ShowInstant?
  /// Whether its readings have stopped.
  public var isStale = false
  /// Whether its value was injected by an operator, and until when that lasts.
  public var injectedUntil: Until?
}

/// A device.
public struct DeviceState: Hashable, Sendable, Codable {
  /// What it is to be, by the layers, as last published.
  public var desired = DesiredState(rev: 0, at: .zero, properties: [:])
  /// The number of the last desired state that it answered.
  public var confirmedRev: Int64 = 0
  /// When silence on the last desired state becomes a warning.
  public var confirmBy: ShowInstant?
  /// Its state in one word, as it last told.
  public var reported: String?
  /// Whether it said that it is there; `nil` if it never said anything.
  public var online: Bool?
  /// What the cue that last changed it wants done if it does not confirm.
  public var retry: RetryState?
  /// The stills that it cannot show and what it said of each; none where there are none.
  public var passedOver: [String: String]?
  /// A light's way to where a restraint leads it, until it is there.
  public var glide: Fade?
}

/// What is done about a device that does not confirm a cue.
public struct RetryState: Hashable, Sendable, Codable {
  /// The artwork whose cue it is.
  public var artwork: ArtworkID
  /// The cue's policy.
  public var policy: FailurePolicy
  /// How many times it was published again.
  public var tried: Int
}

/// An operator's override of a property.
public struct OverrideState: Hashable, Sendable, Codable {
  /// The value.
  public var value: Value
  /// Who wants it.
  public var by: OperatorName
  /// Since when.
  public var since: ShowInstant
  /// Until when.
  public var until: Until?
}

/// The master at the output.
public struct BlackoutState: Hashable, Sendable, Codable {
  /// Whether it is on.
  public var isOn = false
  /// Since when it is on or off.
  public var since: ShowInstant = .zero
  /// Until when it is on.
  public var until: Until?
}

/// The alarm: latched until an operator releases it.
public struct AlarmState: Hashable, Sendable, Codable {
  /// The sensor that raised it, while it is latched.
  public var raisedBy: SensorID?
  /// Since when.
  public var since: ShowInstant = .zero
  /// Whether it is latched.
  public var isLatched: Bool { raisedBy != nil }
}
