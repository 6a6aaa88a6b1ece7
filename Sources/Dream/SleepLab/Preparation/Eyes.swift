/// The two eyes, filtered for eye movements, at one rate.
struct Eyes: Sendable {
  /// The left eye in µV.
  var left: SampledSignal
  /// The right eye in µV.
  var right: SampledSignal
  /// Whether there are two signals; else one horizontal EOG, which is the difference of the eyes, stands for both.
  var isPair: Bool

  private static let slowestHz = 20.0

  /// Reads and filters the eyes of a montage; nil where none is fast enough.
  init?(_ recording: Recording, _ montage: Montage) {
    guard let first = montage.choices[.leftEye], let left = Eyes.filtered(first.index, recording) else { return nil }
    if let second = montage.choices[.rightEye], let right = Eyes.filtered(second.index, recording) {
      self.left = left
      self.right = Eyes.resampled(right, like: left)
      isPair = true
    } else {
      self.left = left
      self.right = left
      isPair = false
      for index in left.values.indices {
        self.left.values[index] = left.values[index] / 2
        self.right.values[index] = -left.values[index] / 2
      }
    }
  }

  private static func filtered(_ index: Int, _ recording: Recording) -> SampledSignal? {
    guard var signal = recording.samples(of: index, baseline: recording.statistics(of: index)?.mean ?? 0),
      signal.rateHz >= slowestHz
    else { return nil }
    signal.values = Filter(bandHz: EyeMovementDetector.bandHz, rateHz: signal.rateHz).applied(to: signal.values)
    return signal
  }

  /// The signal at the rate of another, in straight lines: it holds nothing above 5 Hz.
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
