import MQTTLink

// How the control room gets on with its journal. A pure state machine: the loop tells it what happens and does what it
// says. Whoever steps the sequencer asks it first.
//
// | phase | steps? | rows | effects | out of it |
// |---|---|---|---|---|
// | idle | yes | gathered | wait for their commit | submitted → committing |
// | committing | no | – | wait | committed → idle; failed → degraded; 250 ms → overtaken |
// | overtaken | yes | gathered behind | at once; answers wait | committed → idle; failed, too much behind, 10 s → degraded |
// | degraded | yes | dropped | at once; answers carry no number | a try, every 3 s → recovering |
// | recovering | yes | gathered behind | at once; answers wait | committed → idle; failed, too much behind → degraded |
//
// At most one group is on its way to the disk. A try to recover is a group like any other: the mark of the gap, and a
// snapshot of the state after it, where replay resumes.

/// What is to be done about the journal.
enum HandoverAction: Hashable, Sendable {
  /// Nothing.
  case none
  /// The effects of the group that is on its way are performed; its answers wait on.
  case releaseEffects
  /// The group is on disk: all of it is performed, and the next one may go.
  case finish
  /// The group will not be on disk: all of it is performed, answers without a number; what was gathered behind it too.
  case giveUp
  /// A gap and a snapshot are to be committed.
  case recover
}

/// What the journal is doing; see the table above.
package struct JournalHandover: Hashable, Sendable {
  /// In what phase it is.
  package enum Phase: Hashable, Sendable {
    case idle, committing, overtaken, degraded, recovering
  }

  /// How long a commit may take before the show goes on without it.
  static let patience = Duration.milliseconds(250)
  /// How long a stuck commit may take before the journal counts as degraded.
  static let stuckAfter = Duration.seconds(10)
  /// How often a degraded journal is tried again.
  static let retryEvery = Duration.seconds(3)

  package private(set) var phase = Phase.idle
  /// Whether a group is on its way.
  package private(set) var isUnderWay = false
  private var since: BootInstant?
  private var nextTry: BootInstant?

  /// A journal that waits for its first group.
  package init() {}

  /// Whether inputs may be stepped now.
  var maySteps: Bool { phase != .committing }
  /// Whether rows are gathered.
  var journals: Bool { phase != .degraded }
  /// Whether effects wait for their commit.
  var withholds: Bool { phase == .idle || phase == .committing }
  /// Whether the next group may go.
  var maySubmit: Bool { phase == .idle && !isUnderWay }
  /// Whether commands that do not make the hall safe are refused.
  var refusesCommands: Bool { phase == .degraded || phase == .recovering }
  /// Whether commands that do not make the hall safe wait.
  var holdsCommands: Bool { phase == .overtaken }

  /// The next instant at which ``tick(_:)`` has something to say.
  var nextDeadline: BootInstant? {
    switch phase {
    case .idle, .recovering: nil
    case .committing: since?.advanced(by: Self.patience)
    case .overtaken: since?.advanced(by: Self.stuckAfter)
    case .degraded: isUnderWay ? nil : nextTry
    }
  }

  /// A journal that could not be opened: it is tried like one that failed.
  package static func closed(at now: BootInstant) -> JournalHandover {
    var handover = JournalHandover()
    handover.degrade(now)
    return handover
  }

  /// The journal was begun anew behind the back of what is numbered: a gap is to be declared at once.
  mutating func begunAnew(at now: BootInstant) {
    guard phase == .idle else { return }
    phase = .degraded
    nextTry = now
  }

  /// A group, or a try to recover, was handed over.
  mutating func submitted(at now: BootInstant) {
    isUnderWay = true
    since = now
    if phase == .idle { phase = .committing }
  }

  /// Time has passed.
  mutating func tick(_ now: BootInstant) -> HandoverAction {
    guard let deadline = nextDeadline, now >= deadline else { return .none }
    switch phase {
    case .committing:
      phase = .overtaken
      return .releaseEffects
    case .overtaken:
      degrade(now)
      return .giveUp
    case .degraded:
      phase = .recovering
      return .recover
    case .idle, .recovering: return .none
    }
  }

  /// The group is on disk.
  mutating func committed(at now: BootInstant) -> HandoverAction {
    isUnderWay = false
    guard phase != .degraded else {
      // It was given up already; what came after it is not in the journal.
      nextTry = now
      return .none
    }
    phase = .idle
    return .finish
  }

  /// The group is not, and will not be, on disk.
  mutating func failed(at now: BootInstant) -> HandoverAction {
    isUnderWay = false
    let wasGivenUp = phase == .degraded
    degrade(now)
    return wasGivenUp ? .none : .giveUp
  }

  /// More has been gathered behind the group than may wait.
  mutating func overflowed(at now: BootInstant) -> HandoverAction {
    guard phase == .overtaken || phase == .recovering else { return .none }
    degrade(now)
    return .giveUp
  }

  private mutating func degrade(_ now: BootInstant) {
    phase = .degraded
    nextTry = now.advanced(by: Self.retryEvery)
  }
}
