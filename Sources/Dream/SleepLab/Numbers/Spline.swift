/// A natural cubic spline through evenly spaced values.
enum Spline {
  /// Evaluates the spline at every sample.
  ///
  /// - Parameters:
  ///   - knots: the values.
  ///   - spacing: the distance of two knots in samples, more than 0.
  ///   - count: how many samples; those beyond the last knot are 0.
  /// - Returns: `count` values from the first knot on.
  static func samples(_ knots: [Float], spacing: Double, count: Int) -> [Float] {
    guard knots.count > 1 else { return Array(repeating: 0, count: count) }
    let bends = secondDerivatives(knots)
    let last = min(count - 1, Int(Double(knots.count - 1) * spacing))
    return Parallel.column(length: count) { range, column in
      for index in range {
        guard index <= last else {
          column[index] = 0
          continue
        }
        let place = Double(index) / spacing
        let knot = min(Int(place), knots.count - 2)
        let right = Float(place - Double(knot))
        let left = 1 - right
        let straight = left * knots[knot] + right * knots[knot + 1]
        let bent = (left * left * left - left) * bends[knot] + (right * right * right - right) * bends[knot + 1]
        column[index] = straight + bent / 6
      }
    }
  }

  /// The second derivatives at the knots, by the tridiagonal system 1-4-1.
  private static func secondDerivatives(_ knots: [Float]) -> [Float] {
    let count = knots.count
    var result = [Float](repeating: 0, count: count)
    guard count > 2 else { return result }
    var factors = [Float](repeating: 0, count: count)
    for index in 1..<(count - 1) {
      let pivot = 4 - factors[index - 1]
      factors[index] = 1 / pivot
      let bend = 6 * (knots[index - 1] - 2 * knots[index] + knots[index + 1])
      result[index] = (bend - result[index - 1]) / pivot
    }
    for index in stride(from: count - 2, through: 1, by: -1) {
      result[index] -= factors[index] * result[index + 1]
    }
    return result
  }
}
