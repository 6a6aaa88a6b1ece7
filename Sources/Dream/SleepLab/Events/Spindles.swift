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
  private static let windowSeconds = 0.3
  private static let stepSeconds = 0.1

  /// Finds the spindles in N1, N2 and N3.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    guard eeg.rateHz / 2 > broadBandHz.upperBound else { return [] }
    let broad = Filter(bandHz: broadBandHz, rateHz: eeg.rateHz).applied(to: eeg.values)
    let narrow = Filter(bandHz: bandHz, transitionsHz: (1.5, 1.5), rateHz: eeg.rateHz).applied(to: eeg.values)
    let mask = StageMask(stages, wanted: [.n1, .n2, .n3], for: eeg).isIn
    let passed = testsPassed(broad, narrow, mask, eeg.rateHz)
    var runs: [Range<Int>] = []
    for index in passed.indices where passed[index] {
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
        amplitudeMicrovolts: SpindleDetector.peakToPeak(broad[run]),
        frequencyHz: SpindleDetector.frequency(narrow[run], eeg.rateHz))
    }
  }

  /// Where more than two of the three tests are passed, after smoothing over 0.1 s.
  private func testsPassed(_ broad: [Float], _ narrow: [Float], _ mask: [Bool], _ rateHz: Double) -> [Bool] {
    let share = SpindleDetector.relativePower(broad, mask, rateHz, band: bandHz, within: broadBandHz)
    let moving = SpindleDetector.moving(narrow, broad, rateHz)
    let spacing = SpindleDetector.stepSeconds * rateHz
    let threshold = min(enoughMicrovolts, rmsThreshold(moving.rms, mask, spacing))
    let correlations = Spline.samples(moving.correlation, spacing: spacing, count: broad.count)
    let strengths = Spline.samples(moving.rms, spacing: spacing, count: broad.count)
    var votes = [Float](repeating: 0, count: broad.count)
    for index in votes.indices where mask[index] {
      let place = Double(index) / (0.2 * rateHz)
      let frame = min(Int(place), share.count - 2)
      let part = Float(place - Double(frame))
      let relative = frame < 0 ? 0 : share[frame] + (share[frame + 1] - share[frame]) * part
      votes[index] =
        (relative >= relativePower ? 1 : 0) + (correlations[index] >= correlation ? 1 : 0)
        + (strengths[index] >= threshold ? 1 : 0)
    }
    let width = max(1, Int(0.1 * rateHz))
    let sums = RunningSums(votes)
    // The window of a "same" convolution: one sample more before than after where the width is even.
    return votes.indices.map { index in
      let start = index - width / 2
      let range = max(0, start)..<min(votes.count, start + width)
      return sums.sum(range) / Double(width) > 2
    }
  }

  private func rmsThreshold(_ rms: [Float], _ mask: [Bool], _ spacing: Double) -> Float {
    let counted = rms.indices.filter { place in
      let sample = Int(Double(place) * spacing)
      return sample < mask.count && mask[sample]
    }.map { Double(rms[$0]) }
    guard let trimmed = Statistics.trimmedDeviation(counted, cut: 0.1) else { return .infinity }
    return Float(counted.reduce(0, +) / Double(counted.count) + deviations * trimmed)
  }

  /// The share of the band's power at steps of 0.2 s, windows of 2 s centred on them, zeros beyond the ends; 0 where no
  /// sample between a step and its neighbours is looked at.
  private static func relativePower(
    _ broad: [Float], _ mask: [Bool], _ rateHz: Double, band: ClosedRange<Double>, within: ClosedRange<Double>
  ) -> [Float] {
    let size = Spectrum(seconds: 2, rateHz: rateHz).size
    let padded = [Float](repeating: 0, count: size / 2) + broad + [Float](repeating: 0, count: size)
    let frames = Int(Double(broad.count) / (0.2 * rateHz)) + 2
    let ranges = Parallel.ranges(frames)
    return Parallel.map(ranges.count) { part -> [Float] in
      let spectrum = Spectrum(seconds: 2, rateHz: rateHz)
      var density = [Float](repeating: 0, count: spectrum.binCount(upTo: within.upperBound))
      let bins = { (range: ClosedRange<Double>) in
        Int((range.lowerBound / spectrum.resolutionHz).rounded(.up))..<spectrum.binCount(upTo: range.upperBound)
      }
      return ranges[part].map { frame in
        let start = Int((Double(frame) * 0.2 * rateHz).rounded())
        let near = [start - Int(0.2 * rateHz), start, start + Int(0.2 * rateHz)]
        guard start + size <= padded.count, near.contains(where: { mask[min(max(0, $0), mask.count - 1)] }) else {
          return 0
        }
        for bin in density.indices { density[bin] = 0 }
        spectrum.add(padded, from: start, isCentred: false, to: &density)
        let whole = density[bins(within)].reduce(0, +)
        return whole > 0 ? density[bins(band)].reduce(0, +) / whole : 0
      }
    }.flatMap { $0 }
  }

  /// The correlation of the two signals and the RMS of the narrow one, in windows of 0.3 s at steps of 0.1 s.
  private static func moving(
    _ narrow: [Float], _ broad: [Float], _ rateHz: Double
  ) -> (correlation: [Float], rms: [Float]) {
    let sums = (narrow: RunningSums(narrow), broad: RunningSums(broad))
    let squares = (narrow: RunningSums(narrow.map { $0 * $0 }), broad: RunningSums(broad.map { $0 * $0 }))
    let products = RunningSums(zip(narrow, broad).map { $0 * $1 })
    var correlation: [Float] = []
    var rms: [Float] = []
    let count = Int((Double(narrow.count) / (stepSeconds * rateHz)).rounded(.up))
    for step in 0..<count {
      let centre = Double(step) * stepSeconds * rateHz
      let half = windowSeconds / 2 * rateHz
      let window = max(0, Int(centre - half))..<min(narrow.count - 1, Int(centre + half))
      let variances = (
        narrow: squares.narrow.mean(window) - sums.narrow.mean(window) * sums.narrow.mean(window),
        broad: squares.broad.mean(window) - sums.broad.mean(window) * sums.broad.mean(window)
      )
      let covariance = products.mean(window) - sums.narrow.mean(window) * sums.broad.mean(window)
      let scale = (max(0, variances.narrow) * max(0, variances.broad)).squareRoot()
      correlation.append(scale > 0 ? Float(covariance / scale) : 0)
      rms.append(Float(max(0, squares.narrow.mean(window)).squareRoot()))
    }
    return (correlation, rms)
  }

  /// From the lowest to the highest value once the straight line through them is taken off.
  static func peakToPeak(_ values: ArraySlice<Float>) -> Float {
    let count = Double(values.count)
    let middle = (count - 1) / 2
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    var slope = 0.0
    var spread = 0.0
    for (index, value) in values.enumerated() {
      slope += (Double(index) - middle) * (Double(value) - mean)
      spread += (Double(index) - middle) * (Double(index) - middle)
    }
    slope /= max(spread, 1)
    let flat = values.enumerated().map { Double($1) - slope * (Double($0) - middle) }
    return Float((flat.max() ?? 0) - (flat.min() ?? 0))
  }

  /// The frequency by the time between the first and the last change of sign; nil where there are not two.
  static func frequency(_ values: ArraySlice<Float>, _ rateHz: Double) -> Float? {
    var first: Double?
    var last = 0.0
    var count = 0
    for index in values.indices.dropFirst() {
      let (before, after) = (values[index - 1], values[index])
      guard before > 0 && after <= 0 || before <= 0 && after > 0 else { continue }
      last = Double(index - 1) + Double(before / (before - after))
      first = first ?? last
      count += 1
    }
    guard let first, count > 1, last > first else { return nil }
    return Float(Double(count - 1) / 2 / ((last - first) / rateHz))
  }
}
