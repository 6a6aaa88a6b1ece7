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
  /// - Parameters:
  ///   - signal: the signal, filtered to the wider band.
  ///   - mask: which samples are looked at.
  /// - Returns: 0 where no sample between a step and its neighbours is looked at.
  func values(of signal: [Float], where mask: [Bool]) -> [Float] {
    let isLookedAt = { @Sendable (frame: Int) -> Bool in
      let start = Int((Double(frame) * Self.stepSeconds * rateHz).rounded())
      let near = [start - Int(Self.stepSeconds * rateHz), start, start + Int(Self.stepSeconds * rateHz)]
      return near.contains { mask[min(max(0, $0), mask.count - 1)] }
    }
    let frames = Int(Double(signal.count) / (Self.stepSeconds * rateHz)) + 2
    let sliding = SlidingSpectrum(
      stepSeconds: Self.stepSeconds, stepCount: Self.windowSteps, rateHz: rateHz, highestHz: withinHz.upperBound)
    let ranges = Parallel.ranges(frames)
    return Parallel.map(ranges.count) { part -> [Float] in
      var result = [Float](repeating: 0, count: ranges[part].count)
      // Stretches without a frame that is looked at are passed over.
      for stretch in Self.stretches(ranges[part], where: isLookedAt) {
        let put = { (frame: Int, share: Float) in result[frame - ranges[part].lowerBound] = share }
        if let sliding { slide(sliding, over: signal, stretch, put) } else { transform(signal, stretch, put) }
      }
      return result
    }.flatMap { $0 }
  }

  private func slide(
    _ sliding: SlidingSpectrum, over signal: [Float], _ frames: Range<Int>, _ put: (Int, Float) -> Void
  ) {
    let half = Self.windowSteps / 2
    let windows = (frames.lowerBound - half)..<(frames.upperBound - half)
    sliding.densities(of: signal, windows: windows, isCentred: false) { window, density in
      put(window + half, share(density, sliding.resolutionHz))
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
    let whole = sum(density, withinHz, resolutionHz)
    return whole > 0 ? sum(density, bandHz, resolutionHz) / whole : 0
  }

  private func sum(_ density: [Float], _ rangeHz: ClosedRange<Double>, _ resolutionHz: Double) -> Float {
    let first = Int((rangeHz.lowerBound / resolutionHz - 1e-6).rounded(.up))
    let end = min(density.count, Int((rangeHz.upperBound / resolutionHz + 1e-6).rounded(.down)) + 1)
    return first < end ? density[first..<end].reduce(0, +) : 0
  }

  private static func stretches(_ range: Range<Int>, where isWanted: (Int) -> Bool) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for index in range where isWanted(index) {
      if let last = result.last, last.upperBound == index {
        result[result.count - 1] = last.lowerBound..<(index + 1)
      } else {
        result.append(index..<(index + 1))
      }
    }
    return result
  }
}
