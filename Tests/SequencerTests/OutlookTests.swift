import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `What a trigger waits for` {
  private func present(
    for time: TimeSpan = .zero, unless: TimeSpan = .zero, debounce: TimeSpan = .zero, every: TimeSpan = .zero,
    when: Condition = .constant(true), actions: [TimedAction] = go("busy")
  ) -> Trigger {
    Trigger(
      id: "calm/1", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), holdsFor: time,
      unlessFor: unless, debounce: debounce, atMostEvery: every, when: when, whenText: "as written", actions: actions)
  }

  private func outlook(_ hall: VirtualHall, after span: TimeSpan = .zero) throws -> TriggerOutlook {
    try #require(hall.sequencer.looking(at: hall.now + span).outlook(of: "work").first)
  }

  @Test func `for and after say how much is over, and how much is left`() throws {
    let after = Trigger(id: "calm/2", event: .after(.seconds(10)), actions: go("busy"))
    var hall = TestShow.open([scene("calm", [present(for: .seconds(2)), after]), scene("busy")])
    #expect(try outlook(hall).holds == false)
    #expect(try outlook(hall).progress == nil)
    hall.advance(by: .seconds(1))
    hall.read(TestShow.presence, true)
    let then = try outlook(hall, after: .milliseconds(1200))
    #expect(then.holds && then.values == ["someone": .flag(true)] && then.destination == "busy")
    #expect(then.progress?.lasted == .milliseconds(1200) && then.progress?.needed == .seconds(2))
    #expect(then.progress?.left == .milliseconds(800) && then.progress?.part == 0.6)
    let second = hall.sequencer.looking(at: hall.now + .seconds(1)).outlook(of: "work").last
    #expect(second?.progress?.lasted == .seconds(2) && second?.progress?.needed == .seconds(10))
    #expect(hall.sequencer.outlook(of: "none").isEmpty)
  }

  @Test func `each part of when says whether it holds, and by which value`() throws {
    let condition = Condition.and(
      .compare(.hallPhase, .equal, .text("open")),
      .and(
        .not(.compare(.sensor(TestShow.count), .above, .number(8))),
        .or(.compare(.scene, .equal, .text("busy")), .time(.atLeast, try #require(TimeOfDay("17:30"))))))
    var hall = TestShow.open([scene("calm", [present(when: condition)]), scene("busy")])
    hall.read(TestShow.count, 3)
    let parts = try outlook(hall).conditions
    #expect(
      parts.map(\.text) == ["hall is open", "not count > 8", "scene is busy or time >= 17:30"])
    #expect(parts.map(\.holds) == [true, true, false])
    #expect(parts.map(\.value) == ["hall is open", "count is 3", nil])
    hall.read(TestShow.presence, true)
    #expect(try outlook(hall).objection == "as written does not hold")
  }

  @Test func `guards say what is left of them`() throws {
    var bounced = TestShow.open([scene("calm", [present(debounce: .seconds(1))]), scene("busy")])
    bounced.read(TestShow.presence, false)
    bounced.advance(by: .seconds(2))
    bounced.read(TestShow.presence, true)
    #expect(try outlook(bounced, after: .milliseconds(400)).guards == ["debounce: true counts in 600ms"])

    var broken = TestShow.open([scene("calm", [present(for: .seconds(9), unless: .seconds(2))]), scene("busy")])
    broken.read(TestShow.presence, true)
    broken.advance(by: .seconds(1))
    broken.read(TestShow.presence, false)
    #expect(
      try outlook(broken, after: .milliseconds(500)).guards == ["unless_for: interrupted, forgiven for another 1s500ms"]
    )

    var rare = TestShow.open([scene("calm", [present(every: .minutes(1), actions: [TimedAction(say("x"))])])])
    rare.read(TestShow.presence, true)
    rare.read(TestShow.presence, false)
    rare.advance(by: .seconds(20))
    #expect(try outlook(rare).guards == ["at_most_every 1m: may fire in 40s"])
    #expect(try outlook(rare).objection == "it fired less than 1m ago")
    rare.command(.arm("work", "calm/1", false), end: .after(.seconds(5)))
    #expect(try outlook(rare).objection == "it is disarmed")
    #expect(try outlook(rare).guards.contains { $0.hasPrefix("disarmed by an operator") })
  }

  @Test func `a trigger with hysteresis that fired waits for its value to come back`() throws {
    let crowd = Trigger(
      id: "calm/1", event: .level(TestShow.count, .above, .number(8), rearm: .below(6)),
      actions: [TimedAction(say("full"))])
    var hall = TestShow.open([scene("calm", [crowd])])
    hall.read(TestShow.count, 9)
    #expect(try outlook(hall).guards == ["fired, and rearms below 6"])
    hall.read(TestShow.count, 5)
    #expect(try outlook(hall).guards == [])
  }
}

@Suite struct `What layers wish` {
  @Test func `they stand in their order, and the first one won`() {
    var hall = TestShow.open([scene("calm", cues: [Cue(action: level("lamp.level", 0.2))])])
    func layers() -> [Sequencer.Layer] { hall.sequencer.wishes(for: "lamp.level").map(\.layer) }
    #expect(layers() == [.scene, .default])
    hall.command(.override("lamp.level", .number(0.7)))
    hall.command(.blackout(on: true))
    hall.read(TestShow.fire, true)
    #expect(layers() == [.alarm, .blackout, .override, .scene, .default])
    let wishes = hall.sequencer.wishes(for: "lamp.level")
    #expect(wishes.map(\.won) == [true, false, false, false, false])
    #expect(wishes.map(\.owner) == ["fire", nil, "desk", "work calm", nil])
    #expect(hall.sequencer.wishes(for: "exit.level").contains { $0.layer == .blackout } == false)
    #expect(hall.sequencer.wishes(for: "none.level").isEmpty)
  }

  @Test(arguments: [Merge.htp, .ltp]) func `of two artworks the winner is the one that the device's rule names`(
    merge: Merge
  ) {
    func artwork(_ id: ArtworkID, _ value: Double, priority: Int = 50) -> Artwork {
      Artwork(
        id: id, start: "calm", closed: "dark", priority: priority,
        scenes: [scene("calm", cues: [Cue(action: level("lamp.level", value))]), scene("dark")])
    }
    func winner(_ artworks: [Artwork]) -> String? {
      var hall = TestShow.hall(artworks.map(\.id))
      hall.devices["lamp"]?.merge = merge
      var open = VirtualHall(show: Show(hall: hall, artworks: artworks, fingerprint: "two"))
      open.command(.hall(.open))
      let wishes = open.sequencer.wishes(for: "lamp.level")
      #expect(wishes.count { $0.layer == .scene } == 2 && wishes.count { $0.won } == 1)
      return wishes.first { $0.won }?.owner
    }
    #expect(winner([artwork("bright", 0.9), artwork("late", 0.1)]) == (merge == .htp ? "bright calm" : "late calm"))
    #expect(winner([artwork("bright", 0.9), artwork("first", 0.1, priority: 60)]) == "first calm")
  }
}
