/// Sleep spindles by YASA's published definition (eLife 2021, doi 10.7554/eLife.70092) and defaults.
struct SpindleDetector: Sendable {
  /// The band of spindles in Hz.
  var bandHz: ClosedRange<Double> = 12...15
  /// The band against which spindles are held, in Hz.
  var broadBandHz: ClosedRange<Double> = 1...30
  /// The least share of the spindles' band in the broad one.
  var relativePower: Float = 0.2
  /// The least correlation of the two bands' signals.
  var correlation: Float = 0.65
  /// By how many trimmed deviations the moving RMS exceeds its mean.
  var deviations = 1.5
  /// The RMS that is always enough, in µV.
  var enoughMicrovolts: Float = 10
  /// Two spindles nearer than this are one, in seconds.
  var mergeSeconds = 0.5
  /// The length of a spindle in seconds, the ends excluded.
  var seconds: ClosedRange<Double> = 0.5...2

  /// What is said of the method.
  static let method =
    "yasa: 12-15 Hz in 1-30 Hz; relative power 0.2, correlation 0.65, RMS mean + 1.5 SD (at most 10 uV), all three; 0.5-2 s"

  /// Finds the spindles in N1, N2 and N3.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    measures(of: eeg, FilterBank(filters(for: eeg)).applied(to: eeg.values))
      .map { events(in: eeg, $0, stages: stages) } ?? []
  }

  /// The filters that are needed to measure a signal; none at rates too slow for it.
  func filters(for eeg: SampledSignal) -> [Filter] {
    guard eeg.rateHz / 2 > broadBandHz.upperBound, eeg.values.count > 1 else { return [] }
    return SpindleMeasures.filters(bandHz, within: broadBandHz, eeg.rateHz)
  }

  /// What is measured of the signal, for all stages alike; nil where no filters are needed.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - filtered: it through each of `filters(for:)`.
  func measures(of eeg: SampledSignal, _ filtered: [[Float]]) -> SpindleMeasures? {
    filtered.isEmpty ? nil : SpindleMeasures(of: eeg, filtered, bandHz: bandHz, broadBandHz: broadBandHz)
  }

  /// Finds the spindles in N1, N2 and N3.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - measures: what was measured of it.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(in eeg: SampledSignal, _ measures: SpindleMeasures, stages: [Stage]) -> [SleepEvent] {
    let mask = StageMask(stages, wanted: [.n1, .n2, .n3], for: eeg).isIn
    var runs: [Range<Int>] = []
    for index in passed(measures, mask, eeg.rateHz) {
      // Gaps shorter than the merging distance are filled.
      if let last = runs.last, Double(index - last.upperBound + 1) < mergeSeconds * eeg.rateHz {
        runs[runs.count - 1] = last.lowerBound..<(index + 1)
      } else {
        runs.append(index..<(index + 1))
      }
    }
    return runs.compactMap { run in
      let duration = Double(run.count - 1) / eeg.rateHz
      guard duration > seconds.lowerBound, duration < seconds.upperBound else { return nil }
      return SleepEvent(
        kind: .spindle, onsetSeconds: Double(run.lowerBound) / eeg.rateHz, durationSeconds: duration,
        amplitudeMicrovolts: SpindleShape.peakToPeak(measures.broad[run]),
        frequencyHz: SpindleShape.frequency(measures.narrow[run], eeg.rateHz))
    }
  }

  /// The samples where more than two of the three tests are passed, after smoothing over 0.1 s.
  private func passed(_ measures: SpindleMeasures, _ mask: [Bool], _ rateHz: Double) -> [Int] {
    let threshold = min(enoughMicrovolts, rmsThreshold(measures.steps.rms, mask, SpindleMeasures.stepSeconds * rateHz))
    let share = measures.share
    let framesASample = 1 / (BandShare.stepSeconds * rateHz)
    let ranges = Parallel.ranges(mask.count)
    let votes = Array(
      Parallel.map(ranges.count) { part -> [UInt8] in
        ranges[part].map { index in
          guard mask[index], share.count > 1 else { return 0 }
          let place = Double(index) * framesASample
          let frame = min(Int(place), share.count - 2)
          let relative = share[frame] + (share[frame + 1] - share[frame]) * Float(place - Double(frame))
          return (relative >= relativePower ? 1 : 0) + (measures.correlation[index] >= correlation ? 1 : 0)
            + (measures.rms[index] >= threshold ? 1 : 0)
        }
      }.joined())
    // The window of a "same" convolution: one sample more before than after where the width is even.
    let width = max(1, Int(0.1 * rateHz))
    var result: [Int] = []
    var sum = votes.prefix(max(0, width - width / 2 - 1)).reduce(0) { $0 + Int($1) }
    for index in votes.indices {
      let (entering, leaving) = (index - width / 2 + width - 1, index - width / 2 - 1)
      if entering < votes.count { sum += Int(votes[entering]) }
      if leaving >= 0 { sum -= Int(votes[leaving]) }
      if sum > 2 * width { result.append(index) }
    }
    return result
  }

  private func rmsThreshold(_ rms: [Float], _ mask: [Bool], _ spacing: Double) -> Float {
    let counted = rms.indices.filter { place in
      let sample = Int(Double(place) * spacing)
      return sample < mask.count && mask[sample]
    }.map { Double(rms[$0]) }
    guard let trimmed = Statistics.trimmedDeviation(counted, cut: 0.1) else { return .infinity }
    return Float(counted.reduce(0, +) / Double(counted.count) + deviations * trimmed)
  }
}
