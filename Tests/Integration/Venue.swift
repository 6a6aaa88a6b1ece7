import BrokerFixture
import Foundation
import Glibc
import MQTTLink
import Show
import SleepLab
import Synchronization
import Testing

/// A venue on real parts, one artwork a device, so that what is killed of one can be seen to leave the others alone: a
/// player (mpv), a screen (`reverie serve`), a lamp at the broker, a projector and a text box over TCP.
final class Venue: Sendable {
  /// An artwork and its device.
  enum Part: String, CaseIterable {
    case film, dream, glow, beam, panel

    var device: String {
      switch self {
      case .film: "voice"
      case .dream: "screen"
      case .glow: "lamp"
      case .beam: "beamer"
      case .panel: "display"
      }
    }
  }

  let rig: HallRig
  private let python: String
  private let projectorPort: Int
  private let boxPort: Int
  private let processes = Mutex<[Part: ChildProcess]>([:])

  /// A Python that has paho, where there is one.
  static let python: String? = [ProcessInfo.processInfo.environment["REGIE_PYTHON"], "python3", "/usr/bin/python3"]
    .compactMap(\.self).first { (try? ChildProcess.run([$0, "-c", "import paho.mqtt.client"])) != nil }

  /// Makes the files of the hall and starts all its parts, the daemon last.
  init(python: String) async throws {
    self.python = python
    rig = try await HallRig()
    (projectorPort, boxPort) = (try FreePort.take(), try FreePort.take())
    let show = rig.showFolder
    try FileManager.default.removeItem(atPath: show + "/bell.yaml")
    for (path, text) in Self.files(projectorPort: projectorPort, boxPort: boxPort) {
      let place = URL(filePath: show).appending(path: path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: place, atomically: true, encoding: .utf8)
    }
    try makeMedia()
    for part in Part.allCases where part != .film { try start(part) }
    try startDaemon()
  }

  private func makeMedia() throws {
    let media = rig.folder + "/media"
    try FileManager.default.createDirectory(atPath: media, withIntermediateDirectories: true)
    let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try FileManager.default.copyItem(
      at: repository.appending(path: "Scenes/ifm/media/work-1.mp4"), to: URL(filePath: media + "/loop.mp4"))
    try "regie: 1\nmedia: \(media)\n".write(
      toFile: rig.folder + "/regie.yaml", atomically: true, encoding: .utf8)
    let stages = [Stage](repeating: .n2, count: 400)
    let night = Night(
      id: NightID(7), durationSeconds: Double(stages.count) * Epoch.lengthSeconds,
      epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) },
      track: FeatureTrack(count: stages.count * 300) { _ in [] }, events: [], provenance: [], consent: .notStated)
    try NightFile.write(night, to: rig.folder + "/long.night", mayReplace: true)
  }

  /// Starts the daemon.
  func startDaemon() throws {
    try rig.start(["--assume-clock", "--config", rig.folder + "/regie.yaml"])
  }

  /// Starts the process of a part; the player is the daemon's own.
  func start(_ part: Part) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "venue.py")
    let venue = [python, script.path(percentEncoded: false)]
    let process: ChildProcess
    switch part {
    case .film: return
    case .dream:
      process = try ChildProcess([
        DaemonChild.program("reverie"), "serve", "--id", part.device, "--broker", rig.broker.url, "--topics", "hall/t",
        "--nights", rig.folder, "--size", "96x64", "--fps", "10", "--renderer", "cpu", "--preview", "none",
        "--output", "none", "--display", "none",
      ])
    case .glow: process = try ChildProcess(venue + ["lamp", "\(rig.broker.port)"])
    case .beam: process = try ChildProcess(venue + ["projector", "\(projectorPort)", rig.folder + "/projector"])
    case .panel: process = try ChildProcess(venue + ["box", "\(boxPort)"])
    }
    // What nobody reads must not hold it up.
    let descriptor = dup(process.output)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while read(descriptor, &buffer, buffer.count) > 0 {}
      close(descriptor)
    }
    processes.withLock { $0[part] = process }
  }

  /// Kills the process of a part, as it is.
  func kill(_ part: Part) throws {
    if part == .film {
      let daemon = try #require(rig.child?.process.identifier)
      let players = try ChildProcess.run(["pgrep", "-P", "\(daemon)", "-x", "mpv"]).split(separator: "\n")
      for player in players.compactMap({ pid_t($0) }) { Glibc.kill(player, SIGKILL) }
    } else {
      processes.withLock { $0.removeValue(forKey: part) }?.end()
    }
  }

  /// Ends all.
  func end() {
    _ = rig.stop()
    processes.withLock { processes in
      for process in processes.values { process.end() }
      processes = [:]
    }
  }

  // MARK: What is heard

  /// Waits until a device has the state that is wanted of it: the newest desired state, confirmed by the device.
  func waits(for part: Part, from start: Int, _ states: Set<String>, within seconds: Double = 60) async -> JSONValue? {
    let topic = "hall/t/device/\(part.device)/actual", desired = "hall/t/device/\(part.device)/desired"
    let revision = { @Sendable (payload: [UInt8]) in (try? JSONValue(strict: payload))?.at(pointer: "/rev") }
    let before = rig.heard.all.prefix(start).last { $0.topic == desired }
    // What came is looked at in its order.
    let wanted = Mutex(before.flatMap { revision($0.payload) })
    let message = await rig.heard.first(from: start, within: seconds) { message in
      if message.topic == desired { wanted.withLock { $0 = revision(message.payload) } }
      guard message.topic == topic, let json = try? JSONValue(strict: message.payload) else { return false }
      return states.contains(json.at(pointer: "/state")?.text ?? "")
        && json.at(pointer: "/rev") == wanted.withLock { $0 }
    }
    return message.flatMap { try? JSONValue(strict: $0.payload) }
  }

  /// What was said of all artworks and devices but one since.
  func others(than part: Part, from start: Int) -> [String] {
    rig.heard.all.dropFirst(start).filter { message in
      Part.allCases.contains { other in
        other != part
          && (message.topic == "hall/t/artwork/\(other.rawValue)/state"
            || message.topic == "hall/t/device/\(other.device)/desired"
            || message.topic == "hall/t/device/\(other.device)/availability")
      }
    }.map { "\($0.topic) \($0.text)" }
  }

  /// Waits until the daemon warns of something, or no longer does.
  func warns(_ id: String, _ isWarned: Bool, from start: Int) async -> Bool {
    await rig.heard.first(from: start, within: 60) {
      $0.topic == "hall/t/controller" && $0.text.contains("\"online\"") && $0.text.contains("\"\(id)\"") == isWarned
    } != nil
  }
}

extension Venue {
  fileprivate static func files(projectorPort: Int, boxPort: Int) -> [String: String] {
    [
      "hall.yaml": """
      regie: 1
      hall: t
      topics: hall/t
      artworks: [film, dream, glow, beam, panel]
      operators: { lead: technician }
      devices:
        voice: { kind: player, connection: { mpv: voice, audio: "null" } }
        screen: { kind: screen }
        lamp: { kind: light, connection: { zigbee2mqtt: glow }, default: { level: 0 } }
        beamer: { kind: projector, awake: opening, connection: { pjlink: 127.0.0.1, port: \(projectorPort) } }
        display: { kind: display, awake: opening, connection: { box: plain, host: 127.0.0.1, port: \(boxPort) } }
      """,
      "boxes/plain.yaml": """
      regie: 1
      tcp: 4001
      ends_with: '\\r'
      poll: 1s
      properties:
        power:
          type: flag
          values: { on: "ON", off: "OFF" }
          send: 'PWR {value}'
          expect: OK
          ask: 'PWR?'
          reads: 'PWR={value}'
      """,
      "film.yaml": artwork("film", "{ play: { voice: { media: loop.mp4, loop: true } } }"),
      "dream.yaml": artwork("dream", "{ dream: { screen: screen, night: long, from: 0, speed: 60 } }"),
      "glow.yaml": artwork("glow", "{ set: { lamp.level: 0.5 } }"),
      "beam.yaml": artwork("beam", "{ set: { beamer.input: hdmi1 } }"),
      "panel.yaml": artwork("panel", "{ note: the display is on by the hours of the hall }"),
    ]
  }

  private static func artwork(_ id: String, _ cue: String) -> String {
    """
    regie: 1
    artwork: \(id)
    start: shown
    closed: dark
    scenes:
      shown: { cues: [\(cue)] }
      dark: {}
    """
  }
}
