import DeviceLines
import Foundation
import MPV
import PlayerSteps
import Sequencer
import Show

// How far three players of one film are apart, picture by picture: players-bench [SECONDS] [RATE].
// Deploy/benchmarks/players runs it. First players that were started alike and left alone, then the same held in step.

let arguments = CommandLine.arguments.dropFirst().map { $0 }
let seconds = arguments.first.flatMap { Int($0) } ?? 60
let rate = arguments.dropFirst().first.flatMap { Int($0) } ?? 25

let folder = FileManager.default.temporaryDirectory.appending(path: "players-bench-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

let film = Process()
film.executableURL = URL(filePath: "/usr/bin/env")
film.arguments = [
  "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=640x360:rate=\(rate):duration=\(seconds + 60)",
  "-pix_fmt",
  "yuv420p", path("film.mp4"),
]
try film.run()
film.waitUntilExit()

/// A player whose pace is never changed.
struct LeftAlone: DeviceMachine {
  var machine: PlayerMachine
  var wakesAt: ShowInstant? { machine.wakesAt }

  mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    machine.take(event, at: now).filter { action in
      guard case .send(let bytes) = action else { return true }
      return String(decoding: bytes, as: UTF8.self).contains(#""set_property","speed""#) == false
    }
  }
}

let begun = ContinuousClock.now
let now: @Sendable () -> ShowInstant = {
  ShowInstant(milliseconds: 1000 + Int64((ContinuousClock.now - begun) / .milliseconds(1)))
}

func opener(_ settings: MPVSettings, _ device: DeviceID, _ round: String) -> ProcessOpener {
  ProcessOpener(settings.arguments(output: nil, audio: nil) + ["--input-ipc-server=\(path("\(round)-\(device.text)"))"])
}

func measure<Machine: DeviceMachine>(_ round: String, _ make: @escaping @Sendable (PlayerMachine) -> Machine) throws {
  let devices: [DeviceID] = ["left", "middle", "right"]
  let settings = MPVSettings(
    mediaFolder: folder.path(percentEncoded: false), moreArguments: ["--vo=null", "--ao=null", "--fullscreen=no"])
  let openers = Dictionary(uniqueKeysWithValues: devices.map { ($0, opener(settings, $0, round)) })
  let driver = LineDriver("players", showNow: now) { device in
    openers[device.id].map { DrivenDevice(make(PlayerMachine(settings, seed: 1)), over: $0) }
  }
  driver.begin { _, _ in }
  var hall = Hall(name: "bench", topics: "bench")
  for device in devices { hall.devices[device] = Device(id: device, kind: .player) }
  _ = driver.follow(hall)
  let start = now()
  let properties: [PropertyName: Fade] = [
    .media: Fade(to: .plain(.text("film.mp4")), at: start), .playing: Fade(to: .plain(.flag(true)), at: start),
  ]
  for device in devices { driver.desire(DesiredState(rev: 1, at: start, properties: properties), of: device) }
  defer { driver.end() }
  let end = ContinuousClock.now + .seconds(seconds + 90)
  let meter = try StepMeter(devices.map { path("\(round)-\($0.text)") }, before: end)
  // The first seconds are those of starting, and of coming into step.
  _ = try meter.next(10 * rate, before: end)
  let spreads = StepMeter.spreads(try meter.next(seconds * rate, before: end)).sorted()
  guard spreads.isEmpty == false else {
    throw StepMeter.Fault(description: "\(round): no picture was shown by all three")
  }
  func quantile(_ part: Double) -> String {
    String(format: "%.1f", spreads[min(spreads.count - 1, Int(part * Double(spreads.count)))])
  }
  print(
    "\(round): three players of \(rate) pictures a second, \(spreads.count) pictures: apart by p50 \(quantile(0.5)) ms, "
      + "p99 \(quantile(0.99)) ms, most \(quantile(1)) ms")
}

defer { try? FileManager.default.removeItem(at: folder) }
try measure("left alone") { LeftAlone(machine: $0) }
try measure("held in step") { $0 }
