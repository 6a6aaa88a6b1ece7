import Testing

@testable import SleepLab

/// Half hours of one EEG as scorers of spindles get them, made up: slow and fast amplifiers, one electrode against one ear,
/// without an EOG, hard to read.
@Suite("Half hours of one EEG at any rate, unit and polarity")
struct HalfHourTests {
  private static let rates = [50.0, 100, 200]
  private static let seeds: [UInt64] = [301, 302]

  private struct Made: Sendable {
    var truth: [Span]
    var hypnogram: HypnogramFile
    /// The EEG in µV, by rate.
    var values: [Double: [Float]]
  }

  private static let made = Result {
    try seeds.map { seed in
      let night = SyntheticNight(seed: seed, hours: 1.5, difficulty: .hard)
      let recording = try Recording(MappedBytes(night.recording))
      let whole = try #require(recording.samples(of: 0))
      // The half hour with the most spindles.
      let spindles = night.truth.filter { $0.kind == .spindle }
      let count = { (start: Double) in
        spindles.count { $0.onsetSeconds >= start && $0.onsetSeconds < start + 1800 }
      }
      let start = stride(from: 0.0, through: 3600, by: 30).max { count($0) < count($1) } ?? 0
      let first = Int(start * whole.rateHz)
      let piece = SampledSignal(
        rateHz: whole.rateHz, values: Array(whole.values[first..<(first + Int(1800 * whole.rateHz))]), gaps: [])
      let lines = night.stages[Int(start / 30)..<(Int(start / 30) + 60)].map(\.wording).joined(separator: "\n")
      return Made(
        truth: spindles.filter { $0.onsetSeconds >= start && $0.endSeconds <= start + 1800 }.map {
          Span(start: $0.onsetSeconds - start, end: $0.endSeconds - start)
        },
        hypnogram: try HypnogramFile(MappedBytes(Array(lines.utf8))),
        values: Dictionary(uniqueKeysWithValues: rates.map { ($0, resampled(piece, $0)) }))
    }
  }

  /// The signal at another rate: low-passed, then in straight lines.
  private static func resampled(_ signal: SampledSignal, _ rateHz: Double) -> [Float] {
    guard rateHz != signal.rateHz else { return signal.values }
    var values = signal.values
    if rateHz < signal.rateHz {
      values = Filter(bandHz: 0.2...(0.42 * rateHz), transitionsHz: (0.2, 0.1 * rateHz), rateHz: signal.rateHz)
        .applied(to: values)
    }
    return (0..<Int(Double(values.count) / signal.rateHz * rateHz)).map { index in
      let place = min(Double(index) * signal.rateHz / rateHz, Double(values.count - 1))
      let before = min(Int(place), values.count - 2)
      return values[before] + (values[before + 1] - values[before]) * Float(place - Double(before))
    }
  }

  private func recording(
    _ values: [Float], _ rateHz: Double, label: String = "C3-A1", unit: String = "uV", factor: Float = 1
  ) throws -> Recording {
    let signal = RecordingWriter.Signal(
      label: label, unit: unit, prefilter: "", rateHz: Int(rateHz), fitting: values.map { $0 * factor })
    return try Recording(MappedBytes(RecordingWriter(signals: [signal], notes: []).bytes()))
  }

  private func spindles(
    _ recording: Recording, _ hypnogram: HypnogramFile?, by method: EventMethod = .regie
  ) throws -> [Span] {
    try Preparation.events(of: recording, hypnogram: hypnogram, by: method).filter { $0.kind == .spindle }.map {
      Span(start: $0.onsetSeconds, end: $0.endSeconds)
    }
  }

  @Test("spindles are found at every rate, nearer to the truth than by YASA's definition", arguments: rates)
  func truth(rateHz: Double) throws {
    for (seed, made) in zip(Self.seeds, try Self.made.get()) {
      let recording = try recording(try #require(made.values[rateHz]), rateHz)
      let own = overlapF1(try spindles(recording, made.hypnogram), made.truth)
      let yasa = overlapF1(try spindles(recording, made.hypnogram, by: .yasa), made.truth)
      #expect(own > yasa && own > 0.5, "seed \(seed), \(rateHz) Hz: \(own), by YASA's definition \(yasa)")
      // Nobody scored its stages: the rules tell enough to find them.
      let unscored = overlapF1(try spindles(recording, nil), made.truth)
      #expect(unscored > 0.8 * own, "seed \(seed), \(rateHz) Hz without a hypnogram: \(unscored), with one \(own)")
    }
  }

  @Test("label, unit and polarity change no spindle", arguments: rates)
  func equivalent(rateHz: Double) throws {
    let made = try #require(try Self.made.get().first)
    let values = try #require(made.values[rateHz])
    let plain = try spindles(try recording(values, rateHz), made.hypnogram)
    let others: [(String, String, Float)] = [
      ("CZ-A1", "mV", 1e-3), ("EEG Cz-A1", "V", 1e-6), ("C3A1", "nV", 1e3), ("C4-A1", "uV", -1),
    ]
    for (label, unit, factor) in others {
      let other = try recording(values, rateHz, label: label, unit: unit, factor: factor)
      let found = try spindles(other, made.hypnogram)
      // 16 bits round differently: one in a hundred may lie on the threshold.
      #expect(overlapF1(found, plain) >= 0.99, "\(label) in \(unit), times \(factor)")
    }
  }

  @Test("gaps, flat stretches and jumps hold no spindle and spoil none beyond half a minute", arguments: rates)
  func broken(rateHz: Double) throws {
    let made = try #require(try Self.made.get().first)
    let values = try #require(made.values[rateHz])
    let plain = try spindles(try recording(values, rateHz), made.hypnogram)
    var broken = values
    let flat = 300.0..<360, jump = 700.0..<705
    for index in Int(flat.lowerBound * rateHz)..<Int(flat.upperBound * rateHz) { broken[index] = 0 }
    for index in Int(jump.lowerBound * rateHz)..<Int(jump.upperBound * rateHz) { broken[index] += 900 }
    let found = try spindles(try recording(broken, rateHz), made.hypnogram)
    #expect(!found.contains { flat.contains($0.start) && flat.contains($0.end) })
    let isFar = { (span: Span) in
      [flat, jump].allSatisfy { span.end < $0.lowerBound - 30 || span.start > $0.upperBound + 30 }
    }
    let far = overlapF1(found.filter(isFar), plain.filter(isFar))
    #expect(far >= 0.98, "\(far)")
  }

  @Test(
    "two minutes that were not recorded shift no spindle after them and spoil none beyond half a minute",
    arguments: rates)
  func interrupted(rateHz: Double) throws {
    let made = try #require(try Self.made.get().first)
    let values = try #require(made.values[rateHz])
    let plain = try spindles(try recording(values, rateHz), made.hypnogram)
    let pause = 600.0..<720
    let interrupted = try interruptedRecording(values, rateHz, pause)
    #expect(interrupted.header.format == .edfDiscontinuous && interrupted.repairs == [])
    #expect(interrupted.timeline.gaps == [Timeline.Gap(atSeconds: 600, lengthSeconds: 120)])
    let found = try spindles(interrupted, made.hypnogram)
    #expect(!found.contains { $0.end > pause.lowerBound && $0.start < pause.upperBound })
    let isFar = { (span: Span) in span.end < pause.lowerBound - 30 || span.start > pause.upperBound + 30 }
    let far = overlapF1(found.filter(isFar), plain.filter(isFar))
    #expect(far >= 0.98, "\(far)")
  }

  /// The recording as EDF+D, without the records of a pause.
  private func interruptedRecording(_ values: [Float], _ rateHz: Double, _ pause: Range<Double>) throws -> Recording {
    let signal = RecordingWriter.Signal(label: "C3-A1", unit: "uV", prefilter: "", rateHz: Int(rateHz), fitting: values)
    var bytes = RecordingWriter(signals: [signal], notes: []).bytes()
    let header = 256 * 3, recordSeconds = 30.0
    let count = Int(Double(values.count) / rateHz / recordSeconds)
    let length = (bytes.count - header) / count
    let left = Int(pause.lowerBound / recordSeconds), right = Int(pause.upperBound / recordSeconds)
    bytes.removeSubrange((header + left * length)..<(header + right * length))
    bytes.replaceSubrange(192..<197, with: Array("EDF+D".utf8))
    bytes.replaceSubrange(236..<244, with: Array("\(count - (right - left))".utf8) + Array(repeating: 32, count: 6))
    return try Recording(MappedBytes(bytes))
  }
}
