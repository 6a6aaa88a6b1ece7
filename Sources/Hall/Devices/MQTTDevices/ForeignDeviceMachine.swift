import DeviceLines
import Sequencer
import Show

// One foreign device as a state machine: what it is to be, what the broker brings, and the time go in; messages and what is
// told of it come out.
//
// | phase | what happens | goes to |
// |---|---|---|
// | unlinked | there is no broker | asking |
// | asking, first | it is asked what it is, so that one that is right already is left alone | resting, or commanding |
// | commanding | it was told; it has until the fade is over, and its time to answer | resting, or asking again |
// | asking, after | it did not say what is wanted, and is asked | resting, or pausing |
// | spacing | it was told a moment ago: the newest wish waits | commanding |
// | pausing | it was silent, refused or said something else; later and later, with chance, then a breaker | commanding |
// | resting | it is as wanted, or is away, or nothing is wanted | commanding |
//
// Invariants: nothing counts as confirmed that was said before the last command; one wish waits, the newest; nothing is sent
// while it, or what carries it, says that it is offline, or there is no link; a device that tells nothing is never told of
// as if it had.

/// What happens to a foreign device's machine.
public enum ForeignEvent: Hashable, Sendable {
  /// The link to the broker came or went.
  case linked(Bool)
  /// What the device is to be from now on.
  case desired(DesiredState)
  /// A message on one of its topics.
  case message(BrokerMessage)
  /// The instant came for which the machine asked.
  case due
}

/// What a foreign device's machine wants done.
public enum ForeignAction: Hashable, Sendable {
  /// Publish a message, never retained.
  case publish(BrokerMessage)
  /// Tell the show.
  case tell(DriverReport)
}

/// How patient the daemon is with foreign devices.
public struct ForeignTimings: Sendable {
  /// How long a device may take to say that it is as wanted, once its fade is over, and to answer a question.
  public var answer = TimeSpan.seconds(2)
  /// The least time between two commands: radio networks drop what comes faster.
  public var spacing = TimeSpan.milliseconds(100)
  /// The longest pause after the first failure, and the pause that the breaker keeps.
  public var pauses = (first: TimeSpan.seconds(1), longest: TimeSpan.seconds(60))

  /// The usual patience.
  public init() {}
}

/// A lamp, plug or relay of another maker.
public struct ForeignDeviceMachine: Sendable {
  enum Phase: Hashable, Sendable {
    case unlinked, resting
    case asking(until: ShowInstant, isAfterCommand: Bool)
    case commanding(until: ShowInstant)
    case spacing(until: ShowInstant)
    case pausing(until: ShowInstant)
  }
  /// How many times in a row it may be silent before it counts as missing.
  static let mostSilences = 2

  let kind: DeviceKind
  let foreign: ForeignDevice
  let peer: any ForeignPeer
  let timings: ForeignTimings
  var phase = Phase.unlinked
  var goal: DeviceGoal?
  /// What it said since it was last told or asked.
  var known = KnownState()
  var senses: [String: Value] = [:]
  /// What each topic of presence said last.
  var presences: [String: Bool] = [:]
  var retry: RetryRhythm
  var silences = 0
  var call: Int64 = 0
  var commandedAt: ShowInstant?
  /// Whether it ever said anything.
  var isHeard = false
  /// Where it is not what is wanted, by its own words.
  var mismatch: [String] = []
  var refusal: String?
  /// What it does not tell though it was asked.
  var untold: [String] = []
  var confirmedRev: Int64?
  var word: String?
  var isToldOnline: Bool?
  var told: DeviceReport?
  var toldFacts: [String: Value] = [:]
  var actions: [ForeignAction] = []

  /// A device that was not spoken to yet.
  ///
  /// - Parameters:
  ///   - device: its declaration; nothing comes of one that is not foreign.
  ///   - base: the base of the hall's topics.
  ///   - timings: how patient the daemon is.
  ///   - seed: of the chance in its pauses.
  public init?(_ device: Device, base: String, timings: ForeignTimings = ForeignTimings(), seed: UInt64) {
    guard case .foreign(let foreign)? = device.connection, let topics = device.foreignTopics(base: base) else {
      return nil
    }
    (kind, self.foreign, self.timings) = (device.kind, foreign, timings)
    peer = foreign.peer(topics, isLight: device.kind == .light)
    retry = RetryRhythm(first: timings.pauses.first, longest: timings.pauses.longest, seed: seed)
  }

  /// When `due` is wanted next; nothing where only events count.
  public var wakesAt: ShowInstant? {
    switch phase {
    case .unlinked, .resting: nil
    case .asking(let until, _), .commanding(let until), .spacing(let until), .pausing(let until): until
    }
  }

  /// Takes an event.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - now: show time, never before that of the event before.
  /// - Returns: what is to be done, in order.
  public mutating func take(_ event: ForeignEvent, at now: ShowInstant) -> [ForeignAction] {
    actions = []
    switch event {
    case .linked(true): begin(at: now)
    case .linked(false): phase = .unlinked
    case .desired(let state): want(state, at: now)
    case .message(let message): for hearing in peer.hearings(of: message) { hear(hearing, at: now) }
    case .due: if let wakesAt, wakesAt <= now { due(at: now) }
    }
    return actions
  }

  var isAway: Bool { presences.values.contains(false) }
  var isSilent: Bool { silences >= Self.mostSilences }

  /// Asks what it is before anything is wanted of it.
  mutating func begin(at now: ShowInstant) {
    phase = .resting
    if isAway == false { ask(isAfterCommand: false, at: now) }
  }

  private mutating func want(_ state: DesiredState, at now: ShowInstant) {
    let new = DeviceGoal(state, kind: kind, foreign: foreign)
    if new?.wanted != goal?.wanted { (mismatch, refusal, untold) = ([], nil, []) }
    goal = new
    switch phase {
    case .unlinked, .spacing, .asking(_, isAfterCommand: false): break
    // One that is taken for dead is not told more often because more is wanted of it.
    case .pausing where isSilent: break
    case .resting, .commanding, .asking, .pausing: settle(at: now)
    }
  }

  /// Leaves it alone where it is as wanted by its own words, else tells it.
  mutating func settle(at now: ShowInstant) {
    guard let goal, isAway == false else { return phase = .resting }
    let (differing, untold) = known.differences(from: goal.wanted, steps: peer.brightnessSteps)
    if differing.isEmpty, untold.isEmpty { confirm(at: now) } else { command(at: now) }
  }

  mutating func command(at now: ShowInstant) {
    guard let goal, isAway == false else { return phase = .resting }
    if let commandedAt, now < commandedAt + timings.spacing {
      return phase = .spacing(until: commandedAt + timings.spacing)
    }
    call += 1
    (commandedAt, known) = (now, KnownState())
    for message in peer.command(goal.wanted, over: max(.zero, goal.endsAt - now), call: call) {
      actions.append(.publish(message))
    }
    phase = .commanding(until: max(now, goal.endsAt) + timings.answer)
    tell()
  }

  mutating func ask(isAfterCommand: Bool, at now: ShowInstant) {
    call += 1
    let questions = peer.question(call: call)
    // What cannot be asked is kept by the broker, and comes by itself.
    if questions.isEmpty == false { known = KnownState() }
    for message in questions { actions.append(.publish(message)) }
    phase = .asking(until: now + timings.answer, isAfterCommand: isAfterCommand)
  }

  mutating func confirm(at now: ShowInstant, untold: [String] = []) {
    (phase, mismatch, refusal, silences) = (.resting, [], nil, 0)
    self.untold = untold
    retry.succeeded()
    confirmedRev = goal?.rev
    tell()
  }

  /// It did not become what is wanted: later again.
  mutating func fail(at now: ShowInstant) {
    phase = .pausing(until: retry.failed(at: now))
    if isSilent { tellOnline(false) } else { tell() }
  }

  private mutating func due(at now: ShowInstant) {
    switch phase {
    case .unlinked, .resting: break
    case .spacing, .pausing: command(at: now)
    case .asking(_, isAfterCommand: false): settle(at: now)
    case .asking(_, isAfterCommand: true): judge(at: now)
    case .commanding:
      if peer.topics.question == nil { judge(at: now) } else { ask(isAfterCommand: true, at: now) }
    }
  }

  /// Its time to answer is over: what it said counts.
  private mutating func judge(at now: ShowInstant) {
    guard let goal else { return phase = .resting }
    let (differing, untold) = known.differences(from: goal.wanted, steps: peer.brightnessSteps)
    if known.isOn == nil {
      silences += 1
      return fail(at: now)
    }
    if differing.isEmpty { return confirm(at: now, untold: untold) }
    mismatch = differing
    fail(at: now)
  }
}
