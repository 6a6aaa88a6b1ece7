import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `Counters` {
  private let id = Counter(name: "claps").sensor(of: "work").id

  private func show(_ scenes: [Scene], range: ClosedRange<Double> = 0...5) -> Show {
    var show = TestShow.show(scenes)
    show.artworks[0].counters = [Counter(name: "claps", start: 0, range: range)]
    return show
  }

  private func counting(_ change: CounterChange) -> Trigger {
    Trigger(
      id: "count", event: .becomes(TestShow.presence, .flag(true)), actions: [TimedAction(.count([id: change]))])
  }

  private func clap(_ hall: inout VirtualHall) {
    hall.read(TestShow.presence, false)
    hall.read(TestShow.presence, true)
  }

  @Test func `a trigger counts, and another fires at the number`() {
    let full = Trigger(id: "full", event: .level(id, .atLeast, .number(3), rearm: nil), actions: go("busy"))
    var hall = VirtualHall(show: show([scene("calm", [counting(.add(1)), full]), scene("busy")]))
    hall.command(.hall(.open))
    for _ in 0..<2 { clap(&hall) }
    #expect(hall.scene == "calm")
    clap(&hall)
    #expect(hall.scene == "busy")
    #expect(hall.decisions(.counter) == ["work: claps is 1", "work: claps is 2", "work: claps is 3"])
    #expect(hall.decisions(.scene).last?.contains("claps >= 3") == true)
  }

  @Test func `a counter stays within its range, and outlasts scenes and restarts`() {
    var hall = VirtualHall(show: show([scene("calm", [counting(.add(2))]), scene("busy")]))
    hall.command(.hall(.open))
    for _ in 0..<9 { clap(&hall) }
    #expect(hall.sequencer.state.sensors[id]?.value == .number(5))
    hall.feed(.restarted(outage: .hours(9)))
    hall.command(.go("work", "busy"))
    #expect(hall.sequencer.state.sensors[id]?.value == .number(5))
  }

  @Test func `a cue sets it, and conditions read it`() {
    let sets = scene("busy", cues: [Cue(action: .count([id: .set(1)]))])
    let leaves = Trigger(
      id: "t", event: .after(.seconds(1)), when: .compare(.sensor(id), .below, .number(1)), whenText: "claps < 1",
      actions: go("busy"))
    var hall = VirtualHall(show: show([scene("calm", [leaves]), sets]))
    hall.command(.hall(.open))
    hall.advance(by: .seconds(1))
    #expect(hall.scene == "busy" && hall.sequencer.state.sensors[id]?.value == .number(1))
    hall.command(.go("work", "calm"))
    hall.advance(by: .hours(1))
    #expect(hall.scene == "calm")
    #expect(hall.decisions(.notFired).contains { $0.contains("claps < 1 does not hold") })
  }

  @Test func `a trigger that counts what it watches goes round in a circle: that is said, and the hall goes on`() {
    let circle = Trigger(
      id: "circle", event: .changes(id), actions: [TimedAction(.count([id: .add(1)]))], mode: .restart)
    var hall = VirtualHall(show: show([scene("calm", [counting(.add(1)), circle])], range: 0...1_000_000))
    hall.command(.hall(.open))
    clap(&hall)
    #expect(hall.decisions(.fault).count == 1, "\(hall.decisions(.fault))")
    #expect(hall.sequencer.state.warnings["circle:work"] != nil)
    #expect(hall.command(.ping)?.ok == true)
  }
}

@Suite struct `A second go right behind the first` {
  private func hall(_ guarded: TimeSpan) -> VirtualHall {
    var show = TestShow.show([scene("calm"), scene("busy"), scene("late")])
    show.hall.doubleGo = guarded
    var hall = VirtualHall(show: show)
    hall.command(.hall(.open))
    hall.advance(by: .seconds(10))
    return hall
  }

  @Test func `is refused for the same artwork, whoever sends it, and says for how long`() {
    var hall = hall(.milliseconds(500))
    #expect(hall.command(.next("work"))?.ok == true)
    hall.advance(by: .milliseconds(499))
    let second = hall.command(.next("work"))
    #expect(second?.error?.code == .doubleGo && second?.error?.hint?.contains("500ms") == true)
    #expect(hall.scene == "busy")
    hall.advance(by: .milliseconds(1))
    #expect(hall.command(.next("work"))?.ok == true)
    #expect(hall.scene == "late")
  }

  @Test func `is taken where the hall declares no guard, and a refused one guards nothing`() {
    var free = hall(.zero)
    free.command(.next("work"))
    free.command(.next("work"))
    #expect(free.scene == "late")
    var guarded = hall(.seconds(1))
    #expect(guarded.command(.go("work", "nowhere"))?.ok == false)
    #expect(guarded.command(.next("work"))?.ok == true)
    #expect(guarded.command(.hold("work"))?.ok == true)
  }
}
