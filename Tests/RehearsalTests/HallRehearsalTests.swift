import Foundation
import Sequencer
import Show
import ShowFiles
import Testing

@testable import Rehearsal

/// Rehearsals of a small hall, of the real sequencer.
enum SmallHall {
  static let hall = """
    regie: 1
    hall: small
    topics: hall/small
    timezone: Europe/Paris
    artworks: [dream]
    operators: { lead: technician, desk: operator, guest: viewer }
    sensors:
      near: { kind: presence }
      lux: { kind: measure, range: 0..2000, stale: 60s, when_stale: 0 }
      fire: { kind: contact, alarm: true }
    devices:
      screen: { kind: screen }
      voice: { kind: player }
      lamp: { kind: light, default: { level: 0 } }
    schedule:
      - { kind: opening, date: 2025-06-10, from: "09:00", to: "10:00", lead: 15m }
      - { kind: opening, date: 2025-06-11, from: "09:00", to: "10:00", lead: 15m }
    """

  static let dream = """
    regie: 1
    artwork: dream
    start: slumber
    closed: dark
    inputs: { presence: near, lux: lux }
    scenes:
      slumber:
        cues:
          - { fade: { lamp.level: 0.2 }, over: 2s }
        triggers:
          - { trigger: presence is true, for: 2s, go: telling }
          - { trigger: "lux is above 100, rearms below 90", go: glare }
      telling:
        cues:
          - { play: { voice: story.mp4 } }
          - { fade: { lamp.level: 0.8 }, over: 2s }
        triggers:
          - { trigger: media ends, go: told }
          - { after: 3m, go: slumber }
      told:
        cues:
          - { fade: { lamp.level: 0.5 }, over: 1s }
        triggers:
          - { after: 20s, go: slumber }
      glare:
        triggers:
          - { trigger: lux is below 90, go: slumber }
      dark:
        cues:
          - { fade: { lamp.level: 0 }, over: 5s }
    """

  static let show = ShowReader.read(files: [
    ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "dream.yaml", text: dream),
  ]).show

  /// Rehearses it to the end of its span.
  static func rehearse(
    _ script: String = "", day: String? = nil, _ change: (inout RehearsalPlan) -> Void = { _ in }
  ) throws -> (rehearsal: HallRehearsal, moments: [VirtualHall.Moment]) {
    let show = try #require(show)
    let date = day.flatMap { LocalDate($0) }
    let span = date.flatMap { RehearsalSpan.day($0, of: show.hall) } ?? RehearsalSpan.exhibition(of: show.hall)
    var plan = RehearsalPlan(span: span, mediaLengths: ["story.mp4": .seconds(40)])
    change(&plan)
    var rehearsal = try HallRehearsal(show, plan: plan, script: RehearsalScript(parsing: script))
    rehearsal.advance(to: rehearsal.end)
    return (rehearsal, rehearsal.takeMoments())
  }

  static func trace(_ moments: [VirtualHall.Moment]) -> String { moments.map(\.line).joined(separator: "\n") }

  /// The ids of all warnings that began.
  static func warnings(_ moments: [VirtualHall.Moment]) -> Set<String> {
    Set(moments.flatMap(\.step.decisions).filter { $0.kind == .warning }.compactMap(\.subject))
      .subtracting(["alarm-contact-lost:fire"])
  }
}

@Suite("A rehearsal of the hall")
struct HallRehearsalTests {
  @Test("the same seed gives the same bytes, whatever steps it is advanced in; another seed gives others")
  func deterministic() throws {
    let first = SmallHall.trace(try SmallHall.rehearse().moments)
    let show = try #require(SmallHall.show)
    let plan = RehearsalPlan(
      span: RehearsalSpan.exhibition(of: show.hall), mediaLengths: ["story.mp4": .seconds(40)])
    var again = try HallRehearsal(show, plan: plan)
    while again.now < again.end { again.advance(to: again.now + .milliseconds(777_777)) }
    #expect(SmallHall.trace(again.takeMoments()) == first)
    #expect(SmallHall.trace(try SmallHall.rehearse { $0.seed = 2 }.moments) != first)
  }

  @Test("it lasts from the first opening to the last, and visitors are seen only while the doors are open")
  func openHours() throws {
    let (rehearsal, moments) = try SmallHall.rehearse()
    let clock = HallClock(timeZone: "Europe/Paris")
    #expect(clock.dayAndTime(rehearsal.plan.span.from) == "2025-06-10 08:40:00")
    #expect(clock.dayAndTime(rehearsal.plan.span.to) == "2025-06-11 10:06:00")
    #expect(rehearsal.arrivals.groups > 40)
    var seen = 0
    for moment in moments {
      guard case .reading("near", .flag(true), _) = moment.input.event else { continue }
      let time = clock.time(rehearsal.wall(moment.input.at))
      #expect(("09:00:00"..<"10:00:00").contains(time), "\(time)")
      seen += 1
    }
    #expect(seen > 20)
    #expect(rehearsal.visitorsInside == 0)
  }

  @Test("media end after their own length, and what waits for that happens")
  func media() throws {
    let moments = try SmallHall.rehearse(day: "2025-06-10").moments
    var begun: ShowInstant?
    var lengths: Set<Int64> = []
    for moment in moments {
      if moment.step.decisions.contains(where: { $0.to == "telling" }) { begun = moment.input.at }
      guard case .report("voice", let report) = moment.input.event, report.state == "ended", let start = begun else {
        continue
      }
      lengths.insert((moment.input.at - start).milliseconds)
      #expect(moment.step.decisions.contains { $0.to == "told" })
    }
    #expect(lengths == [40_040])
  }

  @Test(
    "a device that does not do what it is told leads to the warning that the show promises",
    arguments: [
      (DeviceManner.silent, ["device-silent:voice", "preflight:voice"]),
      (.refuses, ["device-silent:voice", "device-warns:voice", "preflight:voice"]),
      (.answers(after: .seconds(3)), ["device-silent:voice"]), (.lies, []), (.inOrder, []),
    ])
  func manners(manner: DeviceManner, wanted: [String]) throws {
    let (rehearsal, moments) = try SmallHall.rehearse(day: "2025-06-10") { $0.manners = ["voice": manner] }
    #expect(SmallHall.warnings(moments) == Set(wanted))
    let cleared = moments.flatMap(\.step.decisions).contains {
      $0.kind == .cleared && $0.subject == "device-silent:voice"
    }
    #expect(cleared == (manner == .answers(after: .seconds(3))))
    let ends = rehearsal.hall.sequencer.state.devices["voice"]?.reported
    #expect((manner == .lies || manner == .silent || manner == .refuses) == (ends == nil), "\(ends ?? "-")")
  }

  @Test("a measuring sensor is disturbed across what the show asks about, and sends again before it is stale")
  func disturbances() throws {
    let moments = try SmallHall.rehearse { $0.habits.disturbancesPerHour = 6 }.moments
    #expect(moments.flatMap(\.step.decisions).contains { $0.to == "glare" })
    #expect(!SmallHall.warnings(moments).contains("sensor-stale:lux"))
  }

  @Test("a hall without a programme is opened by the rehearsal itself")
  func ownDay() throws {
    let hall = SmallHall.hall.split(separator: "\n").filter { !$0.contains("opening") && !$0.contains("schedule") }
    let show = try #require(
      ShowReader.read(files: [
        ShowFile(path: "hall.yaml", text: hall.joined(separator: "\n")),
        ShowFile(path: "dream.yaml", text: SmallHall.dream),
      ]).show)
    let span = RehearsalSpan.exhibition(of: show.hall)
    #expect(span.opensItself && span.length == .hours(8))
    var rehearsal = try HallRehearsal(show, plan: RehearsalPlan(span: span))
    rehearsal.advance(to: .zero + .hours(1))
    #expect(rehearsal.arrivals.groups > 10)
  }
}

@Suite("A script that is carried out")
struct ScriptPlayingTests {
  /// The failed expectations of a script, played without visitors on the first day.
  private func failures(_ script: String) throws -> [String] {
    let rehearsal = try SmallHall.rehearse("08:45 visitors off\n" + script, day: "2025-06-10").rehearsal
    return rehearsal.remarks.compactMap { remark in remark.instead.map { "\(remark.line): \($0)" } }
  }

  @Test("readings, commands, devices, the clock and restarts do what they say")
  func carriedOut() throws {
    let script = """
      08:50 expect hall opening
      09:00:01 expect hall open
      +0s near = true
      +1s expect dream in slumber
      +1s expect dream in telling
      +1s expect lamp.level > 0.2
      +2s expect lamp.level = 0.8
      +0s voice reports ended
      +0s expect dream in told
      +20s expect dream in slumber
      +2s expect dream in telling
      +0s near = false
      +0s desk: hold dream for 5m
      +0s expect dream held
      +3m desk: resume dream
      +0s expect dream auto
      +1s lead: override lamp.level 0.3 until 09:30
      +0s expect lamp.level = 0.3
      09:29 expect lamp.level = 0.3
      +2m expect lamp.level != 0.3
      +0s desk: blackout on
      +2s expect blackout on
      +0s expect lamp.level = 0
      +0s desk: blackout off
      +0s voice offline
      +1s expect warning device-offline:voice
      +0s expect dream degraded
      +0s voice online
      +1s expect no warning
      +0s expect dream well
      +0s fire = true
      +0s expect alarm on
      +0s fire = false
      +0s desk: release alarm
      +0s expect alarm off
      +0s desk: go dream told
      +5s restart after 10s
      +9s expect dream in told
      +12s expect dream in slumber
      +1s desk: go dream told
      +1s restart after 2m
      +2m expect dream in slumber
      +1s lux stale
      +61s expect warning sensor-stale
      +0s lux reads
      +0s expect no warning
      +0s clock unknown
      +0s expect warning clock-unknown
      +0s clock right
      +0s expect no warning
      +1s clock 10:00
      +0s expect hall closing
      +10s expect hall closed
      +0s expect near = false
      """
    #expect(try failures(script) == [])
  }

  @Test("after a restart the clock is read again, and the doors close when they should", arguments: ["20s", "2m"])
  func closesAfterRestart(outage: String) throws {
    let script = """
      09:30 restart after \(outage)
      +3m expect hall open
      +0s expect no warning clock-unknown
      10:01 expect hall closed
      """
    #expect(try failures(script) == [])
  }

  @Test("a script opens the hall by the programme, with its lead")
  func programme() throws {
    let script = """
      09:05 expect hall open
      +0s programme empty
      +1m expect hall closed
      +0s programme opens +20m for 1h lead 10m
      +9m expect hall closed
      +2m expect hall opening
      +10m expect hall open
      +1s programme empty
      +1m expect hall closed
      """
    #expect(try failures(script) == [])
  }

  @Test("while the broker is away nothing passes; then readings are held, and devices hear what they are to be")
  func broker() throws {
    let script = """
      09:10 broker down
      +1s near = true
      +10s expect dream in slumber
      +0s desk: hall close
      +0s expect hall open
      +0s broker up
      +3s expect dream in telling
      +1s expect no warning
      """
    #expect(try failures(script) == [])
  }

  @Test("an expectation that fails says its line and what was instead")
  func failed() throws {
    let script = "09:10 expect dream in telling\n+1s expect lamp.level = 0.5\n+0s expect warning device-silent"
    #expect(
      try failures(script) == [
        "2: dream is in slumber", "3: lamp.level is 0.2", "4: there is no such warning",
      ])
  }

  @Test(
    "what the show does not have is told at its place, with the nearest that it has",
    arguments: [
      ("09:00 neer = true", "1:7: ", "did you mean near?"), ("09:00 near = 3", "1:7: ", "true or false"),
      ("09:00 desk: go dream tellin", "1:22: ", "did you mean telling?"), ("09:00 dusk: hall close", "1:7: ", "desk?"),
      ("09:00 guest: hall close", "1:7: ", "is for a operator"), ("09:00 lamp lags 3s", "1:7: ", "never reports"),
      ("09:00 expect lamp.power = true", "1:14: ", "it has color"), ("09:00 desk: hall party", "1:18: ", "has none"),
      ("09:00 note \"a\"\n08:00 note \"b\"", "2:1: ", "day before the time"),
      ("2025-07-01 09:00 note a", "1:1: ", "rehearse"),
      ("09:00 expect dreem held", "1:14: ", "dream?"), ("09:00 lead: override lamp.level 3", "1:22: ", "0 to 1"),
      ("09:00 lead: disarm dream slumber/9", "1:26: ", "slumber/"),
    ])
  func unknown(script: String, place: String, hint: String) throws {
    let faults = #expect(throws: ScriptFaults.self) { try SmallHall.rehearse(script) }
    let said = try #require(faults?.faults.first?.description)
    #expect(said.hasPrefix(place) && said.contains(hint), "\(said)")
  }

  @Test("visitors come as the script lets them")
  func visitors() throws {
    let script =
      "09:00 visitors 0\n09:10 visitors arrive 25 at dream\n+0s expect dream in slumber\n+2s expect dream in telling"
    let rehearsal = try SmallHall.rehearse(script, day: "2025-06-10").rehearsal
    #expect(rehearsal.arrivals.visitors == 25 && rehearsal.remarks.allSatisfy { $0.instead == nil })
  }
}
