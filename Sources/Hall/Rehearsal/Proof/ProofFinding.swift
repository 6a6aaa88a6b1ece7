import Show

/// Something that the proof of a show found: a fault, or what is worth a warning, and the way that leads to it.
public struct ProofFinding: Hashable, Sendable {
  /// What was found.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A scene that nothing reaches.
    case unreached
    /// A scene that nothing leaves.
    case trapped
    /// A circle of transitions that takes no time.
    case circle
    /// A state from which closing does not reach the closed looks in time, or does not keep them.
    case closing
    /// A state from which a blackout is not dark in time.
    case blackout
    /// A state from which an alarm does not reach the safe looks in time.
    case alarm
    /// A state from which the hall is not dark in time after closing.
    case dark
    /// What powers a lamp goes off before that is cold.
    case power
    /// Two cues of one scene that want one property at one time.
    case fight
    /// Light that flashes more than three times a second.
    case flash
    /// Entries of the programme between which nothing decides.
    case schedule
    /// An edge that can be missed while the artwork is in another scene.
    case missedEdge = "missed-edge"
    /// A sensor that no artwork uses.
    case unusedSensor = "unused-sensor"
    /// A scene that only a fault can enter.
    case faultOnly = "only-by-fault"
    /// A lead before the doors in which not everything gets ready.
    case lead
    /// The search was ended by its bound.
    case unproven

    /// Whether it is a fault of the show; else a warning.
    public var isFault: Bool {
      switch self {
      case .unreached, .trapped, .circle, .closing, .blackout, .alarm, .dark, .power, .fight, .flash, .schedule: true
      case .missedEdge, .unusedSensor, .faultOnly, .lead, .unproven: false
      }
    }
  }

  /// What was found.
  public var kind: Kind
  /// The part of the show that it is about.
  public var part: ShowPart
  /// What is wrong, in the terms of the field.
  public var message: String
  /// The way out.
  public var hint: String
  /// The shortest way that was found to it from a closed hall, as lines of a script; empty where none is needed.
  public var trace: [ScriptLine]

  /// A finding.
  public init(_ kind: Kind, _ part: ShowPart, _ message: String, hint: String, trace: [ScriptLine] = []) {
    (self.kind, self.part, self.message, self.hint, self.trace) = (kind, part, message, hint, trace)
  }
}

/// A part of a show that a finding is about; the reader of the files knows where it stands.
public enum ShowPart: Hashable, Sendable {
  /// The hall as a whole.
  case hall
  /// A sensor of the hall.
  case sensor(SensorID)
  /// A device of the hall.
  case device(DeviceID)
  /// An entry of the programme that the hall's file gives.
  case entry(ScheduleEntryID)
  /// An artwork as a whole.
  case artwork(ArtworkID)
  /// A scene.
  case scene(ArtworkID, SceneID)
  /// A cue of a scene, by its place in the scene's list, from 0.
  case cue(ArtworkID, SceneID, Int)
  /// A trigger of a scene, by its place in the scene's list, from 0.
  case trigger(ArtworkID, SceneID, Int)

  /// The artwork, if it is about one.
  public var artwork: ArtworkID? {
    switch self {
    case .hall, .sensor, .device, .entry: nil
    case .artwork(let id), .scene(let id, _), .cue(let id, _, _), .trigger(let id, _, _): id
    }
  }
}

/// How far a search goes before it gives up, said with each result.
public struct ProofBound: Hashable, Sendable {
  /// The most states of one artwork.
  public var states: Int
  /// The most steps of one artwork.
  public var steps: Int
  /// The most steps of one attempt to make one thing happen.
  public var stepsAnAttempt: Int
  /// At how many instants of a scene's timeline sensors are changed, when a change at its beginning does nothing.
  public var instants: Int

  /// A bound; the usual one unless said otherwise.
  public init(states: Int = 5000, steps: Int = 2_000_000, stepsAnAttempt: Int = 600, instants: Int = 8) {
    (self.states, self.steps, self.stepsAnAttempt, self.instants) = (states, steps, stepsAnAttempt, instants)
  }
}

/// What was proven of one artwork.
public struct ArtworkProof: Hashable, Sendable {
  /// A scene that was reached, and the phase of the hall in which.
  public struct Reached: Hashable, Sendable {
    /// The scene.
    public var scene: SceneID
    /// The phase of the hall.
    public var phase: HallPhase
    /// A scene in a phase.
    public init(_ scene: SceneID, in phase: HallPhase) { (self.scene, self.phase) = (scene, phase) }
  }

  /// The artwork.
  public var artwork: ArtworkID
  /// What was found, by kind, then place.
  public var findings: [ProofFinding] = []
  /// How many states were told apart.
  public var states = 0
  /// How many inputs were stepped.
  public var steps = 0
  /// Every scene that was reached, in each phase of the hall.
  public var reached: Set<Reached> = []
  /// Whether the search came to its end before its bound.
  public var isComplete = true

  /// Nothing yet.
  init(artwork: ArtworkID) { self.artwork = artwork }
}
