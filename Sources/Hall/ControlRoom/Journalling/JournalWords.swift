import Journal
import Logging
import MQTTLink
import Sequencer
import Show

extension ControlRoom {
  /// The journal said something between commits.
  package func journalSaid(_ notice: JournalNotice) {
    switch notice {
    case .logLarge(let bytes):
      warn(
        "journal-log-large", "the journal's log has \(bytes >> 20) MiB: some reader holds it; end that reader", at: now)
    case .logNormal: clear("journal-log-large", at: now)
    case .markNotWritten(let detail):
      warn("journal-mark", "the journal's high-water mark cannot be written (\(detail)): give room beside it", at: now)
    case .reopened(let opening): warnOfQuarantine(opening)
    }
    askForTurn()
  }

  /// The journal was found damaged while it is written: it is put aside, and a new one begun.
  package func journalIsDamaged(_ finding: JournalFinding) {
    log.error("the journal is damaged (\(finding)): it is put aside")
    let loop = self.loop
    journal.quarantine(because: finding, at: moment(at: now)) { result in
      loop.call { self.assumeIsolated { $0.wasBegunAnew(result) } }
    }
  }

  private func wasBegunAnew(_ result: Result<JournalOpening, JournalFault>) {
    switch result {
    case .success(let opening):
      (lastCommitted, nextSeq) = (opening.last.seq, max(nextSeq, opening.nextSeq))
      warnOfQuarantine(opening)
      handover.begunAnew(at: loop.now)
      retention.isProven()
    case .failure(let fault): log.error("the damaged journal could not be put aside: \(fault)")
    }
    turn()
  }

  private func warnOfQuarantine(_ opening: JournalOpening) {
    guard case .begunAnew(let finding, let quarantine) = opening.start else { return }
    let kept = quarantine.map { "; it is kept as \($0)" } ?? ""
    warn("journal-begun-anew", "the journal was damaged (\(finding))\(kept); a new one was begun", at: now)
  }
}
