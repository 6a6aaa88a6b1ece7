import Journal
import Logging
import MQTTLink
import Sequencer
import Show

extension ControlRoom {
  /// Hands what was gathered to the journal, or, where that does not take it, performs it as the phase says.
  func handOver() {
    if !handover.journals { return release(takeOpen(), isCommitted: false) }
    guard !open.isEmpty || !open.performances.isEmpty else { return afterPerforming() }
    if open.isEmpty && !handover.isUnderWay { return release(takeOpen(), isCommitted: true) }
    if handover.maySubmit { return submit(takeOpen()) }
    if handover.withholds { return }
    perform(open.takeEffects())
    if open.isTooMuch { act(handover.overflowed(at: loop.now)) }
    afterPerforming()
  }

  private func takeOpen() -> Gathering {
    defer { open = Gathering() }
    return open
  }

  /// Sends a group on its way; nothing is read from the broker until it is back, or the journal is slow.
  func submit(_ gathering: Gathering) {
    isUnderWay(gathering)
    let loop = self.loop
    journal.submit(gathering.group) { result in
      loop.call { self.assumeIsolated { $0.settled(result) } }
    }
  }

  /// Something goes to the journal; it answers in a later turn at the earliest.
  func isUnderWay(_ gathering: Gathering) {
    underWay = gathering
    handover.submitted(at: loop.now)
    if handover.phase == .committing { link?.pauseReading() }
  }

  /// The journal has answered.
  func settled(_ result: Result<Void, JournalFault>) {
    let last = underWay?.lastSeq
    switch result {
    case .success:
      if let last { lastCommitted = last }
      lastCommitAt = loop.now
      act(handover.committed(at: loop.now))
    case .failure(let fault):
      log.error("the journal did not take a group: \(fault)")
      journalFailed(fault)
      act(handover.failed(at: loop.now))
    }
    if handover.phase != .committing { link?.resumeReading() }
    if isEnding { goOnEnding() } else { turn() }
  }

  private func journalFailed(_ fault: JournalFault) {
    if case .outOfOrder(let expected, _) = fault {
      // The journal was begun anew, or a group that counted as lost was found after all.
      lastCommitted = expected - 1
      nextSeq = max(nextSeq, expected)
    }
    warn("journal-degraded", "\(fault); the show goes on, what happens is not recorded", at: now)
  }

  /// Does what the handover says.
  func act(_ action: HandoverAction) {
    switch action {
    case .none: return
    case .releaseEffects:
      if let effects = underWay?.takeEffects() { perform(effects) }
      lastSlowAt = now
      warn("journal-slow", "the journal's disk is slow: the show goes on, answers wait for it", at: now)
      link?.resumeReading()
    case .finish:
      let gathering = underWay
      underWay = nil
      if warnings["journal-degraded"] != nil { log.notice("the journal takes entries again") }
      clear("journal-degraded", at: now)
      if let gathering { release(gathering, isCommitted: true) }
    case .giveUp:
      let gatherings = [underWay, takeOpen()].compactMap { $0 }
      underWay = nil
      snapshots.forget()
      clear("journal-slow", at: now)
      warn("journal-degraded", "the journal takes nothing: the show goes on, what happens is not recorded", at: now)
      for gathering in gatherings { release(gathering, isCommitted: false) }
      link?.resumeReading()
    case .recover: recoverJournal()
    }
  }

  /// Tries the journal again: the gap since its last entry is declared, and the state after it kept.
  private func recoverJournal() {
    let now = self.now
    let gap = Journal.Entry.gap(from: lastCommitted + 1, to: nextSeq - 1, at: moment(at: now))
    nextSeq = gap.seq + 1
    var gathering = Gathering()
    gathering.add(gap)
    let sign = lifeSign(at: now)
    gathering.add(sign)
    do {
      gathering.group.snapshot = try Journal.Snapshot(of: sequencer.state, after: sign.seq)
    } catch {
      preconditionFailure("the state cannot be written: \(error)")
    }
    gathering.group.shows = [shows.current.text(at: wallClock.read())]
    submit(gathering)
  }

  // MARK: Performing

  /// Performs effects that were taken out of their gathering: what comes of one may be gathered at once.
  private func perform(_ effects: [Performance]) {
    let instant = instantWriter
    for performance in effects {
      switch performance {
      case .effect(let effect, let seq): interpreter.perform(effect, seq: seq, at: instant)
      case .forgetting(let kept): interpreter.forgetAll(except: kept)
      case .driving(let hall): interpreter.rack.follow(hall)
      case .answer, .repetition, .event: break
      }
    }
  }

  /// Performs all of a gathering, in order: effects and answers first, then what is told of them.
  private func release(_ gathering: Gathering, isCommitted: Bool) {
    let instant = instantWriter
    for performance in gathering.performances {
      switch performance {
      case .event: continue
      case .effect(let effect, let seq): interpreter.perform(effect, seq: seq, at: instant)
      case .forgetting(let kept): interpreter.forgetAll(except: kept)
      case .driving(let hall): interpreter.rack.follow(hall)
      case .answer(var reply, let address, let key, let bodyHash):
        if !isCommitted { reply.seq = nil }
        let text = interpreter.text(reply)
        interpreter.answer(text, to: address)
        guard let key else { continue }
        for other in answers.answer(key, bodyHash: bodyHash, reply: text, at: now) {
          interpreter.answer(text, to: other)
        }
      case .repetition(let text, let address): interpreter.answer(text, to: address)
      }
    }
    for case .event(let entry) in gathering.performances {
      interpreter.tell(entry.eventText(isCommitted: isCommitted))
    }
    afterPerforming()
  }

  private func afterPerforming() {
    if !isReady && handover.phase != .committing {
      isReady = true
      notify.ready(status: "the show runs")
      log.notice("the show runs", metadata: ["hall": "\(sequencer.show.hall.name)", "node": "\(settings.node)"])
    }
    announce()
    if !comingInputs.isEmpty && handover.maySteps { askForTurn() }
  }
}

extension Journal.Snapshot {
  /// A snapshot of a state, after an entry.
  init(of state: HallState, after seq: Int64) throws {
    let json = try state.canonicalJSON()
    self.init(seq: seq, stateHash: try state.digest(), state: String(decoding: json, as: UTF8.self))
  }
}
