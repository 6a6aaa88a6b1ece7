import BrokerFixture
import Foundation
import MQTTLink
import SleepLab
import Testing

@testable import DreamDesk

@Suite("A night that drives artists' tools", .timeLimit(.minutes(3)))
struct StreamCommandTests {
  private static let oscdump = "/usr/bin/oscdump"

  /// A night of two minutes with a spindle at 45 s.
  private func night(in folder: TestFolder, consent: Consent = .notStated) throws -> String {
    let night = Night(
      id: NightID(5), durationSeconds: 120,
      epochs: [Stage.wake, .n2, .rem, .wake].map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) },
      track: FeatureTrack(count: 1200) { feature in [Float](repeating: Float(feature.rawValue) / 2, count: 1200) },
      events: [
        SleepEvent(kind: .spindle, onsetSeconds: 45, durationSeconds: 1, amplitudeMicrovolts: 50, frequencyHz: 13)
      ], provenance: [], consent: consent)
    let path = "\(folder.path)/a.night"
    try NightFile.write(night, to: path, mayReplace: true)
    return path
  }

  /// What a child writes until a rule is satisfied or it ends.
  private func text(of child: ChildProcess, until rule: (String) -> Bool) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !rule(String(decoding: bytes, as: UTF8.self)) {
      let count = read(child.output, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("lines of JSON run through the night at the speed asked for, and end with it")
  func lines() throws {
    let folder = try TestFolder()
    let path = try night(in: folder)
    let output = try ChildProcess.run([reverieProgram, "stream", path, "--speed", "600", "--rate", "60"])
    let lines = try output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let times = lines.compactMap { $0["t_s"] as? Double }
    #expect(times.first == 0 && times.last == 120 && times == times.sorted() && times.count == lines.count)
    let events = lines.compactMap { $0["events"] as? [[String: Any]] }.flatMap { $0 }
    #expect(events.count == 1 && events.first?["kind"] as? String == "spindle")
    #expect(lines.first?["theta"] as? Double == 0.5 && lines.first?["stage"] as? String == "W")
    #expect(!output.contains(NightID(5).rawValue))
  }

  @Test("SIGINT ends an endless stream with 0; places and bad options are told by their numbers")
  func ends() throws {
    let folder = try TestFolder()
    let path = try night(in: folder)
    let child = try ChildProcess(
      [reverieProgram, "stream", path, "--loop", "--from", "rem:1", "--until", "rem:1+10s", "--rate", "60"])
    let shown = text(of: child) { $0.split(separator: "\n").count > 5 }
    #expect(shown.contains("\"stage\": \"REM\"") && !shown.contains("\"stage\": \"W\""))
    child.send(SIGINT)
    #expect(child.wait() == 0)
    for (options, status) in [
      (["--from", "n3:1"], 65), (["--from", "100", "--until", "50"], 65), (["--from", "dream"], 64),
      (["--rate", "0"], 64), (["--mqtt", "tcp://127.0.0.1:1"], 64),
      (["--mqtt", "tcp://127.0.0.1:1", "--topic", "a"], 69), (["--mqtt", "ftp://x", "--topic", "a"], 78),
    ] {
      let child = try ChildProcess([reverieProgram, "stream", path] + options)
      _ = text(of: child) { _ in false }
      #expect(child.wait() == Int32(status), "\(options)")
    }
  }

  @Test("without the leave to exhibit it is refused: 65")
  func consent() throws {
    let folder = try TestFolder()
    let path = try night(in: folder, consent: Consent(uses: [.research]))
    let child = try ChildProcess([reverieProgram, "stream", path, "--speed", "600"])
    #expect(text(of: child) { _ in false }.contains("does not permit the use 'exhibition'"))
    #expect(child.wait() == 65)
  }

  @Test(
    "liblo's oscdump reads stage, bands and events",
    .enabled(if: FileManager.default.isExecutableFile(atPath: oscdump), "oscdump is absent: apt install liblo-tools"))
  func foreignEnd() throws {
    let folder = try TestFolder()
    let path = try night(in: folder)
    let port = try FreePort.take()
    let dump = try ChildProcess([Self.oscdump, "-L", String(port)])
    defer { dump.end() }
    let stream = try ChildProcess([
      reverieProgram, "stream", path, "--osc", "127.0.0.1:\(port)", "--speed", "100", "--loop",
    ])
    defer { stream.end() }
    let shown = text(of: dump) { $0.contains("/night/event/spindle") && $0.contains("/night/eyes") }
    #expect(shown.contains("/night/stage sif \"W\" 0 1.0"))
    #expect(shown.contains("/night/bands fffff 0.000000 0.500000 1.000000 1.500000 2.000000"))
    #expect(shown.contains("/night/event/spindle ffffi 45.000000 1.000000 50.000000 13.000000 0"))
  }

  @Test("another program reads JSON from datagrams")
  func datagrams() throws {
    let folder = try TestFolder()
    let path = try night(in: folder)
    let port = try FreePort.take()
    let program = """
      import json, socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", \(port)))
      print("ready", flush=True)
      while not json.loads(s.recv(65536))["events"]: pass
      print("event", flush=True)
      """
    let listener = try ChildProcess(["python3", "-c", program])
    defer { listener.end() }
    #expect(text(of: listener) { $0.contains("ready") }.contains("ready"))
    let stream = try ChildProcess([
      reverieProgram, "stream", path, "--udp", "127.0.0.1:\(port)", "--speed", "100", "--loop",
    ])
    defer { stream.end() }
    #expect(text(of: listener) { $0.contains("event") }.contains("event"))
    #expect(listener.wait() == 0)
  }

  @Test("a broker hands the moments on")
  func broker() async throws {
    let folder = try TestFolder()
    let path = try night(in: folder)
    let broker = try PrivateBroker()
    let client = try MQTTClient(
      settings: LinkSettings(address: try BrokerAddress(broker.url), clientIdentifier: "artist"))
    try await client.connect()
    try await client.subscribe(MQTTSubscription("artist/night"))
    let stream = try ChildProcess([
      reverieProgram, "stream", path, "--mqtt", broker.url, "--topic", "artist/night", "--loop",
    ])
    defer { stream.end() }
    var messages: [MQTTMessage] = []
    for await batch in client.batches {
      messages += batch
      if messages.count >= 3 { break }
    }
    #expect(messages.allSatisfy { $0.text.hasPrefix("{\"t_s\": ") && !$0.isRetained })
    await client.disconnect()
  }
}
