import CKissFFT

/// Noise of one band, of unit deviation, from a seed.
enum BandNoise {
  private static let blockSize = 16384

  /// Makes noise by overlapping blocks whose spectrum is empty outside the band.
  ///
  /// - Parameters:
  ///   - count: how many samples.
  ///   - bandHz: the band.
  ///   - rateHz: samples a second.
  ///   - chance: where it comes from.
  static func values(
    count: Int, bandHz: ClosedRange<Double>, rateHz: Double, chance: inout SeededChance
  ) -> [Float] {
    let half = blockSize / 2
    let transform = RealTransform(size: blockSize)
    let bins = binRange(bandHz, rateHz)
    var result = [Float](repeating: 0, count: count)
    var block = [Float](repeating: 0, count: blockSize)
    // Each bin has a deviation of 1 in both parts, and two halves' squares add up to one.
    let scale = Float(1 / (4 * Double(max(1, bins.count))).squareRoot())
    var start = -half
    while start < count {
      var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: transform.spectrumCount)
      for bin in bins { spectrum[bin] = kiss_fft_cpx(r: Float(chance.normal()), i: Float(chance.normal())) }
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
