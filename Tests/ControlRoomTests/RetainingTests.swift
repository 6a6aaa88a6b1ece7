import Foundation
import Journal
import Rehearsal
import Sequencer
import Show
import ShowFiles
import Synchronization
import Testing

@testable import ControlRoom

@Suite("Old readings leave the journal of a hall that runs") struct RetainingTests {
  private static let begin = WallInstant(milliseconds: 1_736_506_800_000)
  private static let keeps = TimeSpan.hours(400 * 24)
  private let folder: String
  private var path: String { folder + "/journal.sqlite" }

  init() throws {
    folder = NSTemporaryDirectory() + "retaining-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func day(_ number: Int64) -> WallInstant { Self.begin + .hours(number * 24) }

  /// A hall that ran on some days, with so many readings on each.
  private func history(_ days: [(Int64, Int)]) async throws {
    for (number, count) in days {
      let bench = try await RoomBench(path, at: day(number))
      #expect(await bench.hears("the show runs"))
      #expect(await bench.journals(count))
      await bench.stop()
    }
  }

  @Test("what is older than is kept goes, in portions, each an entry; chain, replay and restart hold")
  func erases() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await history([(0, 130), (399, 5)])
    let bench = try await RoomBench(path, at: day(405), keeps: Self.keeps)
    await bench.room.journalIsProven()
    #expect(await bench.hears("a portion of old readings is erased"))
    #expect(await bench.hears("\"before\": 2025-01-15T11:00:0"))
    #expect(await bench.journals(3))
    await bench.stop()
    let reader = try JournalReader(path: path)
    let (readings, erasures) = (
      try reader.entries(EntryFilter(kind: "reading", role: .input)),
      try reader.entries(EntryFilter(kind: Journal.Entry.erasureKind, role: .mark))
    )
    // The last reading of the first day is the entry that the oldest snapshot is of: its hash proves it, so it stays.
    #expect(readings.count == 1 + 5 + 3 && erasures.count == 3, "\(readings)")
    #expect(try reader.figures().erasedCount == 129, "\(erasures)")
    #expect(try reader.verifyAll() == nil)
    #expect(try replaysTheSame(reader))
    let again = try await RoomBench(path, at: day(406), keeps: Self.keeps)
    #expect(await again.hears("going on"))
    await again.stop()
    #expect(try reader.verifyAll() == nil)
  }

  /// Replays from the oldest snapshot to the newest.
  private func replaysTheSame(_ reader: JournalReader) throws -> Bool {
    var snapshots: [Journal.Snapshot] = []
    while let snapshot = try reader.snapshot(upTo: (snapshots.last?.seq ?? .max) - 1) { snapshots.append(snapshot) }
    let (oldest, newest) = (try #require(snapshots.last), try #require(snapshots.first))
    let state = try JSONDecoder().decode(HallState.self, from: Data(oldest.state.utf8))
    func show(_ hash: String) -> Show? {
      let text = try? reader.show(hash: hash)?.text
      return text.flatMap { ShowText.split($0) }.flatMap { ShowReader.read(files: $0).show }
    }
    var replay = Replay(from: Sequencer(show: try #require(show(state.showFingerprint)), state: state), show: show)
    for entry in try reader.entries(EntryFilter(seqs: (oldest.seq + 1)...newest.seq)) {
      if let row = entry.row { try replay.take(row) }
    }
    return snapshots.count > 1 && replay.isAt(stateHash: newest.stateHash) && replay.difference == nil
  }

  @Test("a clock that was set forward by years erases nothing, and the hall says why")
  func leap() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await history([(0, 20)])
    let bench = try await RoomBench(path, at: day(4000), keeps: Self.keeps)
    await bench.room.journalIsProven()
    #expect(await bench.hears("old readings are not erased"))
    #expect(await bench.room.warnings["retention-clock"]?.text.contains("2025-01-10T11:0") == true)
    await bench.stop()
    let reader = try JournalReader(path: path)
    #expect(try reader.entries(EntryFilter(kind: "reading", role: .input)).count == 20)
    #expect(try reader.figures().erasedCount == 0)
  }

  @Test("without a word on how long readings are kept they stay for ever")
  func forEver() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await history([(0, 20), (399, 5)])
    let witness = Witness()
    let bench = try await RoomBench(path, at: day(405), through: witness.between)
    await bench.room.journalIsProven()
    #expect(await bench.hears("the show runs"))
    await bench.room.turn()
    await bench.stop()
    #expect(witness.looks == 0)
  }

  @Test("while the journal takes nothing it is not asked for old readings; once it takes entries again it is")
  func degraded() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await history([(0, 20), (399, 5)])
    let witness = Witness()
    let bench = try await RoomBench(path, at: day(405), keeps: Self.keeps, through: witness.between)
    #expect(await bench.hears("the show runs"))
    witness.isFull = true
    await bench.say(1)
    #expect(await bench.hears("what happens is not recorded"))
    await bench.room.journalIsProven()
    await bench.room.turn()
    #expect(await bench.room.handover.phase == .degraded && witness.looks == 0)
    witness.isFull = false
    #expect(await bench.hears("takes entries again"))
    #expect(await bench.hears("old readings are erased"))
    await bench.stop()
    #expect(witness.looks == 1)
    #expect(try JournalReader(path: path).verifyAll() == nil)
  }
}

/// Stands between a room and its journal: counts the looks for old readings, and can say that the disk is full.
private final class Witness: JournalPort {
  private let writer = Mutex<JournalWriter?>(nil)
  private let state = Mutex((isFull: false, looks: 0))

  var between: (JournalWriter) -> any JournalPort {
    { writer in
      self.writer.withLock { $0 = writer }
      return self
    }
  }
  var looks: Int { state.withLock { $0.looks } }
  var isFull: Bool {
    get { state.withLock { $0.isFull } }
    set { state.withLock { $0.isFull = newValue } }
  }
  private var journal: JournalWriter? { writer.withLock { $0 } }

  func submit(_ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void) {
    if isFull { return completion(.failure(.full(path: "disk"))) }
    journal?.submit(group, completion: completion)
  }

  func quarantine(
    because finding: JournalFinding, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<JournalOpening, JournalFault>) -> Void
  ) { completion(.failure(.closed)) }

  func lookForErasure(
    readingsOlderThan limitMilliseconds: Int64, entriesUpTo instantMilliseconds: Int64,
    completion: @escaping @Sendable (Result<ErasureOutlook, JournalFault>) -> Void
  ) {
    state.withLock { $0.looks += 1 }
    journal?.lookForErasure(
      readingsOlderThan: limitMilliseconds, entriesUpTo: instantMilliseconds, completion: completion)
  }

  func erase(
    readingsOlderThan limitMilliseconds: Int64, seq: Int64, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<Erasure, JournalFault>) -> Void
  ) {
    journal?.erase(readingsOlderThan: limitMilliseconds, seq: seq, at: moment, completion: completion)
  }

  func close(withinSeconds seconds: Double) -> Bool { journal?.close(withinSeconds: seconds) ?? true }
}
