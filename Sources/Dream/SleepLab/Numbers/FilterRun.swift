import CKissFFT

extension Filter {
  /// Filters without shifting in time, on all cores, by overlapping transforms. Beyond its ends the signal is taken to
  /// go on as its mirror image through its last value.
  ///
  /// - Parameter values: the signal.
  /// - Returns: as many values.
  func applied(to values: [Float]) -> [Float] {
    guard values.count > 1 else { return values.map { _ in 0 } }
    let half = taps.count / 2
    let size = Filter.blockSize(taps.count)
    let step = size - taps.count + 1
    let blocks = (values.count + step - 1) / step
    let response = spectrum(size)
    let parts = Parallel.ranges(blocks)
    let results = Parallel.map(parts.count) { part -> [Float] in
      let transform = RealTransform(size: size)
      var block = [Float](repeating: 0, count: size)
      var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: transform.spectrumCount)
      var result: [Float] = []
      result.reserveCapacity(parts[part].count * step)
      for index in parts[part] {
        let start = index * step
        Filter.fill(&block, from: values, start: start - half)
        transform.forward(block, into: &spectrum)
        Filter.multiply(&spectrum, with: response)
        transform.inverse(spectrum, into: &block)
        let count = min(step, values.count - start)
        result.append(contentsOf: block[(taps.count - 1)..<(taps.count - 1 + count)])
      }
      return result
    }
    return Array(results.joined())
  }

  private static func blockSize(_ tapCount: Int) -> Int {
    var size = 1024
    while size < 6 * tapCount { size *= 2 }
    return size
  }

  /// The response's transform, scaled so that the inverse transform needs no scaling.
  private func spectrum(_ size: Int) -> [kiss_fft_cpx] {
    let transform = RealTransform(size: size)
    let padded = taps.map { $0 / Float(size) } + [Float](repeating: 0, count: size - taps.count)
    var result = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: transform.spectrumCount)
    transform.forward(padded, into: &result)
    return result
  }

  private static func multiply(_ spectrum: inout [kiss_fft_cpx], with response: [kiss_fft_cpx]) {
    for index in spectrum.indices {
      let first = spectrum[index]
      let second = response[index]
      spectrum[index].r = first.r * second.r - first.i * second.i
      spectrum[index].i = first.r * second.i + first.i * second.r
    }
  }

  /// Fills a block with the signal from a place on; outside, with its odd reflection, and zero beyond that.
  private static func fill(_ block: inout [Float], from values: [Float], start: Int) {
    let last = values.count - 1
    if start >= 0, start + block.count <= values.count {
      block.replaceSubrange(block.indices, with: values[start..<(start + block.count)])
      return
    }
    for index in block.indices {
      let place = start + index
      if place >= 0, place <= last {
        block[index] = values[place]
      } else if place < 0, -place <= last {
        block[index] = 2 * values[0] - values[-place]
      } else if place > last, 2 * last - place >= 0 {
        block[index] = 2 * values[last] - values[2 * last - place]
      } else {
        block[index] = 0
      }
    }
  }
}
