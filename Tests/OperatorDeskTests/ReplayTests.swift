import ArgumentParser
import Endings
import Foundation
import Journal
import Rehearsal
import Sequencer
import Show
import ShowFiles
import Testing

@testable import OperatorDesk

@Suite("A journal replayed")
struct ReplayTests {
  private func replayed(_ day: JournalledDay, _ options: ReplaySpanOptions? = nil) throws -> ReplayRun.Outcome {
    let reader = try openJournal(day.path)
    defer { reader.close() }
    var run = try ReplayRun(reader, try (try options ?? .parse([])).span(in: reader))
    return try run.run()
  }

  @Test("through its own show is the same, with a snapshot and without", arguments: [nil, 0])
  func same(snapshotAfter: Int64?) async throws {
    let day = try JournalledDay(snapshotAfter: snapshotAfter)
    try await day.commit()
    let outcome = try replayed(day)
    #expect(outcome.difference == nil)
    #expect(outcome.stateHash == (try day.sequencer.state.digest()))
    #expect(outcome.snapshots == (snapshotAfter == nil ? 0 : 1))
    let lines = printed(outcome.lines(of: "JOURNAL", on: .none))
    try golden("replay-same-\(snapshotAfter == nil ? "whole" : "snapshot").txt", lines + "\n")
  }

  @Test("from a time begins at the snapshot before, and ends before the other")
  func span() async throws {
    let day = try JournalledDay(snapshotAfter: 0)
    try await day.commit()
    let snapshot = try #require(try openJournal(day.path).snapshot())
    let outcome = try replayed(day, try .parse(["--from", "09:00:10", "--to", "09:00:25"]))
    #expect(outcome.difference == nil)
    #expect(outcome.firstSeq == snapshot.seq + 1)
    let last = try openJournal(day.path).entries(EntryFilter(seqs: outcome.lastSeq...(outcome.lastSeq + 1)))
    #expect(last.map(\.atMilliseconds) == [20_000, 30_000])
    #expect(try replayed(day, try .parse(["--day", "2025-06-10"])).lastSeq == day.sequencer.state.lastSeq)
    #expect(try replayed(day, try .parse(["--until", "\(snapshot.seq)"])).lastSeq == snapshot.seq)
  }

  @Test("what was not recorded is passed over to the snapshot behind it, and said")
  func gap() async throws {
    let day = try JournalledDay(living: false)
    try day.pass(to: 10)
    try day.lose {
      try day.feed(.reading(sensor: "onirica-presence", value: .flag(true), arrival: .live), at: 10)
      try day.pass(to: 14)
    }
    try day.feed(.reading(sensor: "onirica-count", value: .number(9), arrival: .live), at: 20)
    try await day.commit()
    let outcome = try replayed(day)
    #expect(outcome.difference == nil)
    #expect(outcome.passedOver.count == 1 && outcome.passedOver[0].contains("passed over to the snapshot after entry"))
    #expect(outcome.stateHash == (try day.sequencer.state.digest()))
    let reader = try openJournal(day.path)
    let files = [
      ShowFile(path: "hall.yaml", text: JournalledDay.hall),
      ShowFile(path: "onirica.yaml", text: JournalledDay.onirica),
    ]
    let show = try #require(ShowReader.read(files: files).show)
    var retelling = try Retelling(reader, try ReplaySpanOptions.parse([]).span(in: reader), with: show)
    try retelling.run()
    #expect(retelling.passedOver == outcome.passedOver)
    #expect(retelling.was.state.artworks["onirica"]?.run?.scene == "descent")
  }

  @Test("what the journal has otherwise is explained: where, when, of which input, which fields")
  func altered() async throws {
    let day = try JournalledDay { row in
      guard row.kind == "scene", row.body.contains(#""to":"descent""#) else { return row }
      var other = row
      other.body = row.body.replacing(#""to":"descent""#, with: #""to":"chorus""#).replacing("true", with: "false")
      return other
    }
    try await day.commit()
    let outcome = try replayed(day)
    let difference = try #require(outcome.difference)
    let entry = try #require(
      try openJournal(day.path).entries(EntryFilter(kind: "scene")).first { $0.body.contains("chorus") })
    #expect(difference.seq == entry.seq)
    #expect(difference.wall == entry.wall)
    #expect(difference.artwork == "onirica")
    #expect(difference.fields.map(\.path) == ["body.sentence", "body.to", "body.values.presence"])
    try golden("replay-differs.txt", printed(outcome.lines(of: "JOURNAL", on: .none)) + "\n")
    try golden("replay-differs.json", outcome.json(of: "JOURNAL").indented + "\n")
  }

  @Test("a show with one edited scene differs first where that scene is entered")
  func edited() async throws {
    let edits: [(old: String, new: String, scene: String, device: String)] = [
      ("stage: N3, speed: 60", "stage: N3, speed: 30", "slumber", "onirica-screen"),
      ("over: 8s", "over: 9s", "slumber", "wash"),
      ("stage: REM, over: 6s", "stage: N1, over: 6s", "descent", "onirica-screen"),
    ]
    for edit in edits {
      let day = try JournalledDay(storing: JournalledDay.onirica.replacing(edit.old, with: edit.new))
      try await day.commit()
      let difference = try #require(try replayed(day).difference)
      let entries = try openJournal(day.path).entries()
      let entered = try #require(entries.first { $0.kind == "scene" && $0.body.contains(#""to":"\#(edit.scene)""#) })
      let told = entries.first { $0.seq > entered.seq && $0.kind == "desired" && $0.subject == edit.device }
      #expect(difference.seq == told?.seq, "\(edit): \(difference)")
      #expect(difference.word == "effect")
    }
  }

  @Test("another state than a snapshot's is told by its fields")
  func state() async throws {
    let day = try JournalledDay(snapshotAfter: 0)
    try await day.commit()
    let reader = try openJournal(day.path)
    let snapshot = try #require(try reader.snapshot())
    let found = FieldDifference.between(
      JSON(parsing: snapshot.state.utf8),
      JSON(parsing: snapshot.state.replacing(#""scene":"slumber""#, with: #""scene":"chorus""#).utf8))
    #expect(found.contains { $0.path == "artworks.onirica.run.scene" && $0.replayed == .text("chorus") })
    #expect(FieldDifference.between(JSON(parsing: "[1,2]".utf8), JSON(parsing: "[1]".utf8)).map(\.path) == ["[1]"])
    #expect(FieldDifference.between(.null, .null) == [])
  }

  @Test("a span that the journal has not is refused with what it has: 64")
  func outside() async throws {
    let day = try JournalledDay()
    try await day.commit()
    for words in [
      ["--day", "2025-06-12"], ["--from", "10:00"], ["--until", "9999"], ["--from", "09:00:20", "--to", "09:00:10"],
    ] {
      let fault = #expect(throws: CommandFault.self, "\(words)") { try replayed(day, try .parse(words)) }
      #expect(fault?.exitStatus == .usage, "\(words)")
    }
    let fault = #expect(throws: CommandFault.self) { try replayed(day, try .parse(["--day", "2025-06-12"])) }
    #expect(fault?.description.contains("2025-06-10 09:00:00 to 2025-06-10 09:00:30 (Europe/Paris)") == true)
    let beyond = #expect(throws: CommandFault.self) { try replayed(day, try .parse(["--until", "9999"])) }
    #expect(beyond?.description.contains("has entries 1 to \(day.sequencer.state.lastSeq)") == true)
    for words in [["--day", "yesterday"], ["--from", "noon"], ["--until", "0"]] {
      #expect(throws: (any Error).self, "\(words)") { try ReplaySpanOptions.parse(words) }
    }
  }
}

@Suite("A journal told again with another show")
struct RetellingTests {
  private func retold(_ onirica: String, hall: String = JournalledDay.hall) async throws -> Retelling {
    let day = try JournalledDay(snapshotAfter: 0, living: false)
    func feed(_ event: InputEvent, at seconds: Int64) throws {
      try day.pass(to: seconds)
      try day.feed(event, at: seconds)
    }
    try feed(.availability(device: "onirica-screen", online: true), at: 1)
    try feed(.reading(sensor: "onirica-presence", value: .flag(true), arrival: .live), at: 10)
    try feed(.reading(sensor: "onirica-count", value: .number(9), arrival: .live), at: 20)
    let act = CommandAct.override("wash.level", .number(0.3))
    try feed(.command(Command(id: "x", by: "lead", act: act, note: "a photograph")), at: 30)
    try feed(.availability(device: "onirica-screen", online: false), at: 30)
    try day.pass(to: 200)
    try await day.commit()
    let files = [ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "onirica.yaml", text: onirica)]
    let show = try #require(ShowReader.read(files: files).show)
    let reader = try openJournal(day.path)
    var retelling = try Retelling(reader, try ReplaySpanOptions.parse([]).span(in: reader), with: show)
    try retelling.run()
    return retelling
  }

  @Test("the same show would have done the same")
  func same() async throws {
    let retelling = try await retold(JournalledDay.onirica)
    #expect(retelling.comparison.difference == nil, "\(String(describing: retelling.comparison.difference))")
    #expect(retelling.lines(on: .none).contains("Nothing that was decided or told would have been otherwise."))
  }

  @Test("new scenes: the first difference, scenes, triggers, ways and devices, before and after")
  func newScenes() async throws {
    let other = JournalledDay.onirica.replacing("for: 2s", with: "for: 1s").replacing(
      "time >= 17:30", with: "hall is open")
    let retelling = try await retold(other)
    let difference = try #require(retelling.comparison.difference)
    #expect(difference.was == nil || difference.was?.at == ShowInstant(milliseconds: 12_000))
    #expect(difference.wouldBe?.at == ShowInstant(milliseconds: 11_000))
    #expect(retelling.onlyTransitions(of: "onirica").wouldBe.map(\.description) == ["onirica: descent → chorus"])
    #expect(retelling.onlyTransitions(of: "onirica").was == [])
    #expect(retelling.before.triggers["onirica"]?["descent/1"]?.notFired == 1)
    #expect(retelling.after.triggers["onirica"]?["descent/1"]?.fired == 1)
    try golden("retelling.txt", printed(retelling.lines(on: .none)) + "\n")
    try golden(
      "retelling.json",
      retelling.json.indented.replacing(retelling.reader.path, with: "JOURNAL")
        .replacing(retelling.other.show.fingerprint, with: "FINGERPRINT") + "\n")
    let drawing = retelling.picture()
    #expect(drawing.contains("was: Onirica ()") && drawing.contains("would be: Onirica ()"))
    #expect(drawing.contains("visitors in the hall") == false)
  }

  @Test("what the other show does not know is left out, counted and named, and nothing breaks")
  func unknown() async throws {
    let hall = JournalledDay.hall.replacing("  onirica-count: { kind: count, range: 0..60 }\n", with: "")
      .replacing("wash: { kind: light", with: "lamp: { kind: light")
    let crowd = "      - trigger: crowd is above 8\n        when: time >= 17:30\n        go: chorus\n"
    let onirica = JournalledDay.onirica.replacing("wash:", with: "lamp:").replacing(", crowd: onirica-count", with: "")
      .replacing(crowd, with: "")
    let retelling = try await retold(onirica, hall: hall)
    let reasons = retelling.other.skipped.map(\.reason)
    #expect(reasons.sorted() == ["there is no device wash", "there is no sensor onirica-count"])
    #expect(printed(retelling.lines(on: .none)).contains("1 input: there is no sensor onirica-count"))
  }
}
