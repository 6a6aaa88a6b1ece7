import DeviceLines
import Sequencer
import Show

// One projector or display as a state machine. Lines are short: opened, asked, told, closed; a projector closes a line
// that is silent for 30 s, and many take one line at a time.
//
// | link | what happens | goes to |
// |---|---|---|
// | resting | until the next look, or until something is wanted | opening |
// | opening | the line is on its way | greeting, or resting and `missing` |
// | greeting | it says whether it wants a password | talking |
// | talking | one command at a time; after the answers what is missing is set, and asked for again | resting |
//
// Invariants: one command under way; a lamp is not struck twice within `betweenStrikes`; ERR3 is "not now", never a
// fault; a desired state is confirmed by what the projector is, not by its OK.

/// A projector or display, by PJLink class 1 or 2.
public struct ProjectorMachine: DeviceMachine, Hashable {
  enum Link: Hashable, Sendable { case resting(until: ShowInstant), opening, greeting(since: ShowInstant), talking }
  struct Asked: Hashable, Sendable {
    var command: PJLinkCommand
    var at: ShowInstant
  }

  let timings: ProjectorTimings
  var link = Link.resting(until: .zero)
  var goal: ProjectorGoal?
  var known = ProjectorKnowledge()
  var queue: [PJLinkCommand] = []
  var asked: Asked?
  /// What stands before the next command of this line.
  var digest = ""
  var secret: String?
  var retry: RetryRhythm
  var isOnline: Bool?
  /// When the lamp was told to light last.
  var struckAt: ShowInstant?
  var hoursAt: ShowInstant?
  /// When it took what was set, by what it was.
  var promises: [PJLinkCommand.Name: ShowInstant] = [:]
  /// What it will not do, by what it was; until something else is wanted.
  var refusals: [PJLinkCommand.Name: String] = [:]
  /// Before when nothing is set again, by what it is.
  var notBefore: [PJLinkCommand.Name: ShowInstant] = [:]
  var unknownCommands: Set<PJLinkCommand.Name> = []
  var passwordFault: String?
  var told: DeviceReport?
  var toldFacts: [String: Value] = [:]
  var actions: [LineAction] = []

  /// A projector that was not asked yet.
  ///
  /// - Parameters:
  ///   - timings: how patient the daemon is.
  ///   - seed: of the chance in its pauses between attempts.
  public init(timings: ProjectorTimings = ProjectorTimings(), seed: UInt64) {
    self.timings = timings
    retry = RetryRhythm(first: .seconds(1), longest: .seconds(60), seed: seed)
  }

  /// When it is asked next, or an answer is given up.
  public var wakesAt: ShowInstant? {
    switch link {
    case .resting(let until): until
    case .opening: nil
    case .greeting(let since): since + timings.answer
    case .talking: asked.map { $0.at + timings.answer }
    }
  }

  /// Takes an event.
  public mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    actions = []
    switch event {
    case .desired(let state): want(state, at: now)
    case .opened(let secret):
      (link, self.secret, digest) = (.greeting(since: now), secret, "")
      (queue, asked) = ([], nil)
    case .line(let line): if let message = PJLinkMessage(line: line) { hear(message, at: now) }
    case .bytes, .turn: break
    case .lost(let why): lost(why, at: now)
    case .due: due(at: now)
    }
    return actions
  }

  private mutating func want(_ state: DesiredState, at now: ShowInstant) {
    func plain(_ name: PropertyName) -> Value? {
      if case .plain(let value)? = state.properties[name]?.to { value } else { nil }
    }
    var new = ProjectorGoal(rev: state.rev, power: plain(.power)?.flag, mute: plain(.mute)?.flag)
    if let input = plain(.input)?.text, !input.isEmpty {
      let code = PJLinkInput.code(input)
      (new.input, new.isInputKnown) = (code ?? input, code != nil)
    }
    if new.power != goal?.power { forget(.power) }
    if new.input != goal?.input { forget(.input) }
    if new.mute != goal?.mute { forget(.mute) }
    goal = new
    // A device that is taken for dead is not tried more often because more is wanted of it.
    if case .resting(let until) = link, retry.failures == 0, passwordFault == nil, isMissing(at: now) {
      link = .resting(until: min(until, now))
    }
    tell(at: now)
  }

  private mutating func forget(_ name: PJLinkCommand.Name) {
    refusals[name] = nil
    promises[name] = nil
    notBefore[name] = nil
  }

  private mutating func due(at now: ShowInstant) {
    switch link {
    case .resting(let until) where until <= now:
      link = .opening
      actions.append(.open)
    case .greeting, .talking:
      guard let wakes = wakesAt, wakes <= now else { return }
      actions.append(.close)
      lost("it does not answer", at: now)
    default: break
    }
  }

  private mutating func lost(_ why: String, at now: ShowInstant) {
    (asked, queue) = (nil, [])
    link = .resting(until: retry.failed(at: now))
    guard isOnline != false else { return }
    (isOnline, told, toldFacts) = (false, nil, [:])
    actions.append(.tell(.availability(online: false)))
  }

  /// Ends the line, and says when the next begins.
  mutating func hangUp(at now: ShowInstant) {
    actions.append(.close)
    let isBusy = known.power?.isChanging == true || isMissing(at: now)
    link = .resting(until: now + (isBusy ? timings.changingPoll : timings.restingPoll))
  }

  /// Sends what is next in the queue.
  mutating func next(at now: ShowInstant) {
    guard asked == nil else { return }
    if queue.isEmpty { queue = missing(at: now) }
    guard queue.isEmpty == false else { return hangUp(at: now) }
    let command = queue.removeFirst()
    asked = Asked(command: command, at: now)
    actions.append(.send(command.bytes(after: digest)))
    digest = ""
  }
}
