import Foundation
import GRDB
import Testing

@testable import Journal

@Suite("writing")
struct WritingTests {
  @Test("a second writer is refused, by a fault that names the first")
  func secondWriter() throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    #expect(throws: JournalFault.locked(path: bench.path, holder: "process \(getpid())")) { try bench.open() }
    #expect(writer.close())
  }

  @Test("a writer that closed lets the next one in")
  func nextWriter() throws {
    let bench = try Workbench()
    do {
      let (writer, _) = try bench.open()
      #expect(writer.close())
    }
    #expect(try bench.open().opening.start == .continued)
  }

  @Test("a group that does not follow is refused, and the next one that does is taken")
  func outOfOrder() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    for wrong in [Workbench.group(3...4), Workbench.group(1...1)] {
      let first = wrong.entries[0].seq
      await #expect(throws: JournalFault.outOfOrder(expectedSeq: 2, gotSeq: first)) { try await writer.commit(wrong) }
    }
    let holed = Journal.Group(entries: [Workbench.entry(2), Workbench.entry(4)])
    await #expect(throws: JournalFault.outOfOrder(expectedSeq: 3, gotSeq: 4)) { try await writer.commit(holed) }
    try await writer.commit(Workbench.group(2...4))
    #expect(writer.acknowledged.seq == 4)
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("a declared gap is taken and proven, a gap that says otherwise is refused")
  func gaps() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    let wrong = Journal.Entry.gap(from: 3, to: 9, at: Workbench.moment)
    await #expect(throws: JournalFault.outOfOrder(expectedSeq: 2, gotSeq: 10)) {
      try await writer.commit(Journal.Group(entries: [wrong]))
    }
    let gap = Journal.Entry.gap(from: 2, to: 9, at: Workbench.moment)
    #expect(gap.seq == 10 && gap.body == #"{"from":2,"to":9}"#)
    try await writer.commit(Journal.Group(entries: [gap, Workbench.entry(11)], snapshot: Workbench.snapshot(11)))
    let empty = Journal.Entry.gap(from: 12, to: 11, at: Workbench.moment)
    try await writer.commit(Journal.Group(entries: [empty]))
    let reader = try bench.reader()
    #expect(try reader.verifyAll() == nil)
    #expect(try reader.entries().map(\.seq) == [1, 10, 11, 12])
  }

  @Test("answers and snapshots of entries that are not committed are refused, and nothing of the group stays")
  func contradictions() async throws {
    let bench = try Workbench()
    let (writer, opening) = try bench.open()
    defer { writer.close() }
    let answer = Journal.Answer(
      operatorName: "desk", id: "a", bodyHash: "b", reply: "{}", seq: 3, wallMilliseconds: 0)
    let groups = [
      Journal.Group(entries: [Workbench.entry(2)], answers: [answer]),
      Journal.Group(entries: [Workbench.entry(2)], snapshot: Workbench.snapshot(3)),
      Journal.Group(entries: [Workbench.entry(2)], snapshot: Workbench.snapshot(0)),
      Journal.Group(entries: [Workbench.entry(2), Workbench.entry(3, kind: "a\0b")]),
      Journal.Group(entries: [Workbench.entry(2), Workbench.entry(3, body: "\0")]),
      Journal.Group(
        entries: [Workbench.entry(2)], snapshot: Journal.Snapshot(seq: 2, stateHash: "", state: "{\0}")),
    ]
    for group in groups {
      await #expect(throws: JournalFault.self) { try await writer.commit(group) }
    }
    #expect(try bench.reader().last() == opening.last)
  }

  @Test("an answer given anew replaces the one before, and old ones are forgotten when told")
  func answers() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    func answer(_ id: String, _ reply: String, at wall: Int64) -> Journal.Answer {
      Journal.Answer(operatorName: "desk", id: id, bodyHash: "b", reply: reply, seq: 1, wallMilliseconds: wall)
    }
    try await writer.commit(Journal.Group(answers: [answer("old", "1", at: 10), answer("new", "1", at: 20)]))
    try await writer.commit(Journal.Group(answers: [answer("new", "2", at: 30)], forgetAnswersBefore: 20))
    let reader = try bench.reader()
    #expect(try reader.answers() == [answer("new", "2", at: 30)])
    #expect(try reader.answer(operatorName: "desk", id: "old") == nil)
  }

  @Test("of older snapshots one a day is kept")
  func snapshotsOfDays() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    // Entries 2 to 101, one each six hours of show time, each with a snapshot.
    for seq in Int64(2)...101 {
      var entry = Workbench.entry(seq)
      entry.atMilliseconds = seq * 6 * 3_600_000
      try await writer.commit(Journal.Group(entries: [entry], snapshot: Workbench.snapshot(seq)))
    }
    var kept: [Int64] = []
    while let snapshot = try bench.reader().snapshot(upTo: (kept.last ?? .max) - 1) { kept.append(snapshot.seq) }
    #expect(kept.reversed() == Array(stride(from: Int64(2), through: 98, by: 4)) + [99, 100, 101])
  }

  @Test("the newest few snapshots are kept, and opening begins with the newest")
  func snapshots() async throws {
    let bench = try Workbench()
    var settings = JournalWriter.Settings()
    settings.snapshotsKept = 2
    let (writer, _) = try bench.open(settings)
    for seq in Int64(2)...6 {
      try await writer.commit(Journal.Group(entries: [Workbench.entry(seq)], snapshot: Workbench.snapshot(seq)))
    }
    try await writer.commit(Journal.Group(entries: [Workbench.entry(7)], snapshot: Workbench.snapshot(6)))
    #expect(writer.close())
    #expect(try bench.reader().figures().snapshotCount == 3, "the first stays too, as that of its day")
    let (again, opening) = try bench.open()
    defer { again.close() }
    #expect(opening.snapshot == Workbench.snapshot(6))
    #expect(opening.verifiedCount == 1)
  }

  @Test("groups that wait are all answered, in their order, and share a sync")
  func order() throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    let answered = Locked<[Int64]>([])
    for seq in Int64(2)...301 {
      writer.submit(Workbench.group(seq...seq)) { result in
        if case .success = result { answered.with { $0.append(seq) } }
      }
    }
    #expect(writer.close(withinSeconds: 60))
    #expect(answered.with { $0 } == Array(2...301))
  }

  @Test("what is submitted to a closed writer fails, and so does what finds the queue full")
  func bounds() throws {
    let bench = try Workbench()
    var settings = JournalWriter.Settings()
    settings.waitingLimit = 0
    let (writer, _) = try bench.open(settings)
    let faults = Locked<[JournalFault]>([])
    func submit() {
      writer.submit(Workbench.group(2...2)) { result in
        if case .failure(let fault) = result { faults.with { $0.append(fault) } }
      }
    }
    submit()
    #expect(writer.close())
    submit()
    #expect(faults.with { $0 } == [.queueFull(limit: 0), .closed])
  }

  @Test("SQLite is set to wait for the disk, and says so")
  func synchronous() throws {
    let bench = try Workbench()
    let connection = try WriterConnection(path: bench.path)
    defer { connection.close() }
    let (level, mode) = try connection.perform { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA synchronous"),
        try String.fetchOne(database, sql: "PRAGMA journal_mode")
      )
    }
    #expect(level == 2)
    #expect(mode == "wal")
  }

  @Test("a reader that holds the write-ahead log is tolerated and, past the limit, named")
  func largeLog() async throws {
    let bench = try Workbench()
    var settings = JournalWriter.Settings()
    settings.logWarningBytes = 100_000
    let notices = Notices()
    let (writer, _) = try bench.open(settings, notices: notices)
    let holder = try ForeignReader(bench.path)
    for index in Int64(0)..<20 {
      try await writer.commit(Workbench.group((2 + index * 50)...(51 + index * 50)))
    }
    guard case .logLarge? = notices.all.first else {
      Issue.record("no word of the large log: \(notices.all)")
      return
    }
    #expect(notices.all.count == 1)
    #expect(try holder.count() == 1, "the reader still sees what was there when it began")
    holder.end()
    #expect(writer.close())
    #expect(try bench.reader().last().seq == 1001)
  }
}
