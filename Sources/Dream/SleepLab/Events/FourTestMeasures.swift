import Glibc

/// What the four tests of spindles measure of a signal in windows of 0.3 s at steps of 0.1 s, whatever the stages are
/// (Lacourse et al. 2019, doi 10.1016/j.jneumeth.2018.08.014). Each value lies in the middle of its window.
struct FourTestMeasures: Sendable {
  /// The signal in the band of spindles.
  let narrow: [Float]
  /// The signal in 1–30 Hz.
  let broad: [Float]
  /// The power in the band: the logarithm (base 10) of µV².
  private(set) var power: [Double] = []
  /// The band's share of 4.5–30 Hz as a logarithm, in deviations above the half minute around.
  private(set) var share: [Double] = []
  /// The covariance of band and signal as a logarithm, in deviations above the half minute around.
  private(set) var covariance: [Double] = []
  /// The correlation of band and signal.
  private(set) var correlation: [Double] = []
  private let rateHz: Double

  /// From one window to the next, in seconds.
  static let stepSeconds = 0.1
  private static let baselineSeconds = 30.0

  /// Measures a signal that was filtered, on all cores.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - filtered: it through each of `filters`.
  init(of eeg: SampledSignal, _ filtered: [[Float]]) {
    (narrow, broad, rateHz) = (filtered[0], filtered[1], eeg.rateHz)
    measure(Self.sums(narrow, broad, filtered[2], rateHz))
    let raw = (share, covariance)
    let standing = Parallel.map(2) { Self.againstSurroundings($0 == 0 ? raw.0 : raw.1) }
    (share, covariance) = (standing[0], standing[1])
  }

  /// The sample at which a step begins.
  func sample(_ step: Int) -> Int { Self.sample(step, rateHz) }

  /// The band of spindles, 1–30 Hz and 4.5–30 Hz; the ends of each are its −6 dB points.
  static func filters(_ bandHz: ClosedRange<Double>, _ rateHz: Double) -> [Filter] {
    let highest = min(30, 0.45 * rateHz)
    return [bandHz, 1...highest, 4.5...highest].map { band in
      // A band narrower than two transitions has narrower ones, down to a tenth of a hertz.
      let width = max(0.1, min(1, (band.upperBound - band.lowerBound) / 2))
      let lowest = band.lowerBound + width / 2
      return Filter(
        bandHz: lowest...max(lowest, band.upperBound - width / 2), transitionsHz: (width, width), rateHz: rateHz)
    }
  }

  private static func sample(_ step: Int, _ rateHz: Double) -> Int {
    Int((Double(step) * stepSeconds * rateHz).rounded())
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

  private static func sums(_ narrow: [Float], _ broad: [Float], _ upper: [Float], _ rateHz: Double) -> [Sums] {
    let count = Int(Double(narrow.count) / (stepSeconds * rateHz))
    let ranges = Parallel.ranges(count)
    return Parallel.map(ranges.count) { part in
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
  }

  private mutating func measure(_ sums: [Sums]) {
    let ranges = Parallel.ranges(sums.count)
    let parts = Parallel.map(ranges.count) { part in
      ranges[part].map { step -> Tests in
        var window = sums[step]
        if step > 0 { window = window + sums[step - 1] }
        if step + 1 < sums.count { window = window + sums[step + 1] }
        return Tests(window)
      }
    }
    for test in parts.joined() {
      power.append(test.power)
      share.append(test.share)
      covariance.append(test.covariance)
      correlation.append(test.correlation)
    }
  }

  /// What a window is tested for.
  private struct Tests {
    var power, share, covariance, correlation: Double

    init(_ window: Sums) {
      let size = max(1, window.count)
      let strength = window.narrowSquares / size
      let means = (narrow: window.narrow / size, broad: window.broad / size)
      let together = window.products / size - means.narrow * means.broad
      let variances = (
        narrow: strength - means.narrow * means.narrow, broad: window.broadSquares / size - means.broad * means.broad
      )
      let scale = max(0, variances.narrow * variances.broad).squareRoot()
      power = log10(max(strength, 1e-9))
      share = log10(max(strength, 1e-9) / max(window.upperSquares / size, 1e-9))
      covariance = log10(max(together, 0) + 1)
      correlation = scale > 1e-9 ? together / scale : 0
    }
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
      let around = values[max(0, first + stride / 2 - half)..<min(values.count, first + stride / 2 + half)]
      let kept = Statistics.middle(Array(around), cut: 0.1)
      let mean = kept.reduce(0, +) / Double(max(1, kept.count))
      let deviation = (kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, kept.count))).squareRoot()
      return values[first..<last].map { ($0 - mean) / max(deviation, 1e-6) }
    }
    return Array(parts.joined())
  }
}
