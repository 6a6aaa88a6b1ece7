import Foundation
import Testing

@testable import SleepLab

/// Excerpts of real sleep beside what YASA 0.8.1 makes of them, and what the own method does there.
@Suite("Beside the reference on real sleep", .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)))
struct ExcerptTests {
  private func signal(_ name: String, rateHz: Double) throws -> SampledSignal {
    let text = try String(contentsOfFile: SleepFiles.path("real/\(name)"), encoding: .utf8)
    return SampledSignal(rateHz: rateHz, values: text.split(separator: "\n").compactMap { Float($0) }, gaps: [])
  }

  private func spans(_ table: String) throws -> [Span] {
    try SleepFiles.table("reference/\(table).csv").map { row in
      Span(start: try #require(row["Start"].flatMap(Double.init)), end: try #require(row["End"].flatMap(Double.init)))
    }
  }

  private func spans(_ events: [SleepEvent]) -> [Span] {
    events.map { Span(start: $0.onsetSeconds, end: $0.endSeconds) }
  }

  @Test("15 s of N2: YASA's spindles by its definition, and the same ones by the own method")
  func light() throws {
    let eeg = try signal("data_N2_spindles_15sec_200Hz.txt", rateHz: 200)
    let reference = try spans("yasaN2_spindles")
    #expect(reference.count == 2)
    #expect(overlapF1(spans(SpindleDetector().events(in: eeg, stages: [.n2])), reference) == 1)
    let own = spans(FourTestSpindles().events(in: eeg, stages: [.n2]))
    #expect(reference.allSatisfy { one in own.contains { $0.start < one.end && $0.end > one.start } })
    #expect(own.count <= 4)
  }

  @Test("30 s of N3: no spindle and one slow wave by YASA's definitions, two weak spindles by the own method")
  func deep() throws {
    let eeg = try signal("data_N3_no-spindles_30sec_100Hz.txt", rateHz: 100)
    #expect(SpindleDetector().events(in: eeg, stages: [.n3]) == [])
    let weak = FourTestSpindles().events(in: eeg, stages: [.n3])
    #expect(weak.count <= 2 && weak.allSatisfy { $0.amplitudeMicrovolts < 50 })
    let waves = SlowWaveDetector().events(in: eeg, stages: [.n3]).filter { $0.kind == .slowWave }
    #expect(overlapF1(spans(waves), try spans("yasaN3_slowwaves")) == 1)
  }

  @Test("a quarter of an hour of REM: YASA's eye movements by its definition, most of them by the own method")
  func eyes() throws {
    let (left, right) = try eyeSignals()
    let narrow = Filter(bandHz: EyeMovementDetector.bandHz, rateHz: left.rateHz)
    var filtered = (left: left, right: right, difference: left)
    filtered.left.values = narrow.applied(to: left.values)
    filtered.right.values = narrow.applied(to: right.values)
    let steep = Filter(bandHz: SharpEyeMovements.steepBandHz, transitionsHz: (0.3, 2), rateHz: left.rateHz)
    filtered.difference.values = steep.applied(to: zip(left.values, right.values).map { ($0 - $1) / 2 })
    let stages = Array(repeating: Stage.rem, count: 29)
    let reference = try spans("yasaEOG_rems")
    let yasa = EyeMovementDetector().events(left: filtered.left, right: filtered.right, stages: stages)
    #expect(overlapF1(spans(yasa), reference) >= 0.98)
    let own = SharpEyeMovements().events(
      left: filtered.left, right: filtered.right, difference: filtered.difference, stages: stages)
    // Nobody marked this excerpt: the own method leaves the slow ones out and takes smaller ones in.
    #expect(overlapF1(spans(own), reference) >= 0.7)
  }

  /// The two eyes at 256 Hz. NumPy's archive holds one deflated array first; `gzip`, which every Linux has, inflates it
  /// once it has gzip's own header and trailer.
  private func eyeSignals() throws -> (SampledSignal, SampledSignal) {
    let archive = [UInt8](try Data(contentsOf: URL(filePath: SleepFiles.path("real/data_EOGs_REM_256Hz.npz"))))
    let number = { (offset: Int, bytes: Int) in
      (0..<bytes).reduce(0) { $0 | Int(archive[offset + $1]) << (8 * $1) }
    }
    let start = 30 + number(26, 2) + number(28, 2)
    let deflated = archive[start..<(start + number(18, 4))]
    let zipped = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflated + archive[14..<18] + archive[22..<26]
    let file = FileManager.default.temporaryDirectory.appending(path: "eyes-\(UInt64.random(in: 0...UInt64.max)).gz")
    try Data(zipped).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path(percentEncoded: false)]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let array = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    // After the magic, the version and the length of the text come the doubles, row after row.
    let head = 10 + Int(array[8]) + Int(array[9]) << 8
    let values = stride(from: head, to: array.count, by: 8).map { place in
      Float(Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(array[place + $1]) << (8 * UInt64($1)) }))
    }
    #expect(values.count == 439_808)
    let half = values.count / 2
    return (
      SampledSignal(rateHz: 256, values: Array(values[..<half]), gaps: []),
      SampledSignal(rateHz: 256, values: Array(values[half...]), gaps: [])
    )
  }
}
