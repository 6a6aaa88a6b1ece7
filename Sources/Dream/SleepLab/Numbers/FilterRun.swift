import CKissFFT

extension Filter {
  /// Filters without shifting in time, on all cores. Beyond its ends the signal is taken to go on as its mirror image
  /// through its last value.
  ///
  /// - Parameter values: the signal.
  /// - Returns: as many values.
  func applied(to values: [Float]) -> [Float] {
    FilterBank([self]).applied(to: values).first ?? []
  }
}

/// Several filters of one signal.
struct FilterBank: Sendable {
  private let filters: [Filter]

  /// Takes filters.
  init(_ filters: [Filter]) { self.filters = filters }

  /// Filters without shifting in time, on all cores. Beyond its ends the signal is taken to go on as its mirror image
  /// through its last value.
  ///
  /// - Parameter values: the signal.
  /// - Returns: a column a filter, as many values each.
  func applied(to values: [Float]) -> [[Float]] {
    var result = filters.map { _ in values.count > 1 ? [] : values.map { _ in Float(0) } }
    guard values.count > 1 else { return result }
    // Filters of about one length share the transforms of the signal.
    let groups = Dictionary(grouping: filters.indices) { OverlappingBlocks.size(for: filters[$0].taps.count) }
    for (size, members) in groups.sorted(by: { $0.key < $1.key }) {
      let blocks = OverlappingBlocks(size: size, filters: members.map { filters[$0] })
      for (member, column) in zip(members, blocks.filtered(values)) { result[member] = column }
    }
    return result
  }
}

/// Filtering by overlapping blocks, each transformed once for several filters.
///
/// A transform takes two blocks at once, one as real and one as imaginary parts: the filters are symmetric around 0, so
/// their own transforms are real and leave the two apart.
private struct OverlappingBlocks: Sendable {
  private let size: Int
  private let half: Int
  private let responses: [[Float]]
  private let transform: ComplexTransform

  /// How many samples a block has for a filter of so many taps.
  static func size(for tapCount: Int) -> Int {
    var size = 1024
    while size < 6 * tapCount { size *= 2 }
    return size
  }

  init(size: Int, filters: [Filter]) {
    let transform = ComplexTransform(size: size)
    (self.size, self.transform) = (size, transform)
    half = (filters.map(\.taps.count).max() ?? 1) / 2
    responses = filters.map { OverlappingBlocks.response($0.taps, transform) }
  }

  /// The signal through each filter.
  func filtered(_ values: [Float]) -> [[Float]] {
    let step = size - 2 * half
    let pairs = (values.count + 2 * step - 1) / (2 * step)
    let parts = Parallel.ranges(pairs)
    return Parallel.columns(responses.count, length: values.count, partCount: parts.count) { part, columns in
      var blocks = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size)
      var (spectrum, product) = (blocks, blocks)
      for pair in parts[part] {
        let starts = (first: 2 * pair * step, second: (2 * pair + 1) * step)
        fill(&blocks, from: values, starts.first - half, starts.second - half)
        transform.forward(blocks, into: &spectrum)
        for (response, column) in zip(responses, columns) {
          OverlappingBlocks.multiply(spectrum, with: response, into: &product)
          transform.inverse(product, into: &blocks)
          for index in 0..<max(0, min(step, values.count - starts.first)) {
            column[starts.first + index] = blocks[half + index].r
          }
          for index in 0..<max(0, min(step, values.count - starts.second)) {
            column[starts.second + index] = blocks[half + index].i
          }
        }
      }
    }
  }

  /// The transform of a symmetric response around 0, scaled so that the inverse transform needs no scaling.
  private static func response(_ taps: [Float], _ transform: ComplexTransform) -> [Float] {
    let size = transform.size
    var turned = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size)
    for (index, tap) in taps.enumerated() {
      turned[(index - taps.count / 2 + size) % size].r = tap / Float(size)
    }
    var result = turned
    transform.forward(turned, into: &result)
    return result.map(\.r)
  }

  private static func multiply(
    _ spectrum: [kiss_fft_cpx], with response: [Float], into product: inout [kiss_fft_cpx]
  ) {
    precondition(spectrum.count == response.count && product.count == response.count, "sizes differ")
    for index in response.indices {
      let (value, factor) = (spectrum[index], response[index])
      product[index] = kiss_fft_cpx(r: value.r * factor, i: value.i * factor)
    }
  }

  /// Fills real and imaginary parts with the signal from two places on.
  private func fill(_ blocks: inout [kiss_fft_cpx], from values: [Float], _ first: Int, _ second: Int) {
    if first >= 0, second + size <= values.count {
      for index in blocks.indices { blocks[index] = kiss_fft_cpx(r: values[first + index], i: values[second + index]) }
      return
    }
    for index in blocks.indices {
      blocks[index] = kiss_fft_cpx(
        r: OverlappingBlocks.value(first + index, of: values), i: OverlappingBlocks.value(second + index, of: values))
    }
  }

  /// The signal at a place; outside, its odd reflection, and zero beyond that.
  private static func value(_ place: Int, of values: [Float]) -> Float {
    if values.indices.contains(place) { return values[place] }
    let last = values.count - 1
    if place < 0, -place <= last { return 2 * values[0] - values[-place] }
    if place > last, 2 * last - place >= 0 { return 2 * values[last] - values[2 * last - place] }
    return 0
  }
}
