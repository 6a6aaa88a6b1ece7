import Foundation
import Testing

@testable import Journal

@Suite("erasing readings")
struct ErasureTests {
  /// Entries 2 to `last`, every fifth a decision, the others readings; their wall clock in milliseconds is their number.
  private static func group(_ seqs: ClosedRange<Int64>, snapshot: Bool = true) -> Journal.Group {
    let entries = seqs.map { seq in
      Workbench.entry(seq, kind: seq % 5 == 0 ? "scene" : "reading", wall: seq, body: #"{"secret":"visitor-\#(seq)"}"#)
    }
    return Journal.Group(entries: entries, snapshot: snapshot ? Workbench.snapshot(seqs.upperBound) : nil)
  }

  private static func erase(
    _ writer: JournalWriter, before: Int64, seq: Int64? = nil
  ) throws(JournalFault) -> Erasure {
    let outcome = Outcome<Erasure>()
    writer.erase(
      readingsOlderThan: before, seq: seq ?? writer.acknowledged.seq + 1, at: Workbench.moment
    ) { outcome.set($0) }
    return try outcome.wait().get()
  }

  @Test("old readings go, all else stays, and the chain is proven across what is missing")
  func erases() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Self.group(2...100))
    let erasure = try Self.erase(writer, before: 60)
    #expect(erasure == Erasure(seq: 101, count: 47, isPartial: false))
    let reader = try bench.reader()
    let left = try reader.entries().map(\.seq)
    #expect(left == [1] + (2...59).filter { $0 % 5 == 0 } + (60...101))
    #expect(try reader.verifyAll() == nil)
    #expect(try reader.figures().erasedCount == 47)
    try await writer.commit(Self.group(102...150))
    #expect(try Self.erase(writer, before: 70).count == 8)
    #expect(try reader.verifyAll() == nil)
    #expect(writer.close())
    let (again, opening) = try bench.open()
    defer { again.close() }
    #expect(opening.start == .continued && opening.last.seq == 151)
  }

  @Test("the entry of an erasure says what went, and its hashes are those of the chain")
  func entry() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Self.group(2...100))
    let reader = try bench.reader()
    let (before, after) = try reader.connection.read {
      (try ChainHash.stored(1, in: $0), try ChainHash.stored(59, in: $0))
    }
    _ = try Self.erase(writer, before: 60)
    let entry = try #require(try reader.entries(EntryFilter(kind: Journal.Entry.erasureKind)).first)
    #expect(entry.role == .mark && entry.seq == 101)
    let body = try JSONDecoder().decode(ErasureBody.self, from: Data(entry.body.utf8))
    #expect(body.before == 60 && body.from == 2 && body.to == 59 && body.count == 47 && body.spans == 12)
    #expect(body.hashBefore == before.description && body.hashAfter == after.description)
  }

  @Test("what was erased is not in the files any more")
  func bytes() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Self.group(2...100))
    _ = try Self.erase(writer, before: 60)
    writer.close()
    let files = try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: bench.path + $0)) }
    func holds(_ text: String) -> Bool { files.contains { $0.range(of: Data(text.utf8)) != nil } }
    #expect(holds(#"visitor-55""#) && holds(#"visitor-61""#))
    #expect(!holds(#"visitor-56""#) && !holds(#"visitor-7""#))
  }

  @Test("what a restart needs is never erased")
  func keepsTail() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Self.group(2...50, snapshot: false))
    #expect(try Self.erase(writer, before: .max).count == 0)
    try await writer.commit(Self.group(52...80))
    try await writer.commit(Self.group(81...90, snapshot: false))
    while try Self.erase(writer, before: .max).isPartial {}
    #expect(try bench.reader().entries(EntryFilter(kind: "reading")).map(\.seq).min() == 81)
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("before an erasure the journal tells whether there is something to erase, and writes nothing")
  func outlook() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    func look(_ before: Int64, upTo: Int64 = 50) throws -> ErasureOutlook {
      let outcome = Outcome<ErasureOutlook>()
      writer.lookForErasure(readingsOlderThan: before, entriesUpTo: upTo) { outcome.set($0) }
      return try outcome.wait().get()
    }
    try await writer.commit(Self.group(2...100, snapshot: false))
    #expect(try look(60) == ErasureOutlook(hasOldReadings: false, wallBeforeMilliseconds: 50), "a restart needs them")
    try await writer.commit(Journal.Group(entries: [], snapshot: Workbench.snapshot(100)))
    #expect(try look(60) == ErasureOutlook(hasOldReadings: true, wallBeforeMilliseconds: 50))
    #expect(try look(2, upTo: 1) == ErasureOutlook(hasOldReadings: false, wallBeforeMilliseconds: nil))
    _ = try Self.erase(writer, before: 60)
    #expect(try look(60).hasOldReadings == false && look(62).hasOldReadings)
    #expect(writer.acknowledged.seq == 101)
  }

  @Test("snapshots from before the limit go with the readings, so that those between them go too; the newest stay")
  func oldSnapshots() async throws {
    let bench = try Workbench()
    var settings = JournalWriter.Settings()
    settings.snapshotsKept = 1
    let (writer, _) = try bench.open(settings)
    defer { writer.close() }
    for first in stride(from: Int64(2), to: 102, by: 20) {
      var group = Self.group(first...(first + 19))
      for index in group.entries.indices { group.entries[index].atMilliseconds = first * 24 * 3_600_000 }
      try await writer.commit(group)
    }
    func kept() throws -> [Int64] {
      var kept: [Int64] = []
      while let snapshot = try bench.reader().snapshot(upTo: (kept.last ?? .max) - 1) { kept.append(snapshot.seq) }
      return kept
    }
    #expect(try kept() == [101, 81, 61, 41, 21])
    #expect(try Self.erase(writer, before: 50).count == 48 - 9)
    #expect(try kept() == [101, 81, 61])
    #expect(try Self.erase(writer, before: .max).count == 51 - 11)
    #expect(try kept() == [101])
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("many readings go in several erasures, none of which takes long")
  func partial() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Self.group(2...1_000))
    var counts: [Int] = []
    var isPartial = true
    while isPartial {
      let erasure = try Self.erase(writer, before: 302)
      counts.append(erasure.count)
      isPartial = erasure.isPartial
    }
    #expect(counts == [50, 50, 50, 50, 40])
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("an erasure that does not follow is refused and erases nothing")
  func outOfOrder() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Self.group(2...100))
    #expect(throws: JournalFault.outOfOrder(expectedSeq: 101, gotSeq: 7)) {
      try Self.erase(writer, before: 60, seq: 7)
    }
    #expect(try bench.reader().entries().count == 100)
  }

  @Test(
    "an erasure that is not what its entry says is found",
    arguments: [
      ("UPDATE erased SET hash = zeroblob(32) WHERE from_seq = 6", "erasure"),
      ("UPDATE erased SET to_seq = 10 WHERE from_seq = 6; DELETE FROM entry WHERE seq = 10", "erasure"),
      ("DELETE FROM erased WHERE from_seq = 6", "erasure"),
      ("DELETE FROM erased", "hole"),
      ("DELETE FROM entry WHERE seq = 10", "hole"),
      ("UPDATE entry SET body = replace(body, '\"count\":47', '\"count\":46') WHERE seq = 101", "chain"),
    ])
  func forged(sql: String, code: String) async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Self.group(2...100))
    _ = try Self.erase(writer, before: 60)
    writer.close()
    try DamagedBench(bench: bench).execute(sql)
    #expect(try bench.reader().verifyAll()?.code == code)
  }
}
