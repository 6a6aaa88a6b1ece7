/// Rapid eye movements by YASA's published definition (eLife 2021, doi 10.7554/eLife.70092) and defaults.
struct EyeMovementDetector: Sendable {
  /// What passes before movements are looked for, in Hz.
  static let bandHz: ClosedRange<Double> = 0.5...5
  /// The amplitude of an eye at the movement's peak in µV.
  var amplitudeMicrovolts: ClosedRange<Float> = 50...325
  /// The movement's length in seconds, the upper end excluded.
  var seconds: ClosedRange<Double> = 0.3...1.2
  /// The least prominence, as a share of the least amplitude squared.
  var relativeProminence: Float = 0.8

  /// What is said of the method.
  static let method =
    "yasa: 0.5-5 Hz; -LOC*ROC between 50^2 and 325^2 uV^2, prominence 0.8*50^2, opposite signs, 0.3-1.2 s"

  /// Finds the movements in REM.
  ///
  /// - Parameters:
  ///   - left: the left eye in µV, filtered to `bandHz`.
  ///   - right: the right eye, filtered, at the same rate.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(left: SampledSignal, right: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    let rateHz = left.rateHz
    let count = min(left.values.count, right.values.count)
    let product = (0..<count).map { -left.values[$0] * right.values[$0] }
    let least = amplitudeMicrovolts.lowerBound * amplitudeMicrovolts.lowerBound
    let most = amplitudeMicrovolts.upperBound * amplitudeMicrovolts.upperBound
    let high = Peaks.maxima(product) { $0 >= least && $0 <= most }
    let mask = StageMask(stages, wanted: [.rem], for: left).isIn
    let apart = Peaks.apart(high, in: product, distance: seconds.lowerBound * rateHz)
    return apart.filter { mask[$0] }.compactMap { index in
      let peak = Peaks.standing(index, in: product, window: seconds.upperBound * rateHz)
      let duration = Double(peak.rightBase - peak.leftBase) / rateHz
      guard peak.prominence >= relativeProminence * least, seconds.contains(duration), duration < seconds.upperBound
      else { return nil }
      return SleepEvent(
        kind: .eyeMovement, onsetSeconds: Double(peak.leftBase) / rateHz, durationSeconds: duration,
        amplitudeMicrovolts: max(abs(left.values[index]), abs(right.values[index])),
        direction: left.values[index] > right.values[index] ? 1 : -1)
    }
  }
}
