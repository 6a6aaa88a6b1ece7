import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

/// A screen with a folder of its own, some of whose stills are damaged: it tells what it cannot show, and what was mended.
private struct DamagedScreen {
  var damaged: Set<String> = []
  /// Whether it looks at the still that comes next.
  var looksAhead = true
  private(set) var shown: [String] = []
  private var skipped: [String] = []
  private var told: DeviceReport?
  private var seen = 0

  init(damaged: Set<String>, looksAhead: Bool = true) { (self.damaged, self.looksAhead) = (damaged, looksAhead) }

  /// A restart forgets what it knew.
  mutating func restart() { (skipped, told) = ([], nil) }

  /// Does what it was told since it was last asked, and reports until the hall has no more to say.
  mutating func follow(_ hall: inout VirtualHall) {
    while seen < hall.moments.count {
      let effects = hall.moments[seen].step.effects
      seen += 1
      for case .desired("screen", let desired) in effects {
        guard case .plain(.text(let still))? = desired.properties[.still]?.to else { continue }
        for name in [still] + (looksAhead ? [desired.next].compactMap { $0 } : []) where damaged.contains(name) {
          if !skipped.contains(name) { skipped.append(name) }
        }
        if !damaged.contains(still), shown.last != still { shown.append(still) }
        let mended = (desired.passedOver ?? []).filter { !damaged.contains($0) }
        skipped.removeAll { mended.contains($0) }
        report(mended, desired.rev, &hall)
      }
    }
  }

  private mutating func report(_ mended: [String], _ rev: Int64, _ hall: inout VirtualHall) {
    let report = DeviceReport(
      rev: rev, state: "stills",
      skipped: skipped.isEmpty ? nil : skipped.map { SkippedStill(still: $0, why: "it is damaged") },
      mended: mended.isEmpty ? nil : mended)
    guard report != told else { return }
    told = report
    hall.feed(.report(device: "screen", report: report))
  }
}

@Suite struct `Stills that a screen cannot show` {
  private func show(_ order: DrawOrder, _ count: Int, every: TimeSpan = .seconds(5)) -> Show {
    var show = TestShow.show([
      scene("calm", cues: [Cue(action: .still(["screen": "p"]), over: .seconds(2), every: every)])
    ])
    show.artworks[0].pools = ["p": Pool(id: "p", order: order, items: (1...count).map { "still-\($0)" })]
    return show
  }

  private func passed(_ hall: VirtualHall) -> Set<String> {
    Set(hall.sequencer.state.devices["screen"]?.passedOver?.keys.map { $0 } ?? [])
  }

  private func draws(_ hall: VirtualHall) -> [String] {
    hall.moments.flatMap(\.step.decisions).filter { $0.kind == .draw }.compactMap { $0.values[Decision.given]?.text }
  }

  @Test func `are passed over at once, named in a warning, and do not count as shown`() {
    var hall = VirtualHall(show: show(.sequence, 4))
    var screen = DamagedScreen(damaged: ["still-2"], looksAhead: false)
    hall.command(.hall(.open))
    screen.follow(&hall)
    hall.advance(by: .seconds(5))
    #expect(hall.told("screen", .still) == .plain(.text("still-2")))
    screen.follow(&hall)
    #expect(hall.told("screen", .still) == .plain(.text("still-3")), "in the very step in which it was told")
    #expect(hall.sequencer.state.devices["screen"]?.desired.properties[.still]?.over == .seconds(2))
    #expect(
      hall.sequencer.state.warnings["device-stills:screen"]?.text
        == "screen: a still is passed over until mended: still-2: it is damaged")
    #expect(hall.decisions(.draw).contains("work: p passes over still-2, which screen cannot show"))
    hall.advance(by: .seconds(15))
    #expect(draws(hall) == ["still-1", "still-2", "still-3", "still-4", "still-1", "still-3"])
    screen.damaged = []
    hall.advance(by: .seconds(5))
    screen.follow(&hall)
    #expect(hall.sequencer.state.warnings["device-stills:screen"] == nil)
    #expect(hall.sequencer.state.devices["screen"]?.desired.passedOver == nil)
    hall.advance(by: .seconds(10))
    #expect(draws(hall).suffix(3) == ["still-4", "still-1", "still-2"])
  }

  @Test func `are found by a screen that looks ahead before anybody sees that something is missing`() {
    var hall = VirtualHall(show: show(.sequence, 4))
    var screen = DamagedScreen(damaged: ["still-2"])
    hall.command(.hall(.open))
    #expect(hall.sequencer.state.devices["screen"]?.desired.next == "still-2")
    screen.follow(&hall)
    #expect(hall.sequencer.state.devices["screen"]?.desired.next == "still-3")
    #expect(hall.sequencer.state.devices["screen"]?.desired.passedOver == ["still-2"])
    hall.advance(by: .seconds(20))
    #expect(draws(hall) == ["still-1", "still-3", "still-4", "still-1", "still-3"])
  }

  @Test func `leave what hangs where none can be shown, and the hall does not turn in circles`() {
    for order in DrawOrder.allCases {
      var hall = VirtualHall(show: show(order, 5))
      var screen = DamagedScreen(damaged: Set((1...5).map { "still-\($0)" }))
      hall.command(.hall(.open))
      for _ in 0..<20 {
        screen.follow(&hall)
        hall.advance(by: .seconds(5))
      }
      #expect(screen.shown.isEmpty && Set(draws(hall)).count == draws(hall).count, "\(order)")
      screen.damaged = ["still-1"]
      for _ in 0..<10 {
        hall.feed(.restarted(outage: .seconds(1)))
        screen.follow(&hall)
        hall.advance(by: .seconds(5))
      }
      #expect(Set(screen.shown) == ["still-2", "still-3", "still-4", "still-5"], "\(order)")
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `whatever breaks, is mended and restarts, none repeats before all that can be were shown`(_ seed: UInt64) throws
  {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...40, using: &random)
    let items = (1...count).map { "still-\($0)" }
    var hall = VirtualHall(show: show(.noRepeat, count))
    let broken = items.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
    var screen = DamagedScreen(damaged: Set(broken), looksAhead: Bool.random(using: &random))
    var (inRound, told): (Set<String>, Int) = ([], 0)
    // What could not be shown at some time of the round may be left out of it.
    var excused: Set<String> = []
    hall.command(.hall(.open))
    for turn in 0..<(count * 8) {
      excused.formUnion(passed(hall))
      screen.follow(&hall)
      excused.formUnion(passed(hall))
      for still in screen.shown.dropFirst(told) {
        if inRound.contains(still) {
          let unshown = Set(items).subtracting(inRound).subtracting(excused)
          #expect(unshown.isEmpty, "\(still) came again before \(unshown.sorted()), turn \(turn), seed \(seed)")
          (inRound, excused) = ([], passed(hall))
        }
        inRound.insert(still)
      }
      told = screen.shown.count
      // A screen tells what it cannot show before the next one is due.
      hall.advance(by: .seconds(Int64.random(in: 1...4, using: &random)))
      guard turn < count * 6 else { continue }
      switch Int.random(in: 0..<12, using: &random) {
      case 0: items.randomElement(using: &random).map { _ = screen.damaged.insert($0) }
      case 1: screen.damaged.sorted().randomElement(using: &random).map { _ = screen.damaged.remove($0) }
      case 2:
        screen.restart()
        hall.feed(.availability(device: "screen", online: false))
        hall.feed(.availability(device: "screen", online: true))
      case 3:
        // A day later, by another run of the daemon.
        screen.follow(&hall)
        excused.formUnion(passed(hall))
        hall.skip(to: hall.now + .hours(Int64.random(in: 1...30, using: &random)))
        hall.feed(.restarted(outage: .hours(10)))
      default: break
      }
    }
    #expect(draws(hall).count >= screen.shown.count)
    // The day's report says so too, from the inputs alone.
    var again = VirtualHall(show: hall.sequencer.show)
    var report = DayReport(again.sequencer, from: .zero)
    for moment in hall.moments.dropFirst() {
      again.skip(to: moment.input.at)
      report.expect(moment.input, in: again.sequencer)
      let step = again.feed(moment.input.event)
      report.take(moment.input, step, in: again.sequencer)
    }
    report.finish(at: hall.now, in: again.sequencer)
    #expect(again.sequencer.state == hall.sequencer.state)
    let pool = try #require(report.pools.pools.first { $0.key.source == "p" }?.value)
    #expect(pool.repeats.isEmpty, "seed \(seed)")
    #expect(pool.draws + pool.passedOver == draws(hall).count)
  }

  @Test func `outlast the daemon: what its state says is read again as it was written`() throws {
    var hall = VirtualHall(show: show(.noRepeat, 6))
    var screen = DamagedScreen(damaged: ["still-1", "still-4"])
    hall.command(.hall(.open))
    for _ in 0..<8 {
      screen.follow(&hall)
      hall.advance(by: .seconds(5))
    }
    let state = hall.sequencer.state
    #expect(state.devices["screen"]?.passedOver?.keys.sorted() == ["still-1", "still-4"])
    #expect(try JSONDecoder().decode(HallState.self, from: JSONEncoder().encode(state)) == state)
    let rows = JournalRows()
    for moment in hall.moments {
      let row = try rows.row(of: moment.input)
      #expect(try rows.input(of: row) == moment.input)
    }
  }

  @Test func `leave a rotation's account, and come back to it where the least of the others is`() throws {
    var show = TestShow.show([scene("calm", cues: [Cue(action: .still(["screen": "r"]), every: .seconds(10))])])
    show.artworks[0].rotations = ["r": Rotation(id: "r", items: .media(["a", "b", "c"]))]
    var hall = VirtualHall(show: show)
    var screen = DamagedScreen(damaged: ["b"], looksAhead: false)
    hall.command(.hall(.open))
    for _ in 0..<60 {
      screen.follow(&hall)
      hall.advance(by: .seconds(10))
    }
    var known = try #require(hall.sequencer.state.artworks["work"]?.rotations["r"])
    #expect(known.airtime[1] == .zero && known.airtime[0] > .seconds(280) && known.airtime[2] > .seconds(280))
    screen.damaged = []
    screen.follow(&hall)
    // The screen is told what is passed over with whatever comes next.
    hall.advance(by: .seconds(10))
    screen.follow(&hall)
    known = try #require(hall.sequencer.state.artworks["work"]?.rotations["r"])
    #expect(known.airtime[1] >= .seconds(280))
    let before = screen.shown.count
    for _ in 0..<9 {
      hall.advance(by: .seconds(10))
      screen.follow(&hall)
    }
    let later = screen.shown.dropFirst(before)
    #expect(later.count { $0 == "b" } >= 2 && later.count { $0 == "b" } <= 4, "\(later)")
  }
}
