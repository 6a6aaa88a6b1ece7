import BrokerFixture
import Foundation
import Glibc
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("A player's keys")
struct PlayingTests {
  private func playing(_ stages: [Stage], from: Double = 0) throws -> Playing {
    let folder = try TestFolder()
    try folder.makeNight("demo", stages)
    let night = try NightFile.read(path: "\(folder.path)/demo.night")
    let passage = try #require(Passage(through: night, from: from))
    return Playing(
      night: night, passage: passage, stage: nil, speed: 1, seed: 5, look: "b", looks: ["a", "b", "c"],
      atUnixSeconds: 1000)
  }

  @Test("the night runs, is scrubbed from where it is, and at another speed goes on from there")
  func scrubbing() throws {
    var playing = try playing([.wake, .n2, .n3, .rem], from: 10)
    #expect(playing.position(atUnixSeconds: 1005) == 15)
    #expect(playing.press("Right", atUnixSeconds: 1005) == [.show])
    #expect(playing.position(atUnixSeconds: 1006) == 26)
    #expect(playing.press("Up", atUnixSeconds: 1006) == [.show])
    #expect(playing.press("=", atUnixSeconds: 1006) == [.show] && playing.speed == 2)
    #expect(playing.position(atUnixSeconds: 1010) == 94)
    #expect(abs(playing.course.position(at: 1010) - 94) < 1e-6)
    #expect(playing.press("Home", atUnixSeconds: 1010) == [.show])
    #expect(playing.position(atUnixSeconds: 1010) == 0)
    #expect(playing.press("Left", atUnixSeconds: 1010) == [.show])
    #expect(playing.position(atUnixSeconds: 1010) == 110, "the night is a ring")
    for _ in 0..<20 { _ = playing.press("Keypad +", atUnixSeconds: 1010) }
    #expect(playing.speed == 600)
    for _ in 0..<20 { _ = playing.press("-", atUnixSeconds: 1010) }
    #expect(playing.speed == 0.25)
  }

  @Test("a stage alone runs through its periods from here on; one that is missing is said")
  func stages() throws {
    var playing = try playing([.wake, .rem, .n2, .rem], from: 45)
    #expect(playing.press("5", atUnixSeconds: 1000) == [.show])
    #expect(playing.position(atUnixSeconds: 1000) == 45 && playing.position(atUnixSeconds: 1020) == 95)
    #expect(playing.title(atUnixSeconds: 1020) == "REM (only REM) at 0:01:35 · ×1 · seed 5 · look b · h: keys")
    #expect(playing.press("2", atUnixSeconds: 1020) == [.say("the night has no N1")])
    #expect(playing.position(atUnixSeconds: 1020) == 95)
    #expect(playing.press("0", atUnixSeconds: 1020) == [.show])
    #expect(playing.position(atUnixSeconds: 1021) == 96 && playing.stage == nil)
  }

  @Test("it stands still and goes on; what moves something ends the pause")
  func pause() throws {
    var playing = try playing([.wake, .rem])
    #expect(playing.press("Space", atUnixSeconds: 1003) == [.pause])
    #expect(playing.position(atUnixSeconds: 1009) == 3)
    #expect(playing.title(atUnixSeconds: 1009).contains("paused"))
    #expect(playing.press("H", atUnixSeconds: 1009) == [.showHelp])
    #expect(playing.press("N", atUnixSeconds: 1009) == [.standAgain] && playing.seed == 5)
    #expect(playing.press("Space", atUnixSeconds: 1010) == [.goOn])
    #expect(playing.position(atUnixSeconds: 1012) == 5)
    #expect(playing.press("Space", atUnixSeconds: 1012) == [.pause])
    #expect(playing.press("Right", atUnixSeconds: 1020) == [.show])
    #expect(playing.position(atUnixSeconds: 1021) == 16)
  }

  @Test("seeds and looks go on and back, help covers, and every key of the table means something")
  func others() throws {
    var playing = try playing([.wake])
    #expect(playing.press("N", atUnixSeconds: 1000) == [.show] && playing.seed == 6)
    #expect(playing.press("B", atUnixSeconds: 1000) == [.show] && playing.seed == 5)
    #expect(playing.press("L", atUnixSeconds: 1000) == [.useLook("c")])
    #expect(playing.press("L", atUnixSeconds: 1000) == [.useLook("a")])
    #expect(playing.press("K", atUnixSeconds: 1000) == [.useLook("c")])
    #expect(playing.press("F1", atUnixSeconds: 1000) == [.showHelp])
    #expect(playing.press("X", atUnixSeconds: 1000) == [.goOn])
    #expect(playing.press("H", atUnixSeconds: 1000) + playing.press("Q", atUnixSeconds: 1000) == [.showHelp, .end])
    #expect(playing.press("X", atUnixSeconds: 1000) == [.goOn] && playing.press("X", atUnixSeconds: 1000) == [])
    #expect(PlayKey.table.count == 13)
    let page = try PlayHelp.page(width: 640, height: 360)
    let ink = (0..<360).flatMap { y in (0..<640).map { page[$0, y] } }.count { $0 >> 8 & 255 > 120 }
    #expect(ink > 1500 && ink < 640 * 360 / 10, "\(ink) pixels of letters")
  }
}

@Suite("A player for real", .timeLimit(.minutes(3)), .serialized)
struct PlayTests {
  private let folder: TestFolder
  private let display: VirtualDisplay

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.wake, .n2, .rem, .n3])
    try folder.makeNight("private", [.n2], consent: Consent(uses: [.research], expiresUnixSeconds: nil))
    display = try VirtualDisplay(width: 320, height: 200)
  }

  /// The number of a display that nobody starts: the one of a display that was killed is soon another test's.
  private static let nowhere = 59_999

  private func play(_ night: String, on number: Int? = nil, _ more: String...) throws -> ChildProcess {
    let environment = ["DISPLAY=:\(number ?? display.number)", "WAYLAND_DISPLAY=", "XDG_RUNTIME_DIR=\(folder.path)"]
    return try ChildProcess(
      ["env"] + environment + [
        reverieProgram, "play", "\(folder.path)/\(night).night", "--size", "320x200", "--fps", "20", "--stills",
        folder.path, "--display", "x11",
      ] + more)
  }

  private func press(_ key: String) throws {
    try ChildProcess.run(["env", "DISPLAY=:\(display.number)", "xdotool", "mousemove", "100", "100", "key", key])
  }

  /// Waits for something; the suite's time limit ends what never comes.
  private func until(_ isThere: () throws -> Bool) async throws {
    while try !isThere() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  private func title() throws -> String {
    let search = ["env", "DISPLAY=:\(display.number)", "xdotool", "search", "--name", "reverie", "getwindowname"]
    return (try? ChildProcess.run(search)) ?? ""
  }

  private func shot() throws -> [UInt32] { try display.screenshot(width: 320, height: 200) }

  @Test("a window dreams, its title follows the keys, a pause stands still, a still is saved, q ends")
  func window() async throws {
    let program = try play("demo", "--renderer", "cpu")
    try await until { try shot().contains { $0 & 0xff > 40 } }
    try await until { try title().contains("W at 0:00:") }
    try press("5")
    try await until { try title().contains("REM (only REM) at 0:01:") }
    try press("plus")
    try await until { try title().contains("×2") }
    try press("space")
    try await until { try title().contains("paused") }
    try await until { try shot() == shot() }
    let paused = try shot()
    try press("h")
    try await until {
      let now = try shot()
      return try now != paused && now == shot()
    }
    try press("h")
    try await until { try shot() == paused }
    try press("s")
    try await until {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".png") }
    }
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".png") })
    #expect(name.hasPrefix("dream-REM-") && name.hasSuffix("s-seed-1.png"))
    let still = try PictureFolder.decode("\(folder.path)/\(name)")
    #expect((0..<200).flatMap { y in (0..<320).map { still[$0, y] } } == paused)
    #expect(NightMark.id(inFile: "\(folder.path)/\(name)") == NightID(4))
    try press("q")
    #expect(try await program.ending() == 0)
  }

  @Test("a sound's device that is missing is told above the window, and the dream goes on")
  func deaf() async throws {
    let program = try play("demo", "--sound", "alsa:there-is-none")
    try await until { try title().contains("h: keys · sound not heard") }
    try await until { try shot().contains { $0 & 0xff > 40 } }
    try press("q")
    #expect(try await program.ending() == 0)
  }

  @Test("a graphics device draws the player's window too")
  func device() async throws {
    let program = try play("demo", "--renderer", "gpu")
    try await until { try shot().contains { $0 & 0xff > 40 } }
    try press("q")
    #expect(try await program.ending() == 0)
    #expect(!program.remainingOutput().contains("the processor draws"))
  }

  @Test("a night that may not be shown is not; without a display it says so")
  func refused() async throws {
    #expect(try await play("private").ending() == 65)
    #expect(try await play("demo", on: Self.nowhere).ending() == 69)
  }
}
