import ArgumentParser
import BrokerFixture
import Endings
import Foundation
import Glibc
import Onirica
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Films that were stopped", .timeLimit(.minutes(3)), .serialized)
struct FilmResumeTests {
  private let folder: TestFolder
  private var film: String { "\(folder.path)/film.y4m" }

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.n2, .n3, .rem])
  }

  private func words(_ output: String, seconds: Double) -> [String] {
    [
      "\(folder.path)/demo.night", "--seconds", "\(seconds)", "--fps", "20", "--size", "96x64", "--every", "0.02", "-o",
      output,
    ]
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  /// Starts the program, and ends it by a signal once its film has a checkpoint.
  ///
  /// - Returns: the seconds of film that the checkpoint is after.
  private func stop(by signal: Int32) async throws -> Double {
    let program = try ChildProcess([reverieProgram, "render"] + words(film, seconds: 3600))
    while !FilmTarget.exists("\(film).checkpoint") {
      try Task.checkCancellation()
      await Task.yield()
    }
    program.send(signal)
    program.wait()
    #expect(!FilmTarget.exists(film) && FilmTarget.exists("\(film).part"), "it was stopped in the middle")
    let head = String(decoding: try bytes("\(film).checkpoint").prefix(600), as: UTF8.self).split(separator: "\n")
    let frame = try #require(head.first { $0.hasPrefix("frame ") }.flatMap { Double($0.dropFirst(6)) })
    return frame / 20
  }

  @Test("what was killed goes on where it was, and is the same film", arguments: [SIGKILL, SIGTERM])
  func resumed(signal: Int32) async throws {
    let seconds = try await stop(by: signal) + 1
    try RenderCommand.parse(words(film, seconds: seconds)).run()
    #expect(!FilmTarget.exists("\(film).part") && !FilmTarget.exists("\(film).checkpoint"))
    try RenderCommand.parse(words("\(folder.path)/whole.y4m", seconds: seconds)).run()
    let whole = try bytes("\(folder.path)/whole.y4m")
    #expect(try bytes(film) == whole)
  }

  @Test("what is left of a film is used where it fits, and of no other film")
  func keeping() async throws {
    _ = try await stop(by: SIGTERM)
    let night = try NightFile.read(path: "\(folder.path)/demo.night")
    var notes: [String] = []
    let beginning = { (seed: UInt64, frames: Range<Int>, needsAll: Bool) throws -> Int in
      let plan = Dream.Plan(width: 96, height: 64, framesPerSecond: 20, seed: seed)
      let keeping = FilmKeeping(
        identity: FilmIdentity(
          night: night.id, way: "from 0.0", speed: 1, plan: plan, pictures: nil, sound: nil), folder: nil, film: film,
        everyFrames: 24, frames: frames)
      return try keeping.beginning(headBytes: 81, frameBytes: 9222, needsAll: needsAll) { notes.append($0) }.keptBytes
    }
    #expect(try beginning(1, 0..<72000, false) > 81)
    #expect(try beginning(1, 600..<72000, false) == 0)
    #expect(try beginning(1, 0..<72000, true) == 0)
    #expect(try beginning(2, 0..<72000, false) == 0)
    #expect(notes.count == 3 && notes[2].contains("its seed is 1, not 2"), "\(notes)")
    truncate("\(film).part", 81)
    #expect(try beginning(1, 0..<72000, false) == 0)
  }

  @Test("what is left of a film is found when its night is withdrawn")
  func withdrawn() async throws {
    _ = try await stop(by: SIGTERM)
    #expect(Derivatives(id: NightID(3), names: []).search([folder.path]).map(\.kind) == [.night, .checkpoint, .film])
  }
}

@Suite("The progress of a film")
struct FilmProgressTests {
  @Test("it tells frames, rate and time left, from where it began")
  func line() {
    let line = FilmProgress.line(done: 700, of: 4000, since: (100, 5), atSeconds: 35, isUnseen: false)
    #expect(line == "frame 700 of 4000 · 20.0 a second · 2:45 left")
    let first = FilmProgress.line(done: 0, of: 9, since: (0, 1), atSeconds: 1, isUnseen: true)
    #expect(first == "living through what lies before: frame 0 of 9 · 0.0 a second · … left")
    let long = FilmProgress.line(done: 10, of: 100_000, since: (0, 0), atSeconds: 10, isUnseen: false)
    #expect(long.hasSuffix("27:46:30 left"))
  }
}
