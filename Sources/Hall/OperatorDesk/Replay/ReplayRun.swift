import Endings
import Foundation
import Journal
import Rehearsal
import Sequencer
import Show

/// Feeds a journal to a replay: from its first entry, or from a snapshot, and from another behind what cannot be replayed.
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
    var firstSeq: Int64 = 1
    var lastSeq: Int64 = 0
    var difference: ReplayDifference?
    /// The zone of the hall.
    var timeZone = "UTC"
  }

  private let reader: JournalReader
  private let span: ReplaySpan
  private let entries = EntryReading()
  private let shelf: ShowShelf
  private var replay: Replay
  private var outcome = Outcome()
  private var lastInput: Journal.Entry?

  /// Prepares a replay.
  ///
  /// - Parameters:
  ///   - reader: the journal.
  ///   - span: which of its entries.
  /// - Throws: status 65 and 74 where the journal cannot be used or read.
  init(_ reader: JournalReader, _ span: ReplaySpan) throws(CommandFault) {
    (self.reader, self.span) = (reader, span)
    let shelf = ShowShelf(reader)
    self.shelf = shelf
    let start = try span.snapshot.map { snapshot throws(CommandFault) in
      try shelf.shows.sequencer(at: snapshot, of: reader.path)
    }
    replay = Replay(from: start ?? Sequencer(show: .none), show: shelf.show)
  }

  /// Replays.
  ///
  /// - Parameter progress: hears the number of each entry.
  /// - Returns: what came of it.
  /// - Throws: status 65 where an entry cannot be used, 74 where the journal cannot be read.
  mutating func run(progress: (Int64) -> Void = { _ in }) throws -> Outcome {
    var walk = try JournalWalk(reader, through: span.seqs)
    do {
      try walk.go { stop in
        switch stop {
        case .entry(let entry):
          progress(entry.seq)
          try take(entry)
        case .snapshot(let snapshot): compare(snapshot)
        case .resumed(let snapshot):
          let resumed = try shelf.shows.sequencer(at: snapshot, of: reader.path)
          replay.resume(show: resumed.show, state: resumed.state)
        }
      }
    } catch let fault as Replay.Fault {
      throw CommandFault(.unusableInput, "journal \(reader.path): \(fault)")
    }
    // A step that the span cuts in two is not missing anything.
    if !span.endsWithinStep { replay.finish() }
    noteDifference()
    (outcome.firstSeq, outcome.lastSeq) = (span.seqs.lowerBound, walk.lastSeq)
    (outcome.inputs, outcome.compared, outcome.passedOver) = (replay.inputs, replay.compared, walk.passedOver)
    outcome.stateHash = (try? replay.sequencer.state.digest()) ?? ""
    outcome.timeZone = replay.sequencer.show.hall.timeZone
    return outcome
  }

  private mutating func take(_ entry: Journal.Entry) throws {
    guard let row = entries.row(entry) else { return }
    if row.role == .input { lastInput = entry }
    try replay.take(row)
    noteDifference()
  }

  /// The clock of the hall is that of the instant of the difference, not that of the end.
  private mutating func noteDifference() {
    guard outcome.difference == nil, let found = replay.difference else { return }
    outcome.difference = ReplayDifference(found, clock: replay.sequencer.state.clock, entries)
  }

  private mutating func compare(_ snapshot: Journal.Snapshot) {
    if replay.isAt(stateHash: snapshot.stateHash) {
      outcome.snapshots += 1
      return
    }
    noteDifference()
    guard outcome.difference == nil else { return }
    let state = replay.sequencer.state
    outcome.difference = ReplayDifference(
      seq: snapshot.seq, subject: .state(snapshot.stateHash, (try? state.digest()) ?? ""), at: state.now,
      wall: state.clock.wall(at: state.now),
      input: (lastInput?.seq ?? snapshot.seq, lastInput.map { entries.sentence($0) } ?? ""),
      fields: FieldDifference.between(
        JSON(parsing: snapshot.state.utf8), (try? state.canonicalJSON()).flatMap { JSON(parsing: $0) }))
  }
}

/// Gives the shows of a journal by their fingerprints.
final class ShowShelf {
  var shows: JournalShows

  /// The shows of a journal.
  init(_ reader: JournalReader) { shows = JournalShows(reader) }

  /// The show of a fingerprint; nothing if its text is not there.
  func show(_ fingerprint: String) -> Show? { try? shows.show(fingerprint) }
}
