import AllocationCounter
import Onirica
import Synchronization
import Testing

@testable import Screens

/// Stills of one colour each by their names; some are damaged, until they change.
final class PaintedStills: NamedStills {
  private struct Shelf {
    var damaged: Set<String> = []
    var edition: Int64 = 1
    var decoded: [String] = []
  }
  private let shelf = Mutex(Shelf())

  func decoded(_ name: String) throws(StillFault) -> Frame {
    let isDamaged = shelf.withLock {
      $0.decoded.append(name)
      return $0.damaged.contains(name)
    }
    if isDamaged { throw StillFault("it is damaged") }
    let frame = Frame(width: 64, height: 36)
    frame.fill(PaintedStills.colour(of: name))
    return frame
  }

  func stamp(of name: String) -> StillStamp? {
    shelf.withLock { StillStamp(bytes: 1, changedNanoseconds: $0.damaged.contains(name) ? 1 : $0.edition) }
  }

  func damage(_ names: Set<String>) { shelf.withLock { $0.damaged = names } }
  func touch() { shelf.withLock { ($0.damaged, $0.edition) = ([], 2) } }
  var asked: [String] { shelf.withLock { $0.decoded } }

  static func colour(of name: String) -> UInt32 {
    // FNV-1a, so that names which differ in a letter differ in colour.
    let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return (hash ^ hash >> 15) &* 0x2c1b_3c6d >> 8 & 0x7f_7f7f | 0x20_2020
  }
}

/// A screen of stills on a clock of the test's own.
private final class StillsScreen {
  let stills = PaintedStills()
  let act: StillsAct
  let frame = Frame(width: 64, height: 36)
  private let tools = FrameTools(crew: Crew(threadCount: 1), level: .best)
  private var isNew = true

  init() { act = StillsAct(stills: stills, width: 64, height: 36) }

  /// Lets a while pass, frame by frame.
  func pass(from start: Double, to end: Double, framesPerSecond: Double = 10) {
    for index in 0..<Int(((end - start) * framesPerSecond).rounded()) {
      show(at: start + Double(index) / framesPerSecond)
    }
  }

  func show(at instant: Double) {
    act.prepare(at: instant)
    act.paint(at: instant, into: frame, isNew: isNew, tools: tools)
    isNew = false
  }

  /// The still that the frame shows alone, of some.
  func still(among names: [String]) -> String? {
    names.first { name in
      let (shown, colour) = (frame[32, 18], PaintedStills.colour(of: name))
      return [16, 8, 0].allSatisfy { abs(Int(shown >> $0 & 255) - Int(colour >> $0 & 255)) <= 2 }
    }
  }
}

@Suite("Stills that hang on a screen")
struct StillsActTests {
  private let names = (1...12).map { "flower-\($0)" }

  private func walk(_ names: [String], every: Double = 10, over: Double = 2, anchor: Double = 1000) -> StillsWish {
    var wish = StillsWish()
    wish.line = .walk(StillsWish.Walk(names: names, everySeconds: every, anchorUnixSeconds: anchor))
    wish.overSeconds = over
    return wish
  }

  /// What hangs in the middle of each showing.
  private func shown(_ screen: StillsScreen, from first: Int, count: Int, among names: [String]) -> [String?] {
    (first..<(first + count)).map { number in
      let start = 1000 + 10 * Double(number)
      screen.pass(from: start, to: start + 10)
      return screen.still(among: names)
    }
  }

  @Test("none comes twice before all have come, and a screen that starts amid them goes on with the same")
  func rounds() {
    let first = StillsScreen(), second = StillsScreen()
    first.act.want(walk(names))
    second.act.want(walk(names))
    let all = shown(first, from: 0, count: 24, among: names)
    #expect(Set(all.prefix(12)).count == 12 && Set(all.suffix(12)).count == 12 && !all.contains(nil))
    #expect(shown(second, from: 7, count: 5, among: names) == Array(all[7..<12]))
  }

  @Test("the still after the one that hangs is decoded while that one hangs, and no other")
  func ahead() {
    let screen = StillsScreen()
    screen.act.want(walk(names))
    screen.pass(from: 1003, to: 1009)
    #expect(screen.stills.asked.count == 2)
    #expect(screen.act.report.shown == screen.stills.asked[0] && screen.act.report.next == screen.stills.asked[1])
    screen.pass(from: 1009, to: 1013)
    #expect(screen.act.report.shown == screen.stills.asked[1])
  }

  @Test("started amid a change it shows the change as the screens beside it do")
  func amid() {
    let first = StillsScreen(), second = StillsScreen()
    for screen in [first, second] { screen.act.want(walk(names)) }
    first.pass(from: 1000, to: 1021)
    for index in 0..<10 {
      let instant = 1021 + Double(index) / 10
      first.show(at: instant)
      second.show(at: instant)
      // The second one needs a frame to take what it has decoded.
      if index > 1 { #expect(first.frame[32, 18] == second.frame[32, 18]) }
    }
  }

  @Test("damaged stills are passed over, told once by name, left alone until they change, and the one before stays")
  func damaged() {
    let screen = StillsScreen()
    let bad: Set<String> = ["flower-3", "flower-4", "flower-9"]
    screen.stills.damage(bad)
    screen.act.want(walk(names))
    let all = shown(screen, from: 0, count: 12, among: names)
    #expect(Set(all.compactMap { $0 }) == Set(names).subtracting(bad))
    #expect(Set(screen.act.report.skipped.map(\.name)) == bad && screen.act.report.skipped.count == 3)
    #expect(all.dropFirst().contains(nil) == false, "what hung before stays")
    _ = shown(screen, from: 12, count: 12, among: names)
    #expect(screen.stills.asked.count { bad.contains($0) } == 3)
    screen.stills.touch()
    #expect(Set(shown(screen, from: 24, count: 12, among: names)) == Set(names))
  }

  @Test("where every still is damaged the screen stays dark, and comes when one is mended")
  func allDamaged() {
    let screen = StillsScreen()
    screen.stills.damage(Set(names))
    screen.act.want(walk(names))
    screen.pass(from: 1000, to: 1010)
    #expect(screen.frame[32, 18] == 0 && screen.act.report.shown == nil)
    screen.stills.touch()
    screen.pass(from: 1010, to: 1014)
    #expect(screen.still(among: names) != nil)
  }

  @Test(
    "stills that are named one by one pass over into each other over their time; one that is damaged leaves the other")
  func named() {
    let screen = StillsScreen()
    var wish = StillsWish()
    wish.line = .one("a", next: "b", sinceUnixSeconds: 2000)
    screen.act.want(wish)
    screen.pass(from: 2000, to: 2001)
    #expect(screen.still(among: ["a"]) == "a" && screen.act.report.next == "b")
    wish.line = .one("b", next: nil, sinceUnixSeconds: 2001)
    wish.overSeconds = 4
    screen.act.want(wish)
    screen.pass(from: 2001, to: 2003)
    #expect(screen.still(among: ["a", "b"]) == nil, "on its way it is neither")
    screen.pass(from: 2003, to: 2006)
    #expect(screen.still(among: ["b"]) == "b")
    #expect(screen.stills.asked == ["a", "b"])
    screen.stills.damage(["c"])
    wish.line = .one("c", next: nil, sinceUnixSeconds: 2006)
    screen.act.want(wish)
    screen.pass(from: 2006, to: 2012)
    #expect(screen.still(among: ["b"]) == "b" && screen.act.report.skipped.map(\.name) == ["c"])
  }

  @Test("another wish takes effect at once, also while the next still waits for its time")
  func changes() {
    let screen = StillsScreen()
    screen.act.want(walk(names, every: 1000))
    screen.pass(from: 1000, to: 1004)
    var wish = StillsWish()
    wish.line = .one("other", next: nil, sinceUnixSeconds: 1004)
    wish.overSeconds = 1
    screen.act.want(wish)
    screen.pass(from: 1004, to: 1006)
    #expect(screen.still(among: ["other"]) == "other")
  }

  @Test("eight pictures a second stand seven frames and eight by turns on a display of sixty, from any start")
  func cadence() {
    for start in [0, 7, 1_000_003] {
      let cadence = Cadence(picturesPerSecond: 8)
      let period = 16_666_667
      let instants = (0..<600).map { frame in
        cadence.instant(at: Double(1_750_000_000_000_000_000 / period * period + (start + frame) * period) / 1e9)
      }
      var lengths: [Int] = []
      var length = 1
      for (before, now) in zip(instants, instants.dropFirst()) {
        if before == now {
          length += 1
        } else {
          lengths.append(length)
          length = 1
        }
      }
      let whole = lengths.dropFirst()
      #expect(whole.allSatisfy { $0 == 7 || $0 == 8 })
      #expect(zip(whole, whole.dropFirst()).allSatisfy { $0 + $1 == 15 }, "\(Array(whole))")
    }
  }

  @Test("a ramp sets out and arrives, and stays")
  func ramp() {
    let ramp = Ramp(from: 0.2, to: 1, sinceUnixSeconds: 100, overSeconds: 10)
    #expect(ramp.value(at: 0) == 0.2 && ramp.value(at: 110) == 1 && ramp.value(at: 1e9) == 1)
    #expect(abs(ramp.value(at: 105) - 0.6) < 1e-9)
    #expect(Ramp(0.3).value(at: 5) == 0.3)
  }
}
