import Journal
import MQTTLink
import Sequencer
import Show

extension ControlRoom {
  /// How far in the past a deadline may lie and still count as on time.
  static let lateAfter = TimeSpan.seconds(2)
  /// How many deadlines are fed in one turn.
  static let mostDeadlines = 2000

  /// One turn of the show; see the head of this room.
  func turn() {
    isTurnAsked = false
    act(handover.tick(loop.now))
    if handover.maySteps && !isEnding {
      let now = self.now
      if feedDeadlines(upTo: now) {
        followClock(at: now)
        takeComing(at: now)
        takeMessages(at: now)
        keepHouse(at: now)
      }
    }
    handOver()
    retain(at: now)
    setWake()
  }

  /// Has a turn soon, once.
  func askForTurn() {
    guard !isTurnAsked else { return }
    isTurnAsked = true
    loop.call { self.assumeIsolated { $0.turn() } }
  }

  /// Steps the sequencer and gathers what it leaves.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - instant: when; never before the input before.
  ///   - show: the show that a `.show` input names.
  ///   - reply: what is done with the answer to a command.
  /// - Returns: the number of the input.
  @discardableResult
  func take(
    _ event: InputEvent, at instant: ShowInstant, adopting show: Show? = nil, reply: ((Reply) -> Void)? = nil
  ) -> Int64 {
    let input = Input(seq: nextSeq, at: max(instant, sequencer.state.now), event: event)
    let step = sequencer.step(input, adopting: show)
    nextSeq += step.entryCount
    lastRowAt = input.at
    snapshots.count()
    gatherRows(of: step, input: input)
    var seq = input.seq + Int64(step.decisions.count)
    for effect in step.effects {
      if effect.isJournalled { seq += 1 }
      if case .reply(_, let answer) = effect {
        reply?(answer)
      } else {
        open.performances.append(.effect(effect, seq: seq))
      }
    }
    return input.seq
  }

  private func gatherRows(of step: Step, input: Input) {
    guard handover.journals else { return }
    do {
      let wall = trustedWall(at: input.at)
      for row in try codec.rows(of: step, input: input) { gather(Journal.Entry(row, wall: wall)) }
    } catch {
      // Only a number that is not finite cannot be written, and those are refused before they are taken.
      preconditionFailure("a step cannot be written: \(error)")
    }
  }

  /// Adds an entry to what is committed next, and to what is told.
  func gather(_ entry: Journal.Entry) {
    guard handover.journals else { return }
    open.add(entry)
    if entry.isTold { open.performances.append(.event(entry)) }
  }

  /// Adds a row that is no part of a step: an outcome, a fault, a mark.
  ///
  /// - Returns: its number.
  @discardableResult
  func note(
    _ role: Journal.Role, _ kind: String, subject: String? = nil, body: String, at instant: ShowInstant
  ) -> Int64 {
    let seq = nextSeq
    nextSeq += 1
    lastRowAt = instant
    gather(
      Journal.Entry(
        seq: seq, role: role, kind: kind, subject: subject, atMilliseconds: instant.milliseconds,
        wallMilliseconds: trustedWall(at: instant)?.milliseconds, body: body))
    return seq
  }

  /// Feeds the deadlines that have come, each at its own instant.
  ///
  /// - Returns: whether that was all of them; else nothing later may be taken in this turn.
  func feedDeadlines(upTo now: ShowInstant) -> Bool {
    for _ in 0..<Self.mostDeadlines {
      guard let due = sequencer.nextDeadline, due <= now else { return true }
      take(.deadline(late: now - due > Self.lateAfter), at: due)
    }
    askForTurn()
    return false
  }

  private func takeComing(at now: ShowInstant) {
    let (events, shows) = (comingInputs, comingShows)
    (comingInputs, comingShows) = ([], [])
    for event in events { take(event, at: now) }
    takeDriverReports(at: now)
    for show in shows { takeUp(show, at: now) }
  }

  private func takeMessages(at now: ShowInstant) {
    if !handover.holdsCommands && !heldCommands.isEmpty {
      let held = heldCommands
      heldCommands = []
      for message in held { take(message, at: now) }
    }
    for message in inbox.takeAll() { take(message, at: now) }
  }

  /// Sleeps until something is due.
  func setWake() {
    if let wake { loop.cancel(wake) }
    wake = nil
    if isEnding { return }
    // While nothing may be stepped, only the journal's own deadline counts: a tick that is due would wake without end.
    guard handover.maySteps else {
      if let deadline = handover.nextDeadline { wake(at: deadline) }
      return
    }
    var next = (lastTickAt ?? loop.now).advanced(by: .seconds(1))
    if let deadline = handover.nextDeadline { next = min(next, deadline) }
    if let due = sequencer.nextDeadline { next = min(next, clock.boot(at: due)) }
    if handover.maySubmit, let due = retention.nextDeadline { next = min(next, clock.boot(at: due)) }
    wake(at: next)
  }

  private func wake(at instant: BootInstant) {
    wake = loop.call(at: instant) { self.assumeIsolated { $0.turn() } }
  }
}
