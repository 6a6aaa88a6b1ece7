import ArgumentParser
import Foundation
import SleepLab
import Testing

@testable import DreamDesk

/// `reverie synthesize` with its truth, and `reverie events` of a recording, on nights made up for the purpose.
@Suite("Made-up nights and their events at the command line")
struct EventCommandTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path(percentEncoded: false))
  }

  @Test("a night's truth is written beside it, as a table and as annotations, and never over what is there")
  func truth() throws {
    try inFolder { folder in
      let words = [
        "-o", folder, "--hours", "0.3", "--seed", "4", "--difficulty", "hard", "--truth", "\(folder)/truth.csv",
        "--truth", "\(folder)/truth.edf",
      ]
      try SynthesizeCommand.parse(words).run()
      let night = SyntheticNight(seed: 4, hours: 0.3, difficulty: .hard)
      #expect(try String(contentsOfFile: "\(folder)/truth.csv", encoding: .utf8) == night.truthTable)
      #expect(try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/truth.edf"))) == night.truthRecording)
      #expect(try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/night-PSG.edf"))) == night.recording)
      // One output that is there keeps all of them from being written.
      for name in ["night-PSG.edf", "night-Hypnogram.edf", "truth.edf"] {
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
      #expect(throws: (any Error).self) { try SynthesizeCommand.parse(words).run() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["truth.csv"])
    }
    #expect(throws: (any Error).self) { try SynthesizeCommand.parse(["-o", "a", "--truth", "truth.txt"]) }
    #expect(throws: (any Error).self) { try SynthesizeCommand.parse(["-o", "a", "--difficulty", "impossible"]) }
  }

  @Test("events of a recording are those of a night that is prepared of it, until a parameter is set")
  func recording() throws {
    try inFolder { folder in
      try SynthesizeCommand.parse(["-o", folder, "--hours", "0.25", "--seed", "9"]).run()
      let path = "\(folder)/night-PSG.edf", hypnogram = "\(folder)/night-Hypnogram.edf"
      let recording = try Recording(path: path)
      let scored = try HypnogramFile(path: hypnogram, of: recording)
      let night = try Preparation.night(of: recording, hypnogram: scored, salt: []).night
      for method in EventMethod.allCases {
        #expect(try Preparation.events(of: recording, hypnogram: scored, by: method) == night.events(by: method))
      }
      let words = [path, "--hypnogram", hypnogram, "--parameter", "spindle.least-power=3.9"]
      let command = try EventsCommand.parse(words)
      #expect(command.assignments.map(\.name) == ["spindle.least-power"])
      try command.run()
    }
  }

  @Test(
    "what cannot be set is refused before anything is read",
    arguments: [
      ["a.edf", "--parameter", "spindle.least-power"], ["a.edf", "--parameter", "spindle.least-power=much"],
      ["a.edf", "--parameter", "spindle.least-power=9"], ["a.edf", "--parameter", "spindle.colour=1"],
      ["a.edf", "--method", "yasa", "--parameter", "spindle.least-power=1"], ["a.edf", "--parameters"], [],
    ])
  func refused(words: [String]) {
    #expect(throws: (any Error).self) { try EventsCommand.parse(words) }
  }

  @Test("a night has no signals: parameters are refused with the way out")
  func night() throws {
    try inFolder { folder in
      try SynthesizeCommand.parse(["-o", folder, "--hours", "0.25", "--seed", "9"]).run()
      try PrepareCommand.parse(["\(folder)/night-PSG.edf", "-o", "\(folder)/a.night"]).run()
      #expect(throws: (any Error).self) {
        try EventsCommand.parse(["\(folder)/a.night", "--parameter", "spindle.merge-s=0.5"]).run()
      }
      #expect(throws: (any Error).self) {
        try EventsCommand.parse(["\(folder)/a.night", "--hypnogram", "\(folder)/night-Hypnogram.edf"]).run()
      }
    }
  }

  @Test("the list of parameters has a line each, with value, range and source")
  func listed() {
    for method in EventMethod.allCases {
      let lines = ParametersTable.text(of: method).split(separator: "\n")
      #expect(lines.count == EventSettings.parameters.count { $0.method == method })
      #expect(lines.contains { $0.contains("doi") })
    }
  }
}
