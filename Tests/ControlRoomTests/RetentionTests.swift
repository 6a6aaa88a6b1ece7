import Journal
import Show
import Testing

@testable import ControlRoom

@Suite("When old readings leave the journal") struct RetentionTests {
  private static let begin = WallInstant(milliseconds: 1_749_540_000_000)
  private static let keeps = TimeSpan.hours(400 * 24)
  private func at(_ hours: Int64) -> ShowInstant { ShowInstant(milliseconds: hours * 3_600_000) }
  private func wall(_ hours: Int64) -> WallInstant { Self.begin + .hours(hours) }
  private var limit: WallInstant { wall(-400 * 24) }

  private func proven(keeps: TimeSpan? = Self.keeps) -> Retention {
    var retention = Retention(keeps: keeps)
    retention.isProven()
    return retention
  }
  private func outlook(_ hasOldReadings: Bool = true, newest: WallInstant?) -> ErasureOutlook {
    ErasureOutlook(hasOldReadings: hasOldReadings, wallBeforeMilliseconds: newest?.milliseconds)
  }

  @Test("nothing is erased where nothing says how long readings are kept, or before the journal is proven")
  func off() {
    var forEver = proven(keeps: nil)
    #expect(forEver.next(at: at(1), wall: wall(1), isQuiet: true) == .none)
    var unproven = Retention(keeps: Self.keeps)
    #expect(unproven.next(at: at(1), wall: wall(1), isQuiet: true) == .none)
    unproven.isProven()
    #expect(unproven.next(at: at(1), wall: wall(1), isQuiet: true) != .none)
  }

  @Test("once the journal is proven it is looked into at once; then once a day, when the hall is shut")
  func rhythm() {
    var retention = proven()
    let first = RetentionAction.look(before: limit, entriesUpTo: wall(-72))
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: false) == first)
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: true) == .none, "it looks already")
    #expect(retention.looked(outlook(false, newest: wall(-72)), at: at(0)) == .nothing)
    #expect(retention.next(at: at(23), wall: wall(23), isQuiet: true) == .none)
    #expect(retention.next(at: at(24), wall: wall(24), isQuiet: false) == .none)
    #expect(retention.next(at: at(47), wall: wall(47), isQuiet: false) == .none)
    var other = retention
    #expect(other.next(at: at(30), wall: wall(30), isQuiet: true) != .none)
    #expect(retention.next(at: at(48), wall: wall(48), isQuiet: false) != .none, "a hall that never shuts")
  }

  @Test("old readings go portion by portion, with a pause between them, and are counted together")
  func portions() {
    var retention = proven()
    _ = retention.next(at: at(0), wall: wall(0), isQuiet: true)
    #expect(retention.looked(outlook(newest: wall(-80)), at: at(0)) == .begins)
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: false) == .erase(before: limit))
    #expect(retention.erased(Erasure(seq: 7, count: 100, isPartial: true), at: at(0)) == nil)
    #expect(retention.nextDeadline == at(0) + Retention.pause)
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: true) == .none)
    let next = at(0) + Retention.pause
    #expect(retention.next(at: next, wall: wall(9999), isQuiet: true) == .erase(before: limit), "the limit stays")
    let round = retention.erased(Erasure(seq: 8, count: 30, isPartial: false), at: next)
    #expect(round == RetentionRound(before: limit, count: 130))
    #expect(retention.nextDeadline == nil)
    #expect(retention.next(at: at(23), wall: wall(23), isQuiet: true) == .none)
  }

  @Test("while the clock is unknown nothing is looked for, and what has begun is broken off")
  func unknownClock() {
    var retention = proven()
    #expect(retention.next(at: at(0), wall: nil, isQuiet: true) == .none)
    _ = retention.next(at: at(0), wall: wall(0), isQuiet: true)
    _ = retention.looked(outlook(newest: wall(-80)), at: at(0))
    #expect(retention.next(at: at(0), wall: nil, isQuiet: true) == .none)
    #expect(retention.nextDeadline == nil)
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: true) == .none)
    #expect(retention.next(at: at(1), wall: wall(1), isQuiet: true) != .none, "an hour later it is looked again")
  }

  @Test(
    "a clock that was set forward erases nothing until the hall has run by it for three days",
    arguments: zip([0, -72, -816, -817, -9600], [true, true, true, false, false]))
  func leap(_ newest: Int64, _ isBelieved: Bool) {
    var retention = proven()
    _ = retention.next(at: at(0), wall: wall(0), isQuiet: true)
    let verdict = retention.looked(outlook(newest: wall(newest)), at: at(0))
    #expect(verdict == (isBelieved ? .begins : .doubts(newest: wall(newest), now: wall(0))))
    let next = retention.next(at: at(0), wall: wall(0), isQuiet: true)
    #expect(next == (isBelieved ? .erase(before: limit) : .none))
  }

  @Test("where little is kept, a clock set forward by that much is not believed either")
  func shortTime() {
    var retention = proven(keeps: .hours(48))
    let look = RetentionAction.look(before: wall(-48), entriesUpTo: wall(-24))
    #expect(retention.next(at: at(0), wall: wall(0), isQuiet: true) == look)
    #expect(retention.looked(outlook(newest: wall(-49)), at: at(0)) == .doubts(newest: wall(-49), now: wall(0)))
  }

  @Test("what fails is tried again an hour later")
  func failures() {
    var retention = proven()
    _ = retention.next(at: at(0), wall: wall(0), isQuiet: true)
    #expect(retention.looked(nil, at: at(0)) == .nothing)
    #expect(retention.next(at: at(1), wall: wall(1), isQuiet: true) != .none)
    #expect(retention.looked(outlook(newest: wall(-71)), at: at(1)) == .begins)
    retention.failed(at: at(1))
    #expect(retention.next(at: at(1), wall: wall(1), isQuiet: true) == .none)
    #expect(retention.next(at: at(2), wall: wall(2), isQuiet: true) != .none)
  }
}
