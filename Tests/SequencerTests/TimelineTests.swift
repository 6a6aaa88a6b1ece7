import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `Timelines` {
  private func says(_ text: String, _ start: CueStart, follow: Follow = .continue, every: TimeSpan? = nil) -> Cue {
    Cue(start: start, action: say(text), follow: follow, every: every)
  }

  @Test func `cues start at their place, or a while after the start of the cue before`() {
    let cues = [says("a", .wait(.seconds(1))), says("b", .wait(.seconds(2))), says("c", .at(.seconds(2)))]
    var hall = TestShow.open([scene("calm", cues: cues)])
    #expect(hall.published == [])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["a"])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["a", "c"])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["a", "c", "b"])
  }

  @Test func `a cue waits for the end of the medium before it, or for the time-out`() {
    let cues = [
      Cue(action: .play(["voice": Playback(media: "poem")]), follow: .end(within: .seconds(90))),
      says("after", .wait(.seconds(1))),
    ]
    var hall = TestShow.open([scene("calm", cues: cues)])
    #expect(hall.told("voice", .playing) == .plain(.flag(true)))
    hall.advance(by: .seconds(20))
    hall.feed(.report(device: "voice", report: DeviceReport(rev: 9, state: "ended")))
    hall.advance(by: .milliseconds(999))
    #expect(hall.published == [])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["after"])

    hall = TestShow.open([scene("calm", cues: cues)])
    hall.advance(by: .seconds(90))
    #expect(hall.published == [])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["after"])
  }

  @Test func `every repeats a cue while the scene lasts`() {
    let leaves = Trigger(id: "t", event: .after(.seconds(10)), actions: go("busy"))
    var hall = TestShow.open([
      scene("calm", cues: [says("tick", .wait(.zero), every: .seconds(3))], [leaves]), scene("busy"),
    ])
    hall.advance(by: .seconds(60))
    #expect(hall.published.count == 4)
  }

  @Test func `the end of the timeline starts a trigger`() {
    let cues = [Cue(action: level("lamp.level", 0.2), over: .seconds(5)), says("b", .at(.seconds(2)))]
    let ends = Trigger(id: "t", event: .timelineEnds, actions: go("busy"))
    var hall = TestShow.open([scene("calm", cues: cues, [ends]), scene("busy")])
    hall.advance(by: .milliseconds(4999))
    #expect(hall.scene == "calm")
    hall.advance(by: .milliseconds(1))
    #expect(hall.scene == "busy")
  }

  @Test func `skip ends the cue that is waited for, else starts the next one and brings the rest forward`() {
    let cues = [says("a", .at(.seconds(10))), says("b", .at(.seconds(15)))]
    var hall = TestShow.open([scene("calm", cues: cues)])
    #expect(hall.command(.skip("work"))?.ok == true)
    #expect(hall.published == ["a"])
    hall.advance(by: .seconds(5))
    #expect(hall.published == ["a", "b"])
    #expect(hall.command(.skip("work"))?.error?.code == .nothingToDo)
  }

  @Test func `a hold lets time stand still: cues, fades, deadlines; then all goes on from there`() {
    let cues = [Cue(action: level("lamp.level", 0), over: .seconds(10)), says("late", .at(.seconds(10)))]
    let leaves = Trigger(id: "t", event: .after(.seconds(20)), actions: go("busy"))
    var hall = TestShow.open([scene("calm", cues: cues, [leaves]), scene("busy")])
    hall.advance(by: .seconds(4))
    #expect(hall.command(.hold("work"))?.ok == true)
    let frozen = hall.sequencer.state.devices["lamp"]?.desired.properties[.level]
    #expect(frozen?.to.number.map { abs($0 - 0.6) < 1e-9 } == true)
    hall.advance(by: .hours(1))
    #expect(hall.published == [] && hall.scene == "calm")
    hall.command(.resume("work"))
    let resumed = hall.sequencer.state.devices["lamp"]?.desired.properties[.level]
    #expect(resumed?.value(at: hall.now).number.map { abs($0 - 0.6) < 1e-9 } == true)
    #expect(resumed.map { $0.end - hall.now } == .seconds(6))
    hall.advance(by: .seconds(6))
    #expect(hall.published == ["late"])
    hall.advance(by: .seconds(10))
    #expect(hall.scene == "busy")
  }

  @Test func `properties that the next scene does not set go back to their default over its release, unless kept`() {
    let cues = [Cue(action: .set(["lamp.level": .plain(.number(0.2)), "lamp.color": .plain(.text("#112233"))]))]
    let leaves = Trigger(id: "t", event: .after(.seconds(5)), actions: go("busy"))
    var hall = TestShow.open([
      scene("calm", cues: cues, [leaves]), scene("busy", release: .seconds(3), keep: ["lamp.color"]),
    ])
    hall.advance(by: .seconds(5))
    let fade = hall.sequencer.state.devices["lamp"]?.desired.properties[.level]
    #expect(fade?.to == .plain(.number(1)) && fade?.over == .seconds(3))
    #expect(hall.told("lamp", .color) == .plain(.text("#112233")))
    hall.advance(by: .seconds(10))
    #expect(hall.sequencer.state.artworks["work"]?.layer.keys.map(\.description) == ["lamp.color"])
  }

  @Test func `within a dream, fields not named keep their value, and a stage begins anew`() {
    let first = Cue(action: .dream("screen", Dream(night: "demo", stage: "N3", speed: 60, seed: 7)))
    let second = Cue(start: .at(.seconds(5)), action: .dream("screen", Dream(stage: "REM")), over: .seconds(2))
    var hall = TestShow.open([scene("calm", cues: [first, second])])
    hall.advance(by: .seconds(5))
    #expect(hall.told("screen", .dream) == .dream(Dream(night: "demo", stage: "REM", speed: 60, seed: 7)))
  }

  @Test func `a message whose time was missed is left out, a level is not`() {
    let cues = [says("late", .at(.seconds(5))), Cue(start: .at(.seconds(6)), action: level("lamp.level", 0.3))]
    var hall = TestShow.open([scene("calm", cues: cues)])
    hall.advance(to: hall.now + .seconds(10), late: true)
    #expect(hall.published == [])
    #expect(hall.told("lamp", .level) == .plain(.number(0.3)))
  }

  @Test func `afterloop stops when the timeline has ended, now at once`() {
    var hall = TestShow.open([scene("calm", cues: [Cue(action: level("lamp.level", 0.2), over: .seconds(5))])])
    hall.command(.stop("work", .afterloop))
    #expect(hall.scene == "calm")
    hall.advance(by: .seconds(5))
    #expect(hall.scene == nil && hall.sequencer.state.artworks["work"]?.mode == .stopped)
    hall.command(.go("work", "calm"))
    #expect(hall.scene == "calm" && hall.sequencer.state.artworks["work"]?.mode == .auto)
    hall.command(.stop("work", .now))
    #expect(hall.told("lamp", .level) == .plain(.number(1)))
    hall.advance(by: .hours(10))
    #expect(hall.scene == nil)
  }
}
