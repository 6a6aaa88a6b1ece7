/// Small statistics that several rooms need.
enum Statistics {
  /// The sample standard deviation of what is left when a share of the values is cut off at both ends.
  ///
  /// - Returns: nil for fewer than two values left.
  static func trimmedDeviation(_ values: [Double], cut: Double) -> Double? {
    let cutCount = Int(cut * Double(values.count))
    let kept = values.sorted()[cutCount..<(values.count - cutCount)]
    guard kept.count > 1 else { return nil }
    let mean = kept.reduce(0, +) / Double(kept.count)
    return (kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count - 1)).squareRoot()
  }

  /// The middle value; nil for none.
  static func median(_ values: [Float]) -> Float? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The spread that few great values do not change: 1.4826 times the median distance from the median, which is the
  /// deviation of normal values (Hampel 1974, doi 10.1080/01621459.1974.10482962); nil for none.
  static func spread(_ values: [Float]) -> Float? {
    guard let middle = median(values), let distance = median(values.map { abs($0 - middle) }) else { return nil }
    return 1.4826 * distance
  }

  /// Mean and standard deviation of the values that count.
  static func moments(_ values: [Float], where counts: (Int) -> Bool) -> (mean: Double, deviation: Double) {
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    for (index, value) in values.enumerated() where counts(index) {
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
    guard count > 0 else { return (0, 0) }
    let mean = sum / count
    return (mean, max(0, squares / count - mean * mean).squareRoot())
  }
}
