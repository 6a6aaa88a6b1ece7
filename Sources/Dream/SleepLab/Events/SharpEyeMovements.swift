/// Rapid eye movements by what makes them rapid: both eyes turn, in opposite signs, and the beginning is steep.
///
/// A slow drift and the eyes' way back turn them as far, but not as fast: a drift does not reach the least step within a
/// tenth of a second, and what turns to the other side at less than half the speed of the movement before is its way back
/// (AASM manual: the first deflection takes less than half a second; Takahashi and Atsumi 1997).
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
  var leastStepMicrovolts: Float = 45
  /// Two movements are at least so far apart, in seconds.
  var apartSeconds = 0.5

  /// A movement to the other side within this time, in seconds, may be the way back.
  var returnSeconds = 1.3
  /// It is, if its steepness is less than this share of the movement's before it.
  var returnShare: Float = 0.5

  /// What is said of the method.
  static let method =
    "regie: -LOC*ROC of 0.5-5 Hz between 35^2 and 500^2 uV^2, 45 uV or more within 0.1 s before it, 0.5 s apart, no way back"

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
    let moves = withoutReturns(
      peaks.filter { mask[$0] }.map { peak in
        let sign: Float = left.values[peak] > right.values[peak] ? 1 : -1
        return Move(
          peak: peak, sign: sign, steepness: steepness(before: peak, difference.values, rateHz, sign: sign))
      }, rateHz)
    return moves.map { move in
      let peak = move.peak
      var (first, last) = (peak, peak)
      while first > 0, product[first - 1] > 0.1 * product[peak] { first -= 1 }
      while last + 1 < count, product[last + 1] > 0.1 * product[peak] { last += 1 }
      return SleepEvent(
        kind: .eyeMovement, onsetSeconds: Double(first) / rateHz, durationSeconds: Double(last + 1 - first) / rateHz,
        amplitudeMicrovolts: max(abs(left.values[peak]), abs(right.values[peak])), direction: Int8(move.sign))
    }
  }

  private struct Move {
    var peak: Int
    /// The sign of LOC − ROC.
    var sign: Float
    var steepness: Float
  }

  /// Those that are steep enough, without the eyes' way back to the middle: to the other side, soon, and much slower.
  private func withoutReturns(_ moves: [Move], _ rateHz: Double) -> [Move] {
    var result: [Move] = []
    for move in moves where move.steepness >= leastStepMicrovolts {
      if let last = result.last, last.sign != move.sign,
        Double(move.peak - last.peak) < returnSeconds * rateHz, move.steepness < returnShare * last.steepness
      {
        continue
      }
      result.append(move)
    }
    return result
  }

  /// The greatest change towards the peak's side within 0.1 s, from a third of a second before the peak on.
  private func steepness(before peak: Int, _ values: [Float], _ rateHz: Double, sign: Float) -> Float {
    let width = max(1, Int((0.1 * rateHz).rounded()))
    let first = max(width, peak - Int(0.35 * rateHz))
    let last = min(values.count - 1, peak + width)
    guard first <= last else { return 0 }
    return (first...last).reduce(0) { max($0, sign * (values[$1] - values[$1 - width])) }
  }
}
