import Glibc

/// Spindles by four tests that must hold at once, as detector A7 has them, which comes nearest to what a group of experts
/// marks (Lacourse et al. 2019, doi 10.1016/j.jneumeth.2018.08.014): enough power in the band, more than its share of
/// the spectrum and more covariance with the whole signal than around it, and the two signals alike.
///
/// Its thresholds are the published ones, chosen there on other people's nights; but what lasts less than 0.4 s is left
/// out, since experts mark half a second or more (AASM manual). They are relative to the half minute
/// around, so that electrodes, ages and amplifiers matter little; only the power is absolute, and low.
struct FourTestSpindles: Sendable {
  /// The band of spindles in Hz.
  var bandHz: ClosedRange<Double> = 11...16
  /// The least power in the band: the logarithm (base 10) of µV².
  var leastPower = 1.25
  /// By how many deviations the band's share of 4.5–30 Hz exceeds the half minute around.
  var leastShare = 1.6
  /// By how many deviations the covariance exceeds the half minute around.
  var leastCovariance = 1.3
  /// The least correlation of the band with the whole signal.
  var leastCorrelation = 0.69
  /// Two spindles nearer than this are one, in seconds.
  var mergeSeconds = 0.3
  /// The length of a spindle in seconds.
  var seconds: ClosedRange<Double> = 0.4...2.5

  /// What is said of the method.
  static let method =
    "regie: 11-16 Hz; power 10^1.25 uV^2, share of 4.5-30 Hz 1.6 SD and covariance 1.3 SD above the half minute around, "
    + "correlation 0.69, all at once; 0.4-2.5 s (after A7, doi 10.1016/j.jneumeth.2018.08.014)"

  /// Finds the spindles in N1, N2 and N3.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV, at more than twice the band's upper end.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset; none from a signal that is too slow.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    measures(of: eeg, FilterBank(filters(for: eeg)).applied(to: eeg.values))
      .map { events(in: eeg, $0, stages: stages) } ?? []
  }

  /// The filters that are needed to measure a signal; none where it is too slow or too short.
  func filters(for eeg: SampledSignal) -> [Filter] {
    guard eeg.rateHz > 2.2 * bandHz.upperBound, eeg.values.count > Int(eeg.rateHz) else { return [] }
    return FourTestMeasures.filters(bandHz, eeg.rateHz)
  }

  /// What is measured of the signal, for all stages alike; nil where no filters are needed.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - filtered: it through each of `filters(for:)`.
  func measures(of eeg: SampledSignal, _ filtered: [[Float]]) -> FourTestMeasures? {
    filtered.isEmpty ? nil : FourTestMeasures(of: eeg, filtered)
  }

  /// As `events(in:stages:)`, of what was measured before.
  func events(in eeg: SampledSignal, _ measures: FourTestMeasures, stages: [Stage]) -> [SleepEvent] {
    let mask = StageMask(stages, wanted: [.n1, .n2, .n3], for: eeg).isIn
    return runs(measures, mask).compactMap { run in
      let samples = measures.sample(run.lowerBound)..<min(eeg.values.count, measures.sample(run.upperBound))
      let duration = Double(run.count) * FourTestMeasures.stepSeconds
      guard seconds.contains(duration), samples.count > 2 else { return nil }
      return SleepEvent(
        kind: .spindle, onsetSeconds: Double(run.lowerBound) * FourTestMeasures.stepSeconds, durationSeconds: duration,
        amplitudeMicrovolts: SpindleShape.peakToPeak(measures.broad[samples]),
        frequencyHz: SpindleShape.frequency(measures.narrow[samples], eeg.rateHz))
    }
  }

  /// Stretches of steps around those where all four tests hold, as far as power and covariance do.
  private func runs(_ measures: FourTestMeasures, _ mask: [Bool]) -> [Range<Int>] {
    let isWide = measures.power.indices.map { step in
      mask[min(mask.count - 1, measures.sample(step))] && measures.power[step] > leastPower
        && measures.covariance[step] > leastCovariance
    }
    var result: [Range<Int>] = []
    for step in isWide.indices
    where isWide[step] && measures.share[step] > leastShare && measures.correlation[step] > leastCorrelation {
      if let last = result.last, last.contains(step) { continue }
      var (first, end) = (step, step + 1)
      while first > 0, isWide[first - 1] { first -= 1 }
      while end < isWide.count, isWide[end] { end += 1 }
      if let last = result.last, Double(first - last.upperBound) * FourTestMeasures.stepSeconds < mergeSeconds {
        result[result.count - 1] = last.lowerBound..<end
      } else {
        result.append(first..<end)
      }
    }
    return result
  }
}
