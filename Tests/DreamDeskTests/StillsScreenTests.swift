import ArgumentParser
import BrokerFixture
import Foundation
import Onirica
import Screens
import Testing

@testable import DreamDesk

@Suite("A screen of stills on a real broker", .timeLimit(.minutes(4)), .serialized)
struct StillsScreenTests {
  private func start(_ folder: TestFolder, broker: String, _ more: [String] = []) throws -> ChildProcess {
    try ChildProcess(
      [
        reverieProgram, "serve", "--id", "wall", "--stills", folder.path, "--broker", broker, "--size", "128x72",
        "--fps", "20", "--threads", "1", "--state", "\(folder.path)/wall.json",
      ] + more, mergesOutput: false)
  }

  /// Flowers, a text that calls itself one, and one that is cut.
  private func garden() throws -> TestFolder {
    let folder = try TestFolder()
    try FlowersCommand.parse(["\(folder.path)/flowers", "--count", "5", "--size", "96x64"]).run()
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/flowers/broken.png"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/flowers/00001.jpg"))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: "\(folder.path)/flowers/cut.jpg"))
    return folder
  }

  @Test("what is desired hangs; what is damaged is passed over and named; killed and started again it goes on")
  func hangs() async throws {
    let folder = try garden()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    try await watcher.desire(#"{"rev":1,"mode":"stills","still":"flowers/00002.jpg"}"#)
    let first = try await watcher.actual { $0["rev"] as? Int == 1 && $0["state"] as? String == "stills" }
    #expect(first.members["still"] as? String == "flowers/00002.jpg")
    #expect((first.members["skipped"] as? [Any])?.isEmpty == true && first.members["warnings"] as? [String] == [])
    for (rev, name) in [(2, "flowers/broken.png"), (3, "flowers/cut.jpg"), (4, "flowers/missing.jpg")] {
      try await watcher.desire(#"{"rev":\#(rev),"mode":"stills","still":"\#(name)"}"#)
      let told = try await watcher.actual { members in
        let skipped = members["skipped"] as? [[String: String]] ?? []
        return members["rev"] as? Int == rev && skipped.contains { $0["still"] == name }
      }
      #expect(told.members["still"] as? String == "flowers/00002.jpg", "what hung before stays")
      #expect((told.members["warnings"] as? [String]) == [], "what is passed over has a place of its own")
    }
    // A way through the folder from now on.
    try await watcher.desire(
      #"{"rev":5,"mode":"stills","still":null,"stills":{"folder":"flowers","every":600,"over":0.5},"growth":0.4,"night":1}"#
    )
    let walking = try await watcher.actual { $0["rev"] as? Int == 5 && $0["next"] is String }
    screen.end()
    _ = try await watcher.next("availability") { $0 == "offline" }
    let second = try start(folder, broker: broker.url)
    defer { second.end() }
    _ = try await watcher.next("availability") { $0 == "online" }
    let after = try await watcher.actual { $0["rev"] as? Int == 5 && $0["next"] is String }
    #expect(after.members["still"] as? String == walking.members["still"] as? String)
    #expect(after.members["next"] as? String == walking.members["next"] as? String)
    try await watcher.desire(#"{"rev":6,"dream":{"stop":true}}"#)
    _ = try await watcher.actual { $0["rev"] as? Int == 6 && $0["state"] as? String == "dark" }
    try await watcher.desire(#"{"rev":7,"stills":{"folder":"nowhere"},"mode":"stills"}"#)
    let nowhere = try await watcher.actual { $0["rev"] as? Int == 7 }
    #expect((nowhere.members["warnings"] as? [String])?.isEmpty == false)
  }

  @Test("what the hall passes over is looked after: what was mended is told, also by a screen that was started anew")
  func mends() async throws {
    let folder = try garden()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let first = try start(folder, broker: broker.url)
    let names = ["flowers/broken.png", "flowers/cut.jpg"]
    try await watcher.desire(#"{"rev":1,"mode":"stills","still":"flowers/broken.png","passed_over":[]}"#)
    _ = try await watcher.actual { ($0["skipped"] as? [[String: String]])?.first?["still"] == names[0] }
    try await watcher.desire(
      #"{"rev":2,"mode":"stills","still":"flowers/00001.jpg","passed_over":["\#(names[0])","\#(names[1])"]}"#)
    let told = try await watcher.actual { $0["rev"] as? Int == 2 && $0["still"] as? String == "flowers/00001.jpg" }
    #expect(told.members["mended"] == nil)
    first.end()
    _ = try await watcher.next("availability") { $0 == "offline" }
    let second = try start(folder, broker: broker.url)
    defer { second.end() }
    _ = try await watcher.next("availability") { $0 == "online" }
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/flowers/00002.jpg"))
    for name in names { try whole.write(to: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
    let mended = try await watcher.actual { ($0["mended"] as? [String]) == names }
    #expect((mended.members["skipped"] as? [Any])?.isEmpty == true)
    try await watcher.desire(#"{"rev":3,"mode":"stills","still":"flowers/cut.jpg"}"#)
    let shown = try await watcher.actual { $0["rev"] as? Int == 3 && $0["still"] as? String == "flowers/cut.jpg" }
    #expect(shown.members["mended"] == nil && (shown.members["skipped"] as? [Any])?.isEmpty == true)
  }

  @Test("it begins with a folder, without a broker, where it is started so")
  func begins() throws {
    let folder = try garden()
    let port = try FreePort.take()
    let screen = try start(
      folder, broker: "none", ["--mode", "stills", "--folder", "flowers", "--preview", "127.0.0.1:\(port)"])
    defer { screen.end() }
    let still = "\(folder.path)/still.jpg"
    var light = 0.0
    for _ in 0..<100 where light < 0.02 {
      _ = try ChildProcess.run([
        "curl", "-s", "-f", "--retry", "60", "--retry-all-errors", "--retry-delay", "1", "-o", still,
        "http://127.0.0.1:\(port)/still.jpg",
      ])
      let frame = try JPEGFile.decode(Array(Data(contentsOf: URL(fileURLWithPath: still))))
      let words = (0..<72).flatMap { y in (0..<128).map { frame[$0, y] >> 8 & 255 } }
      light = Double(words.reduce(0, +)) / Double(255 * words.count)
    }
    #expect(light >= 0.02)
    screen.send(SIGTERM)
    #expect(screen.wait() == 0)
  }
}

@Suite("Flowers")
struct FlowersTests {
  @Test("the same seed gives the same pictures, another seed others; what is there is left alone")
  func folder() throws {
    let folder = try TestFolder()
    let path = "\(folder.path)/flowers"
    try FlowersCommand.parse([path, "--count", "3", "--size", "96x64"]).run()
    let first = try Data(contentsOf: URL(fileURLWithPath: "\(path)/00003.jpg"))
    try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(path)/00002.jpg"))
    try FlowersCommand.parse([path, "--count", "4", "--size", "96x64"]).run()
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/00002.jpg")) == Data("kept".utf8))
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/00003.jpg")) == first)
    try FlowersCommand.parse([path, "--count", "4", "--size", "96x64", "--seed", "2", "--force"]).run()
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/00003.jpg")) != first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 4)
  }

  @Test("pictures differ from one another, have light and shade, and none is plain")
  func pictures() {
    var seen: Set<[UInt32]> = []
    for number in 1...8 {
      let frame = FlowerPicture(seed: 1, number: number).painted(width: 64, height: 36)
      let words = (0..<36).flatMap { y in (0..<64).map { frame[$0, y] } }
      seen.insert(words)
      let greens = words.map { $0 >> 8 & 255 }
      #expect((greens.max() ?? 0) > 90 && (greens.min() ?? 255) < 70)
    }
    #expect(seen.count == 8)
  }
}
