import ArgumentParser
import BrokerFixture
import Foundation
import SleepLab
import Testing

@testable import DreamDesk

@Suite("A screen on a real broker", .timeLimit(.minutes(4)), .serialized)
struct ServeTests {
  private func start(_ folder: TestFolder, broker: String, _ more: [String] = []) throws -> ChildProcess {
    try ChildProcess(
      [
        reverieProgram, "serve", "--id", "wall", "--night", "demo", "--nights", folder.path, "--broker", broker,
        "--size", "128x72", "--fps", "20", "--threads", "1", "--state", "\(folder.path)/wall.json",
      ] + more, mergesOutput: false)
  }

  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.wake, .n1, .n2, .n3, .n3, .n2, .rem, .rem, .wake])
    return folder
  }

  @Test("it comes online, dreams its own night, follows what is desired, and says good-bye at SIGTERM")
  func follows() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    defer { screen.end() }
    _ = try await watcher.next("availability") { $0 == "online" }
    let own = try await watcher.actual { $0["state"] as? String == "dreaming" }
    #expect(own.members["rev"] is NSNull)
    #expect(own.members["night"] as? String == "demo")
    #expect(own.members["size"] as? String == "128x72")
    try await watcher.desire(#"{"rev":17,"dream":{"night":"demo","stage":"REM","speed":2},"brightness":1,"over":1}"#)
    let rem = try await watcher.actual { $0["rev"] as? Int == 17 && $0["stage"] as? String == "REM" }
    #expect(rem.members["warnings"] as? [String] == [])
    let position = try #require(rem.position)
    #expect((180...240).contains(position), "REM lies from 180 to 240 s")
    try await watcher.desire(#"{"rev":18,"slate":"back soon"}"#)
    _ = try await watcher.actual { $0["rev"] as? Int == 18 && $0["state"] as? String == "slate" }
    try await watcher.desire(#"{"rev":19,"dream":{"stop":true},"over":1}"#)
    _ = try await watcher.actual { $0["rev"] as? Int == 19 && $0["state"] as? String == "dark" }
    screen.send(SIGTERM)
    _ = try await watcher.next("availability") { $0 == "offline" }
    #expect(screen.wait() == 0)
  }

  @Test("a night that is withdrawn while it plays goes dark within a second, is said, and does not come back")
  func withdrawn() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    defer { screen.end() }
    try await watcher.desire(#"{"rev":1,"dream":{"night":"demo","stage":"REM","speed":2},"brightness":1}"#)
    _ = try await watcher.actual { $0["rev"] as? Int == 1 && $0["stage"] as? String == "REM" }
    try WithdrawCommand.parse(["demo", "--nights", folder.path, "--states", folder.path, "--stills", folder.path]).run()
    let dark = try await watcher.actual { $0["state"] as? String == "dark" }
    let warnings = try #require(dark.members["warnings"] as? [String])
    #expect(warnings.contains { $0.contains("withdrawn") } && dark.members["night"] is NSNull)
    try await watcher.desire(#"{"rev":2,"dream":{"night":"demo"}}"#)
    let asked = try await watcher.actual { $0["rev"] as? Int == 2 }
    #expect(asked.members["night"] is NSNull)
    #expect((asked.members["warnings"] as? [String])?.isEmpty == false)
  }

  @Test("others dream beside its night; who is missing or withdrawn is left out by name, and the dream goes on")
  func chorus() async throws {
    let folder = try folder()
    try folder.makeNight("b", [.n2, .rem])
    try folder.makeNight("c", [.n2, .rem, .rem])
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    defer { screen.end() }
    try await watcher.desire(#"{"rev":1,"dream":{"night":"demo","stage":"REM","chorus":["b","nowhere","c"]},"over":1}"#)
    let three = try await watcher.actual { $0["rev"] as? Int == 1 && $0["state"] as? String == "dreaming" }
    #expect(three.members["chorus"] as? [String] == ["b", "c"])
    let out = try #require(three.members["left_out"] as? [[String: String]])
    #expect(out.map { $0["night"] } == ["nowhere"] && out[0]["why"]?.contains("prepare") == true)
    #expect((three.members["warnings"] as? [String])?.contains { $0.contains("\"nowhere\"") } == true)
    try WithdrawCommand.parse(["c", "--nights", folder.path, "--states", folder.path, "--stills", folder.path]).run()
    let two = try await watcher.actual { ($0["left_out"] as? [Any])?.count == 2 }
    #expect(two.members["chorus"] as? [String] == ["b"] && two.members["state"] as? String == "dreaming")
    try await watcher.desire(#"{"rev":2,"dream":{"chorus":[]},"over":1}"#)
    let alone = try await watcher.actual { $0["rev"] as? Int == 2 }
    #expect(alone.members["chorus"] == nil && alone.members["warnings"] as? [String] == [])
  }

  @Test("hostile states are reported, and the dream goes on")
  func hostile() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    defer { screen.end() }
    _ = try await watcher.actual { $0["state"] as? String == "dreaming" }
    let payloads = [
      "", "nonsense", #"{"dream":{"night":"../demo"}}"#, #"{"dream":{"night":"missing"}}"#,
      #"{"still":"../../etc/passwd"}"#, #"{"still":"no/such.png","dream":{"night":"demo","stage":"N3"}}"#,
    ]
    for (index, payload) in payloads.enumerated() where !payload.isEmpty {
      try await watcher.desire(payload)
      let report = try await watcher.actual { ($0["warnings"] as? [String])?.isEmpty == false }
      #expect(!report.text.contains("passwd"), "payload \(index)")
      try await watcher.desire(#"{"rev":\#(100 + index),"dream":{"night":"demo","stage":"N2"}}"#)
      _ = try await watcher.actual {
        $0["rev"] as? Int == 100 + index && ($0["warnings"] as? [String]) == [] && $0["state"] as? String == "dreaming"
      }
    }
  }

  @Test("killed and started again it is where it would be, and its will spoke for it")
  func restart() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let first = try start(folder, broker: broker.url)
    let began = Date().timeIntervalSince1970 - 20
    let text = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: began.rounded(.down)))
    try await watcher.desire(#"{"rev":5,"at":"\#(text)","dream":{"night":"demo","from":30,"speed":1.5}}"#)
    let before = try await watcher.actual { $0["rev"] as? Int == 5 && $0["state"] as? String == "dreaming" }
    first.end()
    _ = try await watcher.next("availability") { $0 == "offline" }
    let second = try start(folder, broker: broker.url)
    defer { second.end() }
    _ = try await watcher.next("availability") { $0 == "online" }
    let after = try await watcher.actual { $0["rev"] as? Int == 5 && $0["state"] as? String == "dreaming" }
    for report in [before, after] {
      let expected = 30 + 1.5 * (report.receivedUnixSeconds - began.rounded(.down))
      let night = expected.truncatingRemainder(dividingBy: 270)
      // The report was made up to some seconds before it came, on a busy machine.
      #expect(abs((report.position ?? -1) - night) < 15, "\(report.text)")
    }
  }

  @Test("without a broker it shows the state it had")
  func alone() throws {
    let folder = try folder()
    var kept = DesiredState()
    kept.rev = 9
    kept.picture = .slate("closed")
    #expect(ScreenStateFile(path: "\(folder.path)/wall.json").save(kept))
    let port = try FreePort.take()
    let screen = try start(folder, broker: "none", ["--preview", "127.0.0.1:\(port)"])
    defer { screen.end() }
    // curl asks until the screen answers.
    let still = "\(folder.path)/still.jpg"
    _ = try ChildProcess.run([
      "curl", "-s", "-f", "--retry", "60", "--retry-all-errors", "--retry-delay", "1", "-o", still,
      "http://127.0.0.1:\(port)/still.jpg",
    ])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: still))
    #expect(bytes.starts(with: [0xff, 0xd8]))
    screen.send(SIGTERM)
    #expect(screen.wait() == 0)
  }

  @Test("a film goes into ffmpeg, and a reader that leaves is no error")
  func pipes() throws {
    let folder = try folder()
    let render = "\(reverieProgram) render \(folder.path)/demo.night --size 64x64 --fps 10 --threads 1"
    let probe = try ChildProcess.run([
      "sh", "-c",
      "\(render) --seconds 2 -o - | ffprobe -v error -count_frames -show_entries stream=width,height,nb_read_frames "
        + "-of csv=p=0 -",
    ])
    #expect(probe.contains("64,64,20"))
    let gone = try ChildProcess.run(["bash", "-c", "\(render) --seconds 30 -o - | head -c 10; echo ${PIPESTATUS[0]}"])
    #expect(gone.hasSuffix("0\n"))
  }
}

@Suite("Nights by name")
struct NightFolderTests {
  @Test("a name is an id, and a night is a plain file")
  func names() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.wake, .n1])
    let nights = NightFolder(path: folder.path)
    #expect(try nights.night(named: "demo", for: .exhibition, nowUnixSeconds: 0).night.epochs.count == 2)
    for name in ["../demo", "/etc/passwd", "a/b", "", ".demo", "-demo", "demo\u{0}", String(repeating: "a", count: 65)]
    {
      #expect(throws: NightFolder.Fault.badName) { try nights.night(named: name, for: .exhibition, nowUnixSeconds: 0) }
    }
    #expect(throws: NightFolder.Fault.absent("none")) {
      try nights.night(named: "none", for: .exhibition, nowUnixSeconds: 0)
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/link.night", withDestinationPath: "\(folder.path)/demo.night")
    #expect(mkfifo("\(folder.path)/pipe.night", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/folder.night", withIntermediateDirectories: false)
    try Data("REVNIGHT and no more".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/cut.night"))
    for name in ["link", "pipe", "folder", "cut"] {
      do throws(NightFolder.Fault) {
        _ = try nights.night(named: name, for: .exhibition, nowUnixSeconds: 0)
        Issue.record("\(name) was opened")
      } catch let fault {
        guard case .unusable = fault else {
          Issue.record("\(name): \(fault)")
          continue
        }
      }
    }
  }
}
