import Glibc

/// Power spectra of windows that slide in even steps, under Hann's window.
///
/// A step adds a block of samples and drops another: the transform is the last one with the new block's added and the old
/// one's taken off, a part of the work of a whole transform (Jacobsen and Lyons 2003, doi 10.1109/MSP.2003.1184347).
/// Hann's window comes last: it mixes each bin with its neighbours.
struct SlidingSpectrum: Sendable {
  /// How many samples a step has.
  let stepSamples: Int
  /// How many steps a window has.
  let stepCount: Int
  /// The distance of two bins in Hz.
  let resolutionHz: Double
  /// How many bins a density has, the one at 0 Hz included.
  let binCount: Int
  private let size: Int
  private let packs: Int
  private let scale: Float
  /// The phase of one turn a window at each sample: cosine, and sine downwards.
  private let turns: [(Float, Float)]
  /// The phases of all bins at each sample.
  private let rows: Parts

  /// Plans spectra; nil where a step is no whole number of samples.
  ///
  /// - Parameters:
  ///   - stepSeconds: from one window to the next.
  ///   - stepCount: how many steps a window has.
  ///   - rateHz: samples a second.
  ///   - highestHz: the highest frequency that is wanted.
  init?(stepSeconds: Double, stepCount: Int, rateHz: Double, highestHz: Double) {
    let step = (stepSeconds * rateHz).rounded()
    guard step >= 1, stepCount > 1, abs(step - stepSeconds * rateHz) < 1e-9 * rateHz else { return nil }
    stepSamples = Int(step)
    self.stepCount = stepCount
    let size = Int(step) * stepCount
    self.size = size
    resolutionHz = rateHz / Double(size)
    binCount = min(size / 2 - 1, Int((highestHz / resolutionHz + 1e-6).rounded(.down)) + 1)
    guard binCount > 1 else { return nil }
    // One bin more than is wanted, in eights.
    packs = (binCount + 8) / 8
    // As of a Hann window whose squares add up to three eighths of its length.
    scale = Float(2 / (rateHz * 0.375 * Double(size)))
    let turns = (0..<size).map { sample -> (Float, Float) in
      let angle = 2 * Double.pi * Double(sample) / Double(size)
      return (Float(cos(angle)), Float(-sin(angle)))
    }
    var rows = Parts(count: 0)
    for sample in 0..<size {
      for pack in 0..<packs {
        let phases = (0..<8).map { turns[sample * (8 * pack + $0) % size] }
        rows.append(SIMD8(phases.map(\.0)), SIMD8(phases.map(\.1)))
      }
    }
    (self.turns, self.rows) = (turns, rows)
  }

  /// Gives the density of each window, in the signal's unit squared per Hz.
  ///
  /// - Parameters:
  ///   - values: the signal; beyond its ends it is 0.
  ///   - windows: by the step that each begins with, counted from the signal's beginning; it may be negative.
  ///   - isCentred: whether each window's mean is taken off.
  ///   - body: takes the window and its density, `binCount` values from 0 Hz.
  func densities(
    of values: [Float], windows: Range<Int>, isCentred: Bool, _ body: (Int, [Float]) -> Void
  ) {
    // What all windows have in common is taken off first: of a great offset, rounding would leave traces in every bin.
    let mean = values.isEmpty || !isCentred ? 0 : Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
    var blocks = Parts(count: stepCount * packs)
    var sum = Parts(count: packs)
    var density = [Float](repeating: 0, count: binCount)
    for (turn, window) in windows.enumerated() {
      if turn % stepCount == 0 {
        // From time to time all is added anew, so that what rounding leaves does not pile up.
        let first = turn == 0 ? window : window + stepCount - 1
        for block in first..<(window + stepCount) { transform(block, of: values, less: mean, into: &blocks) }
        sum.refill(from: blocks)
      } else {
        let place = slot(window + stepCount - 1)
        sum.take(blocks, at: place, factor: -1)
        transform(window + stepCount - 1, of: values, less: mean, into: &blocks)
        sum.take(blocks, at: place, factor: 1)
      }
      weigh(sum, window: window, isCentred: isCentred, into: &density)
      body(window, density)
    }
  }

  private func slot(_ block: Int) -> Int { ((block % stepCount) + stepCount) % stepCount * packs }

  /// The transform of one block's samples, their phases counted from the signal's beginning.
  private func transform(_ block: Int, of values: [Float], less mean: Float, into blocks: inout Parts) {
    let place = slot(block)
    blocks.clear(place..<(place + packs))
    for sample in (block * stepSamples..<(block + 1) * stepSamples).clamped(to: values.indices) {
      blocks.add(rows, from: sample % size * packs, times: values[sample] - mean, to: place..<(place + packs))
    }
  }

  /// Lays Hann's window, which begins with the window's first sample, upon a plain transform: half of each bin less a
  /// quarter of its neighbours, turned to where the window begins.
  private func weigh(_ sum: Parts, window: Int, isCentred: Bool, into density: inout [Float]) {
    let (cosine, sine) = turns[((window * stepSamples % size) + size) % size]
    density[0] = 0
    // A window's mean is in bin 0 alone.
    var below = isCentred ? (0, 0) : sum[0]
    var own = sum[1]
    for bin in 1..<density.count {
      let above = sum[bin + 1]
      let mixed = (below.0 + above.0) * cosine + (above.1 - below.1) * sine
      let mixedSide = (below.1 + above.1) * cosine + (below.0 - above.0) * sine
      let real = 0.5 * own.0 - 0.25 * mixed
      let side = 0.5 * own.1 - 0.25 * mixedSide
      density[bin] = (real * real + side * side) * scale
      (below, own) = (own, above)
    }
  }
}

/// Complex numbers in eights, real and imaginary parts apart.
private struct Parts: Sendable {
  private var real: [SIMD8<Float>]
  private var imaginary: [SIMD8<Float>]

  init(count: Int) {
    real = Array(repeating: .zero, count: count)
    imaginary = real
  }

  /// One number.
  subscript(_ index: Int) -> (Float, Float) { (real[index / 8][index % 8], imaginary[index / 8][index % 8]) }

  mutating func append(_ real: SIMD8<Float>, _ imaginary: SIMD8<Float>) {
    self.real.append(real)
    self.imaginary.append(imaginary)
  }

  mutating func clear(_ places: Range<Int>) {
    for place in places { (real[place], imaginary[place]) = (.zero, .zero) }
  }

  /// Adds a row, times a value.
  mutating func add(_ rows: Parts, from row: Int, times value: Float, to places: Range<Int>) {
    for offset in 0..<places.count {
      real[places.lowerBound + offset] += value * rows.real[row + offset]
      imaginary[places.lowerBound + offset] += value * rows.imaginary[row + offset]
    }
  }

  /// Sets all to the sum over the blocks.
  mutating func refill(from blocks: Parts) {
    clear(real.indices)
    for place in stride(from: 0, to: blocks.real.count, by: real.count) { take(blocks, at: place, factor: 1) }
  }

  /// Adds a block, or takes it off.
  mutating func take(_ blocks: Parts, at place: Int, factor: Float) {
    for pack in real.indices {
      real[pack] += factor * blocks.real[place + pack]
      imaginary[pack] += factor * blocks.imaginary[place + pack]
    }
  }
}
