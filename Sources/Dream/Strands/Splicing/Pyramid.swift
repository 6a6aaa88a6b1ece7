/// A plane of values and its halves (Burt and Adelson 1983, doi 10.1145/245.247); the kernel is the binomial of five places.
struct PyramidPlane {
  let width: Int, height: Int
  var values: [Float]

  init(width: Int, height: Int, values: [Float]) { (self.width, self.height, self.values) = (width, height, values) }

  private init(width: Int, height: Int) {
    self.init(width: width, height: height, values: [Float](repeating: 0, count: width * height))
  }

  /// Half as wide and half as high, smoothed; mirrored at the edges.
  func halved() -> PyramidPlane {
    let (wide, high) = ((width + 1) / 2, (height + 1) / 2)
    var rows = PyramidPlane(width: wide, height: height)
    let columns = (0..<wide).map { PyramidPlane.neighbours(of: 2 * $0, within: width) }
    for y in 0..<height {
      let (from, to) = (y * width, y * wide)
      for x in 0..<wide {
        let at = columns[x]
        rows.values[to + x] =
          0.375 * values[from + 2 * x] + 0.25 * (values[from + at.left] + values[from + at.right])
          + 0.0625 * (values[from + at.farLeft] + values[from + at.farRight])
      }
    }
    var half = PyramidPlane(width: wide, height: high)
    for y in 0..<high {
      let at = PyramidPlane.neighbours(of: 2 * y, within: height)
      let (middle, above, below) = (2 * y * wide, at.left * wide, at.right * wide)
      let (farAbove, farBelow) = (at.farLeft * wide, at.farRight * wide)
      for x in 0..<wide {
        half.values[y * wide + x] =
          0.375 * rows.values[middle + x] + 0.25 * (rows.values[above + x] + rows.values[below + x])
          + 0.0625 * (rows.values[farAbove + x] + rows.values[farBelow + x])
      }
    }
    return half
  }

  /// As wide and as high as twice this plane is, or one less.
  ///
  /// Of the kernel's five places every second one meets a value: one, six and one eighths, or two halves.
  func doubled(width wide: Int, height high: Int) -> PyramidPlane {
    var rows = PyramidPlane(width: wide, height: height)
    for y in 0..<height {
      let (from, to) = (y * width, y * wide)
      for x in 0..<width {
        let (here, next) = (values[from + x], values[from + min(width - 1, x + 1)])
        rows.values[to + 2 * x] = 0.125 * (values[from + max(0, x - 1)] + next) + 0.75 * here
        if 2 * x + 1 < wide { rows.values[to + 2 * x + 1] = 0.5 * (here + next) }
      }
    }
    var double = PyramidPlane(width: wide, height: high)
    for y in 0..<high {
      let here = y / 2 * wide
      let (above, below) = (max(0, y / 2 - 1) * wide, min(height - 1, y / 2 + 1) * wide)
      let to = y * wide
      if y % 2 == 0 {
        for x in 0..<wide {
          double.values[to + x] =
            0.125 * (rows.values[above + x] + rows.values[below + x]) + 0.75 * rows.values[here + x]
        }
      } else {
        for x in 0..<wide { double.values[to + x] = 0.5 * (rows.values[here + x] + rows.values[below + x]) }
      }
    }
    return double
  }

  /// Values less those of another plane of the same size.
  func less(_ other: PyramidPlane) -> PyramidPlane {
    var result = self
    for index in result.values.indices { result.values[index] -= other.values[index] }
    return result
  }

  /// Values of this plane where a mask is 1, of another where it is 0.
  func mixed(with other: PyramidPlane, by mask: PyramidPlane) -> PyramidPlane {
    var result = other
    for index in result.values.indices {
      result.values[index] += mask.values[index] * (values[index] - other.values[index])
    }
    return result
  }

  private static func neighbours(
    of place: Int, within count: Int
  ) -> (farLeft: Int, left: Int, right: Int, farRight: Int) {
    let mirrored = { (at: Int) in max(0, min(count - 1, at < 0 ? -at : at >= count ? 2 * count - 2 - at : at)) }
    return (mirrored(place - 2), mirrored(place - 1), mirrored(place + 1), mirrored(place + 2))
  }
}
