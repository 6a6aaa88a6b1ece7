/// What YASA's definition of spindles measures of a signal, whatever the stages are.
struct SpindleMeasures: Sendable {
  /// The signal in the wider band.
  let broad: [Float]
  /// The signal in the spindles' band.
  let narrow: [Float]
  /// The share of the spindles' band in the wider one, at steps of `BandShare.stepSeconds`.
  let share: [Float]
  /// The correlation of the two bands, sample by sample.
  let correlation: [Float]
  /// The RMS of the spindles' band, sample by sample.
  let rms: [Float]
  /// Correlation and RMS as they were measured, at steps of `stepSeconds`.
  let steps: (correlation: [Float], rms: [Float])

  /// From one window to the next, in seconds.
  static let stepSeconds = 0.1
  private static let windowSeconds = 0.3

  /// Measures a signal that was filtered, on all cores.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV; two samples or more.
  ///   - filtered: it through each of `filters`.
  ///   - bandHz: the band of spindles.
  ///   - broadBandHz: the wider one.
  init(
    of eeg: SampledSignal, _ filtered: [[Float]], bandHz: ClosedRange<Double>, broadBandHz: ClosedRange<Double>
  ) {
    (broad, narrow) = (filtered[0], filtered[1])
    steps = Self.moving(narrow, broad, eeg.rateHz)
    let spacing = Self.stepSeconds * eeg.rateHz
    share = BandShare(bandHz: bandHz, withinHz: broadBandHz, rateHz: eeg.rateHz).values(of: broad)
    correlation = Spline.samples(steps.correlation, spacing: spacing, count: broad.count)
    rms = Spline.samples(steps.rms, spacing: spacing, count: broad.count)
  }

  /// The wider band and that of spindles.
  static func filters(
    _ bandHz: ClosedRange<Double>, within broadBandHz: ClosedRange<Double>, _ rateHz: Double
  ) -> [Filter] {
    [Filter(bandHz: broadBandHz, rateHz: rateHz), Filter(bandHz: bandHz, transitionsHz: (1.5, 1.5), rateHz: rateHz)]
  }

  /// The correlation of the two signals and the RMS of the narrow one, in windows of 0.3 s at steps of 0.1 s.
  private static func moving(
    _ narrow: [Float], _ broad: [Float], _ rateHz: Double
  ) -> (correlation: [Float], rms: [Float]) {
    let count = Int((Double(narrow.count) / (stepSeconds * rateHz)).rounded(.up))
    let ranges = Parallel.ranges(count)
    let parts = Parallel.map(ranges.count) { part -> ([Float], [Float]) in
      var result = ([Float](), [Float]())
      for step in ranges[part] {
        let centre = Double(step) * stepSeconds * rateHz
        let half = windowSeconds / 2 * rateHz
        let window = max(0, Int(centre - half))..<max(1, min(narrow.count - 1, Int(centre + half)))
        let (correlation, rms) = alike(narrow, broad, window)
        result.0.append(correlation)
        result.1.append(rms)
      }
      return result
    }
    return (Array(parts.map(\.0).joined()), Array(parts.map(\.1).joined()))
  }

  private static func alike(
    _ narrow: [Float], _ broad: [Float], _ window: Range<Int>
  ) -> (correlation: Float, rms: Float) {
    var sums = (narrow: 0.0, broad: 0.0), squares = (narrow: 0.0, broad: 0.0), products = 0.0
    for index in window {
      let (x, y) = (Double(narrow[index]), Double(broad[index]))
      sums = (sums.narrow + x, sums.broad + y)
      squares = (squares.narrow + x * x, squares.broad + y * y)
      products += x * y
    }
    let count = Double(max(1, window.count))
    let means = (narrow: sums.narrow / count, broad: sums.broad / count)
    let variances = (
      narrow: squares.narrow / count - means.narrow * means.narrow,
      broad: squares.broad / count - means.broad * means.broad
    )
    let scale = (max(0, variances.narrow) * max(0, variances.broad)).squareRoot()
    let covariance = products / count - means.narrow * means.broad
    return (scale > 0 ? Float(covariance / scale) : 0, Float((squares.narrow / count).squareRoot()))
  }
}
