import Rehearsal
import Sequencer
import Show
import Testing

/// A cue, or a group with its cues, before they stand in one list.
indirect enum Part {
  case cue(Cue)
  case group(Cue, [Part])
}

/// The list of a scene: the members of each group right behind it.
func list(_ parts: [Part], within group: Int? = nil, after start: Int = 0) -> [Cue] {
  var cues: [Cue] = []
  for part in parts {
    switch part {
    case .cue(var cue):
      cue.group = group
      cues.append(cue)
    case .group(var cue, let members):
      cue.group = group
      cues.append(cue)
      cues += list(members, within: start + cues.count - 1, after: start + cues.count)
    }
  }
  return cues
}

func says(
  _ text: String, wait: TimeSpan = .zero, thenWait: TimeSpan = .zero
) -> Part { .cue(Cue(start: .wait(wait), action: say(text), thenWait: thenWait)) }

func fades(_ value: Double, over: TimeSpan, wait: TimeSpan = .zero, thenWait: TimeSpan = .zero) -> Part {
  .cue(Cue(start: .wait(wait), action: level("lamp.level", value), over: over, thenWait: thenWait))
}

func group(
  _ order: GroupOrder, name: GroupName? = nil, loop: CueLoop? = nil, wait: TimeSpan = .zero, follow: Follow = .continue,
  _ members: [Part]
) -> Part {
  .group(Cue(start: .wait(wait), action: .group(CueGroup(order, name: name, loop: loop)), follow: follow), members)
}

@Suite struct `Groups of cues` {
  private func hall(_ parts: [Part], _ triggers: [Trigger] = []) -> VirtualHall {
    TestShow.open([scene("calm", cues: list(parts), triggers), scene("busy")])
  }

  @Test func `together starts all at once, each after its own wait, and ends when the last has ended`() {
    var hall = hall([
      group(
        .together, follow: .end(within: .seconds(60)),
        [
          says("a"), says("b", wait: .seconds(2)), fades(0.2, over: .seconds(5)),
        ]),
      says("after", wait: .seconds(1)),
    ])
    #expect(hall.published == ["a"])
    hall.advance(by: .seconds(2))
    #expect(hall.published == ["a", "b"])
    hall.advance(by: .milliseconds(3999))
    #expect(hall.published == ["a", "b"])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["a", "b", "after"])
  }

  @Test func `in order starts each at the end of the one before, with then_wait and wait between`() {
    var hall = hall([
      group(
        .inOrder,
        [
          fades(0.1, over: .seconds(3), thenWait: .seconds(2)), says("a", wait: .seconds(1)), says("b"),
        ])
    ])
    hall.advance(by: .milliseconds(5999))
    #expect(hall.published == [])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["a", "b"])
  }

  @Test func `groups within groups: an inner one counts as one cue of the outer`() {
    var hall = hall([
      group(
        .inOrder,
        [
          group(.together, [fades(0.1, over: .seconds(4)), says("a")]), says("b"),
          group(.inOrder, loop: CueLoop(times: 2), [says("c"), says("d", wait: .seconds(1))]), says("e"),
        ])
    ])
    #expect(hall.published == ["a"])
    hall.advance(by: .seconds(4))
    #expect(hall.published == ["a", "b", "c"])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["a", "b", "c", "d", "c"])
    hall.advance(by: .seconds(1))
    #expect(hall.published == ["a", "b", "c", "d", "c", "d", "e"])
  }

  @Test func `a loop runs as many rounds as it says, each from the end of the one before, without drift`() {
    var hall = hall(
      [group(.together, loop: CueLoop(times: 3), [says("a"), fades(0.5, over: .milliseconds(700))])],
      [Trigger(id: "t", event: .timelineEnds, actions: go("busy"))])
    hall.advance(by: .milliseconds(2099))
    #expect(hall.published == ["a", "a", "a"] && hall.scene == "calm")
    hall.advance(by: .milliseconds(1))
    #expect(hall.scene == "busy")
    #expect(hall.decisions(.cue).contains { $0.contains("ended after 3 rounds") })
  }

  @Test func `then_wait behind the last cue of a round is part of the round`() {
    let breath = group(
      .inOrder, loop: CueLoop(), [says("in", thenWait: .seconds(2)), says("out", thenWait: .seconds(3))])
    var hall = hall([breath])
    hall.advance(by: .seconds(12))
    #expect(hall.published == ["in", "out", "in", "out", "in", "out"])
  }

  @Test func `a loop without end goes on until its condition holds at the end of a round`() {
    let until = Condition.compare(.sensor(TestShow.presence), .equal, .flag(true))
    var hall = hall([
      group(
        .together, loop: CueLoop(until: until, untilText: "someone"), follow: .end(within: .hours(1)),
        [says("a"), fades(0.5, over: .seconds(10))]), says("over"),
    ])
    hall.advance(by: .seconds(25))
    #expect(hall.published == ["a", "a", "a"])
    hall.read(TestShow.presence, true)
    hall.advance(by: .milliseconds(4999))
    #expect(hall.published == ["a", "a", "a"])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["a", "a", "a", "over"])
    #expect(hall.decisions(.cue).contains { $0.contains("someone holds") })
  }

  @Test func `a trigger releases a loop by its name: it ends with its round`() {
    let lets = Trigger(
      id: "t", event: .becomes(TestShow.presence, .flag(true)), actions: [TimedAction(.release("wave"))])
    var hall = hall(
      [
        group(
          .together, name: "wave", loop: CueLoop(), follow: .end(within: .hours(1)), [fades(0.5, over: .seconds(4))]),
        says("over"),
      ], [lets])
    hall.read(TestShow.presence, false)
    hall.advance(by: .seconds(5))
    hall.read(TestShow.presence, true)
    hall.advance(by: .milliseconds(2999))
    #expect(hall.published == [])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["over"])
  }

  @Test func `one of several runs, each once before any again where they do not repeat`() {
    let choice = group(
      .oneOf(.noRepeat), loop: CueLoop(times: 8),
      [
        says("a", thenWait: .seconds(1)), says("b", thenWait: .seconds(1)), says("c", thenWait: .seconds(1)),
        says("d", thenWait: .seconds(1)),
      ])
    var hall = hall([choice])
    hall.advance(by: .seconds(20))
    #expect(hall.published.count == 8)
    #expect(Set(hall.published.prefix(4)) == ["a", "b", "c", "d"])
    #expect(Set(hall.published.suffix(4)) == ["a", "b", "c", "d"])
    #expect(hall.published[3] != hall.published[4])
  }

  @Test func `the time-out of a group ends what still runs in it`() {
    var hall = hall([
      group(.inOrder, follow: .end(within: .seconds(5)), [fades(0.5, over: .seconds(20)), says("never")]),
      says("after"),
    ])
    hall.advance(by: .hours(1))
    #expect(hall.published == ["after"])
  }

  @Test func `skip ends the innermost cue that is waited for`() {
    var hall = hall([
      group(.inOrder, [fades(0.5, over: .seconds(20)), says("a"), fades(0.1, over: .seconds(20)), says("b")])
    ])
    #expect(hall.command(.skip("work"))?.effect == "work: cue 2 of calm ended")
    #expect(hall.published == ["a"])
    #expect(hall.command(.skip("work"))?.ok == true)
    #expect(hall.published == ["a", "b"])
  }

  @Test func `stop after the loop waits for the end of the round that runs`() {
    var hall = hall([
      group(.together, loop: CueLoop(), [says("a"), fades(0.5, over: .seconds(10))]),
      .cue(Cue(action: level("lamp.color", 0), over: .hours(1))),
    ])
    hall.advance(by: .seconds(13))
    hall.command(.stop("work", .afterloop))
    hall.advance(by: .milliseconds(6999))
    #expect(hall.scene == "calm")
    hall.advance(by: .milliseconds(1))
    #expect(hall.scene == nil && hall.sequencer.state.artworks["work"]?.mode == .stopped)
    #expect(hall.published == ["a", "a"])
  }

  @Test func `a hold lets rounds stand still`() {
    var hall = hall([group(.together, loop: CueLoop(), [says("a"), fades(0.5, over: .seconds(10))])])
    hall.advance(by: .seconds(4))
    hall.command(.hold("work"))
    hall.advance(by: .hours(1))
    #expect(hall.published == ["a"])
    hall.command(.resume("work"))
    hall.advance(by: .milliseconds(5999))
    #expect(hall.published == ["a"])
    hall.advance(by: .milliseconds(1))
    #expect(hall.published == ["a", "a"])
  }

  @Test func `leaving a scene ends its loops`() {
    var hall = hall(
      [group(.together, loop: CueLoop(), [says("a"), fades(0.5, over: .seconds(3))])],
      [Trigger(id: "t", event: .after(.seconds(7)), actions: go("busy"))])
    hall.advance(by: .hours(1))
    #expect(hall.published == ["a", "a", "a"])
  }

  @Test func `the length of a scene counts rounds, the longest of several, and time-outs`() {
    let parts = list([
      group(
        .inOrder, loop: CueLoop(times: 3),
        [fades(0, over: .seconds(2), thenWait: .seconds(1)), fades(1, over: .seconds(4))]),
      group(.oneOf(.random), [fades(0, over: .seconds(9)), fades(0, over: .seconds(30))]),
    ])
    #expect(scene("x", cues: parts).length == .seconds(30))
    #expect(scene("x", cues: Array(parts.prefix(3))).length == .seconds(21))
  }
}
