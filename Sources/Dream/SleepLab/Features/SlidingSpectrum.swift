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
  /// The phases of all bins at each sample, in eights: real parts, then imaginary ones.
  private let rows: [(SIMD8<Float>, SIMD8<Float>)]

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
    var rows: [(SIMD8<Float>, SIMD8<Float>)] = []
    for sample in 0..<size {
      for pack in 0..<packs {
        let phases = (0..<8).map { turns[sample * (8 * pack + $0) % size] }
        rows.append((SIMD8(phases.map(\.0)), SIMD8(phases.map(\.1))))
      }
    }
    (self.turns, self.rows) = (turns, rows)
  }

  /// Gives weighted sums over the density of each window, in the signal's unit squared per Hz.
  ///
  /// - Parameters:
  ///   - values: the signal; beyond its ends it is 0.
  ///   - windows: by the step that each begins with, counted from the signal's beginning; it may be negative.
  ///   - isCentred: whether each window's mean is taken off.
  ///   - weights: a row a sum, `binCount` weights each from 0 Hz; 0 Hz itself counts for nothing.
  ///   - body: takes the window and its sums.
  func sums(
    of values: [Float], windows: Range<Int>, isCentred: Bool, weights: [[Float]], _ body: (Int, [Float]) -> Void
  ) {
    // What all windows have in common is taken off first: of a great offset, rounding would leave traces in every bin.
    let mean = values.isEmpty || !isCentred ? 0 : Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
    let workbench = Workbench(blockCount: stepCount, packs: packs)
    let weights = weights.map { WeightedSum($0) }
    var sums = [Float](repeating: 0, count: weights.count)
    for (turn, window) in windows.enumerated() {
      if turn % stepCount == 0 {
        // From time to time all is added anew, so that what rounding leaves does not pile up.
        let first = turn == 0 ? window : window + stepCount - 1
        for block in first..<(window + stepCount) { transform(block, of: values, less: mean, in: workbench) }
        workbench.refill()
      } else {
        transform(window + stepCount - 1, of: values, less: mean, in: workbench)
      }
      weigh(workbench, window: window, isCentred: isCentred)
      for (index, weight) in weights.enumerated() { sums[index] = weight.of(workbench.density) }
      body(window, sums)
    }
  }

  /// The transform of one block's samples, their phases counted from the signal's beginning, in place of the block that
  /// leaves the window.
  private func transform(_ block: Int, of values: [Float], less mean: Float, in workbench: Workbench) {
    let slot = ((block % stepCount) + stepCount) % stepCount
    let start = block * stepSamples
    let samples = start..<(start + stepSamples)
    if samples.lowerBound < 0 || samples.upperBound > values.count {
      let filled = samples.map { values.indices.contains($0) ? values[$0] : 0 }
      return transform(slot: slot, of: filled, from: 0, less: mean, in: workbench)
    }
    transform(slot: slot, of: values, from: start, less: mean, in: workbench)
  }

  private func transform(slot: Int, of values: [Float], from start: Int, less mean: Float, in workbench: Workbench) {
    values.withUnsafeBufferPointer { values in
      rows.withUnsafeBufferPointer { rows in
        for pack in 0..<packs {
          var real = SIMD8<Float>.zero
          var imaginary = SIMD8<Float>.zero
          for sample in 0..<stepSamples {
            let value = values[start + sample] - mean
            let row = rows[(slot * stepSamples + sample) * packs + pack]
            real += value * row.0
            imaginary += value * row.1
          }
          workbench.put(real, imaginary, slot: slot, pack: pack)
        }
      }
    }
  }

  /// Lays Hann's window, which begins with the window's first sample, upon a plain transform: half of each bin less a
  /// quarter of its neighbours, turned to where the window begins.
  private func weigh(_ workbench: Workbench, window: Int, isCentred: Bool) {
    let (cosine, sine) = turns[((window * stepSamples % size) + size) % size]
    // A window's mean is in bin 0 alone.
    if isCentred { workbench.clearMean() }
    for pack in 0..<packs {
      let (own, below, above) = workbench.neighbours(pack)
      let mixed = (below.0 + above.0) * cosine + (above.1 - below.1) * sine
      let mixedSide = (below.1 + above.1) * cosine + (below.0 - above.0) * sine
      let real = 0.5 * own.0 - 0.25 * mixed
      let side = 0.5 * own.1 - 0.25 * mixedSide
      workbench.density[pack] = (real * real + side * side) * scale
    }
  }
}

/// A weighted sum over bins, in eights, without those of no weight.
private struct WeightedSum {
  private let first: Int
  private let weights: [SIMD8<Float>]

  init(_ row: [Float]) {
    var row = row
    if !row.isEmpty { row[0] = 0 }
    row += [Float](repeating: 0, count: (8 - row.count % 8) % 8)
    let packs = stride(from: 0, to: row.count, by: 8).map { SIMD8(row[$0..<($0 + 8)]) }
    first = packs.firstIndex { $0 != .zero } ?? 0
    let end = packs.lastIndex { $0 != .zero }.map { $0 + 1 } ?? first
    weights = Array(packs[first..<end])
  }

  @inline(__always)
  func of(_ density: UnsafeMutablePointer<SIMD8<Float>>) -> Float {
    var sum = SIMD8<Float>.zero
    for (pack, weight) in weights.enumerated() { sum += weight * density[first + pack] }
    return sum.sum()
  }
}

/// The memory in which a window slides: the transforms of its blocks, their sum with a bin of room on either side, and
/// the density. Every place is within what `init` allocates, since slots and packs are counted by the same numbers.
private final class Workbench {
  let density: UnsafeMutablePointer<SIMD8<Float>>
  private let blocks: UnsafeMutablePointer<(SIMD8<Float>, SIMD8<Float>)>
  private let sum: (real: UnsafeMutableRawPointer, imaginary: UnsafeMutableRawPointer)
  private let blockCount: Int
  private let packs: Int
  private static let bytesAPack = 32
  private static let room = 4

  init(blockCount: Int, packs: Int) {
    (self.blockCount, self.packs) = (blockCount, packs)
    density = .allocate(capacity: packs)
    density.initialize(repeating: .zero, count: packs)
    blocks = .allocate(capacity: blockCount * packs)
    blocks.initialize(repeating: (.zero, .zero), count: blockCount * packs)
    let bytes = (packs + 1) * Workbench.bytesAPack
    sum = (
      .allocate(byteCount: bytes, alignment: Workbench.bytesAPack),
      .allocate(byteCount: bytes, alignment: Workbench.bytesAPack)
    )
    for memory in [sum.real, sum.imaginary] { memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
  }

  deinit {
    density.deallocate()
    blocks.deallocate()
    sum.real.deallocate()
    sum.imaginary.deallocate()
  }

  /// Puts a block's transform in place of the one before it; the sum follows.
  @inline(__always)
  func put(_ real: SIMD8<Float>, _ imaginary: SIMD8<Float>, slot: Int, pack: Int) {
    let before = blocks[slot * packs + pack]
    blocks[slot * packs + pack] = (real, imaginary)
    add(real - before.0, imaginary - before.1, pack: pack)
  }

  /// Sets the sum to that of all blocks.
  func refill() {
    for pack in 0..<packs {
      store(.zero, .zero, pack: pack)
      for slot in 0..<blockCount { add(blocks[slot * packs + pack].0, blocks[slot * packs + pack].1, pack: pack) }
    }
  }

  /// Sets bin 0 of the sum to nothing.
  func clearMean() {
    sum.real.storeBytes(of: 0, toByteOffset: Workbench.room, as: Float.self)
    sum.imaginary.storeBytes(of: 0, toByteOffset: Workbench.room, as: Float.self)
  }

  /// Eight bins of the sum, those one below each and those one above each.
  @inline(__always)
  func neighbours(
    _ pack: Int
  ) -> (
    own: (SIMD8<Float>, SIMD8<Float>), below: (SIMD8<Float>, SIMD8<Float>), above: (SIMD8<Float>, SIMD8<Float>)
  ) {
    let place = pack * Workbench.bytesAPack
    return (load(place + Workbench.room), load(place), load(place + 2 * Workbench.room))
  }

  @inline(__always)
  private func add(_ real: SIMD8<Float>, _ imaginary: SIMD8<Float>, pack: Int) {
    let old = load(pack * Workbench.bytesAPack + Workbench.room)
    store(old.0 + real, old.1 + imaginary, pack: pack)
  }

  @inline(__always)
  private func load(_ place: Int) -> (SIMD8<Float>, SIMD8<Float>) {
    (
      sum.real.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self),
      sum.imaginary.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
    )
  }

  @inline(__always)
  private func store(_ real: SIMD8<Float>, _ imaginary: SIMD8<Float>, pack: Int) {
    let place = pack * Workbench.bytesAPack + Workbench.room
    sum.real.storeBytes(of: real, toByteOffset: place, as: SIMD8<Float>.self)
    sum.imaginary.storeBytes(of: imaginary, toByteOffset: place, as: SIMD8<Float>.self)
  }
}
