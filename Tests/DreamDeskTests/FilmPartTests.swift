import ArgumentParser
import Endings
import Foundation
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Films in parts", .serialized)
struct FilmPartTests {
  private let folder: TestFolder
  private var night: String { "\(folder.path)/demo.night" }

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.wake, .n2, .n3, .rem])
  }

  /// Runs a command of the desk; the words that it refuses with, or nil.
  private func render(_ more: [String], seed: Int = 3, size: String = "96x64") throws -> String? {
    let words = [night, "--seconds", "6", "--fps", "10", "--speed", "18", "--size", size, "--seed", "\(seed)"]
    do {
      try RenderCommand.parse(words + more).run()
      return nil
    } catch let fault as any ExitStatusCarrying { return "\(fault.exitStatus) \(fault)" }
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  @Test("the joined parts are the film in one piece, byte for byte, with checkpoints and without")
  func joined() throws {
    #expect(try render(["-o", "\(folder.path)/whole.y4m"]) == nil)
    let whole = try bytes("whole.y4m")
    #expect(whole.count == 81 + 60 * (6 + 96 * 64 * 3 / 2), "\(whole.count)")
    let checkpoints = "\(folder.path)/states"
    #expect(try render(["--checkpoints", checkpoints, "--every", "0.02"]) == nil)
    let states = try FileManager.default.contentsOfDirectory(atPath: checkpoints)
    #expect(states.count == 5, "every twelve frames, and the end: \(states)")
    for from in [["--checkpoints", checkpoints], []] {
      // The last part first: none waits for another.
      for number in (1...4).reversed() {
        let output = ["--parts", "\(number)/4", "-o", "\(folder.path)/part-\(number).y4m", "--force"]
        #expect(try render(output + from) == nil)
      }
      let parts = (1...4).map { "\(folder.path)/part-\($0).y4m" }
      try JoinCommand.parse(parts + ["-o", "\(folder.path)/joined.y4m", "--force"]).run()
      #expect(try bytes("joined.y4m") == whole)
    }
    #expect(!names.contains { $0.hasSuffix(".part") || $0.hasSuffix(".checkpoint") })
  }

  @Test("a part that starts from a checkpoint does not need what lies before, and leaves where the next one starts")
  func chain() throws {
    let checkpoints = "\(folder.path)/states"
    for number in 1...3 {
      let more = ["--parts", "\(number)/3", "-o", "\(folder.path)/part-\(number).y4m", "--checkpoints", checkpoints]
      #expect(try render(more) == nil)
      let states = try FileManager.default.contentsOfDirectory(atPath: checkpoints).sorted()
      #expect(states == (1...number).map { "frame-0000000\($0 * 20).checkpoint" })
    }
  }

  @Test("checkpoints of another film are refused by what differs; damaged ones are passed over")
  func refused() throws {
    let checkpoints = "\(folder.path)/states"
    #expect(try render(["--checkpoints", checkpoints, "--every", "0.05"]) == nil)
    let part = ["--parts", "2/2", "-o", "\(folder.path)/part.y4m", "--checkpoints", checkpoints]
    #expect(try render(part, seed: 4)?.contains("another film: its seed is 3, not 4") == true)
    #expect(try render(part, size: "64x64")?.contains("its size is 96x64, not 64x64") == true)
    #expect(try render(part + ["--from", "20"])?.contains("its way is from 0.0, not from 20.0") == true)
    try Data("look: 1\nstages: { REM: { zoom: 0.1 } }\n".utf8).write(
      to: URL(fileURLWithPath: "\(folder.path)/other.yaml"))
    #expect(try render(part + ["--look", "\(folder.path)/other.yaml"])?.contains("its look differs") == true)
    #expect(!names.contains("part.y4m"))
    try folder.makeNight("demo", [.wake, .n2, .n3, .rem, .rem])
    #expect(try render(part)?.contains("it is of another night") == true)
    try folder.makeNight("demo", [.wake, .n2, .n3, .rem])
    #expect(try render(["-o", "\(folder.path)/whole.y4m"]) == nil)
    let url = URL(fileURLWithPath: "\(checkpoints)/frame-000000030.checkpoint")
    var damaged = try Data(contentsOf: url)
    damaged[damaged.count / 2] ^= 1
    try damaged.write(to: url)
    #expect(try render(part) == nil)
    #expect(try bytes("whole.y4m").suffix(30 * 9222) == bytes("part.y4m").suffix(30 * 9222))
  }

  @Test("parts that do not belong together, or break off, are not joined")
  func unjoined() throws {
    #expect(try render(["--parts", "1/2", "-o", "\(folder.path)/a.y4m"]) == nil)
    #expect(try render(["--parts", "2/2", "-o", "\(folder.path)/b.y4m"], size: "64x96") == nil)
    let join = { (names: [String]) throws -> String? in
      let paths = names.map { "\(self.folder.path)/\($0)" }
      do {
        try JoinCommand.parse(paths + ["-o", "\(self.folder.path)/joined.y4m"]).run()
        return nil
      } catch let fault as CommandFault { return "\(fault.exitStatus) \(fault)" }
    }
    #expect(try join(["a.y4m", "b.y4m"])?.contains("unusableInput part 2 is of another size") == true)
    #expect(try join(["a.y4m", "c.y4m"])?.contains("noSuchInput part 2") == true)
    try bytes("a.y4m").dropLast(100).write(to: URL(fileURLWithPath: "\(folder.path)/c.y4m"))
    #expect(try join(["a.y4m", "c.y4m"])?.contains("part 2 breaks off in frame 29") == true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/again.y4m", withDestinationPath: "\(folder.path)/a.y4m")
    #expect(try join(["a.y4m", "again.y4m"])?.contains("part 2 is part 1 again") == true)
    #expect(!names.contains("joined.y4m") && !names.contains("joined.y4m.part"))
  }

  @Test("parts cover all frames once, however many there are")
  func cover() throws {
    for count in [1, 2, 3, 7, 60, 61] {
      let frames = (1...count).map { FilmPart(argument: "\($0)/\(count)")?.frames(of: 61) ?? 0..<0 }
      #expect(frames.flatMap { Array($0) } == Array(0..<61))
    }
    for refused in ["0/3", "4/3", "2", "/2", "1/0", "a/b"] { #expect(FilmPart(argument: refused) == nil) }
    #expect(throws: (any Error).self) {
      try RenderCommand.parse([night, "--hash", "--seconds", "1", "--parts", "1/90"])
    }
  }
}
