@testable import SleepLab
import Testing

@Suite("Hypnograms")
struct HypnogramTests {
  private func read(_ text: String) throws -> HypnogramFile {
    try HypnogramFile(MappedBytes(Array(text.utf8)))
  }

  private func stages(_ text: String) throws -> [Stage] {
    let read = try read(text)
    return read.hypnogram.stages(count: read.hypnogram.periods.count)
  }

  @Test(
    "an expert's real night has the epochs that its authors count",
    .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)))
  func realNight() throws {
    let file = try HypnogramFile(path: SleepFiles.path("hypnograms/SC4001EC-Hypnogram.edf"))
    #expect(file.format == .annotations)
    let counts = file.hypnogram.epochCounts
    #expect(counts == [.wake: 1997, .n1: 58, .n2: 250, .n3: 101 + 119, .rem: 125, .unknown: 230])
  }

  @Test("one code a line: letters, AASM and R&K wordings, blank lines and a heading", arguments: ["\n", "\r\n"])
  func codes(ending: String) throws {
    let lines = ["stage", "W", "n1", "S2", "N3", "S4", "REM", "R", "?", "MT", ""]
    let read = try stages(lines.joined(separator: ending))
    #expect(
      read == [.wake, .n1, .n2, .n3, .n3, .rem, .rem, .unknown, .unknown])
  }

  @Test("digits: with a 5 among them 4 is deep sleep, without it REM, and that is said")
  func digits() throws {
    #expect(try stages("0\n1\n2\n3\n4\n5\n") == [.wake, .n1, .n2, .n3, .n3, .rem])
    #expect(try stages("0\n1\n2\n3\n4\n") == [.wake, .n1, .n2, .n3, .rem])
    #expect(try read("0\n4\n").repairs.map(\.code) == ["digits"])
  }

  @Test("a line that is no stage is refused by its number, without its text")
  func badLine() {
    #expect(throws: HypnogramError.lineUnreadable(3)) { try read("W\nN1\nJane Doe\n") }
    #expect(HypnogramError.lineUnreadable(3).description.contains("line 3"))
  }

  @Test("an empty file, a picture and a recording without stages are refused")
  func nothing() {
    #expect(throws: HypnogramError.unknownFormat) { try read("") }
    #expect(throws: HypnogramError.unknownFormat) { try read("\u{89}PNG\r\n\u{1A}\n") }
    #expect(throws: HypnogramError.noStages) { try HypnogramFile(MappedBytes(EDFDraft().bytes)) }
  }

  @Test("stages are laid by their onsets: most of an epoch decides, holes are unknown")
  func onsets() {
    let hypnogram = Hypnogram(periods: [
      StagePeriod(stage: .n2, seconds: 40..<80), StagePeriod(stage: .wake, seconds: 0..<40),
      StagePeriod(stage: .rem, seconds: 130..<200),
    ])
    #expect(hypnogram.stages(count: 7) == [.wake, .n2, .n2, .unknown, .rem, .rem, .rem])
  }

  @Test("a later stage ends the one before, and one without a length lasts until the next")
  func withoutLength() throws {
    let annotations = [
      Annotation(onsetSeconds: 0, durationSeconds: nil, meaning: .stage(.wake)),
      Annotation(onsetSeconds: 60, durationSeconds: 300, meaning: .stage(.n1)),
      Annotation(onsetSeconds: 90, durationSeconds: nil, meaning: .stage(.n2)),
      Annotation(onsetSeconds: 95, durationSeconds: 3, meaning: .other),
    ]
    let hypnogram = try #require(Hypnogram(annotations: annotations))
    #expect(hypnogram.stages(count: 5) == [.wake, .wake, .n1, .n2, .unknown])
  }

  @Test(
    "annotations are read in the wordings that are about",
    arguments: [
      ("Sleep stage W", Stage.wake), ("SLEEP STAGE 4", .n3), ("Sleep stage R", .rem), ("Sleep stage ?", .unknown),
      ("Sleep stage N2", .n2), ("Movement time", .unknown), ("SLEEP-S2", .n2), ("SLEEP-REM", .rem), ("Stage 3", .n3),
    ])
  func wordings(text: String, stage: Stage) throws {
    let bytes = RecordingWriter(signals: [], notes: [.init(onsetSeconds: 0, durationSeconds: 30, text: text)]).bytes()
    #expect(try HypnogramFile(MappedBytes(bytes)).hypnogram.stages(count: 1) == [stage])
  }
}
