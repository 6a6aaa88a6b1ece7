import Rehearsal
import Sequencer
import Show
import Testing

@Suite("Light on canvases")
struct CanvasTests {
  /// 2025-06-10T08:00 in a hall whose clocks show UTC.
  static let morning = WallInstant(milliseconds: 1_749_542_400_000)

  static func show(_ canvas: Canvas, _ scenes: [Scene] = [scene("calm", cues: [Cue(action: level("lamp.level", 1))])])
    -> Show
  {
    var show = TestShow.show(scenes)
    show.hall.canvases = [canvas.id: canvas]
    return show
  }

  static func hall(_ canvas: Canvas, _ scenes: [Scene] = [scene("calm", cues: [Cue(action: level("lamp.level", 1))])])
    -> VirtualHall
  {
    var hall = VirtualHall(show: show(canvas, scenes), wall: morning)
    hall.command(.hall(.open))
    return hall
  }

  static func canvas(
    lux: Double = 200, ceiling: Double? = nil, day: Double? = nil, year: Double? = nil, dimsFrom: Double = 0.9
  ) -> Canvas {
    Canvas(
      id: "forest", lights: ["lamp": Calibration(fullLux: lux)], ceilingLux: ceiling, luxHoursADay: day,
      luxHoursAYear: year, dimsFrom: dimsFrom)
  }

  func account(_ hall: VirtualHall) throws -> CanvasState { try #require(hall.sequencer.state.canvases["forest"]) }

  @Test("an hour at full is counted as the lux that the meter told, whatever else happens in it")
  func countsAnHour() throws {
    var hall = Self.hall(Self.canvas(day: 10_000))
    for minute in 1...60 {
      hall.advance(to: .zero + .minutes(Int64(minute)))
      hall.read(TestShow.presence, minute.isMultiple(of: 2))
    }
    hall.command(.override("lamp.level", .number(0)))
    #expect(abs(try account(hall).today.luxHours - 200) < 0.001)
    hall.advance(by: .hours(2))
    hall.command(.ping)
    #expect(abs(try account(hall).today.luxHours - 200) < 0.1)
  }

  @Test("a fade is counted by its curve, to a thousandth")
  func countsAFade() throws {
    let fade = Cue(action: level("lamp.level", 1), over: .hours(1), curve: .easeIn)
    let off = Cue(action: level("lamp.level", 0))
    var hall = Self.hall(Self.canvas(day: 10_000), [scene("calm", cues: [off, fade])])
    hall.advance(by: .hours(1))
    // ∫ t² dt from 0 to 1 is a third.
    #expect(abs(try account(hall).today.luxHours - 200.0 / 3) < 0.1)
  }

  @Test("a ceiling bounds every level, those of overrides too, and fades go only up to it")
  func ceiling() {
    var hall = Self.hall(Self.canvas(ceiling: 50))
    #expect(hall.told("lamp", .level)?.number == 0.25)
    hall.command(.override("lamp.level", .number(0.8)))
    #expect(hall.told("lamp", .level)?.number == 0.25)
    hall.command(.override("lamp.level", .number(0.1)))
    #expect(hall.told("lamp", .level)?.number == 0.1)
  }

  @Test("lights that fall on one canvas give the ceiling together, and a way out is not dimmed for it")
  func shared() {
    var canvas = Self.canvas(lux: 100, ceiling: 60)
    canvas.lights["exit"] = Calibration(fullLux: 40)
    let hall = Self.hall(canvas)
    #expect(hall.told("exit", .level)?.number == 0.5)
    #expect(hall.told("lamp", .level)?.number == 0.4)
  }

  @Test("an alarm lights the hall whatever a canvas may have, and its light is counted")
  func alarm() throws {
    var hall = Self.hall(Self.canvas(ceiling: 50, day: 1))
    hall.advance(by: .hours(1))
    hall.read(TestShow.fire, true)
    #expect(hall.told("lamp", .level)?.number == 1)
    let before = try account(hall).today
    hall.advance(by: .hours(1))
    hall.command(.ping)
    hall.command(.override("lamp.level", .number(0)))
    #expect(abs((try account(hall).today - before).luxHours - 200) < 0.1)
  }

  @Test(
    "near its end a budget holds the light so that the rest lasts, and says why; it is never overspent by a hundredth")
  func budget() throws {
    var hall = Self.hall(Self.canvas(day: 1000))
    hall.advance(to: .zero + .hours(4))
    #expect(hall.told("lamp", .level)?.number == 1)
    hall.advance(to: .zero + .hours(5))
    let held = try #require(hall.told("lamp", .level)?.number)
    #expect(held > 0 && held < 0.1)
    #expect(hall.sequencer.state.warnings["canvas-light:forest"]?.artworks == ["work"])
    #expect(hall.decisions(.exposure).first?.contains("held so that the rest lasts") == true)
    hall.advance(to: .zero + .hours(15) + .minutes(59))
    hall.command(.ping)
    let spent = try account(hall).today.luxHours
    #expect(spent > 980 && spent < 1010)
    hall.advance(to: .zero + .hours(16) + .minutes(1))
    #expect(hall.told("lamp", .level)?.number == 1)
    #expect(hall.sequencer.state.warnings["canvas-light:forest"] == nil)
    #expect(hall.decisions(.exposure).contains { $0.contains("2025-06-10") })
  }

  @Test("a limit leads the light in a glide, never in a jump, whatever else is told meanwhile")
  func glides() throws {
    var hall = Self.hall(Self.canvas(day: 1000))
    hall.advance(to: .zero + .hours(4))
    while hall.told("lamp", .level)?.number == 1 { _ = hall.advanceToDeadline(before: .zero + .hours(6)) }
    let fade = try #require(hall.sequencer.state.devices["lamp"]?.desired.properties[.level])
    #expect(fade.from?.number == 1 && fade.over == .seconds(10))
    hall.advance(by: .seconds(5))
    hall.command(.override("lamp.color", .text("#ffffff")))
    #expect(hall.sequencer.state.devices["lamp"]?.desired.properties[.level] == fade)
  }

  @Test("a year that runs out gives each of its days an equal share")
  func year() throws {
    var hall = Self.hall(Self.canvas(year: 10_000, dimsFrom: 0.5))
    for day in 1...9 {
      hall.advance(to: .zero + .hours(Int64(day) * 24))
      hall.command(.ping)
    }
    let known = try account(hall)
    #expect(known.thisYear.luxHours > 5000 && known.thisYear.luxHours < 10_000)
    let before = known.thisYear
    hall.advance(to: .zero + .hours(24 * 19))
    hall.command(.ping)
    let share = (try account(hall).thisYear - before).luxHours / 10
    #expect(share < 40)
  }

  @Test("light counts while the daemon is away, for fixtures hold what they were told")
  func outage() throws {
    var hall = Self.hall(Self.canvas(day: 10_000))
    hall.skip(to: .zero + .hours(1))
    hall.feed(.restarted(outage: .hours(1)))
    #expect(abs(try account(hall).today.luxHours - 200) < 1)
  }

  @Test("the account survives a snapshot, and a replay gives the same to the last bit")
  func replays() throws {
    var first = Self.hall(Self.canvas(ceiling: 120, day: 500))
    var second = Self.hall(Self.canvas(ceiling: 120, day: 500))
    for hour in 1...20 {
      first.advance(to: .zero + .hours(Int64(hour)))
      second.advance(to: .zero + .hours(Int64(hour)))
    }
    #expect(first.trace == second.trace)
    #expect(first.sequencer.state == second.sequencer.state)
  }

  @Test("the grand master dims every light but ways out, glides, and ends when its time is over")
  func grandMaster() throws {
    var hall = Self.hall(Self.canvas(ceiling: 1000))
    hall.command(.grandMaster(0.4), end: .after(.minutes(5)))
    #expect(hall.told("lamp", .level)?.number == 0.4)
    #expect(hall.told("exit", .level)?.number == 0.5)
    #expect(hall.sequencer.state.devices["lamp"]?.desired.properties[.level]?.over == .seconds(1))
    #expect(hall.sequencer.restraints(on: "lamp.level") == [.master(0.4)])
    #expect(hall.sequencer.hallStatus.grandMaster == 0.4)
    hall.advance(by: .minutes(6))
    #expect(hall.told("lamp", .level)?.number == 1)
    #expect(hall.sequencer.restraints(on: "lamp.level").isEmpty)
  }

  @Test(
    "whatever the scenes do, no canvas has more than its ceiling, or more than a hundredth beyond its budget",
    arguments: UInt64(1)...20)
  func property(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let ceiling = Double(Int.random(in: 0..<150, using: &chance)) + 30
    let day = Double(Int.random(in: 0..<900, using: &chance)) + 100
    var hall = Self.hall(Self.canvas(ceiling: ceiling, day: day))
    let lux = Calibration(fullLux: 200)
    while hall.now < .zero + .hours(14) {
      hall.advance(by: .seconds(Int64(Int.random(in: 0..<1800, using: &chance)) + 1))
      switch Int.random(in: 0..<4, using: &chance) {
      case 0: hall.command(.override("lamp.level", .number(Double(Int.random(in: 0..<101, using: &chance)) / 100)))
      case 1: hall.command(.release("lamp.level"))
      case 2: hall.command(.grandMaster(Double(Int.random(in: 0..<101, using: &chance)) / 100))
      default: hall.command(.restart("work"))
      }
      let fade = try #require(hall.sequencer.state.devices["lamp"]?.desired.properties[.level])
      for value in [fade.value(at: hall.now), fade.to] {
        #expect(lux.lux(atLevel: value.number ?? 0) <= ceiling + 0.001)
      }
      #expect(try account(hall).today.luxHours <= day * 1.01 + 0.2)
    }
  }
}

@Suite("Calibrations of lights on canvases")
struct CalibrationTests {
  @Test("readings make straight lines, and levels are found back from lux")
  func table() throws {
    let table = try #require(Calibration(readings: [.init(level: 0.5, lux: 40), .init(level: 0.25, lux: 10)]))
    #expect(table.lux(atLevel: 0.375) == 25)
    #expect(table.lux(atLevel: 0.125) == 5)
    #expect(table.lux(atLevel: 1) == 40)
    #expect(table.level(upToLux: 25) == 0.375)
    #expect(table.level(upToLux: 40) == 1)
    #expect(table.level(upToLux: 0) == 0)
  }

  @Test("readings that fall, stand twice or are no levels are none")
  func refused() {
    #expect(Calibration(readings: [.init(level: 0.5, lux: 40), .init(level: 1, lux: 10)]) == nil)
    #expect(Calibration(readings: [.init(level: 0.5, lux: 4), .init(level: 0.5, lux: 10)]) == nil)
    #expect(Calibration(readings: [.init(level: 2, lux: 4)]) == nil)
    #expect(Calibration(readings: []) == nil)
  }
}
