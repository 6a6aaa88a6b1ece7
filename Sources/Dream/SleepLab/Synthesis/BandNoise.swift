import CKissFFT

/// Noise of one band, of unit deviation, from a seed.
enum BandNoise {
  private static let blockSize = 16384

  /// How a spectrum falls, by roots alone, which every machine computes alike.
  enum Slope: Sendable {
    /// Not at all.
    case flat
    /// Its power as 1/f, as in waking and REM.
    case gentle
    /// Its power as 1/f² above 0.7 Hz and a half steeper yet, as in NREM sleep.
    case steep

    /// The amplitude at a frequency in Hz.
    func amplitude(_ frequencyHz: Double) -> Double {
      switch self {
      case .flat: return 1
      case .gentle: return 1 / frequencyHz.squareRoot()
      case .steep:
        let place = 0.7 + frequencyHz
        return 1 / (place * place.squareRoot().squareRoot())
      }
    }
  }

  /// Makes noise by overlapping blocks whose spectrum is empty outside the band.
  ///
  /// - Parameters:
  ///   - count: how many samples.
  ///   - bandHz: the band.
  ///   - rateHz: samples a second.
  ///   - slope: how the spectrum falls.
  ///   - chance: where it comes from.
  static func values(
    count: Int, bandHz: ClosedRange<Double>, rateHz: Double, slope: Slope = .flat, chance: inout SeededChance
  ) -> [Float] {
    let half = blockSize / 2
    let transform = RealTransform(size: blockSize)
    let bins = binRange(bandHz, rateHz)
    var result = [Float](repeating: 0, count: count)
    var block = [Float](repeating: 0, count: blockSize)
    // Each bin has a deviation of 1 in both parts, and two halves' squares add up to one.
    let weights = bins.map { slope.amplitude(Double($0) * rateHz / Double(blockSize)) }
    let scale = Float(1 / (4 * max(1e-9, weights.reduce(0) { $0 + $1 * $1 })).squareRoot())
    var start = -half
    while start < count {
      var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: transform.spectrumCount)
      for (bin, weight) in zip(bins, weights) {
        let (real, imaginary) = (chance.normal(), chance.normal())
        spectrum[bin] = kiss_fft_cpx(r: Float(weight * real), i: Float(weight * imaginary))
      }
      transform.inverse(spectrum, into: &block)
      for index in max(0, -start)..<max(max(0, -start), min(blockSize, count - start)) {
        result[start + index] += block[index] * scale * window[index]
      }
      start += half
    }
    return result
  }

  private static func binRange(_ bandHz: ClosedRange<Double>, _ rateHz: Double) -> Range<Int> {
    let resolution = rateHz / Double(blockSize)
    let first = max(1, Int((bandHz.lowerBound / resolution).rounded(.up)))
    let last = min(blockSize / 2 - 1, Int((bandHz.upperBound / resolution).rounded(.down)))
    return first..<max(first, last + 1)
  }

  /// Rises and falls so that the squares of two overlapping halves add up to one: no seam.
  private static let window: [Float] = (0..<blockSize).map { index in
    let rise = Float(index) / Float(blockSize / 2)
    let place = rise < 1 ? rise : 2 - rise
    // A smooth step whose square root of a complement mirrors it.
    let smooth = place * place * (3 - 2 * place)
    return smooth.squareRoot()
  }
}
