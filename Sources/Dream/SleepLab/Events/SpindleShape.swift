/// What a spindle is said to be.
enum SpindleShape {
  /// From the lowest to the highest value once the straight line through them is taken off.
  static func peakToPeak(_ values: ArraySlice<Float>) -> Float {
    let count = Double(values.count)
    let middle = (count - 1) / 2
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    var slope = 0.0
    var spread = 0.0
    for (index, value) in values.enumerated() {
      slope += (Double(index) - middle) * (Double(value) - mean)
      spread += (Double(index) - middle) * (Double(index) - middle)
    }
    slope /= max(spread, 1)
    let flat = values.enumerated().map { Double($1) - slope * (Double($0) - middle) }
    return Float((flat.max() ?? 0) - (flat.min() ?? 0))
  }

  /// The frequency by the time between the first and the last change of sign; nil where there are not two.
  static func frequency(_ values: ArraySlice<Float>, _ rateHz: Double) -> Float? {
    var first: Double?
    var last = 0.0
    var count = 0
    for index in values.indices.dropFirst() {
      let (before, after) = (values[index - 1], values[index])
      guard before > 0 && after <= 0 || before <= 0 && after > 0 else { continue }
      last = Double(index - 1) + Double(before / (before - after))
      first = first ?? last
      count += 1
    }
    guard let first, count > 1, last > first else { return nil }
    return Float(Double(count - 1) / 2 / ((last - first) / rateHz))
  }
}
