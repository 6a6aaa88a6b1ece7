import Foundation
import GRDB
import Testing

@testable import Journal

@Suite("reading")
struct ReadingTests {
  /// 200 entries of three kinds and three artworks; the wall clock steps back in the middle, and is unknown at the end.
  private static let entries: [Journal.Entry] = (Int64(2)...201).map { seq in
    let wall: Int64? = seq > 190 ? nil : 1_000_000 + seq * 100 - (seq > 100 ? 5_000 : 0)
    return Journal.Entry(
      seq: seq, role: seq % 3 == 0 ? .decision : .input, kind: ["reading", "command", "scene"][Int(seq % 3)],
      artwork: [nil, "ifm", "onirica"][Int(seq % 3)], subject: "subject-\(seq % 5)", atMilliseconds: seq,
      wallMilliseconds: wall, body: #"{"n":\#(seq)}"#)
  }

  private static func filled() async throws -> (bench: Workbench, writer: JournalWriter, reader: JournalReader) {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Journal.Group(entries: entries))
    return (bench, writer, try bench.reader())
  }

  @Test("a filter finds what fits, in its order, and no more than its limit")
  func filters() async throws {
    let (bench, writer, reader) = try await Self.filled()
    defer { withExtendedLifetime(bench) { _ = writer.close() } }
    let since: Int64 = 1_008_000
    let cases: [(EntryFilter, (Journal.Entry) -> Bool)] = [
      (EntryFilter(artwork: "onirica"), { $0.artwork == "onirica" }),
      (EntryFilter(kind: "reading"), { $0.kind == "reading" }),
      (EntryFilter(kind: "scene"), { $0.kind == "scene" }),
      (EntryFilter(role: .decision, subject: "subject-3"), { $0.role == .decision && $0.subject == "subject-3" }),
      (EntryFilter(sinceMilliseconds: since), { ($0.wallMilliseconds ?? 0) >= since }),
      (
        EntryFilter(kind: "command", sinceMilliseconds: since, beforeMilliseconds: since + 3_000),
        { $0.kind == "command" && (since..<since + 3_000).contains($0.wallMilliseconds ?? 0) }
      ),
      (EntryFilter(seqs: 50...60), { (50...60).contains($0.seq) }),
      (EntryFilter(artwork: "nobody's"), { _ in false }),
    ]
    for (filter, isWanted) in cases {
      let wanted = Self.entries.filter(isWanted)
      #expect(try reader.entries(filter).filter { $0.kind != Journal.Entry.begunKind } == wanted, "\(filter)")
      var backwards = filter
      backwards.order = .newestFirst
      backwards.limit = 7
      let found = try reader.entries(backwards)
      #expect(found == Array(wanted.reversed().prefix(7)), "\(backwards)")
    }
  }

  @Test("readings by kind and by artwork are found by an index, whatever the journal's length")
  func indexes() async throws {
    let (bench, writer, reader) = try await Self.filled()
    defer { withExtendedLifetime(bench) { _ = writer.close() } }
    for (term, index) in [
      ("kind = 'scene' AND kind <> 'reading'", "entry_by_kind"), ("artwork = 'ifm'", "entry_by_artwork"),
    ] {
      let plan = try reader.connection.read { database in
        try Row.fetchAll(
          database,
          sql: "EXPLAIN QUERY PLAN SELECT * FROM entry WHERE seq >= 3 AND seq <= 9 AND \(term) ORDER BY seq DESC")
      }.map { "\($0)" }.joined()
      #expect(plan.contains(index) && !plan.contains("TEMP B-TREE"), "\(plan)")
    }
  }

  @Test("reading one by one gives the same as reading at once, also across many short reads", arguments: [nil, 2500])
  func oneByOne(limit: Int?) async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Workbench.group(2...3500))
    let reader = try bench.reader()
    for order in [EntryFilter.Order.oldestFirst, .newestFirst] {
      let filter = EntryFilter(
        sinceMilliseconds: 1_749_540_000_100, seqs: 100...3400, limit: limit, order: order)
      var seen: [Int64] = []
      try reader.forEach(filter) { seen.append($0.seq) }
      #expect(try seen == reader.entries(filter).map(\.seq))
      #expect(seen.count == limit ?? 3301)
    }
  }

  @Test("readers see whole groups only, while groups are being written")
  func duringWrites() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    let writing = Task {
      for index in Int64(0)..<200 { try await writer.commit(Workbench.group((2 + index * 10)...(11 + index * 10))) }
    }
    let reader = try bench.reader()
    var last: Int64 = 0
    while last < 2001 {
      let seen = try reader.last().seq
      #expect(seen >= last && (seen - 1) % 10 == 0, "half a group was seen: \(seen)")
      last = seen
      await Task.yield()
    }
    try await writing.value
    #expect(try reader.verifyAll() == nil)
  }

  @Test("a verification tells how far it is, and can be ended")
  func progress() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    for index in Int64(0)..<5 {
      try await writer.commit(Workbench.group((2 + index * 1000)...(1001 + index * 1000)))
    }
    let reader = try bench.reader()
    let steps = Locked<[JournalReader.Progress]>([])
    let whole = try reader.verifyAll { progress in
      steps.with { $0.append(progress) }
      return true
    }
    #expect(whole == nil)
    #expect(steps.with { $0.map(\.verifiedCount) } == [2000, 4000, 5001])
    #expect(steps.with { $0.last } == JournalReader.Progress(verifiedCount: 5001, seq: 5001, lastSeq: 5001))
    let calls = Locked(0)
    _ = try reader.verifyAll { _ in
      calls.with { $0 += 1 }
      return false
    }
    #expect(calls.with { $0 } == 1)
  }

  @Test("a backup is a journal that stands alone and proves itself; an existing file is not overwritten")
  func backup() async throws {
    let (bench, writer, reader) = try await Self.filled()
    defer { writer.close() }
    let target = bench.folder + "/copy.sqlite"
    try reader.backup(to: target)
    #expect(throws: JournalFault.cannotOpen(path: target, detail: "the file exists already")) {
      try reader.backup(to: target)
    }
    let copy = try JournalReader(path: target)
    #expect(try copy.entries() == reader.entries())
    #expect(try copy.verifyAll() == nil)
    #expect(bench.names.contains { $0.hasSuffix(".part") } == false)
    copy.close()
    let (second, opening) = try JournalWriter.open(path: target, at: Workbench.moment)
    defer { second.close() }
    #expect(opening.start == .continued && opening.last == writer.acknowledged)
  }

  @Test("figures say how large it is")
  func figures() async throws {
    let (bench, writer, reader) = try await Self.filled()
    defer { withExtendedLifetime(bench) { _ = writer.close() } }
    let figures = try reader.figures()
    #expect(figures.firstSeq == 1 && figures.lastSeq == 201 && figures.erasedCount == 0)
    #expect(figures.databaseBytes + figures.logBytes > 20_000)
  }

  @Test("a file that is not there is said to be not there")
  func absent() throws {
    let bench = try Workbench()
    #expect(throws: JournalFault.cannotOpen(path: bench.path, detail: "there is no such file")) { try bench.reader() }
    #expect(bench.names == [])
  }
}
