import Rehearsal
import Sequencer
import Show
import Testing

@Suite("What the scenes that ship promise")
struct ShippedScenesTests {
  @Test("visitors alone reach every scene that is not the schedule's, the operators' or the closed look")
  func reached() throws {
    let seed: UInt64 = 71
    var chance = SeededChance(state: seed)
    var hall = try ShippedShow.open()
    let show = hall.sequencer.show
    let sensors = show.hall.sensors.values.filter { $0.alarm == false }.sorted { $0.id < $1.id }
    var seen: [ArtworkID: Set<SceneID>] = [:]
    // From 10:00 on, until the garden has seen the dusk of 17:30.
    for _ in 0..<2400 {
      guard let sensor = sensors.randomElement(using: &chance) else { break }
      hall.feed(.reading(sensor: sensor.id, value: reading(of: sensor, using: &chance), arrival: .live))
      for _ in 0..<3 {
        hall.advance(by: .milliseconds(Int64.random(in: 200...8000, using: &chance)))
        for artwork in show.artworks { hall.scene(of: artwork.id).map { _ = seen[artwork.id, default: []].insert($0) } }
      }
      if Int.random(in: 0..<8, using: &chance) == 0 { hall.endMedia() }
    }
    for artwork in show.artworks {
      let open = artwork.scenes.filter { $0.entryByScheduleOnly == false && $0.id != artwork.closed }.map(\.id)
      let missed = Set(open).subtracting(seen[artwork.id, default: []])
      #expect(missed.map(\.text).sorted() == [], "\(artwork.id), seed \(seed)")
    }
  }

  @Test("from any scene the closed look is reached when the hall closes, within the time declared")
  func closes() throws {
    for (artwork, scene) in ShippedShow.scenes {
      var hall = try ShippedShow.open()
      let closed = hall.sequencer.show.artwork(artwork)?.closed
      hall.command(.go(artwork, scene))
      hall.advance(by: .seconds(3))
      hall.command(.hall(.close))
      hall.advance(by: hall.sequencer.show.hall.closeWithin)
      #expect(hall.scene(of: artwork) == closed, "\(artwork) from \(scene)")
      #expect(hall.sequencer.state.phase.phase == .closed)
    }
  }

  @Test("no canvas is ever given more light than its ceiling")
  func ceiling() throws {
    var hall = try ShippedShow.open()
    for sensor in ["forest-near", "surnature-near"] as [SensorID] {
      hall.feed(.reading(sensor: sensor, value: .flag(true), arrival: .live))
      hall.advance(by: .minutes(8))
    }
    let levels = hall.moments.flatMap(\.step.effects).compactMap { effect -> Double? in
      guard case .desired(let device, let desired) = effect else { return nil }
      guard ["forest-light", "surnature-light"].contains(device.text) else { return nil }
      return desired.properties[.level]?.to.number
    }
    #expect(levels.contains(0.42))
    #expect(levels.allSatisfy { $0 <= 0.42 })
  }

  @Test("screens that are to be in step begin at the same instant, each with stills of its own")
  func inStep() throws {
    let hall = try ShippedShow.open()
    for screens in [
      ["genome-left", "genome-middle", "genome-right"], ["poster-left", "poster-middle", "poster-right"],
    ] {
      let stills = screens.compactMap { hall.stills(on: DeviceID($0)) }
      #expect(stills.count == 3 && Set(stills.map(\.way.began)).count == 1 && stills[0].way.began != nil, "\(screens)")
      #expect(Set(stills.map(\.way.items)).count == 3 && Set(stills.map(\.way.every)).count == 1)
      #expect(Set(stills.compactMap { $0.way.items.map(Set.init) }).count == 1, "the same stills, in another order")
    }
  }

  @Test("who goes on standing on the catwalk's spot has one session, and the campaign comes back where it would be")
  func session() throws {
    var hall = try ShippedShow.open()
    let vendetta: ArtworkID = "vegetable-vendetta"
    func step(on isOn: Bool) { hall.feed(.reading(sensor: "catwalk-spot", value: .flag(isOn), arrival: .live)) }
    func counter(_ name: String) -> Value? { hall.sequencer.state.sensors[SensorID("\(vendetta)/\(name)")]?.value }
    hall.advance(by: .seconds(20))
    let began = hall.stills(on: "poster-left")?.way.began
    step(on: true)
    hall.advance(by: .minutes(10))
    #expect(hall.scene(of: vendetta) == "curtain" && counter("sessions") == .number(1))
    #expect(counter("outlasted") == .number(1))
    step(on: false)
    hall.advance(by: .seconds(3))
    #expect(hall.scene(of: vendetta) == "campaign" && hall.stills(on: "poster-left")?.way.began == began)
    step(on: true)
    hall.advance(by: .seconds(1))
    #expect(hall.scene(of: vendetta) == "catwalk" && counter("sessions") == .number(2))
    step(on: false)
    hall.advance(by: .seconds(8))
    #expect(hall.scene(of: vendetta) == "campaign" && counter("outlasted") == .number(1))
    #expect(hall.stills(on: "poster-right")?.way.began == began)
  }

  private func reading(of sensor: Sensor, using chance: inout SeededChance) -> Value {
    switch sensor.kind {
    case .presence, .contact: .flag(Bool.random(using: &chance))
    case .count: .number(Double(Int.random(in: 0...14, using: &chance)))
    case .measure: .number(Double(Int.random(in: 10...90, using: &chance)))
    case .choice: .text(sensor.values.randomElement(using: &chance) ?? "")
    }
  }
}

extension VirtualHall {
  fileprivate mutating func command(_ act: CommandAct) {
    feed(.command(Command(id: "c\(moments.count)", by: "lead", act: act)))
  }

  fileprivate func stills(on screen: DeviceID) -> Stills? {
    guard case .stills(let stills)? = sequencer.state.devices[screen]?.desired.properties[.stills]?.to else {
      return nil
    }
    return stills
  }

  fileprivate func scene(of artwork: ArtworkID) -> SceneID? { sequencer.state.artworks[artwork]?.run?.scene }

  /// Every player that plays something once reports its end.
  fileprivate mutating func endMedia() {
    for id in sequencer.state.devices.keys.sorted() {
      guard let desired = sequencer.state.devices[id]?.desired,
        desired.properties[.playing]?.to == .plain(.flag(true)), desired.properties[.loop]?.to != .plain(.flag(true))
      else { continue }
      feed(.report(device: id, report: DeviceReport(rev: desired.rev, state: "ended")))
    }
  }
}

/// Chance from a seed (SplitMix64), the same on every machine.
private struct SeededChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
