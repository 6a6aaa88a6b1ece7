import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `The hours of the hall` {
  private static let day: Int64 = 20_000 * 86_400_000

  private static func at(_ hours: Int64, _ minutes: Int64 = 0) -> WallInstant {
    WallInstant(milliseconds: day + (hours * 60 + minutes) * 60_000)
  }

  /// A hall at eight in the morning that is open from nine to six, with a lead of a quarter of an hour.
  private func hall(_ change: (inout Show) -> Void = { _ in }) -> VirtualHall {
    var show = TestShow.show([
      scene("calm", cues: [Cue(action: level("lamp.level", 0.4))]),
      scene("dark", cues: [Cue(action: level("lamp.level", 0), over: .seconds(10))]),
      scene("film", cues: [Cue(action: .set(["beamer.power": .plain(.flag(false))]))]),
      scene("ready"),
    ])
    var beamer = Device(id: "beamer", kind: .projector)
    (beamer.awake, beamer.warmUp, beamer.coolDown) = (.opening, .minutes(3), .minutes(2))
    beamer.sleepsAfter = .minutes(5)
    show.hall.devices["beamer"] = beamer
    show.hall.devices["lamp"]?.defaults[.color] = .plain(.text("#ffffff"))
    show.hall.darkWithin = .minutes(10)
    for id in ["screen", "voice"] as [DeviceID] { show.hall.devices[id]?.awake = .opening }
    for id in show.hall.devices.keys { show.hall.devices[id]?.reports = false }
    // Sensors that nobody reads would be warned of too.
    show.hall.sensors = [:]
    show.artworks[0].inputs = [:]
    change(&show)
    let agenda = Agenda(
      from: Self.at(0), to: Self.at(24 * 30), zone: [Agenda.ZoneOffset(from: Self.at(0), seconds: 0)],
      openings: [
        Agenda.Opening(entry: "o", lead: Self.at(8, 45), from: Self.at(9), to: Self.at(18), priority: 0)
      ])
    return VirtualHall(show: show, wall: Self.at(8), resolve: { _, _ in agenda })
  }

  private func power(_ hall: VirtualHall, _ device: DeviceID = "beamer") -> PropertyValue? { hall.told(device, .power) }
  private let on = PropertyValue.plain(.flag(true))
  private let off = PropertyValue.plain(.flag(false))

  @Test func `a device is on from the lead until so long after closing, and off at night`() {
    var hall = hall()
    #expect(power(hall) == off && hall.told("screen", .brightness) == .plain(.number(0)))
    hall.advance(by: .minutes(45))
    #expect(hall.sequencer.state.phase.phase == .opening && power(hall) == on)
    #expect(hall.told("screen", .brightness) == .plain(.number(1)))
    hall.advance(by: .hours(9) + .minutes(15) - .milliseconds(1))
    #expect(power(hall) == on)
    hall.advance(by: .milliseconds(1))
    #expect(hall.sequencer.state.phase.phase == .closing && power(hall) == on)
    #expect(hall.told("screen", .brightness) == .plain(.number(1)), "the closed look is still on its way")
    hall.advance(by: .seconds(10))
    #expect(hall.told("screen", .brightness) == .plain(.number(0)))
    hall.advance(by: .minutes(5) - .seconds(10) - .milliseconds(1))
    #expect(power(hall) == on)
    hall.advance(by: .milliseconds(1))
    #expect(power(hall) == off)
    #expect(hall.sequencer.resolve("beamer.power")?.layer == .hours)
  }

  @Test func `scenes, overrides and modes have their way above the hours`() {
    var hall = hall { $0.hall.modes["preview"] = HallMode(id: "preview", likeOpen: true) }
    hall.command(.hall(.mode("cleaning")))
    #expect(power(hall) == off)
    hall.command(.hall(.mode("preview")))
    #expect(power(hall) == on)
    hall.command(.go("work", "film"))
    #expect(power(hall) == off, "a film that wants it dark")
    hall.command(.override("beamer.power", .flag(true)))
    #expect(power(hall) == on)
    hall.command(.release("beamer.power"))
    hall.command(.go("work", "calm"))
    #expect(power(hall) == on)
    hall.command(.hall(.mode("cleaning")))
    #expect(power(hall) == on)
    hall.advance(by: .minutes(5))
    #expect(power(hall) == off)
    hall.command(.hall(.close))
    #expect(power(hall) == off, "closing after cleaning wakes nothing")
  }

  @Test func `an artwork with a scene for the lead leaves it when the doors open`() {
    var hall = hall { $0.artworks[0].opening = "ready" }
    hall.advance(by: .minutes(45))
    #expect(hall.scene == "ready")
    hall.advance(by: .minutes(15))
    #expect(hall.scene == "calm" && hall.scenes == ["dark", "ready", "calm"])
  }

  @Test func `what is not dark in time is a warning that names who lights it, until it is dark`() {
    var hall = hall()
    hall.advance(by: .hours(10))
    hall.command(.override("lamp.level", .number(0.3)))
    hall.advance(by: .minutes(10) - .milliseconds(1))
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.advance(by: .milliseconds(1))
    let warning = hall.sequencer.state.warnings["device-awake:lamp"]
    #expect(warning?.text.contains("by its override: release it") == true && hall.sequencer.state.warnings.count == 1)
    hall.command(.release("lamp.level"))
    #expect(hall.sequencer.state.warnings.isEmpty, "a way out and what is dark are no warnings")
    hall.feed(.report(device: "beamer", report: DeviceReport(state: "on")))
    #expect(hall.sequencer.state.warnings["device-awake:beamer"]?.text.contains("still on") == true)
    hall.feed(.report(device: "beamer", report: DeviceReport(state: "cooling")))
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.feed(.report(device: "beamer", report: DeviceReport(state: "on")))
    hall.command(.hall(.open))
    #expect(hall.sequencer.state.warnings.isEmpty)
  }

  @Test func `before the doors the hall says what is missing, and when all is ready`() {
    var hall = hall()
    hall.advance(by: .minutes(45))
    hall.feed(.report(device: "beamer", report: DeviceReport(state: "warming")))
    hall.command(.blackout(on: true))
    hall.advance(by: .minutes(13) - .milliseconds(1))
    #expect(hall.decisions(.preflight) == [])
    hall.advance(by: .milliseconds(1))
    #expect(hall.decisions(.preflight) == ["not ready to open: blackout, beamer"])
    #expect(hall.sequencer.state.warnings.keys.sorted() == ["preflight:beamer", "preflight:blackout"])
    hall.command(.blackout(on: false))
    hall.feed(.report(device: "beamer", report: DeviceReport(state: "on")))
    #expect(hall.decisions(.preflight).suffix(2) == ["not ready to open: beamer", "the doors can open: all is ready"])
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.command(.hold("work"))
    hall.advance(by: .minutes(2))
    #expect(hall.decisions(.preflight).last == "the doors are open, though not all was ready: work")
    #expect(hall.sequencer.state.warnings.isEmpty && hall.sequencer.state.preflight == nil)
  }

  @Test func `in a lead that is short the hall looks in its second half`() {
    var hall = hall { $0.hall.preflight = .hours(1) }
    hall.advance(by: .minutes(52))
    #expect(hall.decisions(.preflight) == [])
    hall.advance(by: .seconds(30))
    #expect(hall.decisions(.preflight) == ["the doors can open: all is ready"])
  }

  /// The hall with a PC that listens, and a screen that it powers.
  private func hallOfPC() -> VirtualHall {
    hall { show in
      var tower = Device(id: "tower", kind: .switch, reports: true)
      tower.connection = .wake(hardwareAddress: "AA:BB:CC:DD:EE:FF", broadcast: Connection.wholeNet, listens: true)
      (tower.awake, tower.warmUp, tower.coolDown) = (.opening, .minutes(2), .minutes(1))
      show.hall.devices["tower"] = tower
      show.hall.devices["screen"]?.reports = true
      show.hall.devices["screen"]?.poweredBy = "tower"
    }
  }

  private func answer(_ hall: inout VirtualHall, _ device: DeviceID, _ word: String? = nil) {
    let rev = hall.sequencer.state.devices[device]?.desired.rev
    hall.feed(.report(device: device, report: DeviceReport(rev: rev, state: word)))
  }

  @Test func `a PC that is off, and what it powers, may be away without a warning`() {
    var hall = hallOfPC()
    hall.feed(.availability(device: "tower", online: false))
    hall.feed(.availability(device: "screen", online: false))
    hall.advance(by: .minutes(44))
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.advance(by: .minutes(2))
    #expect(power(hall, "tower") == on && hall.sequencer.state.warnings.isEmpty, "it takes two minutes to be there")
    hall.feed(.availability(device: "tower", online: true))
    answer(&hall, "tower", "on")
    answer(&hall, "screen", "dreaming")
    hall.advance(by: .hours(9) + .minutes(14) + .seconds(10))
    #expect(power(hall, "tower") == off)
    answer(&hall, "screen", "dark")
    answer(&hall, "tower", "cooling")
    hall.advance(by: .seconds(50))
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.feed(.availability(device: "screen", online: false))
    hall.feed(.availability(device: "tower", online: false))
    hall.advance(by: .hours(3))
    #expect(hall.sequencer.state.warnings.isEmpty)
    #expect(!hall.sequencer.readiness.contains { $0.subject == "tower" || $0.subject == "screen" })
  }

  @Test func `a PC that fell over in the day is missed until the hall wants it off`() {
    var hall = hallOfPC()
    hall.advance(by: .hours(3))
    hall.feed(.availability(device: "tower", online: true))
    answer(&hall, "tower", "on")
    answer(&hall, "screen", "dreaming")
    hall.feed(.availability(device: "tower", online: false))
    hall.feed(.availability(device: "screen", online: false))
    #expect(hall.sequencer.state.warnings.keys.sorted() == ["device-offline:screen", "device-offline:tower"])
    hall.advance(by: .hours(10))
    #expect(hall.sequencer.state.warnings.isEmpty)
  }

  @Test func `a PC that does not wake, or does not go, is told of by its name`() {
    var hall = hallOfPC()
    hall.feed(.availability(device: "tower", online: false))
    hall.feed(.availability(device: "screen", online: false))
    hall.advance(by: .minutes(47) + .seconds(1))
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.advance(by: .seconds(1))
    #expect(hall.sequencer.state.warnings.keys.sorted() == ["device-silent:screen", "device-silent:tower"])
    hall.feed(.availability(device: "tower", online: true))
    answer(&hall, "tower", "on")
    answer(&hall, "screen", "dreaming")
    #expect(hall.sequencer.state.warnings.isEmpty)
    hall.feed(.availability(device: "screen", online: false))
    #expect(hall.sequencer.state.warnings.keys.sorted() == ["device-offline:screen"], "its PC is on")
    answer(&hall, "screen", "dreaming")
    hall.advance(by: .hours(10))
    let night = hall.sequencer.state.warnings.keys.sorted()
    #expect(night.contains("device-silent:tower") && night.contains("device-awake:tower"))
    hall.feed(.availability(device: "tower", online: false))
    hall.advance(by: .seconds(1))
    #expect(hall.sequencer.state.warnings["device-silent:tower"] == nil)
    #expect(hall.sequencer.state.warnings["device-awake:tower"] == nil)
  }
}
