/// A still to be spliced: three planes of sRGB code values, each 0 to 1, row by row from the top.
public struct SpliceStill: Sendable, Hashable {
  /// Size in pixels, 16 to `mostPixelsASide`.
  public let width: Int, height: Int
  /// Red, green and blue, each `width · height` values.
  public internal(set) var planes: [[Float]]
  /// Pixels a side at most.
  public static let mostPixelsASide = 4096

  /// A still of words.
  ///
  /// - Parameters:
  ///   - width: pixels, 16 to 4096.
  ///   - height: pixels, 16 to 4096.
  ///   - words: `width · height` of 0x00RRGGBB.
  /// - Returns: nil where a size is beyond its range or words are missing.
  public init?(width: Int, height: Int, words: [UInt32]) {
    let allowed = 16...SpliceStill.mostPixelsASide
    guard allowed.contains(width), allowed.contains(height), words.count == width * height else { return nil }
    (self.width, self.height) = (width, height)
    planes = [UInt32(16), 8, 0].map { shift in words.map { Float($0 >> shift & 0xFF) / 255 } }
  }

  init(width: Int, height: Int, planes: [[Float]]) {
    (self.width, self.height, self.planes) = (width, height, planes)
  }

  /// The still as words 0x00RRGGBB, `width · height` of them.
  public var words: [UInt32] {
    var words = [UInt32](repeating: 0, count: width * height)
    for plane in planes {
      for index in words.indices {
        words[index] = words[index] << 8 | UInt32(max(0, min(1, plane[index])) * 255 + 0.5)
      }
    }
    return words
  }

  /// The middle of the still, as large as has the proportions of another size, brought to that size.
  ///
  /// - Parameters:
  ///   - width: pixels, 16 to 4096, brought into that range.
  ///   - height: pixels, 16 to 4096, brought into that range.
  /// - Returns: the still at that size; each pixel is the mean of those that it covers.
  public func fitted(width: Int, height: Int) -> SpliceStill {
    let wide = max(16, min(SpliceStill.mostPixelsASide, width)),
      high = max(16, min(SpliceStill.mostPixelsASide, height))
    if wide == self.width, high == self.height { return self }
    let scale = min(Double(self.width) / Double(wide), Double(self.height) / Double(high))
    let across = ResampledLine(from: self.width, to: wide, scale: scale)
    let down = ResampledLine(from: self.height, to: high, scale: scale)
    let fitted = planes.map { plane in
      let rows = (0..<self.height).flatMap { y in across.values { plane[y * self.width + $0] } }
      var result = [Float](repeating: 0, count: wide * high)
      for x in 0..<wide {
        for (y, value) in down.values({ rows[$0 * wide + x] }).enumerated() { result[y * wide + x] = value }
      }
      return result
    }
    return SpliceStill(width: wide, height: high, planes: fitted)
  }
}

/// What each place of a line takes from the places of another: a tent as wide as a step, and no narrower than two pixels.
private struct ResampledLine {
  private var weights: [(first: Int, shares: [Float])] = []

  init(from count: Int, to target: Int, scale: Double) {
    let start = (Double(count) - Double(target) * scale) / 2
    let reach = max(1, scale)
    for place in 0..<target {
      let middle = start + (Double(place) + 0.5) * scale - 0.5
      let first = max(0, Int((middle - reach).rounded(.up)))
      let last = min(count - 1, Int((middle + reach).rounded(.down)))
      let shares = (first...max(first, last)).map { max(1e-6, Float(1 - abs(Double($0) - middle) / reach)) }
      let sum = shares.reduce(0, +)
      weights.append((min(first, count - 1), shares.map { $0 / sum }))
    }
  }

  func values(_ value: (Int) -> Float) -> [Float] {
    weights.map { first, shares in
      var sum: Float = 0
      for (offset, share) in shares.enumerated() { sum += share * value(first + offset) }
      return sum
    }
  }
}
