import Journal
import Logging
import MQTTLink
import Sequencer
import Show

// What the control room does beside the show: it follows the clock, gives signs of life, keeps snapshots, counts, warns.

extension ControlRoom {
  /// By how much the wall clock may drift from what the show knows before it is told anew.
  static let clockTolerance = TimeSpan.milliseconds(200)
  /// The span for which the programme is resolved at once.
  static let agendaSpan = TimeSpan.hours(24 * 45)

  /// Tells the sequencer of the wall clock, when it was set, drifted, became right or is no longer known to be.
  func followClock(at now: ShowInstant) {
    let known = sequencer.state.clock
    let wall = wallClock.read()
    let offset = wall.milliseconds - now.milliseconds
    let hasMoved = known.offset.map { abs($0 - offset) > Self.clockTolerance.milliseconds } ?? true
    let isTick = lastTickAt.map { loop.now >= $0.advanced(by: .seconds(1)) } ?? true
    guard hasMoved || isTick else { return }
    let isRight = wallClock.isSynchronised()
    if hasMoved || isRight != known.synchronised { take(.clock(wall: wall, synchronised: isRight), at: now) }
  }

  /// What is done about once a second.
  func keepHouse(at now: ShowInstant) {
    let instant = loop.now
    if let last = lastTickAt, instant < last.advanced(by: .seconds(1)) { return }
    lastTickAt = instant
    if now - lastRowAt >= LifeSign.interval { gather(lifeSign(at: now)) }
    if !tally.isEmpty && now - lastTallyAt >= Tally.interval {
      lastTallyAt = now
      note(.mark, Tally.kind, body: tally.tell(), at: now)
    }
    clearPassing(at: now)
    keepSnapshot(at: now)
    if isAlive(at: instant) { notify.watchdog() }
  }

  /// Whether the loop does its work: it ticks, and commits or has said that it cannot.
  private func isAlive(at instant: BootInstant) -> Bool {
    switch handover.phase {
    case .overtaken, .degraded, .recovering: true
    case .idle, .committing: instant < lastCommitAt.advanced(by: .seconds(30))
    }
  }

  /// The row by which a later start knows how long the daemon was away.
  func lifeSign(at now: ShowInstant) -> Journal.Entry {
    let sign = LifeSign(boot: settings.boot, bootMilliseconds: clock.boot(at: now).nanoseconds / 1_000_000)
    defer {
      nextSeq += 1
      lastRowAt = now
    }
    return Journal.Entry(
      seq: nextSeq, role: .mark, kind: LifeSign.kind, atMilliseconds: now.milliseconds,
      wallMilliseconds: trustedWall(at: now)?.milliseconds, body: interpreter.text(sign))
  }

  // MARK: Snapshots

  private func keepSnapshot(at now: ShowInstant) {
    if let ready = snapshots.takeReady(upTo: lastCommitted), handover.journals {
      open.group.snapshot = ready
      if sequencer.state.clock.synchronised {
        open.group.forgetAnswersBefore = wallClock.read().milliseconds - Journal.answersKeptMilliseconds
      }
    }
    guard handover.phase == .idle, snapshots.begin(at: now) else { return }
    // Writing the state takes milliseconds: it is done beside the loop.
    let (state, seq) = (sequencer.state, nextSeq - 1)
    loop.doBeside {
      try? Journal.Snapshot(of: state, after: seq)
    } then: { snapshot in
      self.assumeIsolated { $0.snapshots.written(snapshot) }
    }
  }

  // MARK: Warnings

  /// Warns of something about the daemon itself.
  func warn(_ id: String, _ text: String, at now: ShowInstant) {
    if warnings[id]?.text == text { return }
    if warnings[id] == nil && warnings.count >= 200 { return }
    if warnings[id] == nil { log.warning("\(text)", metadata: ["warning": "\(id)"]) }
    warnings[id] = Warning(id: id, text: text, since: warnings[id]?.since ?? now)
  }

  /// Takes a warning back.
  func clear(_ id: String, at now: ShowInstant) {
    if warnings.isEmpty || warnings.removeValue(forKey: id) == nil { return }
    log.notice("over: \(id)")
  }

  /// Takes back what was warned of a while ago and did not happen again.
  private func clearPassing(at now: ShowInstant) {
    if handover.phase == .idle, let last = lastSlowAt, now - last > .seconds(10) {
      lastSlowAt = nil
      clear("journal-slow", at: now)
    }
    if let warning = warnings["input-overflow"], now - warning.since > .minutes(1) {
      clear("input-overflow", at: now)
    }
    badReadings = badReadings.count > 1000 ? badReadings.filter { now - $0.value < Self.badReadingsEvery } : badReadings
  }

  // MARK: The programme

  /// Resolves the programme; it comes back as an input.
  func resolveAgenda() {
    let now = self.now
    guard let wall = sequencer.state.clock.wall(at: now) else { return }
    let day = Int64(86_400_000)
    let from = WallInstant(milliseconds: wall.milliseconds - wall.milliseconds % day - day)
    let agenda = AgendaResolver.resolve(
      entries: sequencer.entriesInForce, timeZone: sequencer.show.hall.timeZone, from: from,
      to: from + Self.agendaSpan)
    guard agenda != sequencer.state.agenda else { return }
    comingInputs.removeAll { if case .agenda = $0 { true } else { false } }
    comingInputs.append(.agenda(agenda))
  }
}
