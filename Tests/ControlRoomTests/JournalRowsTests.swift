import Rehearsal
import Sequencer
import Show
import Testing

@testable import ControlRoom

@Suite("Steps are rows, and rows are inputs again") struct JournalRowsTests {
  private static let wall = WallInstant(milliseconds: 1_749_546_000_000)
  static let events: [InputEvent] = [
    .show(fingerprint: "ab\"c"), .restarted(outage: nil), .restarted(outage: .seconds(7)), .deadline(late: true),
    .clock(wall: wall, synchronised: true), .agenda(.empty),
    .agenda(
      Agenda(
        from: wall, to: wall + .hours(1), zone: [.init(from: wall, seconds: 7200)],
        openings: [.init(entry: "o", lead: wall, from: wall, to: wall, priority: 1)],
        moments: [
          .init(entry: "m", artwork: "a", scene: "s", at: wall, missed: .within(.seconds(60)), priority: 0)
        ], conflicts: ["x"])),
    .scheduleEntry(id: "e", entry: nil),
    .scheduleEntry(
      id: "e",
      entry: LocalTime("2025-06-12T16:00").map {
        ScheduleEntry(id: "e", kind: .moment("a", "s", at: $0, missed: .skip), priority: 3)
      }),
    .reading(sensor: "s", value: .flag(true), arrival: .live),
    .reading(sensor: "s", value: .flag(false), arrival: .held),
    .reading(sensor: "s", value: .number(0.1), arrival: .live),
    .reading(sensor: "s", value: .number(-3), arrival: .live),
    .reading(sensor: "s", value: .text("3"), arrival: .live),
    .reading(sensor: "s", value: .text("o\"}\\\u{1}né"), arrival: .injected(by: "lead")),
    .report(device: "d", report: DeviceReport(rev: 3, state: "dreaming", warnings: ["hot"])),
    .availability(device: "d", online: false),
    .command(Command(id: "1", by: "desk", act: .stop("a", .afterloop), end: .after(.minutes(3)), note: "n")),
    .command(Command(id: "1", by: "desk", act: .releaseAlarm)),
    .command(Command(id: "1", by: "desk", act: .hall(.mode("cleaning")))),
    .command(Command(id: "1", by: "desk", act: .override(PropertyPath("d", .color), .text("#ffffff")))),
  ]

  @Test("every input reads back as it was", arguments: events) func inputs(_ event: InputEvent) throws {
    let codec = JournalRows()
    let input = Input(seq: 12, at: ShowInstant(milliseconds: 345), event: event)
    let row = try codec.row(of: input)
    #expect(try codec.input(of: row) == input)
    #expect((try? JSONValue(strict: Array(row.body.utf8))) != nil, "a row's body is JSON: \(row.body)")
  }

  @Test("a row of another version is named") func unknown() {
    let row = JournalRow(
      seq: 9, role: .input, kind: "telepathy", artwork: nil, subject: nil, at: .zero, body: "{}")
    #expect(throws: JournalRows.Fault.self) { try JournalRows().input(of: row) }
  }

  @Test("steps written as rows replay to the same rows and state; a changed row is found") func replay() throws {
    let hall = Hall(
      name: "t", topics: "t", artworkOrder: ["a"], operators: ["desk": .operator],
      sensors: ["p": Sensor(id: "p", kind: .presence)],
      devices: ["wash": Device(id: "wash", kind: .light)])
    let go = Trigger(
      id: "dark/1", event: .level("p", .equal, .flag(true), rearm: nil), holdsFor: .seconds(1),
      actions: [TimedAction(.go(artwork: nil, scene: "lit"))])
    let dark = Scene(
      id: "dark", cues: [Cue(action: .set([PropertyPath("wash", .level): .plain(.number(0))]))], triggers: [go])
    let lit = Scene(
      id: "lit", cues: [Cue(action: .set([PropertyPath("wash", .level): .plain(.number(1))]), over: .seconds(2))])
    let show = Show(
      hall: hall, artworks: [Artwork(id: "a", start: "dark", closed: "dark", scenes: [dark, lit])], fingerprint: "f")
    let codec = JournalRows()
    var sequencer = Sequencer(show: .none)
    var rows: [JournalRow] = []
    func take(_ event: InputEvent, at seconds: Int64, adopting: Show? = nil) throws {
      let input = Input(seq: (rows.last?.seq ?? 0) + 1, at: ShowInstant(milliseconds: seconds * 1000), event: event)
      rows += try codec.rows(of: sequencer.step(input, adopting: adopting), input: input)
    }
    try take(.show(fingerprint: "f"), at: 0, adopting: show)
    try take(.reading(sensor: "p", value: .flag(true), arrival: .live), at: 1)
    let due = try #require(sequencer.nextDeadline)
    try take(.deadline(late: false), at: due.milliseconds / 1000)
    try take(.command(Command(id: "1", by: "desk", act: .blackout(on: true))), at: 10)
    #expect(rows.map(\.seq) == Array(1...Int64(rows.count)), "rows are numbered without holes")
    #expect(rows.contains { $0.kind == "scene" && $0.body.contains("lit") })

    var same = Replay(from: Sequencer(show: .none)) { $0 == "f" ? show : nil }
    for row in rows { try same.take(row) }
    let (isSame, isSameState) = (same.finish(), same.isAt(stateHash: try sequencer.state.digest()))
    #expect(isSame && isSameState)
    #expect(same.compared == rows.count - 4)

    var changed = rows
    let place = try #require(rows.lastIndex { $0.role == .effect && $0.kind == "desired" })
    changed[place].body = changed[place].body.replacing("0", with: "1")
    var other = Replay(from: Sequencer(show: .none)) { _ in show }
    for row in changed { try other.take(row) }
    let isOtherSame = other.finish()
    #expect(!isOtherSame)
    #expect(other.difference?.seq == rows[place].seq)

    var short = Replay(from: Sequencer(show: .none)) { _ in show }
    for row in rows.dropLast() { try short.take(row) }
    let isShortSame = short.finish()
    #expect(!isShortSame && short.difference?.journalled == nil)
  }
}
