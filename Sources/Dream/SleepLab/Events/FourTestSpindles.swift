import Glibc

/// Spindles by four tests that must hold at once, as detector A7 has them, which comes nearest to what a group of experts
/// marks (Lacourse et al. 2019, doi 10.1016/j.jneumeth.2018.08.014): enough power in the band, more than its share of
/// the spectrum and more covariance with the whole signal than around it, and the two signals alike.
///
/// Its thresholds are the published ones, chosen there on other people's nights. They are relative to the half minute
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
  var seconds: ClosedRange<Double> = 0.3...2.5

  private static let stepSeconds = 0.1
  private static let baselineSeconds = 30.0

  /// What is said of the method.
  static let method =
    "regie: 11-16 Hz; power 10^1.25 uV^2, share of 4.5-30 Hz 1.6 SD and covariance 1.3 SD above the half minute around, "
    + "correlation 0.69, all at once; 0.3-2.5 s (after A7, doi 10.1016/j.jneumeth.2018.08.014)"

  /// Finds the spindles in N1, N2 and N3.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV, at more than twice the band's upper end.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: by onset; none from a signal that is too slow.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    guard eeg.rateHz > 2.2 * bandHz.upperBound, eeg.values.count > Int(eeg.rateHz) else { return [] }
    let highest = min(30, 0.45 * eeg.rateHz)
    let bands = [bandHz, 1...highest, 4.5...highest]
    let filtered = Parallel.map(bands.count) { self.filtered(eeg, bands[$0]) }
    let (narrow, broad, upper) = (filtered[0], filtered[1], filtered[2])
    let mask = StageMask(stages, wanted: [.n1, .n2, .n3], for: eeg).isIn
    let steps = measured(narrow, broad, upper, eeg.rateHz)
    return runs(steps, mask, eeg.rateHz).compactMap { run in
      let samples = sample(run.lowerBound, eeg.rateHz)..<min(eeg.values.count, sample(run.upperBound, eeg.rateHz))
      let duration = Double(run.count) * Self.stepSeconds
      guard seconds.contains(duration), samples.count > 2 else { return nil }
      return SleepEvent(
        kind: .spindle, onsetSeconds: Double(run.lowerBound) * Self.stepSeconds, durationSeconds: duration,
        amplitudeMicrovolts: SpindleDetector.peakToPeak(broad[samples]),
        frequencyHz: SpindleDetector.frequency(narrow[samples], eeg.rateHz))
    }
  }

  /// The signal in a band whose −6 dB points are its ends.
  private func filtered(_ eeg: SampledSignal, _ bandHz: ClosedRange<Double>) -> [Float] {
    Filter(
      bandHz: (bandHz.lowerBound + 0.5)...(bandHz.upperBound - 0.5), transitionsHz: (1, 1), rateHz: eeg.rateHz
    ).applied(to: eeg.values)
  }

  /// What is measured in windows of 0.3 s at steps of 0.1 s, each in the middle of its window.
  private struct Steps {
    var power: [Double] = []
    var share: [Double] = []
    var covariance: [Double] = []
    var correlation: [Double] = []
  }

  private func sample(_ step: Int, _ rateHz: Double) -> Int {
    Int((Double(step) * Self.stepSeconds * rateHz).rounded())
  }

  /// The sums over a step's own samples; three of them make a window.
  private struct Sums {
    var count = 0.0, narrow = 0.0, broad = 0.0, narrowSquares = 0.0, broadSquares = 0.0, upperSquares = 0.0
    var products = 0.0

    static func + (first: Sums, second: Sums) -> Sums {
      Sums(
        count: first.count + second.count, narrow: first.narrow + second.narrow, broad: first.broad + second.broad,
        narrowSquares: first.narrowSquares + second.narrowSquares,
        broadSquares: first.broadSquares + second.broadSquares, upperSquares: first.upperSquares + second.upperSquares,
        products: first.products + second.products)
    }
  }

  private func measured(_ narrow: [Float], _ broad: [Float], _ upper: [Float], _ rateHz: Double) -> Steps {
    let count = Int(Double(narrow.count) / (Self.stepSeconds * rateHz))
    let ranges = Parallel.ranges(count)
    let sums = Parallel.map(ranges.count) { part in
      ranges[part].map { step -> Sums in
        var sums = Sums()
        for index in sample(step, rateHz)..<min(narrow.count, sample(step + 1, rateHz)) {
          let (x, y, z) = (Double(narrow[index]), Double(broad[index]), Double(upper[index]))
          sums.count += 1
          sums.narrow += x
          sums.broad += y
          sums.narrowSquares += x * x
          sums.broadSquares += y * y
          sums.upperSquares += z * z
          sums.products += x * y
        }
        return sums
      }
    }.flatMap { $0 }
    var steps = Steps()
    for step in sums.indices {
      let window = sums[max(0, step - 1)..<min(sums.count, step + 2)].reduce(Sums(), +)
      let size = max(1, window.count)
      let power = window.narrowSquares / size
      let means = (narrow: window.narrow / size, broad: window.broad / size)
      let covariance = window.products / size - means.narrow * means.broad
      let variances = (
        narrow: power - means.narrow * means.narrow, broad: window.broadSquares / size - means.broad * means.broad
      )
      let scale = max(0, variances.narrow * variances.broad).squareRoot()
      steps.power.append(log10(max(power, 1e-9)))
      steps.share.append(log10(max(power, 1e-9) / max(window.upperSquares / size, 1e-9)))
      steps.covariance.append(log10(max(covariance, 0) + 1))
      steps.correlation.append(scale > 1e-9 ? covariance / scale : 0)
    }
    return steps
  }

  /// Stretches of steps around those where all four tests hold, as far as power and covariance do.
  private func runs(_ steps: Steps, _ mask: [Bool], _ rateHz: Double) -> [Range<Int>] {
    let share = Self.againstSurroundings(steps.share)
    let covariance = Self.againstSurroundings(steps.covariance)
    let isIn = steps.power.indices.map { step in mask[min(mask.count - 1, sample(step, rateHz))] }
    let isWide = steps.power.indices.map { step in
      isIn[step] && steps.power[step] > leastPower && covariance[step] > leastCovariance
    }
    var result: [Range<Int>] = []
    for step in steps.power.indices
    where isWide[step] && share[step] > leastShare && steps.correlation[step] > leastCorrelation {
      if let last = result.last, last.contains(step) { continue }
      var (first, end) = (step, step + 1)
      while first > 0, isWide[first - 1] { first -= 1 }
      while end < isWide.count, isWide[end] { end += 1 }
      if let last = result.last, Double(first - last.upperBound) * Self.stepSeconds < mergeSeconds {
        result[result.count - 1] = last.lowerBound..<end
      } else {
        result.append(first..<end)
      }
    }
    return result
  }

  /// By how many deviations each value exceeds the half minute around it, of which the lowest and highest tenth are left
  /// out: spindles are no part of what they are held against.
  private static func againstSurroundings(_ values: [Double]) -> [Double] {
    let half = Int(baselineSeconds / 2 / stepSeconds)
    // The surroundings change slowly: they are looked at anew every seven seconds.
    let stride = half / 2
    let blocks = (values.count + stride - 1) / stride
    let parts = Parallel.map(blocks) { block -> [Double] in
      let first = block * stride
      let last = min(values.count, first + stride)
      let around = values[max(0, first + stride / 2 - half)..<min(values.count, first + stride / 2 + half)].sorted()
      let kept = around[(around.count / 10)..<max(around.count / 10 + 1, around.count - around.count / 10)]
      let mean = kept.reduce(0, +) / Double(kept.count)
      let deviation = (kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count)).squareRoot()
      return values[first..<last].map { ($0 - mean) / max(deviation, 1e-6) }
    }
    return Array(parts.joined())
  }
}
