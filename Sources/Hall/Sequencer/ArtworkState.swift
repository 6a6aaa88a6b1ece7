import Show

/// What the sequencer remembers of an artwork.
public struct ArtworkState: Hashable, Sendable, Codable {
  /// Who changes its scenes.
  public var mode: ArtworkMode = .auto
  /// Until when it is in that mode, if an operator set an end.
  public var modeUntil: Until?
  /// Its own time, which stands still while it is held.
  public var time = LocalClock()
  /// Until when it is held, if an operator set an end.
  public var heldUntil: Until?
  /// Whether an operator holds it.
  public var isHeld = false
  /// How it is to stop when its timeline, or the loop that runs, has come to its end.
  public var stopsAfterLoop = false
  /// The scene that runs; none while stopped, out of order or before the first phase.
  public var run: SceneRun?
  /// What its scenes want of devices.
  public var layer: [PropertyPath: LayerValue] = [:]
  /// The window that stands in for its start.
  public var window: ScheduleEntryID?
  /// Triggers that have fired and wait for their value to come back (hysteresis).
  public var unarmed: SortedSet<TriggerID> = []
  /// Triggers that operators have armed or disarmed against the file, and until when.
  public var armed: [TriggerID: ArmState] = [:]
  /// The state that was last published.
  public var published: ArtworkStatus?
  /// When each trigger with `at_most_every` fired last, in local time.
  public var lastFired: [TriggerID: LocalInstant] = [:]
  /// Where pools and groups of which one runs have got to, by their names: `POOL`, or `SCENE/NUMBER` of the group's cue.
  public var draws: [String: DrawState] = [:]
  /// How long things of its rotations were on.
  public var rotations: [SourceID: RotationState] = [:]
  /// When an operator changed its scene or skipped a cue last, where a second one is guarded against.
  public var lastGo: ShowInstant?
}

/// An instant of an artwork's own time: milliseconds, standing still while the artwork is held.
public struct LocalInstant: Hashable, Sendable, Codable, Comparable {
  /// Milliseconds of local time.
  public var milliseconds: Int64

  /// Earlier before later.
  public static func < (left: LocalInstant, right: LocalInstant) -> Bool { left.milliseconds < right.milliseconds }
  /// The instant a while later.
  public static func + (instant: LocalInstant, span: TimeSpan) -> LocalInstant {
    LocalInstant(milliseconds: instant.milliseconds + span.milliseconds)
  }
  /// How much later the left one is.
  public static func - (left: LocalInstant, right: LocalInstant) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }
}

/// Maps show time to an artwork's own time.
public struct LocalClock: Hashable, Sendable, Codable {
  /// How much show time has passed while it stood still, before the pause that lasts.
  public var paused: TimeSpan = .zero
  /// Since when it stands still.
  public var pausedAt: ShowInstant?

  /// The local time of an instant.
  public func local(_ instant: ShowInstant) -> LocalInstant {
    LocalInstant(milliseconds: (pausedAt ?? instant).milliseconds - paused.milliseconds)
  }
  /// The instant of a local time to come; nothing while it stands still.
  public func instant(of local: LocalInstant) -> ShowInstant? {
    pausedAt == nil ? ShowInstant(milliseconds: local.milliseconds + paused.milliseconds) : nil
  }
  /// Stands still from now on.
  public mutating func pause(at now: ShowInstant) { pausedAt = pausedAt ?? now }
  /// Goes on from now on; returns how long it stood still.
  @discardableResult public mutating func resume(at now: ShowInstant) -> TimeSpan {
    guard let since = pausedAt else { return .zero }
    pausedAt = nil
    paused = paused + (now - since)
    return now - since
  }
}

/// A value that a scene wants of a property.
public struct LayerValue: Hashable, Sendable, Codable {
  /// Its way there.
  public var fade: Fade
  /// The scene that wants it; the value of a scene that has ended stays only while it is released or kept.
  public var scene: SceneID
  /// When it goes for good: set when it was released.
  public var goesAt: LocalInstant?
  /// The pool or rotation that it was taken from, of a still.
  public var source: SourceID?
}

/// An operator's word on whether a trigger may fire.
public struct ArmState: Hashable, Sendable, Codable {
  /// Whether it may.
  public var isArmed: Bool
  /// Until when.
  public var until: Until?
}

/// A scene that runs.
public struct SceneRun: Hashable, Sendable, Codable {
  /// Which.
  public var scene: SceneID
  /// Since when, in show time.
  public var since: ShowInstant
  /// Since when, in local time.
  public var enteredAt: LocalInstant
  /// An operator's wish that it lasts until then, triggers or not.
  public var until: Until?
  /// The cues, in the order of the scene.
  public var cues: [CueState]
  /// The cue that started last, counted from 0.
  public var lastCue: Int?
  /// Whether all cues had their end, so that `timeline ends` has been.
  public var timelineEnded = false
  /// The triggers, in the order of the scene.
  public var triggers: [TriggerState]
}

/// A cue of a scene that runs.
public struct CueState: Hashable, Sendable, Codable {
  /// What has become of it.
  public enum Phase: String, Hashable, Sendable, Codable {
    /// Not started.
    case waiting
    /// Started, not at its end.
    case running
    /// At its end.
    case ended
  }
  /// What has become of it.
  public var phase: Phase = .waiting
  /// When it starts, once that is known, or started, or starts again.
  public var startsAt: LocalInstant?
  /// When it ends at the latest, or has ended.
  public var endsAt: LocalInstant?
  /// When it happens again, for cues with `every`.
  public var repeatsAt: LocalInstant?
  /// When the present round of a group began.
  public var roundAt: LocalInstant?
  /// How many rounds of a group have closed.
  public var rounds = 0
  /// The place of the member that was chosen for the round, for groups of which one runs.
  public var chosen: Int?
  /// Whether a group's loop was released, and ends with its round.
  public var isReleased = false
}

/// A trigger of a scene that runs.
public struct TriggerState: Hashable, Sendable, Codable {
  /// The value its sensor had when last looked at, after debouncing.
  public var seen: Value?
  /// A value that is not yet taken for real, and since when it is there.
  public var candidate: Value?
  /// Since when the candidate is there.
  public var candidateSince: LocalInstant?
  /// Whether the candidate came as a change that was seen.
  public var candidateIsEdge = false
  /// Since when the level, or what the edge led to, holds.
  public var holdsSince: LocalInstant?
  /// Since when it is interrupted (`unless_for`).
  public var interruptedSince: LocalInstant?
  /// Whether it has fired for this level, or at this time, and waits for the next.
  public var isSpent = false
  /// Whether it is due and was told not to fire by its `when` or the artwork's mode; levels are looked at again.
  public var isHeldBack = false
  /// The next time of day at which it is due.
  public var nextTimeOfDay: WallInstant?
  /// Until when each of its actions that still run goes on.
  public var running: [LocalInstant] = []
  /// How many firings wait for their turn.
  public var queued = 0
}
