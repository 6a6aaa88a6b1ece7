import Journal
import Show

/// When snapshots are made: after so many inputs, or so much time with at least one.
struct SnapshotRhythm: Sendable {
  /// After how many inputs.
  static let mostInputs = 10_000
  /// After how much time.
  static let longest = TimeSpan.minutes(5)

  private var inputs = 0
  private var lastAt: ShowInstant?
  private var isUnderWay = false
  /// Whether what is under way is of entries that did not come to disk.
  private var isVoid = false
  private var ready: Journal.Snapshot?

  /// A start stepped so many inputs again: where they were many, the next start shall not have to.
  mutating func resumed(after replayed: Int) { inputs = replayed > 200 ? Self.mostInputs : replayed }

  /// Counts an input.
  mutating func count() { inputs += 1 }

  /// Whether one is to be made now; if so, it is under way until ``written(_:)``.
  mutating func begin(at now: ShowInstant) -> Bool {
    let last = lastAt ?? now
    lastAt = last
    guard !isUnderWay, ready == nil, inputs >= Self.mostInputs || (inputs > 0 && now - last >= Self.longest) else {
      return false
    }
    (inputs, lastAt, isUnderWay, isVoid) = (0, now, true, false)
    return true
  }

  /// It is written, and waits until the entry that it follows is on disk.
  mutating func written(_ snapshot: Journal.Snapshot?) { (ready, isUnderWay) = (isVoid ? nil : snapshot, false) }

  /// The snapshot that waits, once the entry that it follows is on disk.
  mutating func takeReady(upTo seq: Int64) -> Journal.Snapshot? {
    guard let snapshot = ready, snapshot.seq <= seq else { return nil }
    ready = nil
    return snapshot
  }

  /// Forgets a snapshot of what did not come to disk, also one that is still being written.
  mutating func forget() { (ready, isVoid) = (nil, true) }
}
