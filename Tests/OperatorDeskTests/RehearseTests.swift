import BrokerFixture
import Foundation
import Testing

@testable import OperatorDesk

@Suite("regie rehearse", .serialized)
struct RehearseTests {
  private let desk: Desk
  private let morning = "--day 2025-06-10 --from 09:00 --to 09:20 --groups 60"

  init() throws {
    desk = try Desk()
    try desk.write("hall.yaml", JournalledDay.hall)
  }

  @Test("the same seed gives the same report, trace and picture; the trace is compared with one that was kept")
  func same() throws {
    let (trace, picture) = (desk.folder + "/trace.txt", desk.folder + "/day.svg")
    let first = try desk.run("rehearse \(desk.show) \(morning) --trace \(trace) --timeline \(picture)")
    #expect(first.status == 0 && first.output.contains("onirica"), "\(first)")
    let svg = try String(contentsOfFile: picture, encoding: .utf8)
    let again = try desk.run("rehearse \(desk.show) \(morning) --expect \(trace) --timeline \(picture) --force")
    #expect(again.status == 0 && again.output.hasPrefix(first.output), "\(again)")
    #expect(try String(contentsOfFile: picture, encoding: .utf8) == svg)
    let other = try desk.run("rehearse \(desk.show) \(morning) --seed 2 --expect \(trace)")
    #expect(
      other.status == 1 && other.errors.contains("trace.txt:") && other.errors.contains("kept  "), "\(other.errors)")
    let json = try #require(JSON(parsing: try desk.run("rehearse \(desk.show) \(morning) --json").output.utf8))
    #expect(json["seed"]?.text == "1" && json["artworks"]?.elements.count == 1)
    #expect((json["artworks"]?.elements.first?["visits"]?.number ?? 0) > 0)
  }

  @Test("expectations that fail end with 1, with their line and what was instead")
  func expectations() throws {
    let script = desk.folder + "/morning.txt"
    try Data("09:05 expect hall open\n+1s expect onirica held\n".utf8).write(to: URL(filePath: script))
    let ended = try desk.run("rehearse \(desk.show) \(morning) --script \(script)")
    #expect(
      ended.status == 1 && ended.errors.contains("morning.txt:2:1: 09:05:01 expect onirica held, but onirica is auto"))
    try Data("09:05 expect hall open\n".utf8).write(to: URL(filePath: script))
    #expect(try desk.run("rehearse \(desk.show) \(morning) --script \(script)").status == 0)
  }

  @Test("what cannot be used is told with its status and its place")
  func bad() throws {
    let script = desk.folder + "/bad.txt"
    try Data("09:05 onirica-presense = true\n09:06 desk: hodl onirica\n".utf8).write(to: URL(filePath: script))
    let faulty = try desk.run("rehearse \(desk.show) \(morning) --script \(script)")
    #expect(faulty.status == 65 && faulty.errors.contains("bad.txt:2:13: "), "\(faulty)")
    try Data("09:05 onirica-presense = true\n".utf8).write(to: URL(filePath: script))
    let unknown = try desk.run("rehearse \(desk.show) \(morning) --script \(script)")
    #expect(unknown.status == 65 && unknown.errors.contains("bad.txt:1:7: "), "\(unknown)")
    #expect(unknown.errors.contains("did you mean onirica-presence?"))
    for (line, status) in [
      ("\(desk.folder)/none", 66), ("\(desk.show) --script \(desk.folder)/none", 66),
      ("\(desk.show) --expect \(desk.folder)/none", 66), ("\(desk.show) --seed x", 64), ("\(desk.show) --seed -1", 64),
      ("\(desk.show) --speed 0", 64), ("\(desk.show) --day tomorrow", 64), ("\(desk.show) --from 11:00 --to 10:00", 64),
      ("\(desk.show) --device lamp", 64), ("\(desk.show) --device nolamp=silent", 64), ("\(desk.show) --groups -3", 64),
      ("\(desk.show) --dwell long", 64), ("\(desk.show) --port 8080", 64), ("\(desk.show) --watch --json", 64),
      ("\(desk.show) --timeline \(script)", 73), ("\(desk.show) --trace \(desk.folder)/no/such", 74),
    ] {
      let ended = try desk.run("rehearse \(line)")
      #expect(ended.status == Int32(status) && !ended.errors.isEmpty, "\(line): \(ended)")
    }
    try desk.write("onirica.yaml", JournalledDay.onirica.replacingOccurrences(of: "go: descent", with: "go: desent"))
    let broken = try desk.run("rehearse \(desk.show)")
    #expect(broken.status == 1 && broken.errors.contains("onirica.yaml:14:"), "\(broken)")
  }

  @Test("played at a speed, each change of scene is a line when it happens")
  func live() throws {
    let script = desk.folder + "/live.txt"
    try Data("09:00:01 onirica-presence = true\n".utf8).write(to: URL(filePath: script))
    let line =
      "rehearse \(desk.show) --day 2025-06-10 --from 09:00 --to 09:01 --groups 0 --speed 6000 --script \(script)"
    let ended = try desk.run(line)
    #expect(ended.status == 0 && ended.output.contains("09:00:03 onirica: slumber → descent, because "), "\(ended)")
  }
}

@Suite("regie rehearse --watch", .serialized)
struct WatchTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  /// The page's server: ended with its owner.
  private func begin() throws -> (child: ChildProcess, address: String, lines: LineReader) {
    let program = Desk.programs.appending(path: "regie").path(percentEncoded: false)
    let child = try ChildProcess([program, "rehearse", "--watch", desk.show, "--from", "09:00", "--to", "09:10"])
    let lines = LineReader(child.output)
    return (child, try #require(lines.next()), lines)
  }

  private func get(_ address: String, _ more: String...) throws -> String {
    try ChildProcess.run(["curl", "-s", "-i", "--max-time", "60"] + more + [address])
  }

  @Test("a file that is saved changes the page: a fault at its line over the old timeline, and it mended again")
  func saved() throws {
    let (server, address, _) = try begin()
    defer { server.end() }
    #expect(address.hasPrefix("http://127.0.0.1:"))
    let stream = try ChildProcess(["curl", "-s", "-N", "--max-time", "300", address + "events"])
    defer { stream.end() }
    let events = LineReader(stream.output)
    func reach(_ version: Int) throws { while try #require(events.next()) != "data: \(version)" {} }
    try reach(1)
    let sound = try get(address)
    #expect(sound.contains("<strong>no fault</strong>") && sound.contains("<figure class=\"fresh\"><svg"))

    try desk.write("onirica.yaml", JournalledDay.onirica.replacingOccurrences(of: "go: descent", with: "go: desent"))
    try reach(2)
    let broken = try get(address + "board")
    #expect(broken.contains("onirica.yaml:14:") && broken.contains("go: desent"), "\(broken.prefix(2000))")
    #expect(broken.contains("did you mean") && broken.contains("<figure class=\"stale\"><svg"))
    #expect(broken.contains("X-Version: 2"))

    try desk.write("onirica.yaml", JournalledDay.onirica)
    try reach(3)
    #expect(try get(address).contains("<figure class=\"fresh\"><svg"))
  }

  @Test("only this machine's own names are answered, nothing but its own script runs, nothing else is there")
  func guarded() throws {
    let (server, address, _) = try begin()
    defer { server.end() }
    let page = try get(address)
    #expect(page.hasPrefix("HTTP/1.1 200"))
    #expect(page.contains("default-src 'none'; script-src 'self'") && page.contains("nosniff"))
    #expect(try get(address, "-H", "Host: evil.example").hasPrefix("HTTP/1.1 421"))
    let missing = try get(address + "none")
    #expect(missing.hasPrefix("HTTP/1.1 404") && missing.contains("default-src 'none'"))
    #expect(
      try get(address + "watch.js").contains("EventSource") && get(address + "watch.css").contains("figure.stale"))
    #expect(try get(address, "-X", "POST").hasPrefix("HTTP/1.1 404"))
  }

  @Test("a port that another holds is 74")
  func taken() throws {
    let (server, address, _) = try begin()
    defer { server.end() }
    let port = try #require(address.split(separator: ":").last?.dropLast())
    let second = try desk.run("rehearse --watch --port \(port) \(desk.show)")
    #expect(second.status == 74 && second.errors.contains("--port"), "\(second)")
  }
}

/// Reads lines from a descriptor as they come.
final class LineReader {
  private let handle: FileHandle
  private var waiting: [UInt8] = []

  init(_ descriptor: Int32) { handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false) }

  /// The next line; nothing at the end.
  func next() -> String? {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        defer { waiting.removeFirst(end + 1) }
        return String(decoding: waiting[..<end], as: UTF8.self)
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      waiting += more
    }
  }
}
