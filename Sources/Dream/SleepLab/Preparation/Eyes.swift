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
    var difference = left
    if let second = montage.choices[.rightEye], let own = Eyes.samples(second, recording) {
      var right = Eyes.resampled(own, like: left)
      difference.values = zip(left.values, right.values).map { ($0 - $1) / 2 }
      self.left = left
      self.left.values = narrow.applied(to: left.values)
      right.values = narrow.applied(to: right.values)
      self.right = right
      isPair = true
      labels = [first.label, second.label]
    } else {
      difference.values = left.values.map { $0 / 2 }
      self.left = left
      self.left.values = narrow.applied(to: difference.values)
      right = self.left
      right.values = self.left.values.map { -$0 }
      isPair = false
      labels = [first.label]
    }
    difference.values = wide.applied(to: difference.values)
    self.difference = difference
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
