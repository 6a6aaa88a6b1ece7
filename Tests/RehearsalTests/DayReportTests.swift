import Sequencer
import Show
import Testing

@testable import Rehearsal

/// A hall on a virtual clock whose day is reported.
struct ReportedHall {
  private(set) var sequencer: Sequencer
  private(set) var report: DayReport
  private var now = ShowInstant.zero

  init(_ show: Show, agenda: Agenda = .empty) {
    sequencer = Sequencer(show: show)
    report = DayReport(sequencer, from: .zero)
    // 2025-06-10T08:00 in a hall whose clocks show UTC.
    feed(.clock(wall: WallInstant(milliseconds: 1_749_542_400_000), synchronised: true))
    feed(.show(fingerprint: "reported"), adopting: show)
    feed(.agenda(agenda))
    feed(.command(Command(id: "open", by: "desk", act: .hall(.open))))
  }

  mutating func feed(_ event: InputEvent, adopting show: Show? = nil) {
    let input = Input(seq: sequencer.state.lastSeq + 1, at: now, event: event)
    report.expect(input, in: sequencer)
    let step = sequencer.step(input, adopting: show)
    report.take(input, step, in: sequencer)
  }

  mutating func advance(to instant: ShowInstant) {
    while let due = sequencer.nextDeadline, due <= instant {
      now = due
      feed(.deadline(late: false))
    }
    now = instant
  }

  mutating func finish() { report.finish(at: now, in: sequencer) }
}

@Suite("Reports of a day")
struct DayReportTests {
  static func hall() -> Hall {
    Hall(
      name: "test", topics: "hall/test", artworkOrder: ["work"],
      operators: ["desk": .operator],
      sensors: [
        "near": Sensor(id: "near", kind: .presence), "crowd": Sensor(id: "crowd", kind: .count, range: 0...60),
      ],
      devices: [
        "lamp": Device(id: "lamp", kind: .light), "screen": Device(id: "screen", kind: .screen),
        "player": Device(id: "player", kind: .player),
      ])
  }

  static func show(_ cues: [Cue], change: (inout Artwork) -> Void = { _ in }) -> Show {
    var artwork = Artwork(
      id: "work", start: "on", closed: "off", inputs: ["near": "near", "crowd": "crowd"],
      scenes: [Scene(id: "on", cues: cues), Scene(id: "off")])
    change(&artwork)
    return Show(hall: hall(), artworks: [artwork], fingerprint: "reported")
  }

  @Test("visits are counted by presence, persons' time by the count, and nothing while the hall is closed")
  func visits() throws {
    var hall = ReportedHall(Self.show([]))
    func read(_ sensor: SensorID, _ value: Value, at minute: Int64) {
      hall.advance(to: .zero + .minutes(minute))
      hall.feed(.reading(sensor: sensor, value: value, arrival: .live))
    }
    read("near", .flag(true), at: 1)
    read("crowd", .number(3), at: 1)
    read("near", .flag(false), at: 3)
    read("near", .flag(true), at: 5)
    read("crowd", .number(1), at: 6)
    read("near", .flag(false), at: 9)
    read("crowd", .number(0), at: 11)
    hall.feed(.command(Command(id: "close", by: "desk", act: .hall(.close))))
    hall.advance(to: .zero + .minutes(20))
    read("near", .flag(true), at: 21)
    hall.advance(to: .zero + .minutes(30))
    hall.finish()
    let seen = try #require(hall.report.visits.visits["work"])
    #expect(seen.presences == 2)
    #expect(seen.presence == .minutes(6) && seen.meanPresence == .minutes(3))
    #expect(seen.most == 3)
    #expect(seen.personTime == .minutes(20))
  }

  @Test("a rotation of scenes is fair within one showing, and a reported one that is not is objected to")
  func rotation() throws {
    let items: [SceneID] = ["one", "two", "three"]
    let show = Self.show([]) { artwork in
      artwork.rotations = ["works": Rotation(id: "works", items: .scenes(items))]
      artwork.start = "one"
      artwork.scenes =
        [Scene(id: "off")]
        + items.map { id in
          Scene(
            id: id,
            triggers: [
              Trigger(id: TriggerID("\(id)/1"), event: .after(.seconds(30)), actions: [TimedAction(.goNext("works"))])
            ])
        }
    }
    var hall = ReportedHall(show)
    hall.advance(to: .zero + .minutes(10))
    hall.finish()
    let airtimes = try #require(hall.report.rotations.airtimes[.init(artwork: "work", source: "works")])
    #expect(airtimes.map(\.name) == ["one", "two", "three"])
    #expect(airtimes.reduce(.zero) { $0 + $1.time } == .minutes(10))
    #expect(airtimes.longestShowing == .seconds(30))
    #expect(airtimes.isFair && hall.report.objections.isEmpty)
    var unfair = airtimes
    unfair[0].time = unfair[0].time + .minutes(5)
    #expect(unfair.isFair == false)
  }

  @Test("a pool that repeats nothing gives each thing once a round, also over a thousand draws")
  func pool() throws {
    let items = (1...40).map { "still-\($0).png" }
    let show = Self.show([
      Cue(action: .still(["screen": "flowers"]), every: .seconds(4))
    ]) { $0.pools = ["flowers": Pool(id: "flowers", order: .noRepeat, items: items)] }
    var hall = ReportedHall(show)
    hall.advance(to: .zero + .hours(2))
    hall.finish()
    let draws = try #require(hall.report.pools.pools[.init(artwork: "work", source: "flowers")])
    #expect(draws.draws > 1000 && draws.distinct == 40)
    #expect(draws.repeats.isEmpty && hall.report.objections.isEmpty)
  }

  @Test("light on canvases is told for the span, with its peak, and what is above a ceiling is objected to")
  func light() throws {
    var show = Self.show([Cue(action: .set([PropertyPath("lamp", .level): .plain(.number(0.5))]))])
    show.hall.canvases = [
      "forest": Canvas(id: "forest", lights: ["lamp": Calibration(fullLux: 100)], ceilingLux: 60, luxHoursADay: 500)
    ]
    var hall = ReportedHall(show)
    hall.advance(to: .zero + .hours(3))
    hall.finish()
    let light = try #require(hall.report.light.canvases["forest"])
    #expect(abs(light.exposure.luxHours - 150) < 0.1)
    #expect(light.mostLux == 50 || light.mostLux == 60)
    #expect(light.isUnderCeiling && light.isWithinBudget)
    var bright = light
    bright.mostLux = 80
    #expect(bright.isUnderCeiling == false)
  }

  @Test("each instant of the programme comes once, or it is said why not")
  func programme() throws {
    let begin = WallInstant(milliseconds: 1_749_542_400_000)
    var agenda = Agenda.empty
    agenda.from = begin
    agenda.to = begin + .hours(24 * 20)
    agenda.windows = [
      .init(
        entry: "tour", artwork: "work", scene: "extra", from: begin + .minutes(10), to: begin + .minutes(20),
        priority: 0),
      .init(
        entry: "held", artwork: "work", scene: "extra", from: begin + .minutes(40), to: begin + .minutes(50),
        priority: 0),
    ]
    agenda.moments = [
      .init(entry: "awake", artwork: "work", scene: "extra", at: begin + .minutes(30), missed: .skip, priority: 0)
    ]
    let show = Self.show([]) { $0.scenes.append(Scene(id: "extra")) }
    var hall = ReportedHall(show, agenda: agenda)
    hall.advance(to: .zero + .minutes(35))
    hall.feed(.command(Command(id: "hold", by: "desk", act: .hold("work"))))
    hall.advance(to: .zero + .hours(1))
    hall.finish()
    let instants = hall.report.programme.instants
    #expect(instants.values.filter { $0.times == 1 }.count == 3)
    let missed = instants.filter { $0.value.times == 0 }
    #expect(missed.count == 2 && missed.values.allSatisfy { $0.reason == "an operator held it" })
    #expect(hall.report.objections.isEmpty)
  }

  @Test("a device is right while it is there and warns of nothing, and the hall is not closed")
  func devices() throws {
    var hall = ReportedHall(Self.show([]))
    hall.feed(.availability(device: "screen", online: true))
    hall.feed(.report(device: "screen", report: DeviceReport(rev: 1000, state: "dreaming")))
    hall.advance(to: .zero + .minutes(30))
    hall.feed(.availability(device: "screen", online: false))
    hall.advance(to: .zero + .minutes(40))
    hall.finish()
    let hours = try #require(hall.report.devices.devices["screen"])
    #expect(hours.wanted == .minutes(40) && hours.right == .minutes(30))
    #expect(hours.part == 0.75)
  }
}
