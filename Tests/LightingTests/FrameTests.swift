import Sequencer
import Show
import Synchronization
import Testing

@testable import Lighting

/// A line that keeps what was sent.
final class KeptLine: UniverseLine {
  struct Kept { var frames: [[UInt8]] = []; var ends = 0; var failure: Int32 = 0 }
  let kept = Mutex(Kept())

  func send(_ slots: [UInt8]) -> Int32 {
    kept.withLock {
      $0.frames.append(slots)
      return $0.failure
    }
  }
  func terminate() { kept.withLock { $0.ends += 1 } }
}

/// A protocol whose lines keep what was sent.
final class KeptFamily: LineFamily {
  let lineProtocol = LightUniverse.LineProtocol.sacn
  let lines = Mutex([Int: KeptLine]())
  let beats = Atomic<Int>(0)

  func follow(_ hall: Hall) {}
  func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine {
    if universe.address == "nowhere" { throw .address("nowhere") }
    let line = KeptLine()
    lines.withLock { $0[universe.number] = line }
    return line
  }
  func frameEnded() { beats.add(1, ordering: .relaxed) }
  func end() {}
}

func lightHall(_ places: [(DeviceID, String, Int, Int)], universes: [LightUniverse]) -> Hall {
  var hall = Hall(name: "h", topics: "hall/h")
  for (id, model, universe, slot) in places {
    hall.devices[id] = Device(id: id, kind: .light, model: model, universe: universe, slot: slot)
  }
  for universe in universes { hall.universes[universe.number] = universe }
  return hall
}

func level(_ level: Double, rev: Int64 = 1, from: Double? = nil, over: Int64 = 0) -> DesiredState {
  DesiredState(
    rev: rev, at: .zero,
    properties: [
      .level: Fade(
        from: from.map { .plain(.number($0)) }, to: .plain(.number(level)), at: .zero, over: .milliseconds(over))
    ])
}

private let frame: Int64 = 1_000_000_000 / 44

@Suite("Frames")
struct FrameTests {
  private func stage(_ hall: Hall, _ states: [DeviceID: DesiredState] = [:]) -> (LightStage, LightPlan, [KeptLine]) {
    let patch = Patch(hall)
    let lines = patch.universes.map { _ in KeptLine() }
    let plan = LightPlan(
      patch: patch, cells: patch.fixtures.map { LightCell($0) },
      lines: zip(patch.universes, lines).map { OpenLine($0, $1) },
      courses: patch.fixtures.map { states[$0.device].map { LightCourses($0) } })
    return (LightStage(plan), plan, lines)
  }

  private let hall = lightHall(
    [("a", "dimmer", 1, 1), ("b", "dimmer", 2, 512)],
    universes: [LightUniverse(number: 1, lineProtocol: .sacn), LightUniverse(number: 2, lineProtocol: .sacn)])

  @Test("a change goes out in the next frame, three more times, and then about once a second")
  func rhythm() {
    var (stage, plan, lines) = stage(hall, ["a": level(0, rev: 0), "b": level(0, rev: 0)])
    func run(_ frames: ClosedRange<Int64>) -> [Int] {
      for number in frames { _ = stage.frame(at: number * frame, showMilliseconds: number * 22) }
      return lines.map { line in line.kept.withLock { $0.frames.count } }
    }
    #expect(run(1...4) == [4, 4])
    #expect(run(5...20) == [4, 4])
    plan.cells[0].inbox.post(LightCourses(level(1)))
    #expect(run(21...21) == [5, 4])
    #expect(lines[0].kept.withLock { $0.frames.last?.first } == 255)
    #expect(plan.cells[0].sentRev.load(ordering: .relaxed) == 1)
    #expect(run(22...30) == [8, 4])
    // The second universe is quiet since frame 4: 900 ms are 39.6 frames.
    #expect(run(31...43) == [8, 4])
    #expect(run(44...44) == [8, 5])
    // Every 40 frames from 64 on, and from 84 on.
    #expect(run(45...484) == [8 + 11, 5 + 11])
  }

  @Test("a universe is quiet until all its lights are known, and no longer than a second")
  func quiet() {
    let two = lightHall(
      [("a", "dimmer", 1, 1), ("b", "dimmer", 1, 2), ("c", "dimmer", 2, 1)],
      universes: [LightUniverse(number: 1, lineProtocol: .sacn), LightUniverse(number: 2, lineProtocol: .sacn)])
    var (stage, plan, lines) = stage(two, ["a": level(1)])
    func run(_ frames: ClosedRange<Int64>) -> [[[UInt8]]] {
      for number in frames { _ = stage.frame(at: number * frame, showMilliseconds: number * 22) }
      return lines.map { line in line.kept.withLock { $0.frames.map { Array($0.prefix(2)) } } }
    }
    #expect(run(1...10) == [[], []])
    plan.cells[1].inbox.post(LightCourses(level(1)))
    #expect(run(11...11) == [[[255, 255]], []], "never a frame in which one of them is dark")
    #expect(run(12...44)[1].isEmpty)
    #expect(run(45...46)[1].first == [0, 0], "nobody ever said what c is to be")
  }

  @Test("a universe whose receivers bear less gets less, and its newest levels all the same")
  func rate() {
    let slow = lightHall(
      [("a", "dimmer-16", 1, 1)],
      universes: [
        LightUniverse(number: 1, lineProtocol: .sacn, rateHz: 20)
      ])
    var (stage, plan, lines) = stage(slow)
    plan.cells[0].inbox.post(LightCourses(level(1, from: 0, over: 1000)))
    for number in Int64(1)...88 { _ = stage.frame(at: number * frame, showMilliseconds: number * frame / 1_000_000) }
    let kept = lines[0].kept.withLock { $0.frames }
    #expect((15...20).contains(kept.prefix { $0[0] < 255 }.count))
    #expect(kept.last?.prefix(2) == [255, 255])
  }

  @Test("a fade is told frame by frame, and costs nothing when it is over")
  func fade() {
    var (stage, plan, lines) = stage(hall)
    plan.cells[1].inbox.post(LightCourses(level(1, from: 0, over: 1000)))
    for number in Int64(1)...60 { _ = stage.frame(at: number * frame, showMilliseconds: number * frame / 1_000_000) }
    let kept = lines[1].kept.withLock { $0.frames.map { $0[511] } }
    #expect(kept == kept.sorted())
    // Frame 44 is at 999 ms: the fade's end is seen in frame 45.
    #expect(kept.count == 45 + 3)
    #expect(kept.last == 255)
  }

  @Test("another show ends the streams that it has no more, moves lights, and leaves the rest as it was")
  func follow() {
    var (stage, plan, lines) = stage(hall, ["a": level(0.5), "b": level(1)])
    _ = stage.frame(at: frame, showMilliseconds: 1)
    let moved = lightHall([("a", "dimmer", 1, 9)], universes: [LightUniverse(number: 1, lineProtocol: .sacn)])
    let patch = Patch(moved)
    stage.follow(
      LightPlan(
        patch: patch, cells: patch.fixtures.map { LightCell($0) }, lines: [plan.lines[0]],
        courses: [LightCourses(level(0.5, rev: 4))]))
    _ = stage.frame(at: 2 * frame, showMilliseconds: 23)
    #expect(stage.hasNews)
    #expect(lines.map { line in line.kept.withLock { $0.ends } } == [0, 1])
    let last = lines[0].kept.withLock { $0.frames.last ?? [] }
    #expect(last.indices.filter { last[$0] != 0 } == [8])
    #expect(last[8] == 128)
  }

  @Test("an address that this machine has not is named, with the way out")
  func foreignInterface() throws {
    let documentation = try #require(IPv4Endpoint("192.0.2.1", port: 0)).address
    let fault = #expect(throws: LineFault.self) { try DatagramSocket(interface: documentation) }
    #expect(fault == .interface(documentation))
    #expect(fault?.description == "this machine has no address 192.0.2.1: name one of its own (ip -4 address)")
    #expect(NetworkInterface.broadcast(of: documentation, port: 1) == nil)
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0)).address
    #expect(NetworkInterface.broadcast(of: loopback, port: 6454)?.description == "127.255.255.255:6454")
  }

  @Test("classes of lateness bound what was counted, within a quarter")
  func jitter() {
    var histogram = JitterHistogram()
    for late in [Int64(0), 3, 4, 5, 7, 8, 100, 1000, 65_000] { histogram.count(lateNanoseconds: late * 1000) }
    #expect(histogram.quantileMicroseconds(0.01) == 0)
    #expect(histogram.quantileMicroseconds(1) == 65_000)
    for late in Int64(1)...60_000 {
      var one = JitterHistogram()
      one.count(lateNanoseconds: late * 1000)
      one.count(lateNanoseconds: 64_000_000)
      let bound = one.quantileMicroseconds(0.5)
      #expect(bound >= late && bound <= late + max(0, late / 4))
    }
  }
}

@Suite("The driver of the lights")
struct LightingDriverTests {
  @Test(
    "a desired state reaches the wire, is told as assumed, and the stream ends in good order", .timeLimit(.minutes(1)))
  func whole() async throws {
    let family = KeptFamily()
    let driver = LightingDriver(families: [family]) { .zero }
    let hall = lightHall(
      [("a", "dimmer", 1, 1), ("b", "dimmer", 2, 1), ("c", "dimmer", 3, 1), ("d", "dimmer", 9, 1)],
      universes: [
        LightUniverse(number: 1, lineProtocol: .sacn), LightUniverse(number: 2, lineProtocol: .artnet),
        LightUniverse(number: 3, lineProtocol: .sacn, address: "nowhere"),
      ])
    let (reports, told) = AsyncStream.makeStream(of: (DeviceID, DriverReport).self)
    driver.begin { told.yield(($0, $1)) }
    #expect(driver.follow(hall) == ["a", "b", "c"])
    #expect(driver.faults == [2: .lineProtocol("artnet"), 3: .address("nowhere")])
    driver.desire(level(1, rev: 7), of: "a")
    driver.desire(level(1, rev: 8), of: "c")
    driver.desire(level(1, rev: 9), of: "d")
    var seen: [DeviceID: DriverReport] = [:]
    for await (device, report) in reports {
      seen[device] = report
      if seen.count == 2 { break }
    }
    #expect(seen["a"] == .actual(DeviceReport(rev: 7, state: "sent"), facts: ["assumed": .flag(true)]))
    guard case .actual(let report, _)? = seen["c"] else {
      Issue.record("c told nothing")
      return
    }
    #expect(report.warnings == ["universe 3 does not go out: `nowhere` is no IPv4 address: write it like 10.0.0.7"])
    driver.end()
    let line = try #require(family.lines.withLock { $0[1] })
    #expect(line.kept.withLock { $0.frames.last?.first } == 255)
    #expect(line.kept.withLock { $0.ends } == 1)
    #expect(family.beats.load(ordering: .relaxed) > 0)
  }
}
