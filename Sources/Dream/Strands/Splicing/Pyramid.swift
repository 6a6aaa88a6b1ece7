/// A plane of values and its halves (Burt and Adelson 1983, doi 10.1145/245.247).
struct PyramidPlane {
  let width: Int, height: Int
  var values: [Float]

  init(width: Int, height: Int, values: [Float]) { (self.width, self.height, self.values) = (width, height, values) }

  private static let kernel: [Float] = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]

  /// Half as wide and half as high, smoothed.
  func halved() -> PyramidPlane {
    let smooth = smoothed()
    let (wide, high) = ((width + 1) / 2, (height + 1) / 2)
    var half = PyramidPlane(width: wide, height: high, values: [Float](repeating: 0, count: wide * high))
    for y in 0..<high {
      for x in 0..<wide { half.values[y * wide + x] = smooth.values[2 * y * width + 2 * x] }
    }
    return half
  }

  /// As wide and as high as twice this plane is, or one less.
  func doubled(width wide: Int, height high: Int) -> PyramidPlane {
    var spread = PyramidPlane(width: wide, height: high, values: [Float](repeating: 0, count: wide * high))
    var weights = spread
    for y in 0..<height {
      for x in 0..<width where 2 * x < wide && 2 * y < high {
        spread.values[2 * y * wide + 2 * x] = values[y * width + x]
        weights.values[2 * y * wide + 2 * x] = 1
      }
    }
    // Divided by what the kernel gathered, so that the edges are as bright as the middle.
    var smooth = spread.smoothed()
    let gathered = weights.smoothed()
    for index in smooth.values.indices { smooth.values[index] /= gathered.values[index] }
    return smooth
  }

  /// Smoothed by the binomial of five places, mirrored at the edges.
  func smoothed() -> PyramidPlane {
    var rows = self
    for y in 0..<height {
      let start = y * width
      for x in 0..<width {
        if x >= 2, x + 2 < width {
          let index = start + x
          rows.values[index] =
            0.375 * values[index] + 0.25 * (values[index - 1] + values[index + 1])
            + 0.0625 * (values[index - 2] + values[index + 2])
        } else {
          rows.values[start + x] = PyramidPlane.mean(at: x, of: width) { values[start + $0] }
        }
      }
    }
    var result = rows
    for y in 0..<height {
      for x in 0..<width {
        if y >= 2, y + 2 < height {
          let index = y * width + x
          result.values[index] =
            0.375 * rows.values[index] + 0.25 * (rows.values[index - width] + rows.values[index + width])
            + 0.0625 * (rows.values[index - 2 * width] + rows.values[index + 2 * width])
        } else {
          result.values[y * width + x] = PyramidPlane.mean(at: y, of: height) { rows.values[$0 * width + x] }
        }
      }
    }
    return result
  }

  private static func mean(at place: Int, of count: Int, _ value: (Int) -> Float) -> Float {
    var sum: Float = 0
    for (offset, share) in kernel.enumerated() {
      var at = abs(place + offset - 2)
      if at >= count { at = max(0, 2 * count - 2 - at) }
      sum += share * value(min(at, count - 1))
    }
    return sum
  }
}
