import DeviceLines
import Foundation
import Glibc
import Sequencer
import Show
import Synchronization
import Testing

@testable import MPV

/// Starts mpv, and remembers its processes.
final class NotingOpener: LineOpener {
  private let opener: ProcessOpener
  private let noted = Mutex<[Int32]>([])

  init(_ opener: ProcessOpener) { self.opener = opener }
  var children: [Int32] { noted.withLock { $0 } }

  func open() throws(LineFault) -> OpenLine {
    let line = try opener.open()
    if let child = line.child { noted.withLock { $0.append(child) } }
    return line
  }
}

/// Real players without screen and sound, in a folder of small media that ffmpeg makes.
struct RealPlayers {
  let folder: URL
  let driver: LineDriver<PlayerMachine>
  let openers: [DeviceID: NotingOpener]
  let told: AsyncStream<(DeviceID, DriverReport)>
  let now: @Sendable () -> ShowInstant

  init(_ devices: [DeviceID]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "players-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let settings = MPVSettings(
      mediaFolder: folder.path(percentEncoded: false), moreArguments: ["--vo=null", "--ao=null", "--fullscreen=no"])
    let begun = ContinuousClock.now
    let now: @Sendable () -> ShowInstant = {
      .zero + .milliseconds(3_600_000 + Int64((ContinuousClock.now - begun) / .milliseconds(1)))
    }
    let place = folder
    let openers = Dictionary(
      uniqueKeysWithValues: devices.map {
        let server = "--input-ipc-server=\(Self.server(of: $0, in: place))"
        return ($0, NotingOpener(ProcessOpener(settings.arguments(output: nil, audio: nil) + [server])))
      })
    driver = LineDriver("players", showNow: now) { device in
      openers[device.id].map { DrivenDevice(PlayerMachine(settings, seed: RetryRhythm.seed(of: device.id)), over: $0) }
    }
    (self.now, self.openers) = (now, openers)
    let (stream, continuation) = AsyncStream.makeStream(of: (DeviceID, DriverReport).self)
    told = stream
    driver.begin { continuation.yield(($0, $1)) }
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = Dictionary(uniqueKeysWithValues: devices.map { ($0, Device(id: $0, kind: .player)) })
    #expect(driver.follow(hall) == Set(devices))
  }

  /// Where a player tells its pictures to whoever wants to know, beside its driver.
  func server(of device: DeviceID) -> String { Self.server(of: device, in: folder) }

  private static func server(of device: DeviceID, in folder: URL) -> String {
    folder.appending(path: "\(device.text).socket").path(percentEncoded: false)
  }

  /// Makes a film of moving pictures.
  func film(_ name: String, seconds: Int, rate: Int) throws {
    try run([
      "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=\(rate):duration=\(seconds)", "-pix_fmt",
      "yuv420p", path(name),
    ])
  }

  /// Makes a still.
  func still(_ name: String) throws {
    try run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=size=16x16", "-frames:v", "1", path(name)])
  }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// What a device tells first that is as wanted.
  func first(
    of device: DeviceID, _ isWanted: (DeviceReport, [String: Value]) -> Bool
  ) async throws -> (report: DeviceReport, facts: [String: Value]) {
    for await (id, told) in told where id == device {
      if case .actual(let report, let facts) = told, isWanted(report, facts) { return (report, facts) }
    }
    throw CancellationError()
  }

  func end() {
    driver.end()
    try? FileManager.default.removeItem(at: folder)
  }

  private func run(_ arguments: [String]) throws {
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var (child, status): (pid_t, Int32) = (0, 0)
    try #require(posix_spawnp(&child, arguments[0], nil, nil, &words, environ) == 0, "install \(arguments[0])")
    try #require(waitpid(child, &status, 0) == child && status == 0)
  }
}
