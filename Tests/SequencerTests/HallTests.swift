import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `Layers, alarm and phases` {
  private let lit = scene(
    "calm", cues: [Cue(action: .set(["lamp.level": .plain(.number(0.4)), "lamp.color": .plain(.text("#0000ff"))]))])

  @Test func `alarm beats blackout beats override beats scenes beats default`() {
    var hall = TestShow.open([lit])
    #expect(hall.told("lamp", .level) == .plain(.number(0.4)))
    hall.command(.override("lamp.level", .number(0.7)))
    #expect(hall.told("lamp", .level) == .plain(.number(0.7)))
    hall.command(.blackout(on: true))
    #expect(hall.told("lamp", .level) == .plain(.number(0)))
    #expect(hall.told("exit", .level) == .plain(.number(0.5)), "a way out stays lit")
    hall.read(TestShow.fire, true)
    #expect(hall.told("lamp", .level) == .plain(.number(1)))
    #expect(hall.told("lamp", .color) == .plain(.text("#ffffff")))
    #expect(hall.told("screen", .brightness) == .plain(.number(0)))
    #expect(hall.told("voice", .playing) == .plain(.flag(false)))
    hall.read(TestShow.fire, false)
    hall.command(.releaseAlarm)
    #expect(hall.told("lamp", .level) == .plain(.number(0)))
    hall.command(.blackout(on: false))
    #expect(hall.told("lamp", .level) == .plain(.number(0.7)))
    hall.command(.release("lamp.level"))
    #expect(hall.told("lamp", .level) == .plain(.number(0.4)))
    hall.command(.hall(.mode("cleaning")))
    #expect(hall.told("lamp", .level) == .plain(.number(0.9)))
  }

  @Test
  func `an alarm acts at its first, retained value, is latched, and ends only by an operator once the contact is open`()
  {
    var hall = TestShow.open([lit])
    hall.read(TestShow.fire, true, .held)
    #expect(hall.sequencer.state.alarm.isLatched)
    #expect(hall.command(.releaseAlarm)?.error?.code == .alarmContact)
    hall.read(TestShow.fire, false)
    #expect(hall.sequencer.state.alarm.isLatched)
    #expect(hall.command(.go("work", "calm"))?.error?.code == .alarm)
    hall.advance(by: .hours(1))
    let before = hall.scenes.count
    #expect(hall.command(.releaseAlarm)?.ok == true)
    #expect(hall.scenes.count == before + 1 && hall.scene == "calm", "every artwork begins at its start")
  }

  @Test func `closing passes through a hold and ends it, and lasts until the closed looks are reached`() {
    let dark = scene("dark", cues: [Cue(action: level("lamp.level", 0), over: .seconds(5))])
    var hall = TestShow.open([lit, dark])
    hall.command(.hold("work"))
    hall.command(.hall(.close))
    #expect(hall.scene == "dark" && hall.sequencer.state.artworks["work"]?.isHeld == false)
    #expect(hall.sequencer.state.phase.phase == .closing)
    hall.advance(by: .seconds(5))
    #expect(hall.sequencer.state.phase.phase == .closed)
  }

  @Test func `what an operator wants for a while ends by itself`() {
    var hall = TestShow.open([lit, scene("other")])
    hall.command(.override("lamp.level", .number(0.7)), end: .after(.minutes(20)))
    hall.command(.blackout(on: true), end: .after(.minutes(1)))
    hall.command(.go("work", "other"), end: .after(.minutes(2)))
    hall.advance(by: .minutes(1))
    #expect(hall.told("lamp", .level) == .plain(.number(0.7)))
    hall.advance(by: .minutes(1))
    #expect(hall.scene == "calm")
    hall.advance(by: .minutes(18))
    #expect(hall.told("lamp", .level) == .plain(.number(0.4)))
    hall.command(.stop("work", .graceful), end: .after(.seconds(10)))
    hall.advance(by: .seconds(10))
    #expect(hall.scene == "calm")
    hall.command(.hold("work"), end: .after(.seconds(10)))
    hall.advance(by: .seconds(10))
    #expect(hall.sequencer.state.artworks["work"]?.isHeld == false)
  }

  @Test func `the schedule opens with its lead, runs windows and moments, and closes`() {
    let day: Int64 = 20_000 * 86_400_000
    func at(_ hours: Int64, _ minutes: Int64 = 0) -> WallInstant {
      WallInstant(milliseconds: day + (hours * 60 + minutes) * 60_000)
    }
    let agenda = Agenda(
      from: at(0), to: at(24 * 30), zone: [Agenda.ZoneOffset(from: at(0), seconds: 0)],
      openings: [Agenda.Opening(entry: "o", lead: at(8, 45), from: at(9), to: at(18), priority: 0)],
      windows: [Agenda.Window(entry: "w", artwork: "work", scene: "tour", from: at(14), to: at(15), priority: 0)],
      moments: [Agenda.Moment(entry: "m", artwork: "work", scene: "bell", at: at(16), missed: .skip, priority: 0)])
    let back = Trigger(id: "t", event: .after(.minutes(2)), actions: go("calm"))
    var hall = VirtualHall(
      show: TestShow.show([lit, scene("tour"), scene("bell", [back])]), wall: at(8), resolve: { _, _ in agenda })
    #expect(hall.sequencer.state.phase.phase == .closed && hall.scene == "dark")
    hall.advance(by: .minutes(45))
    #expect(hall.sequencer.state.phase.phase == .opening && hall.scene == "calm")
    hall.advance(by: .minutes(15))
    #expect(hall.sequencer.state.phase.phase == .open)
    hall.advance(by: .hours(5))
    #expect(hall.scene == "tour")
    hall.advance(by: .hours(1))
    #expect(hall.scene == "calm")
    hall.advance(by: .hours(1))
    #expect(hall.scene == "bell")
    hall.advance(by: .hours(2))
    #expect(hall.sequencer.state.phase.phase == .closed || hall.sequencer.state.phase.phase == .closing)
    #expect(hall.scenes == ["dark", "calm", "tour", "calm", "bell", "calm", "dark"])
  }

  @Test func `a clock that is unknown keeps the phase, warns, and an operator may open`() {
    var hall = VirtualHall(show: TestShow.show([lit]))
    hall.feed(.clock(wall: WallInstant(milliseconds: 0), synchronised: false))
    #expect(hall.sequencer.state.warnings["clock-unknown"] != nil)
    #expect(
      hall.command(.hold("work"), end: .until(WallInstant(milliseconds: 1_000_000)))?.error?.code == .clockUnknown)
    #expect(hall.command(.hall(.open))?.ok == true)
    #expect(hall.scene == "calm")
    hall.feed(.restarted(outage: .seconds(5)))
    #expect(hall.sequencer.state.phase.phase == .open)
  }

  @Test func `a moment that a clock step passes is skipped or runs late as its entry says, once`() {
    for (policy, runs) in [(MissedPolicy.skip, 0), (.within(.seconds(60)), 1)] {
      let at = WallInstant(milliseconds: 1_000_000)
      let moment = Agenda.Moment(entry: "m", artwork: "work", scene: "bell", at: at, missed: policy, priority: 0)
      let agenda = Agenda(
        from: WallInstant(milliseconds: 0), to: WallInstant(milliseconds: 10_000_000_000),
        zone: [Agenda.ZoneOffset(from: WallInstant(milliseconds: 0), seconds: 0)], moments: [moment])
      var hall = VirtualHall(
        show: TestShow.show([lit, scene("bell")]), wall: WallInstant(milliseconds: 900_000), resolve: { _, _ in agenda }
      )
      hall.command(.hall(.open))
      hall.advance(by: .seconds(10))
      hall.feed(.clock(wall: WallInstant(milliseconds: 1_030_000), synchronised: true))
      hall.feed(.clock(wall: WallInstant(milliseconds: 990_000), synchronised: true))
      hall.advance(by: .seconds(60))
      #expect(hall.scenes.filter { $0 == "bell" }.count == runs)
    }
  }

  @Test func `a short outage goes on where the scene would be, a long one starts afresh, an operator's acts stay`() {
    let moves = Trigger(id: "t", event: .after(.seconds(10)), actions: go("second"))
    var hall = TestShow.open([scene("calm", [moves]), scene("second")])
    hall.command(.override("lamp.level", .number(0.7)))
    hall.advance(by: .seconds(5))
    hall.advance(to: hall.now + .seconds(20), late: true)
    hall.feed(.restarted(outage: .seconds(20)))
    #expect(hall.scene == "second")
    hall.feed(.restarted(outage: .hours(2)))
    #expect(hall.scene == "calm")
    #expect(hall.told("lamp", .level) == .plain(.number(0.7)))
    hall.command(.stop("work", .graceful))
    hall.feed(.restarted(outage: nil))
    #expect(hall.scene == nil)
  }

  @Test func `a device that does not confirm is told again, then warned of, then the cue's policy holds`() {
    let cue = Cue(action: .dream("screen", Dream(night: "demo")), onFailure: .retry(count: 2, within: .seconds(6)))
    var hall = TestShow.open([scene("calm", cues: [cue])])
    hall.feed(.availability(device: "screen", online: true))
    hall.advance(by: .seconds(30))
    let told = hall.moments.flatMap(\.step.effects).filter { $0.subject == "screen" }.count
    #expect(told >= 4, "first, the dream, and two more times")
    #expect(hall.sequencer.state.warnings["device-silent:screen"] != nil)
    let rev = hall.sequencer.state.devices["screen"]?.desired.rev
    hall.feed(.report(device: "screen", report: DeviceReport(rev: rev, state: "dreaming")))
    #expect(hall.sequencer.state.warnings["device-silent:screen"] == nil)
  }

  @Test func `an artwork out of order shows its slate and its warnings are quiet`() {
    let cue = Cue(action: .dream("screen", Dream(night: "demo")))
    var hall = TestShow.open([scene("calm", cues: [cue])])
    hall.command(.mode("work", .outOfOrder))
    #expect(hall.told("screen", .slate) == .plain(.text("out-of-order")))
    hall.advance(by: .seconds(10))
    #expect(hall.sequencer.activeWarnings.filter { $0.artworks == ["work"] }.isEmpty)
    #expect(hall.command(.go("work", "calm"))?.error?.code == .notAllowed)
    hall.command(.mode("work", .auto))
    #expect(hall.scene == "calm" && hall.told("screen", .slate) == nil)
  }

  @Test func `refusals name what was meant`() {
    var hall = TestShow.open([lit])
    #expect(hall.command(.go("wrok", "calm"))?.error?.hint == "did you mean work?")
    #expect(hall.command(.go("work", "clam"))?.error?.hint == "did you mean calm?")
    #expect(hall.command(.override("lamp.power", .flag(true)))?.error?.code == .unknownProperty)
    #expect(hall.command(.override("lamp.level", .number(2)))?.error?.code == .badValue)
    #expect(hall.command(.sense("presense", .flag(true)))?.error?.hint == "did you mean presence?")
    #expect(hall.command(.release("lamp.level"))?.error?.code == .notOverridden)
    #expect(hall.command(.hall(.mode("cleanin")))?.error?.hint == "did you mean cleaning?")
  }

  @Test func `another show goes on with the artworks whose files are the same`() {
    var hall = TestShow.open([lit, scene("other")])
    hall.command(.go("work", "other"))
    var same = TestShow.show([lit, scene("other")])
    same.hall.title = "again"
    hall.feed(.show(fingerprint: "two"), adopting: same)
    #expect(hall.scene == "other")
    hall.feed(.show(fingerprint: "three"), adopting: TestShow.show([lit, scene("another")]))
    #expect(hall.scene == "calm")
  }
}

@Suite struct `Sensors that are missing` {
  @Test func `a sensor that was never read goes stale, an alarm contact is missed at once`() {
    var hall = TestShow.open([scene("calm")])
    #expect(hall.sequencer.state.warnings["alarm-contact-lost:fire"] != nil)
    hall.read(TestShow.fire, false, .held)
    #expect(hall.sequencer.state.warnings["alarm-contact-lost:fire"] == nil)
    hall.advance(by: .seconds(60))
    #expect(hall.sequencer.state.sensors[TestShow.count]?.value == .number(0))
    #expect(hall.sequencer.state.warnings["sensor-stale:count"] != nil)
  }

  @Test
  func `an injected reading holds for its time against the sensor's own, then there is no value until it is read`() {
    let isPresent = Trigger(
      id: "t", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), actions: go("busy"))
    var hall = TestShow.open([scene("calm", [isPresent]), scene("busy")])
    hall.command(.sense(TestShow.presence, .flag(false)), end: .after(.seconds(30)))
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "calm")
    hall.advance(by: .seconds(30))
    #expect(hall.sequencer.state.sensors[TestShow.presence]?.value == nil)
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "busy")
  }
}
