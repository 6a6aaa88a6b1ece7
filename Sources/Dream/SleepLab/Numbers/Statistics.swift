/// Small statistics that several rooms need.
enum Statistics {
  /// The sample standard deviation of what is left when a share of the values is cut off at both ends.
  ///
  /// - Returns: nil for fewer than two values left.
  static func trimmedDeviation(_ values: [Double], cut: Double) -> Double? {
    let kept = middle(values, cut: cut)
    guard kept.count > 1 else { return nil }
    let mean = kept.reduce(0, +) / Double(kept.count)
    return (kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count - 1)).squareRoot()
  }

  /// What is left when a share of the values is cut off at both ends, in any order.
  static func middle(_ values: [Double], cut: Double) -> ArraySlice<Double> {
    var values = values
    let cutCount = min(Int(cut * Double(values.count)), values.count / 2)
    guard cutCount > 0, values.count > 2 * cutCount else { return values[cutCount..<(values.count - cutCount)] }
    select(cutCount, in: &values, 0..<values.count)
    select(values.count - cutCount - 1, in: &values, cutCount..<values.count)
    return values[cutCount..<(values.count - cutCount)]
  }

  /// The middle value; nil for none.
  static func median(_ values: [Float]) -> Float? {
    guard !values.isEmpty else { return nil }
    var values = values
    let middle = values.count / 2
    select(middle, in: &values, 0..<values.count)
    guard values.count % 2 == 0 else { return values[middle] }
    let below = values[..<middle].max() ?? values[middle]
    return (below + values[middle]) / 2
  }

  /// Puts the value at a place that sorting would put there, the lower ones before it and the higher ones behind
  /// (Hoare 1961, doi 10.1145/366622.366647): a fraction of the work of sorting all.
  private static func select<Value: Comparable>(_ place: Int, in values: inout [Value], _ range: Range<Int>) {
    var (first, last) = (range.lowerBound, range.upperBound - 1)
    while first < last {
      // The middle one of three: no order that is common is a bad one.
      let ends = (values[first], values[(first + last) / 2], values[last])
      let pivot = max(min(ends.0, ends.1), min(max(ends.0, ends.1), ends.2))
      var (left, right) = (first, last)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while pivot < values[right] { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { last = right } else if place >= left { first = left } else { return }
    }
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
