import Glibc

/// Makes the columns of the 10 Hz track.
enum TrackBuilder {
  /// What is said of the method.
  static let method = "2 s window sliding 0.1 s; bands: Hann, amplitude, z-scored over the night"
  private static let windowSeconds = 2.0

  /// How many instants a night has.
  static func count(durationSeconds: Double) -> Int {
    Int((durationSeconds * FeatureTrack.rateHz).rounded(.up))
  }

  /// The amplitude of each band at each instant, z-scored.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - count: how many instants.
  /// - Returns: a column a band, `count` values each; 0 where nothing was recorded.
  static func bands(of eeg: SampledSignal, count: Int) -> [Band: [Float]] {
    let ranges = Parallel.ranges(count)
    let step = 1 / FeatureTrack.rateHz
    let sliding = SlidingSpectrum(
      stepSeconds: step, stepCount: Int(windowSeconds / step), rateHz: eeg.rateHz,
      highestHz: Band.wholeRangeHz.upperBound)
    let parts = Parallel.map(ranges.count) { part in
      sliding.map { amplitudes(of: eeg, instants: ranges[part], $0) }
        ?? wholeAmplitudes(of: eeg, instants: ranges[part])
    }
    var result: [Band: [Float]] = [:]
    for band in Band.allCases {
      let column = parts.flatMap { $0[band.rawValue] }
      result[band] = standardised(held(column))
    }
    return result
  }

  /// Band amplitudes of some instants, band by band; nil where the window leaves the recording.
  private static func amplitudes(
    of eeg: SampledSignal, instants: Range<Int>, _ sliding: SlidingSpectrum
  ) -> [[Float?]] {
    var result = Array(repeating: [Float?](), count: Band.allCases.count)
    let integrals = integrals(sliding.resolutionHz, sliding.binCount)
    let half = sliding.stepCount / 2
    let windows = (instants.lowerBound - half)..<(instants.upperBound - half)
    sliding.densities(of: eeg.values, windows: windows, isCentred: true) { window, density in
      let start = window * sliding.stepSamples
      append(density, integrals, of: eeg, start..<(start + sliding.stepCount * sliding.stepSamples), to: &result)
    }
    return result
  }

  /// As `amplitudes`, at rates of which a tenth of a second is no whole number of samples.
  private static func wholeAmplitudes(of eeg: SampledSignal, instants: Range<Int>) -> [[Float?]] {
    var result = Array(repeating: [Float?](), count: Band.allCases.count)
    let spectrum = Spectrum(seconds: windowSeconds, rateHz: eeg.rateHz)
    let binCount = spectrum.binCount(upTo: Band.wholeRangeHz.upperBound)
    let integrals = integrals(spectrum.resolutionHz, binCount)
    var density = [Float](repeating: 0, count: binCount)
    for instant in instants {
      let start = Int((Double(instant) / FeatureTrack.rateHz * eeg.rateHz).rounded()) - spectrum.size / 2
      let range = start..<(start + spectrum.size)
      if range.lowerBound >= 0, range.upperBound <= eeg.values.count {
        for bin in density.indices { density[bin] = 0 }
        spectrum.add(eeg.values, from: start, isCentred: true, to: &density)
      }
      append(density, integrals, of: eeg, range, to: &result)
    }
    return result
  }

  private static func integrals(_ resolutionHz: Double, _ binCount: Int) -> [BandIntegral] {
    Band.allCases.map { BandIntegral($0.rangeHz, resolutionHz: resolutionHz, binCount: binCount) }
  }

  private static func append(
    _ density: [Float], _ integrals: [BandIntegral], of eeg: SampledSignal, _ range: Range<Int>,
    to result: inout [[Float?]]
  ) {
    let isWhole =
      range.lowerBound >= 0 && range.upperBound <= eeg.values.count && (eeg.gaps.isEmpty || eeg.isRecorded(range))
    for band in Band.allCases {
      result[band.rawValue].append(isWhole ? Float(integrals[band.rawValue].of(density).squareRoot()) : nil)
    }
  }

  /// The chin's tone: the logarithm of its strength, z-scored.
  ///
  /// - Parameters:
  ///   - emg: the signal; below 20 Hz it is taken for an envelope that the equipment made.
  ///   - count: how many instants.
  static func muscleTone(of emg: SampledSignal, count: Int) -> [Float] {
    guard emg.rateHz >= 20 else {
      let column = (0..<count).map { instant -> Float? in
        let place = Int(Double(instant) / FeatureTrack.rateHz * emg.rateHz)
        guard place < emg.values.count, emg.gaps.isEmpty || emg.isRecorded(place..<(place + 1)) else { return nil }
        return log(max(1e-3, abs(emg.values[place])))
      }
      return standardised(held(column))
    }
    let high = emg.rateHz / 2
    let filtered = Filter(bandHz: 10...max(11, high), rateHz: emg.rateHz).applied(to: emg.values)
    let sums = RunningSums(filtered.map { $0 * $0 })
    let column = windows(of: emg, count: count).map { window -> Float? in
      window.map { log(Float(max(1e-6, sums.mean($0))).squareRoot()) }
    }
    return standardised(held(column))
  }

  /// The correlation of the two eyes, −1 to 1; 0 where nothing was recorded.
  ///
  /// - Parameters:
  ///   - left: the left eye, 0.5–5 Hz.
  ///   - right: the right eye at the same rate.
  ///   - count: how many instants.
  static func eyeCorrelation(_ left: SampledSignal, _ right: SampledSignal, count: Int) -> [Float] {
    let sumsLeft = RunningSums(left.values)
    let sumsRight = RunningSums(right.values)
    let squaresLeft = RunningSums(left.values.map { $0 * $0 })
    let squaresRight = RunningSums(right.values.map { $0 * $0 })
    let products = RunningSums(zip(left.values, right.values).map { $0 * $1 })
    return windows(of: left, count: count).map { window in
      guard let window, window.upperBound <= right.values.count else { return 0 }
      let varianceLeft = squaresLeft.mean(window) - sumsLeft.mean(window) * sumsLeft.mean(window)
      let varianceRight = squaresRight.mean(window) - sumsRight.mean(window) * sumsRight.mean(window)
      let covariance = products.mean(window) - sumsLeft.mean(window) * sumsRight.mean(window)
      guard varianceLeft > 1e-6, varianceRight > 1e-6 else { return 0 }
      return Float(max(-1, min(1, covariance / (varianceLeft * varianceRight).squareRoot())))
    }
  }

  /// The 2 s around each instant, by sample; nil where they leave what was recorded.
  private static func windows(of signal: SampledSignal, count: Int) -> [Range<Int>?] {
    let size = Int(windowSeconds * signal.rateHz)
    return (0..<count).map { instant in
      let start = Int((Double(instant) / FeatureTrack.rateHz * signal.rateHz).rounded()) - size / 2
      let range = start..<(start + size)
      guard size > 0, range.lowerBound >= 0, range.upperBound <= signal.values.count else { return nil }
      return signal.gaps.isEmpty || signal.isRecorded(range) ? range : nil
    }
  }

  /// Fills the first and last second, where no whole window fits, with the nearest value.
  private static func held(_ column: [Float?]) -> [Float?] {
    var result = column
    let edge = Int(windowSeconds / 2 * FeatureTrack.rateHz) + 1
    if let first = column.prefix(edge + 1).firstIndex(where: { $0 != nil }) {
      for index in 0..<first { result[index] = column[first] }
    }
    if let last = column.suffix(edge + 1).lastIndex(where: { $0 != nil }) {
      for index in last..<column.count { result[index] = column[last] }
    }
    return result
  }

  /// z-scores; 0 where there is no value, and everywhere for a column that never changes.
  private static func standardised(_ column: [Float?]) -> [Float] {
    let plain = column.map { $0 ?? 0 }
    let (mean, deviation) = Statistics.moments(plain) { column[$0] != nil }
    guard deviation > 1e-9 else { return plain.map { _ in 0 } }
    return column.map { value in value.map { Float((Double($0) - mean) / deviation) } ?? 0 }
  }
}

/// Sums from the beginning, so that the mean of any stretch is a difference.
struct RunningSums: Sendable {
  private let sums: [Double]

  init(_ values: [Float]) {
    var sums = [Double]()
    sums.reserveCapacity(values.count + 1)
    var sum = 0.0
    sums.append(0)
    for value in values {
      sum += Double(value)
      sums.append(sum)
    }
    self.sums = sums
  }

  /// The sum of a stretch.
  func sum(_ range: Range<Int>) -> Double { sums[range.upperBound] - sums[range.lowerBound] }

  /// The mean of a stretch; 0 for an empty one.
  func mean(_ range: Range<Int>) -> Double { range.isEmpty ? 0 : sum(range) / Double(range.count) }
}
