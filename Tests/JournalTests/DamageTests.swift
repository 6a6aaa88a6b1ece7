import Foundation
import Testing

@testable import Journal

/// A kind of damage, how it is made, and what it is to be called.
struct Damaging: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var code: String
  var make: @Sendable (DamagedBench) throws -> Void

  init(_ name: String, _ code: String, _ make: @escaping @Sendable (DamagedBench) throws -> Void) {
    testDescription = name
    self.code = code
    self.make = make
  }

  /// What opening finds.
  static let found: [Damaging] = [
    Damaging("a header overwritten", "header") { bench in
      var content = try bench.content()
      content.replaceSubrange(0..<16, with: Data(repeating: 0x58, count: 16))
      try bench.write(content)
    },
    Damaging("a database cut to half", "structure") { bench in
      try FileManager.default.removeItem(atPath: bench.path + "-wal")
      let content = try bench.content()
      try bench.write(content.prefix(content.count / 2))
    },
    Damaging("a database cut to nothing", "missing") { try $0.write(Data()) },
    Damaging("a database removed", "missing") { try FileManager.default.removeItem(atPath: $0.path) },
    Damaging("a bit of a row flipped", "chain") { try $0.flip(#"{"value":30}"#) },
    Damaging("a bit in the middle of the write-ahead log flipped", "lost-tail") { bench in
      try bench.flip(#"{"value":45}"#, in: "-wal")
    },
    Damaging("a bit in the header of the write-ahead log flipped", "lost-tail") { bench in
      var log = try bench.content("-wal")
      log[17] ^= 4
      try bench.write(log, "-wal")
    },
    Damaging("a write-ahead log removed", "lost-tail") { bench in
      try FileManager.default.removeItem(atPath: bench.path + "-wal")
    },
    Damaging("a write-ahead log cut short", "lost-tail") { bench in
      // Behind its last frame there are zeros, room for more.
      let log = try bench.content("-wal")
      let used = (log.lastIndex { $0 != 0 } ?? 0) + 1
      try bench.write(log.prefix(used - 100), "-wal")
    },
    Damaging("a snapshot changed", "snapshot") { try $0.flip(#"{"after":20}"#) },
    Damaging("an entry removed", "hole") { try $0.execute("DELETE FROM entry WHERE seq = 50") },
    Damaging("the last entry removed", "lost-tail") { try $0.execute("DELETE FROM entry WHERE seq = 61") },
    Damaging("all entries removed", "snapshot") { try $0.execute("DELETE FROM entry") },
    Damaging("the last entry replaced, with a hash that fits", "other-than-marked") { bench in
      let before = try JournalReader(path: bench.path)
      let previous = try before.connection.read { try ChainHash.stored(60, in: $0) }
      before.close()
      var forged = Workbench.entry(61)
      forged.body = #"{"value":0}"#
      let hash = Journal.hash(of: forged, after: previous)
      try bench.execute("UPDATE entry SET body = '\(forged.body)', hash = x'\(hash)' WHERE seq = 61")
    },
    Damaging("what it says of itself removed", "structure") { try $0.execute("DELETE FROM meta") },
    Damaging("its mark as a journal removed", "header") { try $0.execute("PRAGMA application_id = 7") },
  ]

  /// What lies before the newest snapshot, or outside of the chain: found by a verification of all of it.
  static let foundLater: [Damaging] = [
    Damaging("a bit of an old row flipped", "chain") { try $0.flip(#"{"value":10}"#) },
    Damaging("an old entry removed", "hole") { try $0.execute("DELETE FROM entry WHERE seq = 10") },
    Damaging("an answer changed", "answer") { try $0.execute("UPDATE answer SET reply = '{}' WHERE seq = 41") },
    Damaging("the text of a show changed", "show") {
      try $0.execute("UPDATE show SET text = 'other' WHERE hash = 'show-41'")
    },
    Damaging("an index that does not fit its table", "structure") { try $0.breakIndex() },
    Damaging("an erasure forged", "hole") { bench in
      try bench.execute("DELETE FROM entry WHERE seq BETWEEN 5 AND 6")
    },
    Damaging("an erasure forged with a span", "erasure") { bench in
      try bench.execute(
        """
        INSERT INTO erased SELECT 5, 6, hash, 61 FROM entry WHERE seq = 6;
        DELETE FROM entry WHERE seq BETWEEN 5 AND 6
        """)
    },
  ]
}

@Suite("damage")
struct DamageTests {
  @Test("undamaged, the journal of a killed process is whole: the control of all below")
  func control() throws {
    let damaged = try DamagedBench()
    let (writer, opening) = try damaged.bench.open()
    defer { writer.close() }
    #expect(opening.start == .continued)
    #expect(opening.last.seq == DamagedBench.lastSeq)
    #expect(opening.snapshot == Workbench.snapshot(DamagedBench.snapshotSeq))
    #expect(opening.remarks == [])
    #expect(try damaged.bench.reader().verifyAll() == nil)
  }

  @Test("damage is found at opening, put aside as it was, and a new journal says so", arguments: Damaging.found)
  func found(_ damaging: Damaging) async throws {
    let damaged = try DamagedBench()
    try damaging.make(damaged)
    let before = try? damaged.content()
    let (writer, opening) = try damaged.bench.open()
    defer { writer.close() }
    guard case .begunAnew(let finding, let place) = opening.start else {
      Issue.record("not found: \(opening.start)")
      return
    }
    #expect(finding.code == damaging.code, "\(finding)")
    #expect(opening.last.seq == DamagedBench.lastSeq + 1, "numbers go on behind the damaged journal's")
    #expect((place == nil) == (before == nil))
    if let place { #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == before) }
    let first = try #require(try damaged.bench.reader().entries().first)
    #expect(first.kind == Journal.Entry.begunKind && first.seq == opening.last.seq)
    #expect(first.body.contains(#""code":"\#(damaging.code)""#), "\(first.body)")
    try await writer.commit(Workbench.group(63...70))
    #expect(try damaged.bench.reader().verifyAll() == nil)
  }

  @Test("what a damaged journal can still prove is at hand")
  func salvage() throws {
    let damaged = try DamagedBench()
    try damaged.flip(#"{"value":30}"#)
    let (writer, opening) = try damaged.bench.open()
    defer { writer.close() }
    #expect(opening.snapshot == nil)
    #expect(opening.salvaged == Workbench.snapshot(DamagedBench.snapshotSeq))
    #expect(try damaged.quarantined().count == 61)
  }

  @Test("answers and shows that a damaged journal can still prove are carried over, so no command is executed twice")
  func carriedOver() throws {
    let damaged = try DamagedBench()
    try damaged.execute("UPDATE entry SET body = '{}' WHERE seq = 30; UPDATE answer SET reply = '{}' WHERE seq = 51")
    try damaged.bench.open().writer.close()
    let reader = try damaged.bench.reader()
    #expect(try reader.answers().map(\.id).sorted() == ["id-20", "id-41", "id-61"])
    #expect(try reader.show(hash: "show-20")?.text == "text of show 20")
    #expect(try reader.snapshot() == nil)
    #expect(try reader.verifyAll() == nil)
  }

  @Test("a journal that is taken away while the daemon runs is missed at the next commit, not at the next start")
  func takenAway() async throws {
    let bench = try Workbench()
    let notices = Notices()
    let (writer, _) = try bench.open(notices: notices)
    defer { writer.close() }
    try await writer.commit(Workbench.group(2...20))
    for suffix in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: bench.path + suffix) }
    await #expect(throws: JournalFault.outOfOrder(expectedSeq: 22, gotSeq: 21)) {
      try await writer.commit(Workbench.group(21...30))
    }
    guard case .reopened(let opening)? = notices.all.first else {
      Issue.record("nothing was said: \(notices.all)")
      return
    }
    #expect(opening.start == .begunAnew(finding: .missing(markSeq: 20), quarantine: nil))
    try await writer.commit(
      Journal.Group(entries: [.gap(from: 22, to: 30, at: Workbench.moment)], snapshot: Workbench.snapshot(31)))
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("a row that another program wrote into the chain while the daemon runs is found at once")
  func foreignRow() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Workbench.group(2...20))
    try DamagedBench(bench: bench).execute(
      "INSERT INTO entry SELECT 21, role, kind, artwork, subject, at_ms, wall_ms, body, hash FROM entry WHERE seq = 20")
    await #expect(throws: JournalFault.self) { try await writer.commit(Workbench.group(21...30)) }
    await #expect(throws: JournalFault.outOfOrder(expectedSeq: 23, gotSeq: 21)) {
      try await writer.commit(Workbench.group(21...30))
    }
    let first = try #require(try bench.reader().entries().first)
    #expect(first.seq == 22 && first.body.contains(#""code":"chain""#))
    try await writer.commit(Workbench.group(23...30))
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("damage after damage gets a place of its own")
  func again() async throws {
    let damaged = try DamagedBench()
    try damaged.flip(#"{"value":30}"#)
    do {
      let (writer, _) = try damaged.bench.open()
      try await writer.commit(Workbench.group(63...70))
      writer.close()
    }
    try damaged.flip(#"{"value":66}"#)
    let (writer, opening) = try damaged.bench.open()
    defer { writer.close() }
    #expect(opening.start == .begunAnew(finding: .chain(seq: 66), quarantine: damaged.path + ".damaged-2"))
    #expect(opening.last.seq == 71)
    #expect(try damaged.quarantined(1).count == 61)
    #expect(try damaged.quarantined(2).count == 9)
  }

  @Test("damage behind the newest snapshot is found by a verification of all", arguments: Damaging.foundLater)
  func foundLater(_ damaging: Damaging) throws {
    let damaged = try DamagedBench()
    try damaging.make(damaged)
    let (writer, opening) = try damaged.bench.open()
    defer { writer.close() }
    #expect(opening.start == .continued)
    let finding = try #require(try damaged.bench.reader().verifyAll())
    #expect(finding.code == damaging.code, "\(finding)")
  }

  @Test("an answer and a show that were changed are refused, not given")
  func refused() throws {
    let damaged = try DamagedBench()
    try damaged.execute("UPDATE answer SET reply = '{}' WHERE seq = 41")
    try damaged.execute("UPDATE show SET text = 'other' WHERE hash = 'show-41'")
    let reader = try damaged.bench.reader()
    let answer = JournalFault.damaged(path: damaged.path, finding: .answer(seq: 41))
    #expect(throws: answer) { try reader.answer(operatorName: "desk", id: "id-41") }
    #expect(throws: JournalFault.damaged(path: damaged.path, finding: .show(hash: "show-41"))) {
      try reader.show(hash: "show-41")
    }
    #expect(try reader.answer(operatorName: "desk", id: "id-61")?.seq == 61)
  }

  @Test("damage found while the daemon runs puts the journal aside without a restart")
  func whileRunning() async throws {
    let damaged = try DamagedBench()
    try damaged.flip(#"{"value":10}"#)
    let (writer, _) = try damaged.bench.open()
    defer { writer.close() }
    let finding = try #require(try damaged.bench.reader().verifyAll())
    let outcome = Outcome<JournalOpening>()
    writer.quarantine(because: finding, at: Workbench.moment) { outcome.set($0) }
    let opening = try outcome.wait().get()
    #expect(opening.start == .begunAnew(finding: .chain(seq: 10), quarantine: damaged.path + ".damaged-1"))
    #expect(writer.acknowledged == opening.last)
    try await writer.commit(Workbench.group(63...64))
    #expect(try damaged.bench.reader().verifyAll() == nil)
    #expect(try damaged.quarantined().count == 61)
  }

  @Test("a missing mark is said, a mark of another journal too, and neither is damage")
  func marks() async throws {
    let damaged = try DamagedBench()
    try FileManager.default.removeItem(atPath: damaged.path + ".mark")
    do {
      let (writer, opening) = try damaged.bench.open()
      writer.close()
      #expect(opening.start == .continued && opening.remarks == [.markUnusable])
    }
    let other = try Workbench()
    do { try other.open().writer.close() }
    try damaged.write(try Data(contentsOf: URL(fileURLWithPath: other.path + ".mark")), ".mark")
    do {
      let (writer, opening) = try damaged.bench.open()
      writer.close()
      #expect(opening.start == .continued && opening.remarks == [.markOfAnother])
    }
    #expect(try damaged.bench.open().opening.remarks == [])
  }

  @Test("half a mark is as good as a whole one")
  func tornMark() throws {
    let damaged = try DamagedBench()
    let mark = try #require(Mark.read(damaged.path + ".mark"))
    #expect(mark.position.seq == DamagedBench.lastSeq)
    for slot in 0...1 {
      var content = try damaged.content(".mark")
      content[slot * Mark.slotBytes + 50] ^= 1
      let path = damaged.path + ".torn"
      try content.write(to: URL(fileURLWithPath: path))
      #expect(try #require(Mark.read(path)).position.seq >= 51)
    }
  }

  @Test("what is no journal is refused and left alone")
  func noJournal() throws {
    let bench = try Workbench()
    let text = Data("dear diary".utf8)
    try text.write(to: URL(fileURLWithPath: bench.path))
    #expect(throws: JournalFault.self) { try bench.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == text)
    #expect(throws: JournalFault.self) { try bench.reader() }

    let other = try DamagedBench()
    try FileManager.default.removeItem(atPath: other.path + ".mark")
    try other.execute("PRAGMA application_id = 7")
    #expect(throws: JournalFault.notAJournal(path: other.path, detail: "a database of another program")) {
      try other.bench.open()
    }
    #expect(other.bench.names.contains { $0.contains("damaged") } == false)
  }

  @Test("a journal of a newer version is refused and left alone")
  func newer() throws {
    let damaged = try DamagedBench()
    try damaged.execute("INSERT INTO grdb_migrations VALUES ('99 what is to come')")
    #expect(throws: JournalFault.newer(path: damaged.path)) { try damaged.bench.open() }
    #expect(throws: JournalFault.newer(path: damaged.path)) { try damaged.bench.reader() }
  }
}
