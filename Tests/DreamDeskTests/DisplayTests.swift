import BrokerFixture
import Foundation
import Glibc
import Onirica
import Screens
import Testing

@Suite("A display for real", .timeLimit(.minutes(3)), .serialized)
struct DisplayTests {
  private static let width = 320, height = 200

  /// A picture in which every pixel tells where it stands.
  private func pattern(_ blue: UInt32) -> [UInt32] {
    (0..<(DisplayTests.width * DisplayTests.height)).map { at in
      let x = UInt32(at % DisplayTests.width), y = UInt32(at / DisplayTests.width)
      return (x & 0xff) << 16 | (y & 0xff) << 8 | (blue ^ (x >> 8)) & 0xff
    }
  }

  private func output(drivers: [DisplayDriver]) throws -> DisplayOutput {
    try DisplayOutput(
      DisplayWish(drivers: drivers, isWindow: true, title: "a test"),
      settings: ScreenLoop.Settings(
        width: DisplayTests.width, height: DisplayTests.height, framesPerSecond: 60, threadCount: 1, level: .portable),
      program: reverieProgram, note: { _ in })
  }

  private func offer(_ words: [UInt32], to output: DisplayOutput) {
    let frame = output.exchange.writable
    for y in 0..<DisplayTests.height {
      for x in 0..<DisplayTests.width { frame[x, y] = words[y * DisplayTests.width + x] }
    }
    output.exchange.publish()
  }

  /// Lets others work; throws when the time limit is over.
  private func breathe() async throws {
    try Task.checkCancellation()
    await Task.yield()
  }

  /// Offers a picture until it is what the screen shows, pixel for pixel; the time limit ends what never comes.
  private func show(_ words: [UInt32], by output: DisplayOutput, on display: VirtualDisplay) async throws {
    while true {
      try await breathe()
      offer(words, to: output)
      let shot = try display.screenshot(width: DisplayTests.width, height: DisplayTests.height)
      if shot == words { return }
    }
  }

  @Test("a window shows the frame pixel for pixel, comes back after its server was killed, and hands keys on")
  func window() async throws {
    let display = try VirtualDisplay(width: DisplayTests.width, height: DisplayTests.height)
    setenv("DISPLAY", ":\(display.number)", 1)
    unsetenv("WAYLAND_DISPLAY")
    let output = try output(drivers: [.wayland, .x11])
    defer { output.stop() }
    try await show(pattern(0x40), by: output, on: display)
    #expect(output.warning == nil)
    guard case .open(.x11, DisplayTests.width, DisplayTests.height, _, _) = output.openDisplay else {
      Issue.record("\(String(describing: output.openDisplay))")
      return
    }
    try ChildProcess.run(["xdotool", "mousemove", "100", "100", "key", "Right"])
    var keys: [String] = []
    while !keys.contains("Right") {
      keys += output.takeKeys()
      try await breathe()
    }
    display.kill()
    while output.warning == nil {
      offer(pattern(0x80), to: output)
      try await breathe()
    }
    // Whoever looks late sees that it could not be opened again, either.
    let loss = try #require(output.warning)
    #expect(loss.contains("went away") || loss.contains("frames go on"), "\(loss)")
    let again = try VirtualDisplay(number: display.number, width: DisplayTests.width, height: DisplayTests.height)
    try await show(pattern(0xc0), by: output, on: again)
    #expect(output.warning == nil)
  }

  @Test("where no driver gives a display, each is named with its reason, and frames go on")
  func headless() async throws {
    let output = try output(drivers: [.kmsdrm])
    defer { output.stop() }
    while output.warning == nil {
      offer(pattern(1), to: output)
      try await breathe()
    }
    #expect(output.warning?.contains("kmsdrm: ") == true)
    #expect(output.warning?.contains("frames go on") == true)
  }
}
