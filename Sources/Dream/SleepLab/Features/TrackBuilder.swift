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
    let step = 1 / FeatureTrack.rateHz
    let sliding = SlidingSpectrum(
      stepSeconds: step, stepCount: Int(windowSeconds / step), rateHz: eeg.rateHz,
      highestHz: Band.wholeRangeHz.upperBound)
    let ranges = Parallel.ranges(count)
    let columns = Parallel.columns(Band.allCases.count, length: count, partCount: ranges.count) { part, columns in
      let put = { (instant: Int, powers: [Float]) in
        for (column, power) in zip(columns, powers) { column[instant] = max(0, power).squareRoot() }
      }
      if let sliding { slide(sliding, over: eeg, ranges[part], put) } else { transform(eeg, ranges[part], put) }
    }
    let isWhole = windows(of: eeg, count: count).map { $0 != nil }
    let standing = Parallel.map(columns.count) { band in
      standardised(held(columns[band].indices.map { isWhole[$0] ? columns[band][$0] : nil }))
    }
    return Dictionary(uniqueKeysWithValues: zip(Band.allCases, standing))
  }

  private static func slide(
    _ sliding: SlidingSpectrum, over eeg: SampledSignal, _ instants: Range<Int>, _ put: (Int, [Float]) -> Void
  ) {
    let half = sliding.stepCount / 2
    let weights = integrals(sliding.resolutionHz, sliding.binCount).map { $0.weights.map { Float($0) } }
    let windows = (instants.lowerBound - half)..<(instants.upperBound - half)
    sliding.sums(of: eeg.values, windows: windows, isCentred: true, weights: weights) { put($0 + half, $1) }
  }

  /// As `slide`, at rates of which a tenth of a second is no whole number of samples.
  private static func transform(_ eeg: SampledSignal, _ instants: Range<Int>, _ put: (Int, [Float]) -> Void) {
    let spectrum = Spectrum(seconds: windowSeconds, rateHz: eeg.rateHz)
    let binCount = spectrum.binCount(upTo: Band.wholeRangeHz.upperBound)
    let integrals = integrals(spectrum.resolutionHz, binCount)
    var density = [Float](repeating: 0, count: binCount)
    for instant in instants {
      let start = Int((Double(instant) / FeatureTrack.rateHz * eeg.rateHz).rounded()) - spectrum.size / 2
      for bin in density.indices { density[bin] = 0 }
      if start >= 0, start + spectrum.size <= eeg.values.count {
        spectrum.add(eeg.values, from: start, isCentred: true, to: &density)
      }
      put(instant, integrals.map { Float($0.of(density)) })
    }
  }

  private static func integrals(_ resolutionHz: Double, _ binCount: Int) -> [BandIntegral] {
    Band.allCases.map { BandIntegral($0.rangeHz, resolutionHz: resolutionHz, binCount: binCount) }
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
    let column = WindowMeans.told(by: windows(of: emg, count: count)) { index in
      SIMD2(Double(filtered[index]) * Double(filtered[index]), 0)
    } _: { mean in
      log(Float(max(1e-6, mean[0])).squareRoot())
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
    let reach = min(left.values.count, right.values.count)
    let windows = windows(of: left, count: count).map { $0.flatMap { $0.upperBound <= reach ? $0 : nil } }
    let column = WindowMeans.told(by: windows) { index in
      let (x, y) = (Double(left.values[index]), Double(right.values[index]))
      return SIMD8(x, y, x * x, y * y, x * y, 0, 0, 0)
    } _: { mean in
      let varianceLeft = mean[2] - mean[0] * mean[0]
      let varianceRight = mean[3] - mean[1] * mean[1]
      guard varianceLeft > 1e-6, varianceRight > 1e-6 else { return 0 }
      return Float(max(-1, min(1, (mean[4] - mean[0] * mean[1]) / (varianceLeft * varianceRight).squareRoot())))
    }
    return column.map { $0 ?? 0 }
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
    // Less is what rounding leaves of a signal that never changes.
    guard deviation > 1e-4 else { return plain.map { _ in 0 } }
    return column.map { value in value.map { Float((Double($0) - mean) / deviation) } ?? 0 }
  }
}
