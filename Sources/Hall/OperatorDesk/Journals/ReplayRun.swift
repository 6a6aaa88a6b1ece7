import Foundation
import Journal
import Rehearsal
import Sequencer
import Show
import ShowFiles

/// Feeds a journal to a replay: from its first entry, or from a snapshot behind what cannot be replayed.
struct ReplayRun {
  /// What came of a replay.
  struct Outcome: Hashable {
    var inputs = 0
    var compared = 0
    /// Snapshots whose state the replay reached.
    var snapshots = 0
    /// Spans that were passed over, each with the reason.
    var passedOver: [String] = []
    /// The hash of the state at the end.
    var stateHash = ""
    var lastSeq: Int64 = 0
    var difference: String?
  }

  private let reader: JournalReader
  private let snapshots: [Journal.Snapshot]
  private let entries = EntryReading()
  private let shows: ShowShelf
  private var replay: Replay
  private var outcome = Outcome()
  /// Nothing is fed before this snapshot is reached; nothing while rows are fed.
  private var waitingFor: Journal.Snapshot?
  private var nextSnapshot = 0

  /// Prepares a replay.
  ///
  /// - Parameters:
  ///   - reader: the journal.
  ///   - show: runs instead of the shows whose text is in the journal.
  /// - Throws: status 65 and 74 where the journal cannot be used or read.
  init(_ reader: JournalReader, show: Show?) throws(DeskFault) {
    self.reader = reader
    shows = ShowShelf(reader, instead: show)
    snapshots = try Self.allSnapshots(of: reader)
    let nothing = Show(hall: Hall(name: "", topics: ""), artworks: [])
    replay = Replay(from: Sequencer(show: show ?? nothing), show: shows.show)
  }

  private static func allSnapshots(of reader: JournalReader) throws(DeskFault) -> [Journal.Snapshot] {
    var found: [Journal.Snapshot] = []
    var end = Int64.max
    while let snapshot = try reading({ () throws(JournalFault) in try reader.snapshot(upTo: end) }) {
      if isOfThisVersion(snapshot) { found.append(snapshot) }
      end = snapshot.seq - 1
    }
    return found.reversed()
  }

  /// Whether this version would write the state of a snapshot as it is: others say nothing about a replay.
  private static func isOfThisVersion(_ snapshot: Journal.Snapshot) -> Bool {
    let state = try? JSONDecoder().decode(HallState.self, from: Data(snapshot.state.utf8))
    return (try? state?.digest()) == snapshot.stateHash
  }

  /// Replays.
  ///
  /// - Parameters:
  ///   - until: the last entry that counts.
  ///   - progress: hears the number of each entry.
  /// - Returns: what came of it.
  /// - Throws: status 65 where an entry cannot be used, 74 where the journal cannot be read.
  mutating func run(until: Int64?, progress: (Int64) -> Void) throws -> Outcome {
    var expected: Int64 = 1
    do {
      try reader.forEach(EntryFilter(seqs: 0...(until ?? .max))) { entry in
        progress(entry.seq)
        if entry.seq != expected { passOver(to: entry, from: expected) }
        expected = entry.seq + 1
        try take(entry)
      }
    } catch let fault as JournalFault {
      throw DeskFault(fault)
    } catch let fault as Replay.Fault {
      throw DeskFault(.unusableInput, "journal \(reader.path): \(fault)")
    }
    if until == nil { replay.finish() }
    outcome.lastSeq = expected - 1
    (outcome.inputs, outcome.compared) = (replay.inputs, replay.compared)
    outcome.stateHash = (try? replay.sequencer.state.digest()) ?? ""
    outcome.difference = outcome.difference ?? replay.difference?.description
    return outcome
  }

  private mutating func take(_ entry: Journal.Entry) throws {
    if entry.role == .mark, entry.kind == Journal.Entry.gapKind {
      passOver(to: entry, from: entry.seq)
    } else if waitingFor == nil, let row = entries.row(entry) {
      try replay.take(row)
    }
    while nextSnapshot < snapshots.count, snapshots[nextSnapshot].seq <= entry.seq {
      try reach(snapshots[nextSnapshot])
      nextSnapshot += 1
    }
  }

  /// Entries are missing: what follows makes sense only from the next snapshot on.
  private mutating func passOver(to entry: Journal.Entry, from first: Int64) {
    // Erased readings leave a hole each: those before the snapshot that is waited for are one span.
    if let waitingFor, waitingFor.seq >= entry.seq { return }
    waitingFor = snapshots.first { $0.seq >= entry.seq }
    let end = waitingFor.map { "the snapshot after entry \($0.seq)" } ?? "the end: there is no snapshot behind them"
    outcome.passedOver.append("entries from \(first) on were not recorded or were erased: passed over to \(end)")
    if waitingFor == nil { waitingFor = Journal.Snapshot(seq: .max, stateHash: "", state: "") }
  }

  private mutating func reach(_ snapshot: Journal.Snapshot) throws {
    if let waited = waitingFor {
      guard waited.seq == snapshot.seq else { return }
      guard let state = try? JSONDecoder().decode(HallState.self, from: Data(snapshot.state.utf8)),
        let show = shows.show(state.showFingerprint)
      else {
        throw DeskFault(
          .unusableInput,
          "journal \(reader.path): the snapshot after entry \(snapshot.seq) is of another version, or its show is missing"
        )
      }
      replay.resume(show: show, state: state)
      waitingFor = nil
    } else if replay.isAt(stateHash: snapshot.stateHash) {
      outcome.snapshots += 1
    } else if replay.difference == nil, outcome.difference == nil {
      outcome.difference = "after entry \(snapshot.seq) the state is another one than that of the snapshot"
    }
  }
}

/// Gives shows by their fingerprints.
final class ShowShelf {
  private var shows: JournalShows
  private let instead: Show?

  /// The shows of a journal, or one instead of them all.
  init(_ reader: JournalReader, instead: Show?) { (shows, self.instead) = (JournalShows(reader), instead) }

  /// The show of a fingerprint; nothing if its text is not there.
  func show(_ fingerprint: String) -> Show? {
    if let instead { return instead }
    return try? shows.show(fingerprint)
  }
}
