/// What an operator asks for (contract, "Commands"): the words that a command's `do` may have and what they need.
public enum CommandAct: Hashable, Sendable, Codable {
  /// Answers.
  case ping
  /// Enters a scene; without one, as ``next(_:)``.
  case go(ArtworkID, SceneID?)
  /// The scene after this one in the file.
  case next(ArtworkID)
  /// The scene before this one in the file.
  case back(ArtworkID)
  /// This scene anew.
  case restart(ArtworkID)
  /// Ends the cue that runs or waits.
  case skip(ArtworkID)
  /// Time stands still for the artwork.
  case hold(ArtworkID)
  /// Time goes on; out of `stopped` too.
  case resume(ArtworkID)
  /// No scene, devices at rest.
  case stop(ArtworkID, StopManner)
  /// Who changes scenes.
  case mode(ArtworkID, ArtworkMode)
  /// The master at the output.
  case blackout(on: Bool)
  /// The grand master of the lights, 0 to 1.
  case grandMaster(Double)
  /// The phase of the hall.
  case hall(HallRequest)
  /// Gives a property back to the scenes.
  case release(PropertyPath)
  /// Ends a latched alarm.
  case releaseAlarm
  /// Gives a property a value above the scenes.
  case override(PropertyPath, Value)
  /// A trigger may fire, or may not.
  case arm(ArtworkID, TriggerID, Bool)
  /// An injected reading.
  case sense(SensorID, Value)
  /// The show from its folder again.
  case reload
  /// The show before.
  case rollback
}

/// How an artwork is stopped.
public enum StopManner: String, Hashable, Sendable, Codable, CaseIterable {
  /// Properties go to rest over the scene's release time.
  case graceful
  /// When the timeline, or the loop that runs, has come to its end; then as graceful.
  case afterloop
  /// At once.
  case now
}

/// Who changes an artwork's scenes.
public enum ArtworkMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Triggers and the schedule.
  case auto
  /// Operators alone.
  case manual
  /// Nobody; devices at rest.
  case stopped
  /// Nobody; a slate on its screens, its warnings quiet.
  case outOfOrder = "out-of-order"
}

/// What an operator asks of the hall.
public enum HallRequest: Hashable, Sendable, Codable {
  case open, close
  /// As the schedule says.
  case auto
  /// A declared mode.
  case mode(HallModeName)
}

/// Until when a manual act lasts.
public enum CommandEnd: Hashable, Sendable, Codable {
  /// For so long.
  case after(TimeSpan)
  /// Until an instant.
  case until(WallInstant)
  /// Until the next opening of the hall begins its lead.
  case nextOpening
}

/// One command of one operator, read and allowed: an input of the sequencer.
public struct Command: Hashable, Sendable, Codable {
  /// Its id, chosen by the operator: 1 to 64 of `A-Za-z0-9._-`.
  public var id: String
  /// Who sent it.
  public var by: OperatorName
  /// What is asked.
  public var act: CommandAct
  /// Until when it lasts, if not for good.
  public var end: CommandEnd?
  /// Free text to the journal, at most 280 characters.
  public var note: String?

  /// A command.
  public init(id: String, by: OperatorName, act: CommandAct, end: CommandEnd? = nil, note: String? = nil) {
    (self.id, self.by, self.act, self.end, self.note) = (id, by, act, end, note)
  }
}

extension CommandAct {
  /// The word in `do`.
  public var word: String {
    switch self {
    case .ping: "ping"
    case .go: "go"
    case .next: "next"
    case .back: "back"
    case .restart: "restart"
    case .skip: "skip"
    case .hold: "hold"
    case .resume: "resume"
    case .stop: "stop"
    case .mode: "mode"
    case .blackout: "blackout"
    case .grandMaster: "grand-master"
    case .hall: "hall"
    case .release, .releaseAlarm: "release"
    case .override: "override"
    case .arm(_, _, let on): on ? "arm" : "disarm"
    case .sense: "sense"
    case .reload: "reload"
    case .rollback: "rollback"
    }
  }

  /// The least role that may ask for it.
  public var role: Role {
    switch self {
    case .ping: .viewer
    case .override, .arm, .sense, .reload, .rollback: .technician
    default: .operator
    }
  }

  /// Whether it makes a hall safe or quiet, and is executed also while the journal is degraded.
  public var makesSafe: Bool {
    switch self {
    case .blackout(on: true), .hold, .stop, .hall(.close): true
    default: false
    }
  }

  /// Whether it may carry `for` or `until`.
  public var mayEnd: Bool {
    switch self {
    case .go, .next, .back, .restart, .hold, .stop, .blackout, .grandMaster, .override, .arm, .sense: true
    case .mode(_, let mode): mode != .auto
    case .hall(let request): request != .auto
    case .ping, .skip, .resume, .release, .releaseAlarm, .reload, .rollback: false
    }
  }

  /// The artwork it is for, if it is for one.
  public var artwork: ArtworkID? {
    switch self {
    case .go(let id, _), .next(let id), .back(let id), .restart(let id), .skip(let id), .hold(let id), .resume(let id),
      .stop(let id, _), .mode(let id, _), .arm(let id, _, _):
      id
    default: nil
    }
  }
}
