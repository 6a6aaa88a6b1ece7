import Foundation
import Rehearsal
import Sequencer
import Show
import ShowFiles
import Testing

/// A hall of one artwork from the text of its scenes, on a virtual clock; times are local to the hall.
private struct Hall {
  var hall: VirtualHall
  let zone: String

  /// A hall with the clock at an instant; without one it does not know the time.
  init(
    _ scenes: String, schedule: String = "[]", zone: String = "Europe/Paris", at instant: String?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let loaded = ShowReader.read(files: Self.files(scenes, schedule: schedule, zone: zone))
    try #require(loaded.faults == [], sourceLocation: sourceLocation)
    let show = try #require(loaded.show, sourceLocation: sourceLocation)
    let wall = try instant.map { try Self.wall($0) }
    self.zone = zone
    hall = VirtualHall(show: show, wall: wall) { entries, wall in
      AgendaResolver.resolve(entries: entries, timeZone: zone, from: wall + .hours(-48), to: wall + .hours(24 * 21))
    }
  }

  static func files(_ scenes: String, schedule: String = "[]", zone: String = "Europe/Paris") -> [ShowFile] {
    let hall = """
      regie: 1
      hall: test
      topics: hall/test
      timezone: \(zone)
      resume_within: 30s
      artworks: [work]
      operators: { desk: operator }
      sensors: { door: { kind: presence }, crowd: { kind: count, range: 0..60, stale: 60s, when_stale: 0 } }
      devices:
        lamp: { kind: light }
        beam: { kind: projector, confirms_within: 90s }
      schedule: \(schedule)
      """
    let work = "regie: 1\nartwork: work\nstart: calm\nclosed: dark\nscenes:\n\(scenes)\n  dark: {}\n"
    return [ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "work.yaml", text: work)]
  }

  static func wall(_ text: String) throws -> WallInstant {
    let date = try #require(ISO8601DateFormatter().date(from: text))
    return WallInstant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }

  var scene: SceneID? { hall.sequencer.state.artworks["work"]?.run?.scene }
  var phase: HallPhase { hall.sequencer.state.phase.phase }
  var sentences: [String] { hall.moments.flatMap(\.step.decisions).map(\.sentence) }

  @discardableResult mutating func desk(_ act: CommandAct, for span: TimeSpan? = nil) -> Reply? {
    let command = Command(id: "c\(hall.moments.count)", by: "desk", act: act, end: span.map { .after($0) })
    for case .reply(_, let reply) in hall.feed(.command(command)).effects { return reply }
    return nil
  }
  mutating func door(_ value: Bool, _ arrival: Arrival = .live) {
    hall.feed(.reading(sensor: "door", value: .flag(value), arrival: arrival))
  }
  /// The machine is off or asleep: deadlines that pass in it are fed late, or not at all after too long.
  mutating func outage(_ span: TimeSpan) {
    let end = hall.now + span
    if span <= hall.sequencer.show.hall.resumeWithin { hall.advance(to: end, late: true) } else { hall.skip(to: end) }
    hall.feed(.restarted(outage: span))
  }
  mutating func clock(_ text: String) throws { hall.feed(.clock(wall: try Self.wall(text), synchronised: true)) }
}

/// Cases that other tools get wrong, each in the words of a show.
@Suite("Where others go wrong")
struct ForeignSemanticsTests {
  private let day = "[{ kind: opening, date: 2025-06-10, from: \"09:00\", to: \"18:00\" }]"
  private let morning = "2025-06-10T08:00:00Z"

  @Test("a timer holds across a restart: what was waited for is not waited for again")
  func timerAcrossRestart() throws {
    var hall = try Hall(
      "  calm: { triggers: [{ after: 10m, go: busy }] }\n  busy: {}", schedule: day, at: morning)
    hall.hall.advance(by: .minutes(9))
    hall.outage(.seconds(20))
    try hall.clock("2025-06-10T08:09:20Z")
    #expect(hall.scene == "calm")
    hall.hall.advance(by: .seconds(39))
    #expect(hall.scene == "calm")
    hall.hall.advance(by: .seconds(1))
    #expect(hall.scene == "busy")
  }

  @Test("a `for` that counts holds across a restart, and a reload of the same file")
  func forAcrossReload() throws {
    let scenes = "  calm: { triggers: [{ trigger: door is true, for: 60s, go: busy }] }\n  busy: {}"
    var hall = try Hall(scenes, schedule: day, at: morning)
    hall.door(true)
    hall.hall.advance(by: .seconds(30))
    // Another file of the show was changed: this artwork's is the same.
    var other = hall.hall.sequencer.show
    (other.hall.title, other.fingerprint) = ("another title", "other")
    hall.hall.feed(.show(fingerprint: "other"), adopting: other)
    hall.outage(.seconds(10))
    try hall.clock("2025-06-10T08:00:40Z")
    hall.hall.advance(by: .seconds(19))
    #expect(hall.scene == "calm")
    hall.hall.advance(by: .seconds(1))
    #expect(hall.scene == "busy")
  }

  @Test("what is true at the start is no edge, and a level forgets no visitor")
  func trueAtStart() throws {
    var edge = try Hall(
      "  calm: { triggers: [{ trigger: door becomes true, go: busy }] }\n  busy: {}", schedule: day, at: morning)
    edge.door(true, .held)
    edge.door(true)
    #expect(edge.scene == "calm")
    edge.door(false)
    edge.door(true)
    #expect(edge.scene == "busy")
    var level = try Hall(
      "  calm: { triggers: [{ after: 5s, go: later }] }\n"
        + "  later: { triggers: [{ trigger: door is true, go: busy }] }\n  busy: {}", schedule: day, at: morning)
    level.door(true)
    level.hall.advance(by: .seconds(5))
    #expect(level.scene == "busy")
  }

  @Test("a window that goes past midnight is one window")
  func windowPastMidnight() throws {
    let schedule = """
      [{ kind: opening, date: 2025-06-10, from: "20:00", to: "04:00" },
         { kind: window, artwork: work, scene: late, from: 2025-06-10T23:00, to: 2025-06-11T02:00 }]
      """
    var hall = try Hall("  calm: {}\n  late: { entry: schedule }", schedule: schedule, at: "2025-06-10T20:30:00Z")
    #expect(hall.scene == "calm")
    hall.hall.advance(by: .minutes(30))
    #expect(hall.scene == "late")
    hall.hall.advance(by: .minutes(179))
    #expect(hall.scene == "late" && hall.phase == .open)
    hall.hall.advance(by: .minutes(1))
    #expect(hall.scene == "calm")
    #expect(hall.sentences.filter { $0.contains("→ late") }.count == 1)
  }

  @Test(
    "a local time that does not exist comes at the next one that does, and the hall opens",
    arguments: [
      // The night to summer time: 02:00 is followed by 03:00, in Lord Howe by 02:30.
      ("Europe/Paris", "2026-03-29", "02:30", "2026-03-29T00:00:00Z", 60),
      ("America/New_York", "2026-03-08", "02:30", "2026-03-08T06:00:00Z", 60),
      ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T14:30:00Z", 60),
    ])
  func skippedTime(zone: String, date: String, time: String, start: String, minutes: Int64) throws {
    let schedule = "[{ kind: opening, date: \(date), from: \"\(time)\", to: \"05:00\" }]"
    var hall = try Hall("  calm: {}", schedule: schedule, zone: zone, at: start)
    #expect(hall.phase == .closed)
    hall.hall.advance(by: .minutes(minutes) + .milliseconds(-1))
    #expect(hall.phase == .closed)
    hall.hall.advance(by: .milliseconds(1))
    #expect(hall.phase == .open, "\(zone)")
  }

  @Test(
    "a local time that comes twice is one instant: a moment runs once, at the first",
    arguments: [
      ("Europe/Paris", "2025-10-26T02:30", "2025-10-26T00:00:00Z"),
      ("America/New_York", "2025-11-02T01:30", "2025-11-02T05:00:00Z"),
      ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:15:00Z"),
    ])
  func repeatedTime(zone: String, at local: String, start: String) throws {
    let date = local.prefix(10)
    let schedule =
      "[{ kind: opening, date: \(date), from: \"00:30\", to: \"06:00\" },"
      + " { kind: moment, artwork: work, go: once, at: \(local) }]"
    var hall = try Hall(
      "  calm: {}\n  once: { entry: schedule, triggers: [{ after: 1m, go: calm }] }", schedule: schedule, zone: zone,
      at: start)
    hall.hall.advance(by: .minutes(30))
    #expect(hall.scene == "once", "\(zone)")
    hall.hall.advance(by: .hours(3))
    #expect(hall.sentences.filter { $0.contains("→ once") }.count == 1, "\(zone)")
  }

  @Test("an `at:` trigger fires once a day, also on the days when the clock changes")
  func timeOfDayOnceADay() throws {
    let schedule = "[{ kind: opening, date: 2025-10-24, from: \"00:00\", to: \"00:00\", repeat: FREQ=DAILY;COUNT=5 }]"
    var hall = try Hall(
      "  calm: { triggers: [{ at: \"02:30\", note: half past two }] }", schedule: schedule, at: "2025-10-24T12:00:00Z")
    hall.hall.advance(by: .hours(72))
    #expect(hall.sentences.filter { $0.contains("half past two") }.count == 3, "\(hall.sentences)")
  }

  @Test("a clock that is wrong at boot opens nothing, and what was due in the meantime comes once it is right")
  func wrongClock() throws {
    var hall = try Hall("  calm: {}", schedule: day, at: nil)
    hall.hall.feed(.clock(wall: try Hall.wall("1970-01-01T09:30:00Z"), synchronised: false))
    hall.hall.advance(by: .hours(3))
    #expect(hall.phase == .closed)
    #expect(hall.hall.sequencer.state.warnings["clock-unknown"] != nil)
    try hall.clock("2025-06-10T09:30:00Z")
    #expect(hall.phase == .open && hall.scene == "calm")
    // It is set back by an hour, and right again: the doors do not close for it, nothing comes twice.
    try hall.clock("2025-06-10T08:30:00Z")
    try hall.clock("2025-06-10T09:30:01Z")
    #expect(hall.sentences.filter { $0.contains("closed → open") }.count == 1)
  }

  @Test(
    "after a pause of the machine no cue is caught up with in a burst: levels are where they would be, messages gone")
  func pause() throws {
    let scenes = """
        calm:
          cues:
            - { publish: { topic: bell, payload: ding }, every: 1s }
            - { at: 5s, fade: { lamp.level: 0.3 }, over: 10s }
      """
    var hall = try Hall(scenes, schedule: day, at: morning)
    let before = hall.hall.moments.count
    hall.outage(.seconds(25))
    let effects = hall.hall.moments.dropFirst(before).flatMap(\.step.effects)
    #expect(effects.contains { if case .publish = $0 { true } else { false } } == false)
    #expect(hall.hall.sequencer.state.devices["lamp"]?.desired.properties[.level]?.to == .plain(.number(0.3)))
    hall.outage(.hours(2))
    #expect(hall.sentences.contains { $0.contains("calm anew") && $0.contains("the daemon was away") })
  }

  @Test("an operator's stop is not undone by the schedule, by visitors, or by a restart")
  func stopStays() throws {
    let schedule = """
      [{ kind: opening, date: 2025-06-10, from: "09:00", to: "18:00" },
         { kind: window, artwork: work, scene: busy, from: 2025-06-10T11:00, to: 2025-06-10T12:00 },
         { kind: moment, artwork: work, go: busy, at: 2025-06-10T14:00 }]
      """
    var hall = try Hall(
      "  calm: { triggers: [{ trigger: door is true, go: busy }] }\n  busy: { entry: schedule }", schedule: schedule,
      at: morning)
    hall.desk(.stop("work", .now))
    hall.door(true)
    hall.hall.advance(by: .hours(2))
    hall.outage(.minutes(10))
    try hall.clock("2025-06-10T10:10:00Z")
    hall.hall.advance(by: .hours(4))
    #expect(hall.scene == nil && hall.hall.sequencer.state.artworks["work"]?.mode == .stopped)
    hall.desk(.resume("work"))
    #expect(hall.scene != nil)
  }

  @Test("a sensor that flaps starts one visit, not thirty")
  func flapping() throws {
    let scenes = """
        calm: { triggers: [{ trigger: door becomes true, debounce: 2s, go: busy }] }
        busy: { triggers: [{ trigger: door is false, for: 10s, unless_for: 3s, go: calm }] }
      """
    var hall = try Hall(scenes, schedule: day, at: morning)
    hall.door(false)
    hall.hall.advance(by: .seconds(3))
    for _ in 0..<30 {
      hall.door(true)
      hall.hall.advance(by: .milliseconds(300))
      hall.door(false)
      hall.hall.advance(by: .milliseconds(300))
    }
    #expect(hall.scene == "calm")
    hall.door(true)
    hall.hall.advance(by: .seconds(2))
    #expect(hall.scene == "busy")
    hall.door(false)
    hall.hall.advance(by: .seconds(6))
    hall.door(true)
    hall.hall.advance(by: .seconds(1))
    hall.door(false)
    hall.hall.advance(by: .milliseconds(2999))
    #expect(hall.scene == "busy")
    hall.hall.advance(by: .milliseconds(1))
    #expect(hall.scene == "calm", "a gap of a second did not begin the ten seconds anew")
  }

  @Test("a device that calls its warm-up off is neither told again nor warned of before its time")
  func warmUp() throws {
    let scenes = """
        calm:
          cues:
            - { power: { beam: on }, on_failure: retry 2 within 4m }
          triggers:
            - { trigger: beam reports on, note: it is warm }
      """
    var hall = try Hall(scenes, schedule: day, at: morning)
    let told = { (hall: Hall) in
      hall.hall.moments.flatMap(\.step.effects).count { if case .desired("beam", _) = $0 { true } else { false } }
    }
    let before = told(hall)
    for _ in 0..<8 {
      hall.hall.feed(.report(device: "beam", report: DeviceReport(rev: 0, state: "off")))
      hall.hall.advance(by: .seconds(10))
    }
    #expect(told(hall) == before && hall.hall.sequencer.state.warnings.keys.allSatisfy { !$0.hasPrefix("device") })
    let rev = hall.hall.sequencer.state.devices["beam"]?.desired.rev
    hall.hall.feed(.report(device: "beam", report: DeviceReport(rev: rev, state: "on")))
    hall.hall.advance(by: .hours(1))
    #expect(told(hall) == before && hall.hall.sequencer.state.warnings["device-silent:beam"] == nil)
    #expect(hall.sentences.contains { $0.contains("it is warm") })
  }
}
