import Journal
import Logging
import MQTTLink
import Sequencer
import Show

// Readings that are older than the configuration keeps leave the journal: see the head of `Retention`. A portion is
// committed like a group: numbered in its turn, and nothing is stepped meanwhile, or without it where the disk is slow.

extension ControlRoom {
  /// The whole journal was found in order.
  package func journalIsProven() { retention.isProven() }

  /// Looks for old readings, or erases a portion of them, when that is due and nothing else waits for the journal.
  func retain(at now: ShowInstant) {
    guard isReady, handover.maySubmit, !isEnding, open.isEmpty, open.performances.isEmpty else { return }
    let isQuiet = sequencer.state.phase.phase == .closed
    switch retention.next(at: now, wall: trustedWall(at: now), isQuiet: isQuiet) {
    case .none: return
    case .look(let before, let upTo): lookForErasure(before: before, upTo: upTo)
    case .erase(let before): erase(before: before, at: now)
    }
  }

  private func lookForErasure(before: WallInstant, upTo: WallInstant) {
    let loop = self.loop
    journal.lookForErasure(readingsOlderThan: before.milliseconds, entriesUpTo: upTo.milliseconds) { result in
      loop.call { self.assumeIsolated { $0.looked(try? result.get()) } }
    }
  }

  private func looked(_ outlook: ErasureOutlook?) {
    let now = self.now
    switch retention.looked(outlook, at: now) {
    case .begins, .nothing: clear("retention-clock", at: now)
    case .doubts(let newest, let wall):
      warn(
        "retention-clock",
        "old readings are not erased: by the clock it is \(wall.rfc3339), but the last that the journal knows of the "
          + "time before is of \(newest.rfc3339); set the clock, or let the hall run by it for three days, then they go",
        at: now)
    }
    askForTurn()
  }

  private func erase(before: WallInstant, at now: ShowInstant) {
    let (seq, moment, loop) = (nextSeq, moment(at: now), self.loop)
    nextSeq += 1
    lastRowAt = now
    var gathering = Gathering()
    gathering.erasure = seq
    isUnderWay(gathering)
    journal.erase(readingsOlderThan: before.milliseconds, seq: seq, at: moment) { result in
      loop.call { self.assumeIsolated { $0.erased(result) } }
    }
  }

  private func erased(_ result: Result<Erasure, JournalFault>) {
    switch result {
    case .success(let erasure):
      let portion: Logger.Metadata = ["count": "\(erasure.count)", "entry": "\(erasure.seq)"]
      log.info("a portion of old readings is erased", metadata: portion)
      if let round = retention.erased(erasure, at: now) {
        log.notice(
          "old readings are erased", metadata: ["count": "\(round.count)", "before": "\(round.before.rfc3339)"])
      }
    case .failure: retention.failed(at: now)
    }
    settled(result.map { _ in })
  }
}
