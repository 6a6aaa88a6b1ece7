import Show

/// What came of one input.
public struct Step: Hashable, Sendable, Codable {
  /// What was decided, in order, each with its reason.
  public var decisions: [Decision] = []
  /// What is to be done now, in order, once the input is committed.
  public var effects: [Effect] = []

  /// A step without consequences.
  public init() {}

  /// How many entries of the journal this step takes, the input included: decisions, then the effects that are journalled.
  public var entryCount: Int64 { 1 + Int64(decisions.count) + Int64(effects.count { $0.isJournalled }) }
}

/// A decision of the sequencer and its reason: what `regie why` tells.
public struct Decision: Hashable, Sendable, Codable {
  /// What was decided about.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// An artwork changed its scene.
    case scene
    /// A trigger fired that does not change the scene.
    case trigger
    /// Something started a trigger, and it did not fire.
    case notFired = "not-fired"
    /// A cue started, or a loop ended.
    case cue
    /// A pool or a rotation gave a medium.
    case draw
    /// A counter changed.
    case counter
    /// The phase of the hall changed.
    case phase
    /// A window or a moment of the schedule.
    case schedule
    /// An alarm began or ended.
    case alarm
    /// A blackout began or ended.
    case blackout
    /// An override began or ended.
    case override
    /// The mode of an artwork changed, or it was held or goes on.
    case mode
    /// A warning began.
    case warning
    /// A warning ended.
    case cleared
    /// A fault of the show or a device that an operator should know of.
    case fault
    /// A command was carried out, or refused by the state of the show.
    case command
    /// Light on a canvas: what a day gave, or that a budget runs out.
    case exposure
    /// Whether the doors can open, looked at before they do.
    case preflight
    /// A note of a cue or an operator.
    case note
  }

  /// What was decided about.
  public var kind: Kind
  /// The artwork, where it is about one.
  public var artwork: ArtworkID?
  /// What else it is about: a trigger, a device, a warning's id.
  public var subject: String?
  /// One plain sentence with the reason in it.
  public var sentence: String
  /// The scene before, for changes of scene.
  public var from: SceneID?
  /// The scene after, for changes of scene.
  public var to: SceneID?
  /// The values that led to it.
  public var values: [String: Value]
  /// The condition that was checked, as written.
  public var when: String?

  /// A decision and its reason.
  public init(
    _ kind: Kind, artwork: ArtworkID? = nil, subject: String? = nil, _ sentence: String, from: SceneID? = nil,
    to: SceneID? = nil, values: [String: Value] = [:], when: String? = nil
  ) {
    (self.kind, self.artwork, self.subject, self.sentence) = (kind, artwork, subject, sentence)
    (self.from, self.to, self.values, self.when) = (from, to, values, when)
  }
}

/// Something to be done outside: the interpreter in the control room is the only code that does it.
public enum Effect: Hashable, Sendable, Codable {
  /// A device is to have a state: a level, published retained, reconciled after a crash.
  case desired(DeviceID, DesiredState)
  /// A message of a cue: momentary, at most once.
  case publish(Publication)
  /// A message of a cue that does not go by the broker: momentary, at most once.
  case send(OutsideMessage)
  /// The answer to the command that this input is.
  case reply(OperatorName, Reply)
  /// The state of an artwork changed: a level.
  case artworkState(ArtworkID, ArtworkStatus)
  /// The state of the hall changed: a level.
  case hallState(HallStatus)
  /// The set of entries, the clock or the span ran out: the programme has to be resolved anew and given back as an input.
  case resolveAgenda

  /// Whether the journal keeps it.
  public var isJournalled: Bool { if case .resolveAgenda = self { false } else { true } }

  /// Whether it happens at a moment: then a crash before its outcome leaves it `unknown`, and it is never repeated.
  public var isMomentary: Bool {
    switch self {
    case .publish, .send: true
    default: false
    }
  }

  /// The kind under which the journal lists it.
  public var kind: String {
    switch self {
    case .desired: "desired"
    case .publish: "publish"
    case .send: "send"
    case .reply: "reply"
    case .artworkState: "artwork-state"
    case .hallState: "hall-state"
    case .resolveAgenda: "resolve-agenda"
    }
  }

  /// The artwork it is about, if it is about one.
  public var artwork: ArtworkID? { if case .artworkState(let id, _) = self { id } else { nil } }

  /// What it is about: a device, a topic, an operator.
  public var subject: String? {
    switch self {
    case .desired(let device, _): device.text
    case .publish(let publication): publication.topic
    case .send(let message): message.target
    case .reply(let name, _): name.text
    case .artworkState, .hallState, .resolveAgenda: nil
    }
  }
}

/// What a device is to be: layers already resolved.
public struct DesiredState: Hashable, Sendable, Codable {
  /// The journal's number of the input that made it.
  public var rev: Int64
  /// When it was made.
  public var at: ShowInstant
  /// Each property's way to its value.
  public var properties: [PropertyName: Fade]
  /// The still that comes after the one that it shows, where a pool or a rotation says so.
  public var next: String?
  /// The stills that are passed over on it, for it to look whether they were mended; none where there are none.
  public var passedOver: [String]?

  /// A desired state.
  public init(
    rev: Int64, at: ShowInstant, properties: [PropertyName: Fade], next: String? = nil, passedOver: [String]? = nil
  ) {
    (self.rev, self.at, self.properties) = (rev, at, properties)
    (self.next, self.passedOver) = (next, passedOver)
  }
}
