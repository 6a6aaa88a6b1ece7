import ArgumentParser
import Endings
import Foundation
import SleepLab
import Testing

@testable import DreamDesk

/// The sleep laboratory's commands, run as the shell would, on nights made up for the purpose.
@Suite("Commands of the sleep laboratory")
struct LabCommandTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path(percentEncoded: false))
  }

  /// Makes up a quarter of an hour with its hypnogram, and prepares it.
  private func make(in folder: String) throws {
    try SynthesizeCommand.parse(["-o", folder, "--hours", "0.25", "--seed", "9"]).run()
    try PrepareCommand.parse([
      "\(folder)/night-PSG.edf", "--hypnogram", "\(folder)/night-Hypnogram.edf", "-o", "\(folder)/a.night",
    ]).run()
  }

  /// The number for the shell with which a command ends.
  private func status(_ body: () throws -> Void) -> Endings.ExitStatus? {
    do {
      try body()
      return .done
    } catch let fault as any ExitStatusCarrying {
      return fault.exitStatus
    } catch {
      return nil
    }
  }

  private func members(_ value: JSONValue) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(value.written().utf8))
    return try #require(object as? [String: Any])
  }

  @Test("inspect prints the members that the contract names, and stages or null")
  func inspect() throws {
    try inFolder { folder in
      try make(in: folder)
      let recording = try members(RecordingReport(try Recording(path: "\(folder)/night-PSG.edf")).json)
      let names: Set = ["format", "duration_s", "signals", "annotations", "gaps", "repairs", "stages", "montage"]
      #expect(Set(recording.keys) == names)
      #expect(recording["format"] as? String == "EDF+C" && recording["duration_s"] as? Double == 900)
      #expect(recording["stages"] is NSNull)
      let signals = try #require(recording["signals"] as? [[String: Any]])
      let ofSignal: Set = ["label", "kind", "unit", "rate_hz", "samples", "min", "max", "mean", "sd", "usable"]
      #expect(signals.count == 5 && signals.allSatisfy { Set($0.keys) == ofSignal })
      #expect(signals[0]["unit"] as? String == "µV" && signals[0]["kind"] as? String == "EEG")
      #expect(signals[0]["samples"] as? Int == 90_000 && signals[0]["usable"] as? Bool == true)
      let hypnogram = try members(RecordingReport(try Recording(path: "\(folder)/night-Hypnogram.edf")).json)
      let stages = try #require(hypnogram["stages"] as? [String: Int])
      #expect(Set(stages.keys) == ["W", "N1", "N2", "N3", "REM", "unknown"] && stages.values.reduce(0, +) == 30)
      try InspectCommand.parse(["\(folder)/a.night", "--json"]).run()
    }
  }

  @Test("epochs and events have the contract's columns, one row each")
  func tables() throws {
    try inFolder { folder in
      try make(in: folder)
      let night = try NightFile.read(path: "\(folder)/a.night")
      let epochs = EpochsTable.csv(night.epochs).split(separator: "\n")
      #expect(
        epochs[0] == "epoch,stage,scored_by,sure,delta_uv2,theta_uv2,alpha_uv2,sigma_uv2,beta_uv2,"
          + "delta_rel,theta_rel,alpha_rel,sigma_rel,beta_rel")
      #expect(epochs.count == 31 && epochs[1].hasPrefix("0,W,expert,1,"))
      let moves = night.events.filter { $0.kind == .eyeMovement }
      let lines = EventsTable(moves, naming: false).csv.split(separator: "\n")
      #expect(lines[0] == "onset_s,duration_s,amplitude_uv,frequency_hz" && lines.count == moves.count + 1)
      #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",") })
      #expect(EventsTable(night.events, naming: true).csv.hasPrefix("kind,onset_s"))
      let json = EventsTable(night.events, naming: false).json.written()
      let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
      #expect((parsed as? [Any])?.count == night.events.count)
    }
  }

  @Test("an epoch without powers has empty cells and nulls, no zeros")
  func missingPowers() throws {
    let epochs = [Epoch(stage: .unknown, scoredBy: .rules, sure: 0, powers: nil)]
    #expect(EpochsTable.csv(epochs).hasSuffix("\n0,unknown,rules,0,,,,,,,,,,"))
    #expect(EpochsTable.json(epochs).written().contains("\"delta_uv2\": null"))
  }

  @Test("outputs that exist are kept unless --force is given: 73")
  func exists() throws {
    try inFolder { folder in
      try make(in: folder)
      let before = FileManager.default.contents(atPath: "\(folder)/a.night")
      let again = ["\(folder)/night-PSG.edf", "-o", "\(folder)/a.night"]
      #expect(status { try PrepareCommand.parse(again).run() } == .outputExists)
      #expect(FileManager.default.contents(atPath: "\(folder)/a.night") == before)
      #expect(status { try PrepareCommand.parse(again + ["--force"]).run() } == .done)
      #expect(status { try SynthesizeCommand.parse(["-o", folder, "--hours", "0.25"]).run() } == .outputExists)
    }
  }

  @Test("each bad input ends with its number and without the file's name")
  func faults() throws {
    try inFolder { folder in
      try make(in: folder)
      let good = "\(folder)/night-PSG.edf"
      let junk = "\(folder)/Zephyrine.edf"
      #expect(FileManager.default.createFile(atPath: junk, contents: Data("no recording at all".utf8)))
      let absent = "\(folder)/Zephyrine-absent.edf"
      let output = ["-o", "\(folder)/b.night"]
      let cases: [(Endings.ExitStatus, () throws -> Void)] = [
        (.noSuchInput, { try InspectCommand.parse([absent]).run() }),
        (.noSuchInput, { try PrepareCommand.parse([good, "--hypnogram", absent] + output).run() }),
        (.noSuchInput, { try EpochsCommand.parse([absent]).run() }),
        (.unusableInput, { try InspectCommand.parse([junk]).run() }),
        (.unusableInput, { try PrepareCommand.parse([junk] + output).run() }),
        (.unusableInput, { try PrepareCommand.parse([good, "--hypnogram", junk] + output).run() }),
        (.unusableInput, { try PrepareCommand.parse(["\(folder)/night-Hypnogram.edf"] + output).run() }),
        (.unusableInput, { try EventsCommand.parse([junk, "--kind", "spindle"]).run() }),
        (.inputOutput, { try PrepareCommand.parse([good, "-o", "\(folder)/Zephyrine/b.night"]).run() }),
      ]
      for (index, (expected, body)) in cases.enumerated() {
        #expect(status(body) == expected, "case \(index)")
        do { try body() } catch { #expect(!"\(error)".contains("Zephyrine"), "case \(index)") }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!left.contains { $0.hasPrefix(".unfinished") || $0 == "b.night" })
    }
  }

  @Test("a folder or a pipe in place of a file is refused at once", arguments: ["folder", "pipe"])
  func noFiles(kind: String) throws {
    try inFolder { folder in
      try make(in: folder)
      let path = "\(folder)/Zephyrine"
      if kind == "pipe" {
        // Nobody writes into it: opening it as a file would wait for ever.
        #expect(mkfifo(path, 0o600) == 0)
      } else {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
      let good = "\(folder)/night-PSG.edf", output = ["-o", "\(folder)/b.night"]
      let cases: [() throws -> Void] = [
        { try InspectCommand.parse([path]).run() }, { try InspectCommand.parse([path, "--json"]).run() },
        { try InspectCommand.parse([path, "--plot", "\(folder)/p.svg"]).run() },
        { try PrepareCommand.parse([path] + output).run() }, { try EpochsCommand.parse([path]).run() },
        { try EventsCommand.parse([path]).run() }, { try RenderCommand.parse([path, "--hash"]).run() },
        { try DeidentifyCommand.parse([path, "-o", "\(folder)/c.edf"]).run() },
        { try ExportCommand.parse([path, "-o", "\(folder)/c.edf"]).run() },
        { try PrepareCommand.parse([good, "--hypnogram", path] + output).run() },
        { try PrepareCommand.parse([good, "--reports", path] + output).run() },
        { try PrepareCommand.parse([good, "--probabilities", path] + output).run() },
        { try EpochsCommand.parse([good, "--agreement", path]).run() },
      ]
      for (index, body) in cases.enumerated() {
        #expect(status(body) == .noSuchInput, "case \(index)")
        do { try body() } catch { #expect(!"\(error)".contains("Zephyrine"), "case \(index)") }
      }
    }
  }

  @Test("tables of a night honour its consent: research it must permit, and the end counts")
  func consent() throws {
    try inFolder { folder in
      try make(in: folder)
      let uses: [([PermittedUse], Double?, Endings.ExitStatus)] = [
        ([], nil, .done), ([.research], nil, .done), ([.exhibition, .film], nil, .unusableInput),
        ([], 1, .unusableInput), ([.research], 1, .unusableInput),
      ]
      for (permitted, end, expected) in uses {
        var night = try NightFile.read(path: "\(folder)/a.night")
        night.consent = Consent(uses: Set(permitted), expiresUnixSeconds: end)
        let path = "\(folder)/b.night"
        try NightFile.write(night, to: path, mayReplace: true)
        #expect(status { try EpochsCommand.parse([path]).run() } == expected)
        #expect(status { try EventsCommand.parse([path, "--kind", "spindle"]).run() } == expected)
        #expect(
          status { try EpochsCommand.parse([path, "--agreement", "\(folder)/night-Hypnogram.edf"]).run() } == expected)
      }
    }
  }

  @Test("prepare leaves out the waking around sleep only when it is asked to")
  func trimmed() throws {
    try inFolder { folder in
      try make(in: folder)
      let whole = try NightFile.read(path: "\(folder)/a.night")
      let words = [
        "\(folder)/night-PSG.edf", "--hypnogram", "\(folder)/night-Hypnogram.edf", "-o", "\(folder)/b.night",
        "--trim-wake", "0",
      ]
      try PrepareCommand.parse(words).run()
      let cut = try NightFile.read(path: "\(folder)/b.night")
      let first = try #require(whole.epochs.firstIndex { $0.stage != .wake })
      #expect(first > 0 && cut.epochs == whole.trimmed(marginSeconds: 0).epochs)
      #expect(cut.epochs.first == whole.epochs[first] && cut.durationSeconds < whole.durationSeconds)
    }
    for minutes in ["-1", "nan", "2000"] {
      #expect(throws: (any Error).self) { try PrepareCommand.parse(["a.edf", "-o", "b", "--trim-wake", minutes]) }
    }
  }

  @Test("what no command takes is a fault of usage")
  func usage() {
    #expect(throws: (any Error).self) { try EventsCommand.parse(["a.night", "--kind", "blink"]) }
    #expect(throws: (any Error).self) { try EventsCommand.parse(["a.night", "--method", "magic"]) }
    #expect(throws: (any Error).self) { try EpochsCommand.parse(["a.night", "--csv", "--json"]) }
    #expect(throws: (any Error).self) { try SynthesizeCommand.parse(["-o", "x", "--hours", "99"]) }
    #expect(throws: (any Error).self) { try PrepareCommand.parse(["x.edf"]) }
  }
}

@Suite("Numbers and JSON as they are printed")
struct PlainNumberTests {
  @Test(
    "numbers are plain decimals that read back",
    arguments: [
      (0.0, "0"), (900, "900"), (-1.5, "-1.5"), (1e-7, "1e-07"), (123456.789, "123457"),
      (0.000123456789, "0.000123457"),
    ])
  func rounded(value: Double, text: String) {
    #expect(PlainNumber.text(PlainNumber.rounded(value)) == text)
  }

  @Test("fixed decimals round, pad and keep the sign")
  func fixed() {
    #expect(PlainNumber.fixed(1.0006, decimals: 3) == "1.001")
    #expect(PlainNumber.fixed(-0.05, decimals: 2) == "-0.05")
    #expect(PlainNumber.fixed(12, decimals: 3) == "12.000")
    #expect(PlainNumber.fixed(.nan, decimals: 3) == "")
  }

  @Test("texts of JSON are escaped, and what is no number is null")
  func json() throws {
    let value = JSONValue.object([("a\"b", .text("line\n\u{1}\\µ")), ("c", .number(.nan)), ("d", .list([]))])
    let parsed = try JSONSerialization.jsonObject(with: Data(value.written().utf8)) as? [String: Any]
    #expect(parsed?["a\"b"] as? String == "line\n\u{1}\\µ")
    #expect(parsed?["c"] is NSNull)
  }
}
