/// Band powers epoch by epoch: Welch's method with a Hann window of 4 s, half overlapping, the mean of each stretch
/// taken off; bands by Simpson's rule, ends included.
enum EpochPowers {
  /// What is said of the method.
  static let method = "Welch, Hann 4 s, half overlap, mean removed; Simpson over 0.5-4-8-12-16-30 Hz"
  private static let stretchSeconds = 4.0
  /// With fewer stretches than this an epoch has no powers: half of those of a whole epoch.
  private static let fewestStretches = 7

  /// Computes the powers on all cores.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - count: how many epochs the night has.
  /// - Returns: one value an epoch; nil where less than half of it was recorded.
  static func powers(of eeg: SampledSignal, epochCount count: Int) -> [BandPowers?] {
    let ranges = Parallel.ranges(count)
    return Array(
      Parallel.map(ranges.count) { part -> [BandPowers?] in
        let spectrum = Spectrum(seconds: stretchSeconds, rateHz: eeg.rateHz)
        return ranges[part].map { powers(of: eeg, epoch: $0, spectrum) }
      }.joined())
  }

  private static func powers(of eeg: SampledSignal, epoch: Int, _ spectrum: Spectrum) -> BandPowers? {
    let start = Int((Double(epoch) * Epoch.lengthSeconds * eeg.rateHz).rounded())
    let end = min(eeg.values.count, Int((Double(epoch + 1) * Epoch.lengthSeconds * eeg.rateHz).rounded()))
    var density = [Float](repeating: 0, count: spectrum.binCount(upTo: Band.wholeRangeHz.upperBound))
    var stretches = 0
    var place = start
    while place + spectrum.size <= end {
      if eeg.gaps.isEmpty || eeg.isRecorded(place..<(place + spectrum.size)) {
        spectrum.add(eeg.values, from: place, isCentred: true, to: &density)
        stretches += 1
      }
      place += spectrum.size / 2
    }
    guard stretches >= fewestStretches else { return nil }
    for bin in density.indices { density[bin] /= Float(stretches) }
    let integral = { (range: ClosedRange<Double>) -> Double in
      BandIntegral(range, resolutionHz: spectrum.resolutionHz, binCount: density.count).of(density)
    }
    let whole = integral(Band.wholeRangeHz)
    let absolute = BandValues { Float(integral($0.rangeHz)) }
    return BandPowers(absolute: absolute, relative: BandValues { whole > 0 ? absolute[$0] / Float(whole) : 0 })
  }
}
