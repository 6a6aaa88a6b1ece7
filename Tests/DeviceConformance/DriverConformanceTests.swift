import DeviceLines
import Sequencer
import Show
import Testing

@Suite("Every driver", .timeLimit(.minutes(1))) struct DriverConformanceTests {
  @Test("a device that does what it is told confirms it", arguments: Protocol.allCases)
  func obedient(kind: Protocol) async throws {
    let bench = Bench(kind, ["a": .obedient])
    defer { bench.driver.end() }
    bench.desire(7, of: "a")
    try await bench.confirms(7, "a")
    #expect(bench.seen.reports(of: "a").contains(.availability(online: true)))
  }

  @Test(
    "beside one that is dead, slow, refuses, lies or is away, another confirms as if it were alone",
    arguments: Protocol.allCases, [Manner.dead, .slow, .refusing, .lying, .away])
  func others(kind: Protocol, manner: Manner) async throws {
    let bench = Bench(kind, ["bad": manner, "good": .obedient])
    defer { bench.driver.end() }
    bench.desire(1, of: "bad")
    for rev in Int64(2)...6 {
      bench.desire(rev, of: "good")
      try await bench.confirms(rev, "good")
    }
    switch manner {
    case .slow: try await bench.confirms(1, "bad")
    case .away: try await bench.wait(for: "bad") { $0 == .availability(online: false) }
    case .refusing where kind.answers:
      try await bench.wait(for: "bad") {
        if case .actual(let report, _) = $0 { report.warnings.isEmpty == false } else { false }
      }
    case .dead, .refusing, .lying, .obedient: #expect(bench.hasConfirmed("bad") == false || kind.answers == false)
    }
  }

  @Test("a device that was away comes back, and becomes what is wanted by then", arguments: Protocol.allCases)
  func comesBack(kind: Protocol) async throws {
    let bench = Bench(kind, ["a": .away])
    defer { bench.driver.end() }
    bench.desire(1, of: "a")
    try await bench.wait(for: "a") { $0 == .availability(online: false) }
    bench.desire(2, of: "a")
    bench.peers["a"]?.manner = .obedient
    try await bench.confirms(2, "a")
    #expect(bench.seen.reports(of: "a").count { $0 == .availability(online: false) } == 1)
    #expect(bench.seen.reports(of: "a").contains(.availability(online: true)))
  }

  @Test("ten thousand desires in a moment lead to the last", .serialized, arguments: Protocol.allCases)
  func flood(kind: Protocol) async throws {
    let bench = Bench(kind, ["a": .obedient, "b": .slow])
    defer { bench.driver.end() }
    for rev in Int64(1)...10_000 {
      bench.desire(rev, of: "a")
      bench.desire(rev, of: "b")
    }
    try await bench.confirms(10_000, "a")
    try await bench.confirms(10_000, "b")
  }

  @Test(
    "a driver ends whatever its devices do, and lets go of their lines", arguments: Protocol.allCases,
    [Manner.obedient, .dead, .slow, .away])
  func ends(kind: Protocol, manner: Manner) async throws {
    let bench = Bench(kind, ["a": manner])
    bench.desire(1, of: "a")
    while manner != .away, bench.peers["a"]?.opened == 0 { await Task.yield() }
    bench.driver.end()
    let told = bench.seen.count
    bench.desire(2, of: "a")
    bench.driver.end()
    while bench.peers["a"]?.lines != 0 {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(bench.seen.count == told)
  }

  @Test("another hall is followed; what is the same in both goes on as it was", arguments: Protocol.allCases)
  func follows(kind: Protocol) async throws {
    let bench = Bench(kind, ["kept": .obedient, "gone": .obedient, "new": .obedient], devices: ["kept", "gone"])
    defer { bench.driver.end() }
    bench.desire(1, of: "kept")
    bench.desire(1, of: "gone")
    try await bench.confirms(1, "kept")
    try await bench.confirms(1, "gone")
    let opened = bench.peers["kept"]?.opened
    #expect(bench.driver.follow(bench.hall(["kept", "new"])) == ["kept", "new"])
    bench.desire(2, of: "new")
    try await bench.confirms(2, "new")
    while bench.peers["gone"]?.lines != 0 {
      try Task.checkCancellation()
      await Task.yield()
    }
    if kind == .mpv { #expect(bench.peers["kept"]?.opened == opened, "its process was not started again") }
    #expect(bench.seen.reports(of: "kept").contains(.availability(online: false)) == false)
    bench.desire(3, of: "kept")
    try await bench.confirms(3, "kept")
  }

  @Test("a driver that never began ends, and one that ended does not begin", arguments: Protocol.allCases)
  func neverBegan(kind: Protocol) {
    let driver = kind.driver([:]) { .zero }
    #expect(driver.follow(Hall(name: "h", topics: "h", operators: [:])).isEmpty)
    driver.end()
    driver.begin { _, _ in Issue.record("it told something") }
  }
}
