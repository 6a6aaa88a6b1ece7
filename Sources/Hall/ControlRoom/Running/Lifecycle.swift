import Glibc
import Journal
import Logging
import MQTTLink
import Sequencer
import Show

extension ControlRoom {
  /// Begins, or goes on after an outage; then connects.
  ///
  /// - Parameters:
  ///   - recovered: what the journal told of the time before.
  ///   - folder: the show of the folder, or why it cannot be used.
  ///   - remarks: what the journal's opening had to say, as warnings by id.
  ///   - whenEnded: called once, when the run has ended.
  package func begin(
    _ recovered: Recovered, folder: Result<(show: Show, texts: ShowTexts), Refusal>, remarks: [String: String],
    whenEnded: @escaping @Sendable (RunEnd) -> Void
  ) {
    self.whenEnded = whenEnded
    interpreter.onResolveAgenda = { [unowned self] in self.assumeIsolated { $0.resolveAgenda() } }
    let (loop, now) = (self.loop, self.now)
    interpreter.onOutcome = { [unowned self] effect, seq, word in
      self.assumeIsolated { $0.outcome(of: seq, effect.kind, effect.subject ?? "", word) }
    }
    interpreter.whenSettled = { effect, seq, outcome in
      loop.call { self.assumeIsolated { $0.settled(effect, seq, outcome) } }
    }
    interpreter.rack.begin(
      telling: { device, report in loop.call { self.assumeIsolated { $0.driverTold(report, of: device) } } },
      publishing: { message in loop.call { self.assumeIsolated { $0.interpreter.publish(message) } } })
    startedAt = now
    for (id, text) in remarks.sorted(by: { $0.key < $1.key }) { warn(id, text, at: now) }
    gather(lifeSign(at: now))
    if recovered.isContinued { goOn(recovered, at: now) }
    // First the clock: what follows has a wall time then, the first rows of a new journal too.
    followClock(at: now)
    takeUpFolder(folder, recovered, at: now)
    beginLinking()
    turn()
  }

  private func goOn(_ recovered: Recovered, at now: ShowInstant) {
    interpreter.topics = topics
    interpreter.rack.follow(sequencer.show.hall)
    interpreter.remember(sequencer.state, at: instantWriter)
    // It may have died before the broker heard that the show before is no longer the one that runs.
    if let before = shows.before.flatMap({ ShowSource.read($0.text) }) {
      interpreter.forget(before, except: interpreter.keptTopics(of: sequencer.show))
    }
    for effect in recovered.unknownOutcomes { outcome(of: effect.seq, effect.kind, effect.subject, "unknown") }
    if let outage = recovered.outage, outage <= sequencer.show.hall.resumeWithin {
      while !feedDeadlines(upTo: now) {}
    }
    snapshots.resumed(after: recovered.replayedInputs)
    take(.restarted(outage: recovered.outage), at: now)
    if recovered.isRebuilt { log.notice("the last snapshot is another version's: the state was made from all inputs") }
    log.notice(
      "going on",
      metadata: [
        "away": "\(recovered.outage?.description ?? "unknown")", "replayed": "\(recovered.replayedInputs)",
      ])
  }

  private func takeUpFolder(
    _ folder: Result<(show: Show, texts: ShowTexts), Refusal>, _ recovered: Recovered, at now: ShowInstant
  ) {
    switch folder {
    case .success(let (show, texts)):
      let isSame = texts.fingerprint == shows.current.fingerprint
      guard !isSame, texts.fingerprint != recovered.rolledBackFrom else { return }
      adopt(show, texts, at: now)
    case .failure(let refusal):
      warn("faulty-show", "the show in its folder was not taken up: \(refusal)", at: now)
    }
  }

  /// Journals what became of a momentary effect.
  func outcome(of seq: Int64, _ kind: String, _ subject: String, _ word: String) {
    note(.outcome, kind, subject: subject, body: OutcomeBody.text(effect: seq, outcome: word), at: now)
  }

  /// A message that did not go by the broker was sent, answered or given up.
  private func settled(_ effect: Effect, _ seq: Int64, _ outcome: SendOutcome) {
    let target = effect.subject ?? ""
    self.outcome(of: seq, effect.kind, target, outcome.word)
    if outcome.isGood {
      clear("send:\(target)", at: now)
    } else {
      warn("send:\(target)", "\(target): \(outcome.word); the show goes on", at: now)
    }
    askForTurn()
  }

  /// The show is to be read again, by signal.
  package func reloadAsked() { loadShow() }

  /// Ends in order: a snapshot, the announcement that the daemon is offline, and what waits is written.
  package func stop() {
    guard !isEnding else { return }
    notify.stopping()
    turn()
    isEnding = true
    loop.call(after: .seconds(3)) { self.assumeIsolated { $0.leave() } }
    goOnEnding()
  }

  /// The next step of an orderly end, once nothing is on its way to the disk.
  func goOnEnding() {
    guard isEnding, !handover.isUnderWay else { return }
    guard !hasLastSnapshot, handover.maySubmit,
      let snapshot = try? Journal.Snapshot(of: sequencer.state, after: nextSeq - 1)
    else { return leave() }
    hasLastSnapshot = true
    open.group.snapshot = snapshot
    handOver()
  }

  private func leave() {
    guard !hasLeft else { return }
    hasLeft = true
    guard let link else { return end(.stopped) }
    link.stop(publishingWill: true) { self.assumeIsolated { $0.end(.stopped) } }
  }

  /// Tells that the run has ended.
  func end(_ end: RunEnd) {
    isEnding = true
    if let wake { loop.cancel(wake) }
    wake = nil
    interpreter.rack.end()
    for sender in interpreter.senders { sender.end() }
    whenEnded?(end)
    whenEnded = nil
  }
}

extension PublishOutcome {
  /// The word for it in the journal.
  var word: String {
    switch self {
    case .delivered: "delivered"
    case .refused(let reason): "refused: \(reason)"
    case .dropped: "dropped"
    case .unknown: "unknown"
    }
  }
}
