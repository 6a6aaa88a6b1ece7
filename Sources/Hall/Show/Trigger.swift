/// What leads out of a scene, or does something within it.
public struct Trigger: Hashable, Sendable, Codable {
  /// Its name, unique in the artwork.
  public var id: TriggerID
  /// What starts it.
  public var event: TriggerEvent
  /// How long the level, or what the edge led to, must hold.
  public var holdsFor: TimeSpan
  /// Interruptions of the level shorter than this do not start `for` anew.
  public var unlessFor: TimeSpan
  /// Changes count only once the value has been the same for this long.
  public var debounce: TimeSpan
  /// It fires at most once in this time.
  public var atMostEvery: TimeSpan
  /// Checked at the moment of firing.
  public var when: Condition
  /// The text of `when`, for `why`; empty where there is none.
  public var whenText: String
  /// What is done, in order.
  public var actions: [TimedAction]
  /// What happens when it fires while what it did before still runs, or the scene is already there.
  public var mode: TriggerMode
  /// Whether it is armed when the show starts.
  public var armed: Bool

  /// A trigger of a scene; see the properties for meanings.
  public init(
    id: TriggerID, event: TriggerEvent, holdsFor: TimeSpan = .zero, unlessFor: TimeSpan = .zero,
    debounce: TimeSpan = .zero, atMostEvery: TimeSpan = .zero, when: Condition = .constant(true), whenText: String = "",
    actions: [TimedAction], mode: TriggerMode = .single, armed: Bool = true
  ) {
    (self.id, self.event, self.holdsFor, self.unlessFor) = (id, event, holdsFor, unlessFor)
    (self.debounce, self.atMostEvery, self.when, self.whenText) = (debounce, atMostEvery, when, whenText)
    (self.actions, self.mode, self.armed) = (actions, mode, armed)
  }

  /// Whether it leads to another scene of this artwork, or to this one again.
  public var leads: Bool { actions.contains { $0.action.leavesScene } }

  /// The scene of this artwork that it leads to, if it leads to a certain one.
  public var destination: SceneID? {
    for timed in actions { if case .go(artwork: nil, let scene) = timed.action { return scene } }
    return nil
  }
}

/// An action of a trigger, with the time its change of level takes.
public struct TimedAction: Hashable, Sendable, Codable {
  /// What is done.
  public var action: Action
  /// How long the change of level takes.
  public var over: TimeSpan
  /// How its fades run.
  public var curve: Curve

  /// An action and its time.
  public init(_ action: Action, over: TimeSpan = .zero, curve: Curve = .linear) {
    (self.action, self.over, self.curve) = (action, over, curve)
  }
}

/// What starts a trigger.
public enum TriggerEvent: Hashable, Sendable, Codable {
  /// `X is V`, `X is above N`, `X is below N`: also holds at the entry of the scene and at start.
  case level(SensorID, Comparison, Value, rearm: Rearm?)
  /// `X becomes V`: a change to a value that is seen.
  case becomes(SensorID, Value)
  /// `X changes`: any change that is seen.
  case changes(SensorID)
  /// `X rises above N`: a change that is seen, across a number.
  case rises(SensorID, above: Double, rearm: Rearm?)
  /// `X falls below N`: a change that is seen, across a number.
  case falls(SensorID, below: Double, rearm: Rearm?)
  /// `after: 10m`: time in the scene.
  case after(TimeSpan)
  /// `at: "17:30"`: a time of day.
  case timeOfDay(TimeOfDay)
  /// `media ends`: a player of this artwork, or the one named, reports the end of its medium.
  case mediaEnds(DeviceID?)
  /// `timeline ends`: all cues of the scene have ended.
  case timelineEnds
  /// `DEVICE reports STATE`.
  case reports(DeviceID, String)
}

/// When a trigger that has fired may fire again.
public enum Rearm: Hashable, Sendable, Codable {
  /// Once the value was below this.
  case below(Double)
  /// Once the value was above this.
  case above(Double)

  /// Whether a value arms the trigger again.
  public func isReached(by value: Double) -> Bool {
    switch self {
    case .below(let limit): value < limit
    case .above(let limit): value > limit
    }
  }
}

/// What happens when a trigger fires while what it did before still runs.
public enum TriggerMode: Hashable, Sendable, Codable {
  /// Nothing: one at a time; a `go` to the scene that runs is nothing either.
  case single
  /// It starts anew; a `go` to the scene that runs enters it again.
  case restart
  /// It waits for its turn, at most so many waiting.
  case queued(max: Int)
  /// It runs beside, at most so many at once.
  case parallel(max: Int)
}

extension TriggerEvent {
  /// The sensor that it watches, if it watches one.
  public var sensor: SensorID? {
    switch self {
    case .level(let id, _, _, _), .becomes(let id, _), .changes(let id), .rises(let id, _, _), .falls(let id, _, _): id
    case .after, .timeOfDay, .mediaEnds, .timelineEnds, .reports: nil
    }
  }

  /// The hysteresis, if it has one.
  public var rearm: Rearm? {
    switch self {
    case .level(_, _, _, let rearm), .rises(_, _, let rearm), .falls(_, _, let rearm): rearm
    default: nil
    }
  }
}

extension Action {
  /// Whether it leads out of the scene it stands in.
  public var leavesScene: Bool {
    switch self {
    case .go(artwork: nil, _), .goNext: true
    default: false
    }
  }
}
