import Endings
import Foundation
import Journal
import Sequencer
import Show

/// Walks through the entries of a journal, past what was not recorded or was erased.
///
/// Behind such a hole entries make sense only from the next snapshot on: those before it are left out.
struct JournalWalk {
  /// What is met on the way.
  enum Stop {
    /// An entry.
    case entry(Journal.Entry)
    /// A snapshot, after the entry that it belongs to.
    case snapshot(Journal.Snapshot)
    /// A snapshot behind a hole: what follows goes on from its state.
    case resumed(Journal.Snapshot)
  }

  /// Which entries.
  let seqs: ClosedRange<Int64>
  /// The last entry that was met.
  private(set) var lastSeq: Int64
  /// Holes that were passed, each with where it goes on.
  private(set) var passedOver: [String] = []

  private let reader: JournalReader
  private var snapshots: ArraySlice<Journal.Snapshot>
  /// Nothing is met before this snapshot is reached; nothing while there is no hole.
  private var waitingFor: Int64?

  /// Prepares a walk.
  ///
  /// - Throws: status 65 and 74 where the journal cannot be used or read.
  init(_ reader: JournalReader, through seqs: ClosedRange<Int64>) throws(CommandFault) {
    (self.reader, self.seqs, lastSeq) = (reader, seqs, seqs.lowerBound - 1)
    var found: [Journal.Snapshot] = []
    var end = seqs.upperBound
    while let snapshot = try reading({ () throws(JournalFault) in try reader.snapshot(upTo: end) }),
      snapshot.seq >= seqs.lowerBound
    {
      if snapshot.isOfThisVersion { found.append(snapshot) }
      end = snapshot.seq - 1
    }
    snapshots = found.reversed()[...]
  }

  /// Walks.
  ///
  /// - Parameter take: hears of each stop.
  /// - Throws: what `take` throws, or what kept the journal from being read.
  mutating func go(_ take: (Stop) throws -> Void) throws {
    do {
      try reader.forEach(EntryFilter(seqs: seqs)) { entry in
        let isGap = entry.role == .mark && entry.kind == Journal.Entry.gapKind
        if isGap || entry.seq != lastSeq + 1 { passOver(to: entry, from: lastSeq + 1) }
        lastSeq = entry.seq
        if waitingFor == nil { try take(.entry(entry)) }
        while let snapshot = snapshots.first, snapshot.seq <= entry.seq {
          snapshots.removeFirst()
          if waitingFor == nil { try take(.snapshot(snapshot)) }
          guard waitingFor == snapshot.seq else { continue }
          waitingFor = nil
          try take(.resumed(snapshot))
        }
      }
    } catch let fault as JournalFault {
      throw CommandFault(fault)
    }
  }

  private mutating func passOver(to entry: Journal.Entry, from first: Int64) {
    // Erased readings leave a hole each: those before the snapshot that is waited for are one span.
    if let waitingFor, waitingFor >= entry.seq { return }
    let next = snapshots.first { $0.seq >= entry.seq }
    let end = next.map { "the snapshot after entry \($0.seq)" } ?? "the end: there is no snapshot behind them"
    passedOver.append("entries from \(first) on were not recorded or were erased: passed over to \(end)")
    waitingFor = next?.seq ?? .max
  }
}

extension Journal.Snapshot {
  /// Whether this version would write its state as it is: others say nothing about a replay.
  var isOfThisVersion: Bool {
    let state = try? JSONDecoder().decode(HallState.self, from: Data(self.state.utf8))
    return (try? state?.digest()) == stateHash
  }
}

extension JournalShows {
  /// The sequencer that a snapshot is of.
  ///
  /// - Throws: status 65 where the snapshot is of another version, or the text of its show is missing.
  mutating func sequencer(at snapshot: Journal.Snapshot, of path: String) throws(CommandFault) -> Sequencer {
    guard let state = try? JSONDecoder().decode(HallState.self, from: Data(snapshot.state.utf8)) else {
      throw CommandFault(
        .unusableInput, "journal \(path): the snapshot after entry \(snapshot.seq) is of another version of regie")
    }
    return Sequencer(show: try show(state.showFingerprint), state: state)
  }
}

extension Show {
  /// The show before the first one: a hall without anything.
  static let none = Show(hall: Hall(name: "", topics: ""), artworks: [])
}
