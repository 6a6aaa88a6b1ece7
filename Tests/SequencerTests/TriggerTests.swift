import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `Triggers` {
  private func isPresent(for time: TimeSpan = .zero, unless: TimeSpan = .zero, _ destination: SceneID = "busy")
    -> Trigger
  {
    Trigger(
      id: "calm/1", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), holdsFor: time,
      unlessFor: unless,
      actions: go(destination))
  }

  @Test func `a level that held before the scene began counts from its entry`() {
    var hall = VirtualHall(show: TestShow.show([scene("calm", [isPresent(for: .seconds(2))]), scene("busy")]))
    hall.read(TestShow.presence, true, .held)
    hall.advance(by: .seconds(10))
    hall.command(.hall(.open))
    hall.advance(by: .milliseconds(1999))
    #expect(hall.scene == "calm")
    hall.advance(by: .milliseconds(1))
    #expect(hall.scene == "busy")
  }

  @Test func `a level that breaks begins its time anew`() {
    var hall = TestShow.open([scene("calm", [isPresent(for: .seconds(2))]), scene("busy")])
    hall.read(TestShow.presence, true)
    hall.advance(by: .seconds(1))
    hall.read(TestShow.presence, false)
    hall.read(TestShow.presence, true)
    hall.advance(by: .milliseconds(1500))
    #expect(hall.scene == "calm")
    hall.advance(by: .milliseconds(500))
    #expect(hall.scene == "busy")
  }

  @Test func `an interruption shorter than unless_for does not begin the time anew, a longer one does`() {
    for (pause, expected) in [(TimeSpan.milliseconds(400), "busy" as SceneID), (.milliseconds(600), "calm")] {
      var hall = TestShow.open([
        scene("calm", [isPresent(for: .seconds(2), unless: .milliseconds(500))]), scene("busy"),
      ])
      hall.read(TestShow.presence, true)
      hall.advance(by: .seconds(1))
      hall.read(TestShow.presence, false)
      hall.advance(by: pause)
      hall.read(TestShow.presence, true)
      hall.advance(by: .seconds(1))
      #expect(hall.scene == expected)
    }
  }

  @Test func `an edge needs a change that is seen: the first value, a held one and a return from stale are none`() {
    let becomes = Trigger(id: "calm/1", event: .becomes(TestShow.presence, .flag(true)), actions: go("busy"))
    var hall = TestShow.open([scene("calm", [becomes]), scene("busy")])
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "calm")
    hall.read(TestShow.presence, false)
    hall.read(TestShow.presence, true, .held)
    #expect(hall.scene == "calm")
    hall.read(TestShow.presence, false)
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "busy")
  }

  @Test func `a return from stale is no edge`() {
    let rises = Trigger(id: "calm/1", event: .rises(TestShow.count, above: 3, rearm: nil), actions: go("busy"))
    var hall = TestShow.open([scene("calm", [rises]), scene("busy")])
    hall.read(TestShow.count, 1)
    hall.advance(by: .seconds(61))
    hall.read(TestShow.count, 9)
    #expect(hall.scene == "calm")
    hall.read(TestShow.count, 1)
    hall.read(TestShow.count, 9)
    #expect(hall.scene == "busy")
  }

  @Test func `a stale sensor takes its value for then, the show is not stuck, and the artwork is degraded`() {
    let empty = Trigger(
      id: "calm/1", event: .level(TestShow.count, .below, .number(1), rearm: nil), actions: go("busy"))
    var hall = TestShow.open([scene("calm", [empty]), scene("busy")])
    hall.read(TestShow.count, 5)
    hall.advance(by: .seconds(59))
    #expect(hall.scene == "calm")
    hall.advance(by: .seconds(1))
    #expect(hall.scene == "busy")
    #expect(hall.sequencer.status(of: "work")?.health == .degraded)
    hall.read(TestShow.count, 5)
    #expect(hall.sequencer.status(of: "work")?.health == .ok)
  }

  @Test func `hysteresis holds across scenes: no second firing before the value came back`() {
    let crowd = Trigger(
      id: "calm/1", event: .level(TestShow.count, .above, .number(8), rearm: .below(6)), actions: go("busy"))
    let back = Trigger(id: "busy/1", event: .after(.seconds(10)), actions: go("calm"))
    var hall = TestShow.open([scene("calm", [crowd]), scene("busy", [back])])
    hall.read(TestShow.count, 9)
    hall.advance(by: .seconds(12))
    #expect(hall.scene == "calm")
    hall.read(TestShow.count, 7)
    hall.read(TestShow.count, 9)
    #expect(hall.scene == "calm")
    hall.read(TestShow.count, 5)
    hall.read(TestShow.count, 9)
    #expect(hall.scene == "busy")
  }

  @Test func `a level waits for its condition, an edge is lost, and both are said`() {
    let guarded = Condition.compare(.sensor(TestShow.count), .atLeast, .number(3))
    let waits = Trigger(
      id: "calm/1", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), when: guarded,
      whenText: "count >= 3",
      actions: go("busy"))
    var hall = TestShow.open([scene("calm", [waits]), scene("busy")])
    hall.read(TestShow.count, 1)
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "calm")
    #expect(hall.decisions(.notFired) == ["work: someone is true, but count >= 3 does not hold"])
    hall.read(TestShow.count, 3)
    #expect(hall.scene == "busy")

    let lost = Trigger(
      id: "calm/1", event: .becomes(TestShow.presence, .flag(true)), when: guarded, whenText: "count >= 3",
      actions: go("busy"))
    hall = TestShow.open([scene("calm", [lost]), scene("busy")])
    hall.read(TestShow.count, 1)
    hall.read(TestShow.presence, false)
    hall.read(TestShow.presence, true)
    hall.read(TestShow.count, 3)
    #expect(hall.scene == "calm")
    #expect(hall.decisions(.notFired).count == 1)
  }

  @Test func `the first trigger of the file wins`() {
    let triggers = [
      Trigger(id: "a", event: .after(.seconds(5)), actions: go("first")),
      Trigger(id: "b", event: .after(.seconds(5)), actions: go("second")),
    ]
    var hall = TestShow.open([scene("calm", triggers), scene("first"), scene("second")])
    hall.advance(by: .seconds(5))
    #expect(hall.scene == "first")
  }

  @Test func `a flapping sensor is one change once it has been the same for debounce`() {
    let changes = Trigger(
      id: "t", event: .becomes(TestShow.presence, .flag(true)), debounce: .seconds(1),
      actions: [TimedAction(say("hello"))])
    var hall = TestShow.open([scene("calm", [changes])])
    hall.read(TestShow.presence, false)
    hall.advance(by: .seconds(2))
    for _ in 0..<5 {
      hall.read(TestShow.presence, true)
      hall.advance(by: .milliseconds(300))
      hall.read(TestShow.presence, false)
      hall.advance(by: .milliseconds(300))
    }
    #expect(hall.published.isEmpty)
    hall.read(TestShow.presence, true)
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["hello"])
  }

  @Test func `at_most_every limits an edge, and says what it kept back`() {
    let often = Trigger(
      id: "t", event: .changes(TestShow.count), atMostEvery: .seconds(10), actions: [TimedAction(say("changed"))])
    var hall = TestShow.open([scene("calm", [often])])
    for value in 0..<21 {
      hall.read(TestShow.count, Double(value))
      hall.advance(by: .seconds(1))
    }
    #expect(hall.published.count == 2)
    #expect(hall.decisions(.notFired).count == 18)
  }

  @Test func `a level without a scene to go to acts once for each time it comes`() {
    let greets = Trigger(
      id: "t", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), actions: [TimedAction(say("hello"))])
    var hall = TestShow.open([scene("calm", [greets])])
    for _ in 0..<3 {
      hall.read(TestShow.presence, true)
      hall.advance(by: .seconds(5))
      hall.read(TestShow.presence, false)
    }
    #expect(hall.published.count == 3)
  }

  @Test func `queued firings wait for their turn, single ones are dropped, parallel ones run beside`() {
    func count(_ mode: TriggerMode) -> Int {
      let fades = Trigger(
        id: "t", event: .changes(TestShow.count),
        actions: [TimedAction(level("lamp.level", 0.5), over: .seconds(4)), TimedAction(say("x"))], mode: mode)
      var hall = TestShow.open([scene("calm", [fades])])
      hall.read(TestShow.count, 0)
      for value in 1...4 { hall.read(TestShow.count, Double(value)) }
      hall.advance(by: .seconds(30))
      return hall.published.count
    }
    #expect(count(.single) == 1)
    #expect(count(.queued(max: 2)) == 3)
    #expect(count(.parallel(max: 3)) == 3)
    #expect(count(.restart) == 4)
  }

  @Test func `go to the scene that runs is nothing when single, and begins it anew on restart`() {
    for (mode, expected) in [(TriggerMode.single, ["dark", "calm"]), (.restart, ["dark", "calm", "calm"])] {
      let again = Trigger(id: "t", event: .becomes(TestShow.presence, .flag(true)), actions: go("calm"), mode: mode)
      var hall = TestShow.open([scene("calm", [again])])
      hall.read(TestShow.presence, false)
      hall.read(TestShow.presence, true)
      #expect(hall.scenes == expected)
    }
  }

  @Test func `a circle that takes no time is stopped, said, and the artwork stays`() {
    let there = Trigger(id: "a", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), actions: go("busy"))
    let back = Trigger(id: "b", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), actions: go("calm"))
    var hall = TestShow.open([scene("calm", [there]), scene("busy", [back])])
    hall.read(TestShow.presence, true)
    #expect(hall.decisions(.fault).count == 1)
    #expect(hall.sequencer.status(of: "work")?.health == .degraded)
    #expect(["calm", "busy"].contains(hall.scene))
    hall.advance(by: .seconds(3600))
  }

  @Test func `leaving a scene cancels its pending triggers`() {
    let leaves = Trigger(id: "a", event: .after(.seconds(5)), actions: go("busy"))
    let waits = Trigger(
      id: "b", event: .level(TestShow.presence, .equal, .flag(true), rearm: nil), holdsFor: .seconds(8),
      actions: [TimedAction(say("never"))])
    var hall = TestShow.open([scene("calm", [leaves, waits]), scene("busy")])
    hall.read(TestShow.presence, true)
    hall.advance(by: .seconds(60))
    #expect(hall.published.isEmpty)
  }

  @Test func `a disarmed trigger does not fire until it is armed`() {
    var hall = TestShow.open([scene("calm", [isPresent()]), scene("busy")])
    hall.command(.arm("work", "calm/1", false))
    hall.read(TestShow.presence, true)
    #expect(hall.scene == "calm")
    hall.command(.arm("work", "calm/1", true))
    #expect(hall.scene == "busy")
  }
}
