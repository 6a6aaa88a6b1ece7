/// Rapid eye movements by what makes them rapid: both eyes turn, in opposite signs, and the beginning is steep.
///
/// A slow drift and the eye's way back turn the eyes as far, but not within a tenth of a second: the steepness tells
/// them apart (AASM manual: the first deflection takes less than half a second; Takahashi and Atsumi 1997).
struct SharpEyeMovements: Sendable {
  /// What passes before the turning of both eyes is looked at, in Hz.
  static let bandHz: ClosedRange<Double> = 0.5...5
  /// What passes before the steepness is looked at, in Hz.
  static let steepBandHz: ClosedRange<Double> = 0.3...12
  /// The least amplitude of an eye at the movement's peak in µV.
  var leastAmplitudeMicrovolts: Float = 35
  /// The greatest amplitude in µV: above it something else moved.
  var greatestAmplitudeMicrovolts: Float = 500
  /// How far half the difference of the eyes goes within 0.1 s, at least, in µV.
  var leastStepMicrovolts: Float = 50
  /// Two movements are at least so far apart, in seconds.
  var apartSeconds = 0.5

  /// What is said of the method.
  static let method =
    "regie: -LOC*ROC of 0.5-5 Hz between 35^2 and 500^2 uV^2, 50 uV or more within 0.1 s before it, 0.5 s apart"

  /// Finds the movements in REM.
  ///
  /// - Parameters:
  ///   - left: the left eye in µV, filtered to `bandHz`.
  ///   - right: the right eye, filtered, at the same rate.
  ///   - difference: half the difference of the eyes, filtered to `steepBandHz`, at the same rate.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(
    left: SampledSignal, right: SampledSignal, difference: SampledSignal, stages: [Stage]
  ) -> [SleepEvent] {
    let rateHz = left.rateHz
    let count = min(left.values.count, right.values.count, difference.values.count)
    let product = (0..<count).map { -left.values[$0] * right.values[$0] }
    let least = leastAmplitudeMicrovolts * leastAmplitudeMicrovolts
    let most = greatestAmplitudeMicrovolts * greatestAmplitudeMicrovolts
    let mask = StageMask(stages, wanted: [.rem], for: left).isIn
    let peaks = Peaks.apart(
      Peaks.maxima(product) { $0 >= least && $0 <= most }, in: product, distance: apartSeconds * rateHz)
    return peaks.filter { mask[$0] && steepness(before: $0, difference.values, rateHz) >= leastStepMicrovolts }
      .map { peak in
        var (first, last) = (peak, peak)
        while first > 0, product[first - 1] > 0.1 * product[peak] { first -= 1 }
        while last + 1 < count, product[last + 1] > 0.1 * product[peak] { last += 1 }
        return SleepEvent(
          kind: .eyeMovement, onsetSeconds: Double(first) / rateHz, durationSeconds: Double(last + 1 - first) / rateHz,
          amplitudeMicrovolts: max(abs(left.values[peak]), abs(right.values[peak])),
          direction: left.values[peak] > right.values[peak] ? 1 : -1)
      }
  }

  /// The greatest change within 0.1 s, from a third of a second before the peak on.
  private func steepness(before peak: Int, _ values: [Float], _ rateHz: Double) -> Float {
    let width = max(1, Int((0.1 * rateHz).rounded()))
    let first = max(width, peak - Int(0.35 * rateHz))
    let last = min(values.count - 1, peak + width)
    guard first <= last else { return 0 }
    return (first...last).reduce(0) { max($0, abs(values[$1] - values[$1 - width])) }
  }
}
