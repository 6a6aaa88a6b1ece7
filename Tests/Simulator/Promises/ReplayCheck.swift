import ControlRoom
import Foundation
import Journal
import Rehearsal
import Sequencer
import Show

/// Replays all rows of a simulated disk from the first one: the same effects, and the same state at each snapshot.
enum ReplayCheck {
  /// What differs.
  static func fault(in store: JournalStore) -> String? {
    guard store.chainHolds else { return "the chain of hashes does not hold" }
    let none = Show(hall: Hall(name: "none", topics: "none"), artworks: [])
    var replay = Replay(from: Sequencer(show: none)) { show($0, store) }
    for entry in store.entries {
      if let row = entry.row {
        do throws(Replay.Fault) { try replay.take(row) } catch { return error.description }
        if let difference = replay.difference { return difference.description }
      }
      guard let snapshot = store.allSnapshots[entry.seq] else { continue }
      if entry.kind == "alive", store.entries[max(0, store.place(of: entry.seq) - 1)].kind == Journal.Entry.gapKind {
        guard let state = try? JSONDecoder().decode(HallState.self, from: Data(snapshot.state.utf8)),
          let show = show(state.showFingerprint, store)
        else { return "the snapshot behind the gap before entry \(entry.seq) cannot be read" }
        replay.resume(show: show, state: state)
      }
      if !replay.isAt(stateHash: snapshot.stateHash) { return "another state at the snapshot of entry \(entry.seq)" }
    }
    return replay.finish() ? nil : replay.difference?.description
  }

  private static func show(_ fingerprint: String, _ store: JournalStore) -> Show? {
    for case .success(let (show, texts)) in SimulatedShow.allCases.map(\.loaded) where texts.fingerprint == fingerprint
    {
      return show
    }
    return store.shows[fingerprint].flatMap { ShowSource.read($0.text) }
  }
}
