/// One instruction to one or several devices at a place on a scene's timeline, or a group of such instructions.
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
  /// How much later the cue after it may begin, on top of that one's own wait.
  public var thenWait: TimeSpan
  /// The place of the group it belongs to in the scene's list, before its own; none for the scene's own cues.
  public var group: Int?

  /// A cue of a scene; see the properties for meanings.
  public init(
    start: CueStart = .wait(.zero), action: Action, over: TimeSpan = .zero, curve: Curve = .linear,
    follow: Follow = .continue, every: TimeSpan? = nil, onFailure: FailurePolicy = .continue,
    thenWait: TimeSpan = .zero, group: Int? = nil
  ) {
    (self.start, self.action, self.over, self.curve) = (start, action, over, curve)
    (self.follow, self.every, self.onFailure, self.thenWait, self.group) = (follow, every, onFailure, thenWait, group)
  }
}

/// When a cue starts.
public enum CueStart: Hashable, Sendable, Codable {
  /// At a place on the scene's timeline.
  case at(TimeSpan)
  /// A while after the start of the cue before, or after its end if that has `follow: end`; the first after the scene's
  /// start. In a group after the group's start (`together`, `one_of`) or the end of the cue before (`in_order`).
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
  /// Lets screens hang stills, and changes which and how; fields not named keep their value.
  case stills([DeviceID], Stills)
  /// Lets screens splice, and changes what and how; fields not named keep their value.
  case splice([DeviceID], Splice)
  /// Starts media on players, from the start or from `position`.
  case play([DeviceID: Playback])
  /// Shows the next still of a pool or a rotation on screens, over the cue's time.
  case still([DeviceID: SourceID])
  /// Publishes a message on MQTT, once.
  case publish(Publication)
  /// Sends a message that does not go by the broker, once.
  case send(OutsideMessage)
  /// Enters a scene, of this artwork or another.
  case go(artwork: ArtworkID?, scene: SceneID)
  /// Enters the scene of a rotation that ran least today.
  case goNext(SourceID)
  /// Changes counters, by the sensors as which they are seen.
  case count([SensorID: CounterChange])
  /// Lets the loop of a group go at the end of its round.
  case release(GroupName)
  /// Writes a note to the journal.
  case note(String)
  /// Runs the cues that belong to it, which stand behind it in the scene's list.
  case group(CueGroup)
}

/// What a player is to play.
public struct Playback: Hashable, Sendable, Codable {
  /// The medium: its name in the player's own folder, or where the next one comes from.
  public var media: Medium
  /// Whether it starts again at its end.
  public var loop: Bool
  /// The gain in decibels, −100 to 12; `nil` keeps it.
  public var gain: Double?
  /// Where it starts, in seconds.
  public var position: Double

  /// A medium to be played.
  public init(media: Medium, loop: Bool = false, gain: Double? = nil, position: Double = 0) {
    (self.media, self.loop, self.gain, self.position) = (media, loop, gain, position)
  }
  /// A medium to be played, by its name.
  public init(media: String, loop: Bool = false, gain: Double? = nil, position: Double = 0) {
    self.init(media: .named(media), loop: loop, gain: gain, position: position)
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
    case .stills(let screens, _), .splice(let screens, _): Set(screens)
    case .play(let players): Set(players.keys)
    case .still(let screens): Set(screens.keys)
    case .publish, .send, .go, .goNext, .count, .release, .note, .group: []
    }
  }

  /// The properties that this action gives values.
  public var properties: Set<PropertyPath> {
    switch self {
    case .set(let values): Set(values.keys)
    // A screen that is more than one kind of screen in a show dreams again.
    case .dream(let screen, _): [PropertyPath(screen, .dream), PropertyPath(screen, .mode)]
    case .stills(let screens, _): Self.paths(of: screens, [.stills, .mode])
    case .splice(let screens, _): Self.paths(of: screens, [.splice, .mode])
    case .play(let players):
      Set(
        players.keys.flatMap { player in
          [PropertyName.media, .position, .loop, .gain, .playing].map { PropertyPath(player, $0) }
        })
    case .still(let screens): Set(screens.keys.map { PropertyPath($0, .still) })
    case .publish, .send, .go, .goNext, .count, .release, .note, .group: []
    }
  }

  private static func paths(of screens: [DeviceID], _ names: [PropertyName]) -> Set<PropertyPath> {
    Set(screens.flatMap { screen in names.map { PropertyPath(screen, $0) } })
  }

  /// The pools and rotations that it takes from.
  public var sources: Set<SourceID> {
    switch self {
    case .play(let players): Set(players.values.compactMap { if case .next(let id) = $0.media { id } else { nil } })
    case .still(let screens): Set(screens.values)
    case .goNext(let id): [id]
    default: []
    }
  }

  /// Whether it happens at a moment and must never be repeated, unlike a level that can be reconciled.
  public var isMomentary: Bool {
    switch self {
    case .publish, .send: true
    default: false
    }
  }
}
