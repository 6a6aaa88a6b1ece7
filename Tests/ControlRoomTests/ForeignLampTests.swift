import BrokerFixture
import Foundation
import Glibc
import Sequencer
import Show
import Synchronization
import Testing

@testable import ControlRoom

/// A lamp in Python with paho, in the words of Zigbee2MQTT, at a broker of its own.
private final class PahoLamp: Sendable {
  let process: ChildProcess
  private let text = Mutex("")

  init(_ python: String, port: Int) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "zigbee2mqtt_lamp.py")
    process = try ChildProcess([python, script.path(percentEncoded: false), "\(port)"])
    try #require(process.nextLine(before: .now + .seconds(60)) == "there")
  }

  /// What it printed so far.
  var lines: [String] {
    text.withLock { text in
      text += process.remainingOutput()
      return text.split(separator: "\n").map(String.init)
    }
  }

  func kill() {
    process.send(SIGKILL)
    process.wait()
  }
}

@Suite("A lamp of Zigbee2MQTT at a real broker", .timeLimit(.minutes(3))) struct ForeignLampTests {
  @Test("is driven by the daemon's link, missed when its bridge dies, and made right when it comes back")
  func lamp() async throws {
    guard let python = ForeignPython.path(having: "paho.mqtt.client") else { return }
    let folder = FileManager.default.temporaryDirectory.appending(path: "lamp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let broker = try PrivateBroker()
    let lamp = try PahoLamp(python, port: broker.port)
    let wall = try #require(WallInstant(rfc3339: "2025-06-10T10:00:00Z"))
    let bench = try await RoomBench(
      folder.appending(path: "journal.sqlite").path(percentEncoded: false), at: wall, drivers: nil,
      cue: "{ at: 200ms, fade: { lamp.level: 0.5, lamp.kelvin: 4000 }, over: 300ms }", broker: broker.url,
      lamp: "{ kind: light, connection: { zigbee2mqtt: hall/lamp 1, kelvin: 2200..6500 } }")
    try await bench.waits { $0.isLit && $0.foreignLamp?.online == true }
    #expect(lamp.lines.contains { $0.hasPrefix("get live") }, "it is asked before it is told")
    let told = try #require(lamp.lines.last { $0.hasPrefix("set live") })
    #expect(told.contains(#""brightness":127"#) && told.contains(#""color_temp":250"#), "\(told)")
    #expect(lamp.lines.contains { $0.contains("retained") } == false)
    lamp.kill()
    try await bench.waits { $0.foreignLamp?.online == false }
    #expect(await bench.room.sequencer.activeWarnings.contains { $0.id == "device-offline:lamp" })
    let another = try PahoLamp(python, port: broker.port)
    try await bench.waits { $0.foreignLamp?.online == true }
    try await bench.waits { _ in another.lines.contains { $0.hasPrefix(#"set live {"brightness":127"#) } }
    try await bench.waits { $0.isLit }
    await bench.stop()
    another.kill()
  }
}

extension RoomBench {
  /// Waits until a room is so.
  func waits(_ isSo: @Sendable (isolated ControlRoom) -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while await isSo(room) == false {
      if ContinuousClock.now > end { throw CancellationError() }
      try Task.checkCancellation()
      await Task.yield()
    }
  }
}

extension ControlRoom {
  fileprivate var foreignLamp: DeviceState? { sequencer.state.devices["lamp"] }
  /// Whether the lamp confirmed that it is half bright.
  fileprivate var isLit: Bool {
    guard let lamp = foreignLamp, lamp.desired.properties[.level]?.to == .plain(.number(0.5)) else { return false }
    return lamp.confirmedRev == lamp.desired.rev && lamp.reported == "on"
  }
}
