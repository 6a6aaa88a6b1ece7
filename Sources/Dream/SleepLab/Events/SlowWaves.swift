import Glibc

/// Slow waves and K-complexes by YASA's published definition (eLife 2021, doi 10.7554/eLife.70092) and defaults.
struct SlowWaveDetector: Sendable {
  /// What passes before waves are looked for, in Hz.
  var bandHz: ClosedRange<Double> = 0.3...1.5
  /// The depth of the negative peak in µV.
  var negativeMicrovolts: ClosedRange<Float> = 40...200
  /// The height of the positive peak in µV.
  var positiveMicrovolts: ClosedRange<Float> = 10...150
  /// From peak to peak, in µV, the ends excluded.
  var peakToPeakMicrovolts: ClosedRange<Float> = 75...350
  /// The length of the negative half between its zero crossings, in seconds, the ends excluded.
  var negativeSeconds: ClosedRange<Double> = 0.3...1.5
  /// The length of the positive half, in seconds, the ends excluded.
  var positiveSeconds: ClosedRange<Double> = 0.1...1
  /// How far from every other slow wave a K-complex stands, in seconds.
  var isolationSeconds = 2.0

  /// What is said of the method.
  static let method = "yasa: 0.3-1.5 Hz; negative 40-200, positive 10-150, peak to peak 75-350 uV; 0.3-1.5 and 0.1-1 s"

  /// Finds slow waves in N2 and N3, and among those of N2 the K-complexes, which are given a second time as such.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    events(in: eeg, filtered: filter(for: eeg).applied(to: eeg.values), stages: stages)
  }

  /// What leaves the band of slow waves.
  func filter(for eeg: SampledSignal) -> Filter {
    Filter(bandHz: bandHz, transitionsHz: (low: 0.2, high: 0.2), rateHz: eeg.rateHz)
  }

  /// As `events(in:stages:)`, of what was filtered before.
  func events(in eeg: SampledSignal, filtered values: [Float], stages: [Stage]) -> [SleepEvent] {
    let mask = StageMask(stages, wanted: [.n2, .n3], for: eeg).isIn
    let waves = withoutDoubles(candidates(values, mask, eeg.rateHz))
    let slow = waves.map { event(.slowWave, $0, eeg.rateHz) }
    let complexes = waves.indices.filter { place in
      let epoch = Int(Double(waves[place].negativePeak) / eeg.rateHz / Epoch.lengthSeconds)
      guard epoch < stages.count, stages[epoch] == .n2 else { return false }
      let before = place > 0 ? waves[place].negativePeak - waves[place - 1].negativePeak : Int.max
      let after = place + 1 < waves.count ? waves[place + 1].negativePeak - waves[place].negativePeak : Int.max
      return Double(min(before, after)) >= isolationSeconds * eeg.rateHz
    }
    return slow + complexes.map { event(.kComplex, waves[$0], eeg.rateHz) }
  }

  /// A wave by its samples: zero crossing, trough, zero crossing, crest, zero crossing.
  private struct Wave {
    var start: Int
    var negativePeak: Int
    var end: Int
    var amplitude: Float
  }

  private func event(_ kind: SleepEvent.Kind, _ wave: Wave, _ rateHz: Double) -> SleepEvent {
    let seconds = Double(wave.end - wave.start) / rateHz
    return SleepEvent(
      kind: kind, onsetSeconds: Double(wave.start) / rateHz, durationSeconds: seconds,
      amplitudeMicrovolts: wave.amplitude, frequencyHz: Float(1 / seconds))
  }

  private func candidates(_ values: [Float], _ mask: [Bool], _ rateHz: Double) -> [Wave] {
    let troughs = Peaks.maxima(values.map { -$0 }) { negativeMicrovolts.contains($0) }.filter { mask[$0] }
    let crests = Peaks.maxima(values) { positiveMicrovolts.contains($0) }.filter { mask[$0] }
    let crossings = SlowWaveDetector.zeroCrossings(values)
    var waves: [Wave] = []
    var crest = 0
    var crossing = 0
    for trough in troughs {
      while crest < crests.count, crests[crest] <= trough { crest += 1 }
      guard crest < crests.count else { break }
      let height = values[crests[crest]] - values[trough]
      guard height > peakToPeakMicrovolts.lowerBound, height < peakToPeakMicrovolts.upperBound else { continue }
      while crossing < crossings.count, crossings[crossing] < trough { crossing += 1 }
      // The crest must follow the trough's own crossing, before the next one: both halves are one wave.
      guard crossing > 0, crossing + 1 < crossings.count, crossings[crossing] < crests[crest],
        crests[crest] <= crossings[crossing + 1]
      else { continue }
      let wave = Wave(
        start: crossings[crossing - 1], negativePeak: trough, end: crossings[crossing + 1], amplitude: height)
      let negative = Double(crossings[crossing] - wave.start) / rateHz
      let positive = Double(wave.end - crossings[crossing]) / rateHz
      let isGood =
        negative > negativeSeconds.lowerBound && negative < negativeSeconds.upperBound
        && positive > positiveSeconds.lowerBound && positive < positiveSeconds.upperBound
      if isGood { waves.append(wave) }
    }
    return waves
  }

  /// Waves that share their beginning or their end are all dropped, as the definition has it.
  private func withoutDoubles(_ waves: [Wave]) -> [Wave] {
    let starts = Dictionary(grouping: waves, by: \.start)
    let alone = waves.filter { starts[$0.start]?.count == 1 }
    let ends = Dictionary(grouping: alone, by: \.end)
    return alone.filter { ends[$0.end]?.count == 1 }
  }

  /// The samples before each change of sign.
  static func zeroCrossings(_ values: [Float]) -> [Int] {
    var result: [Int] = []
    guard var wasPositive = values.first.map({ $0 > 0 }) else { return [] }
    for index in 1..<values.count {
      let isPositive = values[index] > 0
      if isPositive != wasPositive { result.append(index - 1) }
      wasPositive = isPositive
    }
    return result
  }
}
