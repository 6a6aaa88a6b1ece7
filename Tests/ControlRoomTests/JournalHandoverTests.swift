import MQTTLink
import Show
import Testing

@testable import ControlRoom

@Suite("The show goes on, whatever the journal does") struct JournalHandoverTests {
  private func at(_ milliseconds: Int64) -> BootInstant { BootInstant(nanoseconds: milliseconds * 1_000_000) }

  @Test("a quick commit: effects wait, nothing is stepped meanwhile") func quick() {
    var handover = JournalHandover()
    #expect(handover.maySteps && handover.withholds && handover.maySubmit)
    handover.submitted(at: at(0))
    #expect(!handover.maySteps && handover.withholds && !handover.maySubmit)
    #expect(handover.tick(at(249)) == .none)
    #expect(handover.committed(at: at(249)) == .finish)
    #expect(handover.phase == .idle)
  }

  @Test("a slow commit: the show goes on after 250 ms, answers wait, other commands wait") func slow() {
    var handover = JournalHandover()
    handover.submitted(at: at(0))
    #expect(handover.tick(at(250)) == .releaseEffects)
    #expect(handover.maySteps && handover.journals && !handover.withholds && handover.holdsCommands)
    #expect(!handover.refusesCommands && !handover.maySubmit)
    #expect(handover.tick(at(9_999)) == .none)
    #expect(handover.committed(at: at(9_999)) == .finish)
    #expect(handover.maySubmit && !handover.holdsCommands)
  }

  @Test("a stuck commit is given up after 10 s, and its late end does no harm") func stuck() {
    var handover = JournalHandover()
    handover.submitted(at: at(0))
    _ = handover.tick(at(300))
    #expect(handover.tick(at(10_000)) == .giveUp)
    #expect(handover.refusesCommands && !handover.journals && handover.maySteps)
    #expect(handover.tick(at(60_000)) == .none)
    #expect(handover.committed(at: at(60_000)) == .none)
    #expect(handover.tick(at(60_000)) == .recover)
  }

  @Test("a failed commit: degraded at once, tried every three seconds until it works") func failed() {
    var handover = JournalHandover()
    handover.submitted(at: at(0))
    #expect(handover.failed(at: at(5)) == .giveUp)
    #expect(handover.tick(at(3_004)) == .none)
    #expect(handover.tick(at(3_005)) == .recover)
    handover.submitted(at: at(3_005))
    #expect(handover.phase == .recovering && handover.journals && handover.refusesCommands)
    #expect(handover.failed(at: at(3_010)) == .giveUp)
    #expect(handover.tick(at(6_010)) == .recover)
    handover.submitted(at: at(6_010))
    #expect(handover.committed(at: at(6_012)) == .finish)
    #expect(handover.phase == .idle && !handover.refusesCommands)
  }

  @Test("too much behind a slow commit is given up") func overflow() {
    var handover = JournalHandover()
    #expect(handover.overflowed(at: at(0)) == .none)
    handover.submitted(at: at(0))
    _ = handover.tick(at(300))
    #expect(handover.overflowed(at: at(400)) == .giveUp)
    #expect(handover.failed(at: at(500)) == .none)
    #expect(handover.phase == .degraded)
  }
}

@Suite("Show time goes on over restarts") struct TimeBeforeTests {
  private let sign = (LifeSign(boot: "a", bootMilliseconds: 1000), at: ShowInstant(milliseconds: 50_000))
  private func at(_ milliseconds: Int64) -> BootInstant { BootInstant(nanoseconds: milliseconds * 1_000_000) }

  @Test("within one start of the machine the boot clock tells, suspended or not") func sameBoot() {
    let before = TimeBefore(lastEntry: ShowInstant(milliseconds: 52_000), lastEntryWall: nil, sign: sign)
    let (clock, outage) = before.resumed(now: at(8000), boot: "a", wall: nil)
    #expect(outage == .seconds(5))
    #expect(clock.show(at: at(8000)) == ShowInstant(milliseconds: 57_000))
    #expect(clock.show(at: clock.boot(at: ShowInstant(milliseconds: 60_001))) == ShowInstant(milliseconds: 60_001))
  }

  @Test("after a restart of the machine the wall clock tells, where it was and is right") func otherBoot() {
    let last = WallInstant(milliseconds: 1_000_000)
    let before = TimeBefore(lastEntry: ShowInstant(milliseconds: 52_000), lastEntryWall: last, sign: sign)
    #expect(before.resumed(now: at(5), boot: "b", wall: last + .minutes(3)).outage == .minutes(3))
    let unknown = before.resumed(now: at(5), boot: "b", wall: nil)
    #expect(unknown.outage == nil)
    #expect(unknown.clock.show(at: at(5)) == ShowInstant(milliseconds: 52_000))
    #expect(before.resumed(now: at(5), boot: "b", wall: WallInstant(milliseconds: 0)).outage == nil)
  }

  @Test("a kernel that does not tell its start is another start") func noBoot() {
    let before = TimeBefore(
      lastEntry: .zero, lastEntryWall: nil, sign: (LifeSign(boot: nil, bootMilliseconds: 0), at: .zero))
    #expect(before.resumed(now: at(5), boot: nil, wall: nil).outage == nil)
  }
}
