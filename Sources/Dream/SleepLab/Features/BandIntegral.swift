/// The power between two frequencies by Simpson's rule, the ends included; for an even count of bins the last interval
/// by Cartwright's correction, as SciPy's `simpson` does.
struct BandIntegral: Sendable {
  private let bins: Range<Int>

  /// Finds the bins of a band.
  ///
  /// - Parameters:
  ///   - rangeHz: the band, both ends included.
  ///   - resolutionHz: the distance of two bins.
  ///   - binCount: how many bins there are.
  init(_ rangeHz: ClosedRange<Double>, resolutionHz: Double, binCount: Int) {
    let first = Int((rangeHz.lowerBound / resolutionHz - 1e-6).rounded(.up))
    let last = Int((rangeHz.upperBound / resolutionHz + 1e-6).rounded(.down))
    bins = min(first, binCount)..<min(max(first, last + 1), binCount)
    weights = BandIntegral.weights(bins, resolutionHz, binCount)
  }

  /// How much each bin counts, so that the integral is a weighted sum over a density; as many as there are bins.
  let weights: [Double]

  /// The integral over a density.
  func of(_ density: [Float]) -> Double {
    max(0, bins.reduce(0) { $0 + weights[$1] * Double(density[$1]) })
  }

  private static func weights(_ bins: Range<Int>, _ resolutionHz: Double, _ binCount: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: binCount)
    let count = bins.count
    guard count > 2 else {
      for bin in bins { weights[bin] = resolutionHz }
      return weights
    }
    let start = bins.lowerBound
    let odd = count % 2 == 1 ? count : count - 1
    for index in 0..<odd {
      let isEnd = index == 0 || index == odd - 1
      weights[start + index] = (isEnd ? 1 : index % 2 == 1 ? 4 : 2) / 3 * resolutionHz
    }
    if count % 2 == 0 {
      let last = start + count - 1
      weights[last] += 5.0 / 12 * resolutionHz
      weights[last - 1] += 2.0 / 3 * resolutionHz
      weights[last - 2] -= 1.0 / 12 * resolutionHz
    }
    return weights
  }
}
