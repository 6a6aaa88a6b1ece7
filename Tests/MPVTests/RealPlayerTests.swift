import BrokerFixture
import DeviceLines
import Foundation
import Glibc
import PlayerSteps
import Sequencer
import Show
import Testing

@testable import MPV

@Suite("mpv itself", .timeLimit(.minutes(2)), .serialized) struct RealPlayerTests {
  @Test("a film plays to its end, and its end is told") func ends() async throws {
    let players = try RealPlayers(["screen"])
    defer { players.end() }
    try players.film("a.mp4", seconds: 1, rate: 8)
    players.driver.desire(PlayerBench.desired("a.mp4", rev: 7, at: players.now()), of: "screen")
    let playing = try await players.first(of: "screen") { report, _ in report.state == "playing" }
    #expect(playing.report.rev == 7 && playing.report.warnings.isEmpty)
    let ended = try await players.first(of: "screen") { report, _ in report.state != "playing" }
    #expect(ended.report == DeviceReport(rev: 7, state: "ended"))
    #expect(ended.facts["frame_rate_hz"] == .number(8))
    players.driver.desire(PlayerBench.desired("a.mp4", rev: 8, at: players.now()), of: "screen")
    let again = try await players.first(of: "screen") { report, _ in report.state == "ended" && report.rev == 8 }
    #expect(again.report.warnings.isEmpty)
  }

  @Test("two players of one film come in step, within a frame of where the show is") func inStep() async throws {
    let players = try RealPlayers(["left", "right"])
    defer { players.end() }
    try players.film("a.mp4", seconds: 20, rate: 25)
    let state = PlayerBench.desired("a.mp4", loop: true, at: players.now() - .seconds(47))
    players.driver.desire(state, of: "left")
    players.driver.desire(state, of: "right")
    for side: DeviceID in ["left", "right"] {
      let found = try await players.first(of: side) { _, facts in
        facts["drift_ms"]?.number.map { abs($0) < 40 } ?? false
      }
      #expect(found.report.state == "playing")
    }
  }

  @Test("three players show the same picture at the same instant, within the time that a picture stands")
  func pictures() async throws {
    let devices: [DeviceID] = ["left", "middle", "right"]
    let players = try RealPlayers(devices)
    defer { players.end() }
    try players.film("a.mp4", seconds: 100, rate: 25)
    let state = PlayerBench.desired("a.mp4", at: players.now() - .seconds(3))
    for device in devices { players.driver.desire(state, of: device) }
    let end = ContinuousClock.now + .seconds(90)
    let meter = try StepMeter(devices.map { players.server(of: $0) }, before: end)
    // They come into step one after the other; each dozen of pictures says how far that is.
    var spread = Double.infinity
    while spread >= 40 { spread = try Self.median(of: StepMeter.spreads(meter.next(12, before: end))) }
    // And they stay in step.
    let spreads = StepMeter.spreads(try meter.next(75, before: end))
    #expect(spreads.count > 30)
    #expect(Self.median(of: spreads) < 40, "\(spreads)")
  }

  @Test(
    "on a display of sixty refreshes a second, pictures of an eighth of a second stand for seven and eight")
  func cadence() throws {
    let players = try RealPlayers([])
    defer { players.end() }
    try players.film("a.mp4", seconds: 60, rate: 8)
    let display = try ChildProcess(["Xvfb", "-displayfd", "1", "-screen", "0", "320x240x24", "-nolisten", "tcp"])
    let end = ContinuousClock.now + .seconds(90)
    var number: Int?
    while number == nil, let line = display.nextLine(before: end) { number = Int(line) }
    let shown = try #require(number)
    let settings = MPVSettings(moreArguments: [
      "--vo=sdl", "--ao=null", "--fullscreen=no", "--pause=no", "--override-display-fps=60",
      "--input-ipc-server=\(players.server(of: "screen"))", players.path("a.mp4"),
    ])
    let arguments = settings.arguments(output: nil, audio: nil).filter { $0.hasPrefix("--input-ipc-client") == false }
    let mpv = try ChildProcess(["env", "-u", "WAYLAND_DISPLAY", "DISPLAY=:\(shown)"] + arguments)
    defer { mpv.end() }
    // The mean of refreshes a picture over its last pictures: 7.5 where sevens and eights come by turns. A machine that has no
    // time for mpv makes a picture stand longer now and then.
    let meter = try StepMeter([players.server(of: "screen")], of: "vsync-ratio", before: end)
    let means = try meter.next(24, before: end)[0].suffix(16).map(\.position)
    #expect((7.4...7.6).contains(Self.median(of: means)), "\(means)")
  }

  private static func median(of numbers: [Double]) -> Double {
    numbers.isEmpty ? .infinity : numbers.sorted()[numbers.count / 2]
  }

  @Test("a file that is no film gives way to a still, and so does one that is not there") func broken() async throws {
    let players = try RealPlayers(["screen"])
    defer { players.end() }
    try Data("no film".utf8).write(to: URL(filePath: players.path("a.mp4")))
    try players.still("a.png")
    players.driver.desire(PlayerBench.desired("a.mp4", at: players.now()), of: "screen")
    let still = try await players.first(of: "screen") { report, _ in report.state == "still" }
    #expect(still.report.warnings.first?.contains("a.mp4") == true && still.facts["health"] == .text("partially"))
    players.driver.desire(PlayerBench.desired("none.mp4", rev: 2, at: players.now()), of: "screen")
    let dark = try await players.first(of: "screen") { report, _ in report.rev == 2 }
    #expect(dark.report.state == "broken")
  }

  @Test("a player that is killed comes back, plays on where the show is, and never stands there twice")
  func killed() async throws {
    let players = try RealPlayers(["screen"])
    defer { players.end() }
    try players.film("a.mp4", seconds: 20, rate: 25)
    players.driver.desire(PlayerBench.desired("a.mp4", loop: true, at: players.now()), of: "screen")
    _ = try await players.first(of: "screen") { report, _ in report.state == "playing" }
    let first = try #require(players.openers["screen"]?.children.last)
    kill(first, SIGKILL)
    for await (_, told) in players.told where told == .availability(online: false) { break }
    let back = try await players.first(of: "screen") { report, _ in report.state == "playing" }
    #expect(back.report.rev == 1)
    #expect(players.openers["screen"]?.children.count == 2)
    #expect(kill(first, 0) == -1, "the first is gone and taken from the system")
  }

  @Test("with the driver all players end") func end() async throws {
    let players = try RealPlayers(["left", "right"])
    for side: DeviceID in ["left", "right"] {
      for await (id, told) in players.told where id == side && told == .availability(online: true) { break }
      if side == "left" { break }
    }
    players.end()
    let children = players.openers.values.flatMap(\.children)
    #expect(children.isEmpty == false && children.allSatisfy { kill($0, 0) == -1 })
  }
}
