import AllocationCounter
import ArgumentParser
import BrokerFixture
import Foundation
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

/// Gradients by their names; some are damaged.
private struct GradientStills: SplicedStills {
  var damaged: Set<String> = []
  /// Whose night a still was made of.
  var nights: [String: NightID] = [:]

  func night(of name: String) -> NightID? { nights[name] }

  func decoded(_ name: String) throws(StillFault) -> Frame {
    if damaged.contains(name) { throw StillFault("it is damaged") }
    let seed = UInt32(name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 251 })
    let frame = Frame(width: 48, height: 48)
    for y in 0..<48 {
      for x in 0..<48 {
        frame[x, y] = (UInt32(x * 5) &+ seed) % 256 << 16 | UInt32(y * 5) << 8 | (UInt32(x + y) &* 2 &+ seed) % 256
      }
    }
    return frame
  }

  func stamp(of name: String) -> StillStamp? { StillStamp(bytes: 1, changedNanoseconds: 1) }
}

private func words(_ frame: Frame) -> [UInt32] {
  (0..<frame.height).flatMap { y in (0..<frame.width).map { frame[$0, y] } }
}

/// A screen of splices on a clock of the test's own.
private final class SpliceScreen {
  let act: SplicingAct
  let frame: Frame
  private var isNew = true
  private let tools = FrameTools(crew: Crew(threadCount: 1), level: .best)

  init(width: Int = 192, height: Int = 108, damaged: Set<String> = [], nights: [String: NightID] = [:]) {
    act = SplicingAct(stills: GradientStills(damaged: damaged, nights: nights), width: width, height: height)
    frame = Frame(width: width, height: height)
  }

  /// Shows what is there once all is prepared: first the parents alone, then the splice.
  func show(at instant: Double) {
    for _ in 0..<2 {
      act.prepare(at: instant)
      paint(at: instant)
    }
  }

  func paint(at instant: Double) {
    act.paint(at: instant, into: frame, isNew: isNew, tools: tools)
    isNew = false
  }
}

@Suite("Splices on a screen", .serialized)
struct SpliceActTests {
  private func wish(losses: Double? = nil, _ names: [String] = ["a", "b", "c", "d"]) -> SpliceWish {
    var wish = SpliceWish()
    (wish.names, wish.everySeconds, wish.anchorUnixSeconds, wish.losses) = (names, 40, 1000, losses)
    return wish
  }

  @Test(
    "a splice is a function of what is desired and of the clock: a screen that starts amid it goes on with the same")
  func restart() {
    let first = SpliceScreen(), second = SpliceScreen()
    for screen in [first, second] { screen.act.want(wish()) }
    first.show(at: 1001)
    for instant in stride(from: 1003.0, to: 1040, by: 3) {
      first.show(at: instant)
      guard instant > 1020 else { continue }
      second.show(at: instant)
      #expect(words(first.frame) == words(second.frame), "at \(instant)")
    }
    #expect(first.act.report.standing == second.act.report.standing)
  }

  @Test("while a splice is being made its parents stand there; then it goes on where it would be")
  func prelude() {
    let first = SpliceScreen(), second = SpliceScreen()
    for screen in [first, second] { screen.act.want(wish()) }
    first.show(at: 1002.75)
    second.act.prepare(at: 1030)
    second.paint(at: 1030)
    #expect(second.act.report.standing == nil)
    let layout = SpliceLayout(width: 192, height: 108)
    func light(_ box: PixelBox) -> Int {
      (box.y..<(box.y + box.height)).reduce(0) { sum, y in
        sum + (box.x..<(box.x + box.width)).reduce(0) { $0 + Int(second.frame[$1, y] >> 8 & 255) }
      } / (box.width * box.height)
    }
    #expect(light(layout.first) > 60 && light(layout.second) > 60 && light(layout.child) < 30)
    first.show(at: 1030)
    second.show(at: 1030)
    #expect(words(first.frame) == words(second.frame))
    #expect(second.act.report.standing != nil)
  }

  @Test("eight pictures a second: what is shown changes at eighths of a second and at no other instant")
  func cadence() {
    let screen = SpliceScreen()
    screen.act.want(wish())
    screen.show(at: 1005)
    var changes: [Int] = []
    var before = words(screen.frame)
    for index in 1...180 {
      screen.show(at: 1005 + Double(index) / 60)
      let now = words(screen.frame)
      if now != before { changes.append(index) }
      before = now
    }
    #expect(changes.count > 8)
    // A picture comes with the first frame of its eighth: after 7.5 frames, 15, 22.5 …
    #expect(changes.allSatisfy { change in (1...24).contains { change == Int((7.5 * Double($0)).rounded(.up)) } })
  }

  @Test("once a splice is shown, the frame thread allocates nothing for it, in any of its scenes")
  func allocations() {
    let screen = SpliceScreen(width: 96, height: 64)
    screen.act.want(wish())
    screen.show(at: 1001)
    screen.show(at: 1002)
    // Without optimisation the standard library allocates small frames for loops: only larger pieces count there.
    #if DEBUG
      allocation_counter_reset(128)
    #else
      allocation_counter_reset(1)
    #endif
    allocation_counter_watch(true)
    for instant in stride(from: 1002.5, to: 1039, by: 0.25) { screen.paint(at: instant) }
    allocation_counter_watch(false)
    #expect(allocation_counter_total() == 0)
  }

  @Test("what the code can bring back comes back to the byte; what it cannot is coarser or nothing, and said")
  func honesty() throws {
    var outcomes: [String] = []
    for losses in [0.0, 0.6, 0.97] {
      let screen = SpliceScreen(width: 96, height: 64)
      screen.act.want(wish(losses: losses))
      screen.show(at: 1030)
      outcomes.append(try #require(screen.act.report.standing).returned)
    }
    #expect(outcomes[0] == "whole" && outcomes[1] != "whole" && outcomes[2] == "nothing")
  }

  @Test("what is shown as come back is the child as it was compressed, scan by scan, and never more than is proven")
  func returned() throws {
    let stills = GradientStills()
    let layout = SpliceLayout(width: 192, height: 108)
    let parents = (try stills.decoded("a"), try stills.decoded("b"))
    let whole = try SpliceReel(parents: parents, number: 0, wish: wish(losses: 0), layout: layout)
    let nothing = try SpliceReel(parents: parents, number: 0, wish: wish(losses: 0.97), layout: layout)
    #expect(whole.how == .whole && whole.returned.count >= 6)
    #expect(nothing.how == .nothing && nothing.returned.isEmpty)
    let last = try #require(whole.returned.last)
    let differences = zip(words(last), words(whole.child)).map { abs(Int($0 >> 8 & 255) - Int($1 >> 8 & 255)) }
    #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 4)
  }

  @Test("rows of strands are no bars of light: the limiter has nothing against a splice from its beginning to its end")
  func bars() {
    let screen = SpliceScreen(width: 640, height: 360)
    screen.act.want(wish())
    let limiter = Limiter(width: 640, height: 360, crew: Crew(threadCount: 1), level: .best)
    for step in 0..<160 {
      let instant = 1000 + Double(step) / 4
      step == 0 ? screen.show(at: instant) : screen.paint(at: instant)
      limiter.limit(screen.frame, at: instant)
    }
    #expect(limiter.account.framesBarred == 0)
    #expect(limiter.account.framesHeld == 0)
  }

  @Test("splices follow one another, each of other stills; damaged ones are passed over and told")
  func following() {
    let screen = SpliceScreen(width: 96, height: 64, damaged: ["c"])
    screen.act.want(wish())
    var parents: Set<String> = []
    for number in 0..<4 {
      for second in [1.0, 20, 39] { screen.show(at: 1000 + 40 * Double(number) + second) }
      guard let standing = screen.act.report.standing else {
        Issue.record("nothing stands at splice \(number)")
        continue
      }
      #expect(standing.number == number && standing.first != standing.second)
      parents.formUnion([standing.first, standing.second])
    }
    #expect(parents == ["a", "b", "d"] && screen.act.report.skipped.map(\.name) == ["c"])
  }

  @Test("stills that bear the marks of two nights are never spliced, those of one night and of none are")
  func marks() throws {
    let one = try #require(NightID(rawValue: "0123456789abcdef")),
      other = try #require(NightID(rawValue: "fedcba9876543210"))
    let nights = ["a": one, "b": other, "c": one]
    let screen = SpliceScreen(width: 96, height: 64, nights: nights)
    screen.act.want(wish())
    for number in 0..<8 {
      for second in [1.0, 39] { screen.show(at: 1000 + 40 * Double(number) + second) }
      let standing = try #require(screen.act.report.standing)
      let marks = Set([standing.first, standing.second].compactMap { nights[$0] })
      #expect(standing.number == number && marks.count < 2, "\(standing)")
    }
    let alone = SpliceScreen(width: 96, height: 64, nights: nights)
    alone.act.want(wish(["a", "b"]))
    alone.show(at: 1001)
    #expect(alone.act.report.standing == nil && alone.act.report.skipped.isEmpty)
    #expect(alone.act.report.refusal?.contains("more than one night") == true)
  }

  @Test(
    "everything stands within the screen and apart, upright too",
    arguments: [(1920, 1080), (1080, 1920), (3840, 2160), (640, 360), (128, 72), (72, 128), (1024, 1024)])
  func layout(width: Int, height: Int) {
    let layout = SpliceLayout(width: width, height: height)
    let boxes = [layout.first, layout.second, layout.child, layout.returned, layout.strands, layout.words]
    for (index, box) in boxes.enumerated() {
      #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height)
      for other in boxes.dropFirst(index + 1) {
        let isApart =
          box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y
          || other.y + other.height <= box.y
        #expect(isApart, "\(box), \(other)")
      }
    }
  }

  @Test("scenes follow one another and cover the whole time")
  func moments() {
    let moments = (0...1000).map { SpliceMoment(share: Double($0) / 1000) }
    #expect(Set(moments.map(\.scene)).count == SpliceMoment.Scene.allCases.count)
    #expect(moments.allSatisfy { (0...1).contains($0.progress) })
    #expect(zip(moments, moments.dropFirst()).allSatisfy { $0.scene.rawValue <= $1.scene.rawValue })
    #expect(SpliceMoment(share: -3).scene == .parents && SpliceMoment(share: 7) == SpliceMoment(share: 1))
  }

  @Test("two screens side by side on a real broker tell the same splice, and one that was killed goes on with it")
  func serve() async throws {
    let folder = try TestFolder()
    try FlowersCommand.parse(["\(folder.path)/flowers", "--count", "4", "--size", "96x64"]).run()
    let broker = try PrivateBroker()
    let at = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Date().timeIntervalSince1970 - 30))
    let desired = #"{"rev":3,"mode":"splice","splice":{"folder":"flowers","every":3600,"at":"\#(at)","seed":5}}"#
    var splices: [String] = []
    for id in ["left", "right", "left"] {
      let watcher = try await ScreenWatcher(broker: broker, id: id)
      let screen = try ChildProcess(
        [
          reverieProgram, "serve", "--id", id, "--stills", folder.path, "--broker", broker.url, "--size", "128x72",
          "--fps", "20", "--threads", "1", "--state", "\(folder.path)/\(id).json",
        ], mergesOutput: false)
      try await watcher.desire(desired)
      let report = try await watcher.actual { $0["state"] as? String == "splice" && $0["splice"] is [String: Any] }
      let members = report.members["splice"] as? [String: Any] ?? [:]
      splices.append("\(members["number"] ?? "-") \(members["first"] ?? "-") \(members["second"] ?? "-")")
      screen.end()
    }
    #expect(Set(splices).count == 1 && splices[0].hasPrefix("0 flowers/"))
  }
}
