import DeviceLines
import Sequencer
import Show

// One box as a state machine, driven by its description alone.
//
// | link | what happens | goes to |
// |---|---|---|
// | resting | until the next look, or until something is wanted | opening |
// | opening | the line is on its way | entering, or resting and `missing` |
// | entering | the steps of its opening: waits and says | talking |
// | talking | all questions, then what is missing, one command at a time; then a look now and then | resting, where the
// line is not kept |
//
// On a line that is shared, a turn is asked for whenever there is something to say, and passed on after each command.
//
// Invariants: one command under way; `pause` between two; a value is confirmed by what the box says it is, else assumed
// and said so; what is done anew each time (a button) is never done by itself; two silences in a row lose the line.

/// A foreign box that talks text, by its description.
public struct BoxMachine: DeviceMachine, Hashable {
  /// Answers are cut as the description says.
  public static var hearsBytes: Bool { true }

  enum Link: Hashable, Sendable {
    case resting(until: ShowInstant?)
    case opening
    case entering(step: Int, since: ShowInstant)
    case talking
  }
  /// Whose a line is that others are on too.
  enum Turn: Hashable, Sendable {
    /// Somebody else's, or nobody's.
    case none
    case asked
    /// Its own: whether it has said something.
    case held(hasSpoken: Bool)
  }
  enum Command: Hashable, Sendable {
    case set(PropertyName, Value)
    case ask(BoxQuestion)
  }
  /// What was asked on a line: nothing, all but what needs power, everything.
  enum Look: Hashable, Sendable { case first, deeper, done }
  struct Asked: Hashable, Sendable {
    var command: Command
    var at: ShowInstant
    /// The properties of a question that were not answered yet.
    var waits: Set<PropertyName> = []
  }

  /// How many silences in a row lose the line.
  static let mostSilences = 2
  /// How long a button that was pressed may wait for its line.
  static let freshPulse = TimeSpan.seconds(5)

  let box: Box
  let isHTTP: Bool
  let isShared: Bool
  let user: String?
  let questions: [BoxQuestion]
  let properties: [PropertyName: BoxProperty]
  var splitter: AnswerSplitter
  var link = Link.resting(until: .zero)
  var turn = Turn.none
  var secret: String?
  var goal: BoxGoal?
  var courses: [PropertyName: BoxCourse] = [:]
  /// `warming` or `cooling`, by its own word.
  var way: String?
  var queue: [BoxQuestion] = []
  var asked: Asked?
  /// What was set last, and when: an error that comes is about that.
  var lastSet: (name: PropertyName, at: ShowInstant)? { lastSetName.map { ($0, lastSetAt) } }
  var lastSetName: PropertyName?
  var lastSetAt = ShowInstant.zero
  /// Before when nothing is sent.
  var quietUntil = ShowInstant.zero
  /// How far everything was asked once on this line.
  var look = Look.first
  var nextLook: ShowInstant?
  var silences = 0
  var retry: RetryRhythm
  var isOnline: Bool?
  /// What is wrong with it by its own word, beside what was set; until a look finds nothing of it any more.
  var ailment: String?
  /// Whether that was heard since the last look began.
  var isAilmentFresh = false
  var told: DeviceReport?
  var toldFacts: [String: Value] = [:]
  var actions: [LineAction] = []
  /// When it is next due.
  var due: ShowInstant?

  /// A box that was not asked yet.
  ///
  /// - Parameters:
  ///   - connection: how it is reached, and its description.
  ///   - seed: of the chance in its pauses between attempts.
  public init(_ connection: BoxConnection, seed: UInt64) {
    (box, user, isShared) = (connection.box, connection.user, connection.isShared)
    var isWhole = false
    switch connection.line {
    case .http: (isHTTP, isWhole) = (true, true)
    case .udp: (isHTTP, isWhole) = (false, true)
    default: isHTTP = false
    }
    questions = BoxQuestion.all(of: box)
    properties = Dictionary(box.properties.map { ($0.name, $0) }) { first, _ in first }
    splitter = AnswerSplitter(isWhole ? nil : box.cut)
    retry = RetryRhythm(first: .milliseconds(500), longest: .seconds(60), seed: seed)
    due = .zero
    if !box.keepsLine, questions.isEmpty { (link, due) = (.resting(until: nil), nil) }
  }

  /// When it is asked or set next, or an answer is given up.
  public var wakesAt: ShowInstant? { due }

  /// Takes an event.
  public mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    actions = []
    switch event {
    case .desired(let state): want(state, at: now)
    case .opened(let secret):
      (self.secret, link) = (secret, .entering(step: 0, since: now))
      (queue, asked, look, silences, isAilmentFresh, turn) = ([], nil, .first, 0, false, .none)
      splitter.forget()
      enter(at: now)
    case .bytes(let bytes): hear(bytes, at: now)
    case .lost(let why): lost(why, at: now)
    case .due: wake(at: now)
    case .turn: turn = .held(hasSpoken: false)
    case .line: break
    }
    if isShared { proceedInTurn(at: now) } else if link == .talking { proceed(at: now) }
    due = nextDue(at: now)
    tell(at: now)
    return actions
  }

  private mutating func want(_ state: DesiredState, at now: ShowInstant) {
    let new = BoxGoal(rev: state.rev, fades: state.properties)
    for (name, property) in properties {
      let isNew = property.isPulse && new.fades[name]?.at != goal?.fades[name]?.at
      if isNew || new.target(name) != goal?.target(name) { courses[name]?.wantOther() }
    }
    goal = new
    // A box that is taken for dead is not tried more often because more is wanted of it.
    if case .resting(let until) = link, retry.failures == 0, settingDue(at: now) != nil {
      link = .resting(until: min(until ?? now, now))
    }
  }

  private mutating func wake(at now: ShowInstant) {
    switch link {
    case .resting(let until?) where until <= now:
      link = .opening
      actions.append(.open)
    case .entering(_, let since) where now >= since + box.answerWithin:
      actions.append(.close)
      lost("it does not answer", at: now)
    case .talking: if let asked, now >= asked.at + patience { silence(asked, at: now) }
    default: break
    }
  }

  private mutating func silence(_ silent: Asked, at now: ShowInstant) {
    asked = nil
    if case .ask(let question) = silent.command, silent.waits.count < question.names.count { return }
    if case .set(let name, _) = silent.command {
      courses[name, default: BoxCourse()].notBefore = now + box.changingPoll
    }
    silences += 1
    guard silences >= Self.mostSilences else { return }
    actions.append(.close)
    lost("it does not answer", at: now)
  }

  /// The line is gone; whatever was known may have changed.
  mutating func lost(_ why: String, at now: ShowInstant) {
    (asked, queue, way, nextLook, turn) = (nil, [], nil, nil, .none)
    for name in courses.keys { courses[name]?.loseLine() }
    link = .resting(until: retry.failed(at: now))
    guard isOnline != false else { return }
    (isOnline, told, toldFacts) = (false, nil, [:])
    actions.append(.tell(.availability(online: false)))
  }

  /// It said something that makes sense.
  mutating func came() {
    silences = 0
    retry.succeeded()
    if isOnline != true { actions.append(.tell(.availability(online: true))) }
    isOnline = true
  }

  private func nextDue(at now: ShowInstant) -> ShowInstant? {
    switch link {
    case .resting(let until): return until
    case .opening: return nil
    case .entering(_, let since): return since + box.answerWithin
    case .talking:
      if let asked { return asked.at + patience }
      if turn == .asked { return promiseDue }
      let next = [isUnsettled ? now : nil, nextLook, settingDue(at: now), promiseDue].compactMap { $0 }.min()
      return next.map { max($0, quietUntil) }
    }
  }

  /// Whether something is to be asked, or when to look again is still to be said.
  var isUnsettled: Bool {
    !queue.isEmpty || look != .done || !box.keepsLine || nextLook == nil && !questions.isEmpty
  }

  /// How long an answer is waited for. Over HTTP who asks gives up first, so that no late answer is taken for the next.
  private var patience: TimeSpan { isHTTP ? box.answerWithin + .milliseconds(500) : box.answerWithin }

  /// When a promise that is not kept is warned of.
  private var promiseDue: ShowInstant? { courses.values.compactMap(\.promisedAt).map { $0 + box.doesWithin }.max() }
}
