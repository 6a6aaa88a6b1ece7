import Foundation
import Testing

@testable import Journal

@Suite("committing")
struct CommitTests {
  @Test("a new journal begins with a mark, and the next entry follows it")
  func begins() throws {
    let bench = try Workbench()
    let (writer, opening) = try bench.open()
    defer { writer.close() }
    #expect(opening.start == .fresh)
    #expect(opening.nextSeq == 2)
    let first = try #require(try bench.reader().entries().first)
    #expect(first.seq == 1 && first.role == .mark && first.kind == Journal.Entry.begunKind)
    #expect(first.body == #"{"format":1}"#)
  }

  @Test("what was committed is read back as it was, by a reader and after opening again")
  func readsBack() async throws {
    let bench = try Workbench()
    let entries = [
      Workbench.entry(2, artwork: nil, body: #"{"text":"()’ \u0000 — ünïcödé"}"#),
      Journal.Entry(
        seq: 3, role: .decision, kind: "scene", artwork: "onirica", subject: nil, atMilliseconds: -5,
        wallMilliseconds: nil, body: "{}"),
    ]
    let answer = Journal.Answer(
      operatorName: "desk", id: "5f0c-1", bodyHash: "b", reply: #"{"ok":true}"#, seq: 2, wallMilliseconds: 7)
    let show = Journal.ShowText(hash: "s", loadedMilliseconds: 9, text: "regie: 1\n")
    let group = Journal.Group(
      entries: entries, answers: [answer], snapshot: Workbench.snapshot(3), shows: [show])
    do {
      let (writer, _) = try bench.open()
      try await writer.commit(group)
      #expect(writer.acknowledged.seq == 3)
      #expect(writer.close())
    }
    let (writer, opening) = try bench.open()
    defer { writer.close() }
    #expect(opening.start == .continued)
    #expect(opening.snapshot == Workbench.snapshot(3))
    #expect(opening.last.seq == 3)
    let reader = try bench.reader()
    #expect(try reader.entries(EntryFilter(seqs: 2...3)) == entries)
    #expect(try reader.answer(operatorName: "desk", id: "5f0c-1") == answer)
    #expect(try reader.answer(operatorName: "lead", id: "5f0c-1") == nil)
    #expect(try reader.show(hash: "s") == show)
    #expect(try reader.snapshot() == Workbench.snapshot(3))
    #expect(try reader.snapshot(upTo: 2) == nil)
    #expect(try reader.verifyAll() == nil)
  }
}
