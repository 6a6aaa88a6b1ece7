import ControlRoom
import Journal

/// What is on the simulated disk: rows and their chain, answers, snapshots, shows. A crash leaves it as it is.
final class JournalStore {
  private(set) var entries: [Journal.Entry] = []
  private(set) var hashes: [ChainHash] = []
  private(set) var answersByKey: [String: Journal.Answer] = [:]
  private(set) var snapshots: [Journal.Snapshot] = []
  /// Every snapshot that was ever committed, by its entry: what a replay goes on with behind a gap.
  private(set) var allSnapshots: [Int64: Journal.Snapshot] = [:]
  private(set) var shows: [String: Journal.ShowText] = [:]
  /// The last group, so that a sabotage can lose it.
  private var before: (entries: Int, answers: [String: Journal.Answer], snapshots: [Journal.Snapshot])?
  /// Hears of each row as it comes to the disk.
  var onEntry: (Journal.Entry) -> Void = { _ in }

  var last: Journal.Position {
    guard let entry = entries.last, let hash = hashes.last else { return .start }
    return Journal.Position(seq: entry.seq, hash: hash)
  }

  /// Commits a group: all of it, or nothing.
  func commit(_ group: Journal.Group) throws(JournalFault) {
    _ = try group.check(after: last.seq)
    before = (entries.count, answersByKey, snapshots)
    for entry in group.entries {
      hashes.append(Journal.hash(of: entry, after: last.hash))
      entries.append(entry)
      onEntry(entry)
    }
    for answer in group.answers { answersByKey[Self.key(answer.operatorName, answer.id)] = answer }
    for show in group.shows { shows[show.hash] = show }
    if let snapshot = group.snapshot {
      snapshots = Array((snapshots + [snapshot]).suffix(3))
      allSnapshots[snapshot.seq] = snapshot
    }
    if let instant = group.forgetAnswersBefore {
      answersByKey = answersByKey.filter { $0.value.wallMilliseconds >= instant }
    }
  }

  /// Loses the group that was committed last, as no disk may: for a control.
  func loseLastGroup() {
    guard let before, before.entries < entries.count else { return }
    entries.removeLast(entries.count - before.entries)
    hashes.removeLast(hashes.count - before.entries)
    (answersByKey, snapshots) = (before.answers, before.snapshots)
    self.before = nil
  }

  /// Whether the chain of hashes is that of the rows.
  var chainHolds: Bool {
    var hash = ChainHash.zero
    for (entry, stored) in zip(entries, hashes) {
      hash = Journal.hash(of: entry, after: hash)
      if hash != stored { return false }
    }
    return entries.count == hashes.count
  }

  func answer(_ name: String, _ id: String) -> Journal.Answer? { answersByKey[Self.key(name, id)] }

  private static func key(_ name: String, _ id: String) -> String { "\(name)\n\(id)" }

  /// The place of the first row with at least this number.
  func place(of seq: Int64) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].seq < seq { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Reads a store as a start of the control room does.
struct StoreReader: JournalReading {
  let store: JournalStore
  /// Whether answers are lost over a crash: for a control.
  var forgetsAnswers = false
  /// Rows that a start does not see: for a control.
  var overlooks: (Journal.Entry) -> Bool = { _ in false }
  var path: String { "the simulated disk" }

  func last() throws(JournalFault) -> Journal.Position { store.last }

  func snapshot(upTo seq: Int64) throws(JournalFault) -> Journal.Snapshot? {
    store.snapshots.last { $0.seq <= seq }
  }

  func show(hash: String) throws(JournalFault) -> Journal.ShowText? { store.shows[hash] }

  func answers() throws(JournalFault) -> [Journal.Answer] {
    if forgetsAnswers { return [] }
    return store.answersByKey.values.sorted { ($0.wallMilliseconds, $0.seq) < ($1.wallMilliseconds, $1.seq) }
  }

  func entries(_ filter: EntryFilter) throws(JournalFault) -> [Journal.Entry] {
    var places = 0..<store.entries.count
    if let seqs = filter.seqs {
      let first = store.place(of: seqs.lowerBound)
      places = first..<max(first, store.place(of: seqs.upperBound + 1))
    }
    var found: [Journal.Entry] = []
    func take(_ place: Int) -> Bool {
      if let limit = filter.limit, found.count >= limit { return false }
      let entry = store.entries[place]
      if matches(entry, filter) && !overlooks(entry) { found.append(entry) }
      return true
    }
    switch filter.order {
    case .oldestFirst: for place in places where !take(place) { break }
    case .newestFirst: for place in places.reversed() where !take(place) { break }
    }
    return found
  }

  private func matches(_ entry: Journal.Entry, _ filter: EntryFilter) -> Bool {
    (filter.role.map { $0 == entry.role } ?? true) && (filter.kind.map { $0 == entry.kind } ?? true)
      && (filter.artwork.map { $0 == entry.artwork } ?? true) && (filter.subject.map { $0 == entry.subject } ?? true)
  }
}
