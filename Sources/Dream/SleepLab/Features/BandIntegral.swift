/// The power between two frequencies by Simpson's rule, the ends included; for an even count of bins the last interval
/// by Cartwright's correction, as SciPy's `simpson` does.
struct BandIntegral: Sendable {
  private let bins: Range<Int>
  private let resolutionHz: Double

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
    self.resolutionHz = resolutionHz
  }

  /// The integral over a density.
  func of(_ density: [Float]) -> Double {
    let count = bins.count
    guard count > 2 else { return bins.reduce(0) { $0 + Double(density[$1]) } * resolutionHz }
    let start = bins.lowerBound
    let odd = count % 2 == 1 ? count : count - 1
    var sum = Double(density[start]) + Double(density[start + odd - 1])
    for index in 1..<(odd - 1) { sum += (index % 2 == 1 ? 4 : 2) * Double(density[start + index]) }
    var result = sum / 3
    if count % 2 == 0 {
      let last = start + count - 1
      result += 5.0 / 12 * Double(density[last]) + 2.0 / 3 * Double(density[last - 1]) - Double(density[last - 2]) / 12
    }
    return max(0, result * resolutionHz)
  }
}
