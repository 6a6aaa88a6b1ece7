/// The state of the hall as `…/state` tells it (contract, "Topics").
public struct HallStatus: Hashable, Sendable, Codable {
  /// The phase, or the declared mode.
  public var phase: HallPhase
  /// Who decided it: `schedule` or `operator`.
  public var by: String
  /// Until when an operator's wish lasts.
  public var until: WallInstant?
  /// Whether a blackout is on.
  public var blackout: Bool
  /// Whether an alarm is latched.
  public var alarm: Bool
  /// The next change of phase by schedule.
  public var next: NextPhase?
  /// The grand master of the lights, 0 to 1.
  public var grandMaster: Double
  /// What of the sound is out of the ordinary; nothing where nothing is.
  public var sound: SoundStatus?

  /// A phase and when it begins.
  public struct NextPhase: Hashable, Sendable, Codable {
    /// The phase.
    public var phase: HallPhase
    /// When it begins.
    public var at: WallInstant

    /// A phase and when it begins.
    public init(phase: HallPhase, at: WallInstant) { (self.phase, self.at) = (phase, at) }
  }

  /// The state of the hall.
  public init(
    phase: HallPhase, by: String, until: WallInstant?, blackout: Bool, alarm: Bool, next: NextPhase?,
    grandMaster: Double = 1, sound: SoundStatus? = nil
  ) {
    (self.phase, self.by, self.until) = (phase, by, until)
    (self.blackout, self.alarm, self.next, self.grandMaster) = (blackout, alarm, next, grandMaster)
    self.sound = sound
  }
}

/// What of a hall's sound is out of the ordinary.
public struct SoundStatus: Hashable, Sendable, Codable {
  /// A zone in which something is.
  public struct Zone: Hashable, Sendable, Codable {
    /// Its name.
    public var zone: String
    /// Whether an operator has muted it.
    public var muted: Bool
    /// The master that an operator has set, in decibels; nothing where it is as declared.
    public var master: Double?
    /// Whether its quiet hours are on.
    public var quiet: Bool

    /// A zone.
    public init(zone: String, muted: Bool, master: Double?, quiet: Bool) {
      (self.zone, self.muted, self.master, self.quiet) = (zone, muted, master, quiet)
    }

    /// For a person: `garden muted, master -6 dB, quiet hours`.
    public var description: String {
      let parts = [
        muted ? "muted" : nil, master.map { "master \(Value.number($0)) dB" }, quiet ? "quiet hours" : nil,
      ]
      return "\(zone) \(parts.compactMap { $0 }.joined(separator: ", "))"
    }
  }

  /// Whether an operator has muted the whole hall.
  public var muted: Bool
  /// The zones, by their names.
  public var zones: [Zone]

  /// What is out of the ordinary.
  public init(muted: Bool, zones: [Zone]) { (self.muted, self.zones) = (muted, zones) }
}

/// The state of an artwork as `…/artwork/ID/state` tells it (contract, "Topics"): published when something changes, not as time passes.
public struct ArtworkStatus: Hashable, Sendable, Codable {
  /// The health of an artwork.
  public enum Health: String, Hashable, Sendable, Codable {
    /// All is as it should be.
    case ok
    /// Something is missing or stale, and the show goes on.
    case degraded
    /// Its files have faults.
    case unavailable
  }

  /// The scene; none while stopped or unavailable.
  public var scene: SceneID?
  /// Since when the scene runs.
  public var since: ShowInstant?
  /// The number of the cue that started last, from 1.
  public var cue: Int?
  /// The seconds of the scene's own time that had passed at `at`.
  public var position: Double
  /// When this state was made.
  public var at: ShowInstant
  /// `auto`, `manual`, `held`, `stopped` or `out-of-order`.
  public var mode: String
  /// Until when the mode, or the scene, lasts by an operator's wish.
  public var until: WallInstant?
  /// The properties of its devices that an operator has overridden.
  public var overridden: [PropertyPath]
  /// Its health.
  public var health: Health
  /// Why it is not well, for a person.
  public var reason: String?
  /// The journal's number of the input that made this state.
  public var seq: Int64

  /// The state of an artwork.
  public init(
    scene: SceneID?, since: ShowInstant?, cue: Int?, position: Double, at: ShowInstant, mode: String,
    until: WallInstant?, overridden: [PropertyPath], health: Health, reason: String?, seq: Int64
  ) {
    (self.scene, self.since, self.cue, self.position, self.at) = (scene, since, cue, position, at)
    (self.mode, self.until, self.overridden) = (mode, until, overridden)
    (self.health, self.reason, self.seq) = (health, reason, seq)
  }
}

/// Something that a technician should look at, with an id that stays while it lasts.
public struct Warning: Hashable, Sendable, Codable {
  /// Its id, for example `device-silent:onirica-screen`.
  public var id: String
  /// What is wrong and what to do, for a person.
  public var text: String
  /// The artworks that are degraded by it.
  public var artworks: [ArtworkID]
  /// Since when.
  public var since: ShowInstant

  /// A warning.
  public init(id: String, text: String, artworks: [ArtworkID] = [], since: ShowInstant) {
    (self.id, self.text, self.artworks, self.since) = (id, text, artworks, since)
  }
}
