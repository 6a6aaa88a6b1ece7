/// The share of a band's power in a wider one, at steps of 0.2 s: windows of 2 s centred on them, zeros beyond the ends.
struct BandShare: Sendable {
  let bandHz: ClosedRange<Double>
  let withinHz: ClosedRange<Double>
  let rateHz: Double

  /// From one window to the next, in seconds.
  static let stepSeconds = 0.2
  private static let windowSteps = 10

  /// The share at each step.
  ///
  /// - Parameter signal: the signal, filtered to the wider band.
  func values(of signal: [Float]) -> [Float] {
    let frames = Int(Double(signal.count) / (Self.stepSeconds * rateHz)) + 2
    let sliding = SlidingSpectrum(
      stepSeconds: Self.stepSeconds, stepCount: Self.windowSteps, rateHz: rateHz, highestHz: withinHz.upperBound)
    return Parallel.column(length: frames) { frames, column in
      let put = { (frame: Int, share: Float) in column[frame] = share }
      if let sliding { slide(sliding, over: signal, frames, put) } else { transform(signal, frames, put) }
    }
  }

  private func slide(
    _ sliding: SlidingSpectrum, over signal: [Float], _ frames: Range<Int>, _ put: (Int, Float) -> Void
  ) {
    let half = Self.windowSteps / 2
    let windows = (frames.lowerBound - half)..<(frames.upperBound - half)
    let weights = [bandHz, withinHz].map { range in
      let bins = bins(range, sliding.resolutionHz, sliding.binCount)
      return (0..<sliding.binCount).map { bins.contains($0) ? Float(1) : 0 }
    }
    sliding.sums(of: signal, windows: windows, isCentred: false, weights: weights) { window, sums in
      put(window + half, sums[1] > 0 ? sums[0] / sums[1] : 0)
    }
  }

  /// As `slide`, at rates of which a step is no whole number of samples.
  private func transform(_ signal: [Float], _ frames: Range<Int>, _ put: (Int, Float) -> Void) {
    let spectrum = Spectrum(seconds: Self.stepSeconds * Double(Self.windowSteps), rateHz: rateHz)
    var density = [Float](repeating: 0, count: spectrum.binCount(upTo: withinHz.upperBound))
    for frame in frames {
      let start = Int((Double(frame) * Self.stepSeconds * rateHz).rounded()) - spectrum.size / 2
      let window = (start..<(start + spectrum.size)).map { signal.indices.contains($0) ? signal[$0] : 0 }
      for bin in density.indices { density[bin] = 0 }
      spectrum.add(window, from: 0, isCentred: false, to: &density)
      put(frame, share(density, spectrum.resolutionHz))
    }
  }

  private func share(_ density: [Float], _ resolutionHz: Double) -> Float {
    let whole = density[bins(withinHz, resolutionHz, density.count)].reduce(0, +)
    return whole > 0 ? density[bins(bandHz, resolutionHz, density.count)].reduce(0, +) / whole : 0
  }

  private func bins(_ rangeHz: ClosedRange<Double>, _ resolutionHz: Double, _ binCount: Int) -> Range<Int> {
    let first = Int((rangeHz.lowerBound / resolutionHz - 1e-6).rounded(.up))
    let end = Int((rangeHz.upperBound / resolutionHz + 1e-6).rounded(.down)) + 1
    return min(first, binCount)..<min(max(first, end), binCount)
  }
}
