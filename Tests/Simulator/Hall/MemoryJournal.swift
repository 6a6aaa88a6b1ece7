import ControlRoom
import Journal

/// What is wrong with the simulated disk.
enum DiskTrouble: Hashable {
  /// Each commit takes this long.
  case slow(Duration)
  /// Nothing comes back until it is mended.
  case stuck
  /// Full, or read-only: nothing is written.
  case refuses
  /// The sync fails; what was written may be there all the same.
  case syncFails
}

/// The journal of one run of the daemon over a simulated disk. Groups are committed one after the other, each after the
/// disk's time; a group under way at a crash is on disk or not, as chance has it, and was not acknowledged.
///
/// `@unchecked Sendable`: one thread runs the whole simulation.
final class MemoryJournal: JournalPort, @unchecked Sendable {
  private typealias Waiting = (group: Journal.Group, completion: @Sendable (Result<Void, JournalFault>) -> Void)

  private let world: World
  private let store: JournalStore
  private let sabotage: Sabotage?
  /// What is wrong with the disk.
  var trouble: DiskTrouble? { didSet { if trouble == nil || trouble != oldValue { begin() } } }
  private var waiting: [Waiting] = []
  private var isBusy = false
  private var isDead = false
  /// A group whose sync failed: it may be found when the journal is opened again.
  private var phantom: Journal.Group?
  /// Whether the file could not be opened at the start: the first group that finds it open fails as out of order.
  private var isLate: Bool

  init(_ world: World, _ store: JournalStore, trouble: DiskTrouble?, sabotage: Sabotage?) {
    (self.world, self.store, self.trouble, self.sabotage) = (world, store, trouble, sabotage)
    isLate = trouble == .refuses
  }

  func submit(_ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void) {
    if sabotage == .acknowledgesBeforeSync { completion(.success(())) }
    waiting.append((group, completion))
    begin()
  }

  func quarantine(
    because finding: JournalFinding, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<JournalOpening, JournalFault>) -> Void
  ) { completion(.failure(.closed)) }

  func lookForErasure(
    readingsOlderThan limitMilliseconds: Int64, entriesUpTo instantMilliseconds: Int64,
    completion: @escaping @Sendable (Result<ErasureOutlook, JournalFault>) -> Void
  ) { completion(.failure(.closed)) }

  func erase(
    readingsOlderThan limitMilliseconds: Int64, seq: Int64, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<Erasure, JournalFault>) -> Void
  ) { completion(.failure(.closed)) }

  func close(withinSeconds seconds: Double) -> Bool { true }

  private func begin() {
    guard !isBusy, !isDead, trouble != .stuck, !waiting.isEmpty else { return }
    isBusy = true
    let time: Duration = if case .slow(let time) = trouble { time } else { world.chance.microseconds(300...6000) }
    world.after(time) { [weak self] in self?.finish() }
  }

  private func finish() {
    guard !isDead else { return }
    isBusy = false
    if trouble == .stuck { return }
    guard !waiting.isEmpty else { return }
    let (group, completion) = waiting.removeFirst()
    let result = write(group)
    if sabotage != .acknowledgesBeforeSync { completion(result) }
    begin()
  }

  private func write(_ group: Journal.Group) -> Result<Void, JournalFault> {
    switch trouble {
    case .refuses: return .failure(.full(path: "disk"))
    case .syncFails:
      if phantom == nil, (try? group.check(after: store.last.seq)) != nil { phantom = group }
      return .failure(.inputOutput(path: "disk", detail: "fsync"))
    case nil, .slow, .stuck: break
    }
    if isLate {
      isLate = false
      return .failure(.outOfOrder(expectedSeq: store.last.seq + 1, gotSeq: group.entries.first?.seq ?? 0))
    }
    // The journal is opened anew before it writes again: what the failed sync left is rolled back.
    phantom = nil
    do throws(JournalFault) {
      try store.commit(group)
      return .success(())
    } catch { return .failure(error) }
  }

  /// The process is gone; what was under way is on disk or not.
  func die() {
    isDead = true
    if let phantom, world.chance.isOne(in: 2) { try? store.commit(phantom) }
    if phantom == nil, isBusy || trouble == .stuck, let (group, _) = waiting.first, trouble != .refuses,
      world.chance.isOne(in: 2)
    {
      try? store.commit(group)
    }
    waiting = []
  }
}
