/// The two eyes, filtered for eye movements, at one rate.
struct Eyes: Sendable {
  /// The left eye in µV.
  var left: SampledSignal
  /// The right eye in µV.
  var right: SampledSignal
  /// Half the difference of the eyes in µV, in the wider band of `SharpEyeMovements`.
  var difference: SampledSignal
  /// Whether there are two signals; else one horizontal EOG, which is the difference of the eyes, stands for both.
  var isPair: Bool
  /// The signals' labels.
  var labels: [String]

  private static let slowestHz = 20.0

  /// Reads and filters the eyes of a montage; nil where none is fast enough.
  init?(_ recording: Recording, _ montage: Montage) {
    guard let first = montage.choices[.leftEye], let left = Eyes.samples(first, recording) else { return nil }
    let narrow = Filter(bandHz: EyeMovementDetector.bandHz, rateHz: left.rateHz)
    let wide = Filter(
      bandHz: SharpEyeMovements.steepBandHz, transitionsHz: (0.3, 2), rateHz: left.rateHz)
    self.left = left
    difference = left
    if let second = montage.choices[.rightEye], let own = Eyes.samples(second, recording) {
      right = Eyes.resampled(own, like: left)
      difference.values = Eyes.halfDifference(left.values, right.values)
      self.left.values = narrow.applied(to: left.values)
      right.values = narrow.applied(to: right.values)
      difference.values = wide.applied(to: difference.values)
      isPair = true
      labels = [first.label, second.label]
    } else {
      // The one signal is the difference of the eyes.
      let filtered = FilterBank([narrow, wide]).applied(to: left.values.map { $0 / 2 })
      (self.left.values, difference.values) = (filtered[0], filtered[1])
      right = self.left
      right.values = self.left.values.map { -$0 }
      isPair = false
      labels = [first.label]
    }
  }

  private static func halfDifference(_ left: [Float], _ right: [Float]) -> [Float] {
    Parallel.column(length: min(left.count, right.count)) { range, column in
      for index in range { column[index] = (left[index] - right[index]) / 2 }
    }
  }

  private static func samples(_ choice: Montage.Choice, _ recording: Recording) -> SampledSignal? {
    guard let signal = recording.samples(of: choice), signal.rateHz >= slowestHz else { return nil }
    return signal
  }

  /// The signal at the rate of another, in straight lines, which serves the slow signals of eyes.
  private static func resampled(_ signal: SampledSignal, like other: SampledSignal) -> SampledSignal {
    guard signal.rateHz != other.rateHz, signal.values.count > 1 else { return signal }
    var result = other
    let ratio = signal.rateHz / other.rateHz
    for index in result.values.indices {
      let place = min(Double(index) * ratio, Double(signal.values.count - 1))
      let first = min(Int(place), signal.values.count - 2)
      let part = Float(place - Double(first))
      result.values[index] = signal.values[first] + (signal.values[first + 1] - signal.values[first]) * part
    }
    return result
  }
}
