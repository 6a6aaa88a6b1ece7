/// One instruction to one or several devices at a place on a scene's timeline.
public struct Cue: Hashable, Sendable, Codable {
  /// When it starts.
  public var start: CueStart
  /// What it does.
  public var action: Action
  /// How long its change of level takes; zero is at once.
  public var over: TimeSpan
  /// How its fades run.
  public var curve: Curve
  /// Whether the cue after waits for its end.
  public var follow: Follow
  /// Repeats itself at this period while the scene lasts.
  public var every: TimeSpan?
  /// What happens if a device does not confirm it.
  public var onFailure: FailurePolicy

  /// A cue of a scene; see the properties for meanings.
  public init(
    start: CueStart = .wait(.zero), action: Action, over: TimeSpan = .zero, curve: Curve = .linear,
    follow: Follow = .continue, every: TimeSpan? = nil, onFailure: FailurePolicy = .continue
  ) {
    (self.start, self.action, self.over, self.curve) = (start, action, over, curve)
    (self.follow, self.every, self.onFailure) = (follow, every, onFailure)
  }
}

/// When a cue starts.
public enum CueStart: Hashable, Sendable, Codable {
  /// At a place on the scene's timeline.
  case at(TimeSpan)
  /// A while after the start of the cue before, or after its end if that has `follow: end`; the first after the scene's start.
  case wait(TimeSpan)
}

/// Whether the cue after goes by this cue's start or by its end.
public enum Follow: Hashable, Sendable, Codable {
  /// By its start.
  case `continue`
  /// By its end (a medium's end, a fade's end), or by the time-out, whichever is first.
  case end(within: TimeSpan)
}

/// What happens if a device does not confirm a cue.
public enum FailurePolicy: Hashable, Sendable, Codable {
  /// A warning; the scene goes on.
  case `continue`
  /// The desired state is published again, so many times, spread over the time given; then as `continue`.
  case retry(count: Int, within: TimeSpan)
  /// The artwork leaves the scene for its start.
  case abandonScene
}

/// What a cue or a trigger does.
public enum Action: Hashable, Sendable, Codable {
  /// Gives properties of devices values, over the cue's time: `set` and `fade`, `power`, `still` and `stop` too.
  case set([PropertyPath: PropertyValue])
  /// Changes what screens dream; fields not named keep their value.
  case dream(DeviceID, Dream)
  /// Starts media on players, from the start or from `position`.
  case play([DeviceID: Playback])
  /// Publishes a message on MQTT, once.
  case publish(Publication)
  /// Enters a scene, of this artwork or another.
  case go(artwork: ArtworkID?, scene: SceneID)
  /// Writes a note to the journal.
  case note(String)
}

/// What a player is to play.
public struct Playback: Hashable, Sendable, Codable {
  /// The medium's name in the player's own folder.
  public var media: String
  /// Whether it starts again at its end.
  public var loop: Bool
  /// The gain in decibels, −100 to 12; `nil` keeps it.
  public var gain: Double?
  /// Where it starts, in seconds.
  public var position: Double

  /// A medium to be played.
  public init(media: String, loop: Bool = false, gain: Double? = nil, position: Double = 0) {
    (self.media, self.loop, self.gain, self.position) = (media, loop, gain, position)
  }
}

/// A message to publish.
public struct Publication: Hashable, Sendable, Codable {
  /// The topic, without wildcards, outside Régie's own topics.
  public var topic: String
  /// The payload, as text.
  public var payload: String
  /// Whether the broker keeps it.
  public var retain: Bool

  /// A message to publish.
  public init(topic: String, payload: String, retain: Bool = false) {
    (self.topic, self.payload, self.retain) = (topic, payload, retain)
  }
}

extension Action {
  /// The devices that this action changes.
  public var devices: Set<DeviceID> {
    switch self {
    case .set(let values): Set(values.keys.map(\.device))
    case .dream(let screen, _): [screen]
    case .play(let players): Set(players.keys)
    case .publish, .go, .note: []
    }
  }

  /// Whether it happens at a moment and must never be repeated, unlike a level that can be reconciled.
  public var isMomentary: Bool {
    if case .publish = self { true } else { false }
  }
}
