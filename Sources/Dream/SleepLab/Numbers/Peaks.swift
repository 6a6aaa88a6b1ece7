/// The peaks of a signal, chosen by height, distance and prominence as SciPy's `find_peaks` defines them.
enum Peaks {
  /// A peak and how it stands out.
  struct Peak {
    /// The peak's sample.
    var index: Int
    /// The lowest sample to its left, before the signal rises above the peak or the window ends.
    var leftBase: Int
    /// The lowest sample to its right.
    var rightBase: Int
    /// Its height above the higher of the two bases.
    var prominence: Float
  }

  /// All samples higher than both neighbours; of a plateau the middle.
  static func maxima(_ values: [Float], where counts: (Float) -> Bool) -> [Int] {
    var result: [Int] = []
    var index = 1
    while index + 1 < values.count {
      let value = values[index]
      if values[index - 1] < value, counts(value) {
        var end = index
        while end + 1 < values.count, values[end + 1] == value { end += 1 }
        if end + 1 < values.count, values[end + 1] < value { result.append((index + end) / 2) }
        index = end + 1
      } else {
        index += 1
      }
    }
    return result
  }

  /// Drops the lower of two peaks that are nearer than a distance, the highest peaks first.
  static func apart(_ peaks: [Int], in values: [Float], distance: Double) -> [Int] {
    let least = Int(distance.rounded(.up))
    var kept = [Bool](repeating: true, count: peaks.count)
    let order = peaks.indices.sorted { (values[peaks[$0]], $0) > (values[peaks[$1]], $1) }
    for place in order where kept[place] {
      var other = place - 1
      while other >= 0, peaks[place] - peaks[other] < least {
        kept[other] = false
        other -= 1
      }
      other = place + 1
      while other < peaks.count, peaks[other] - peaks[place] < least {
        kept[other] = false
        other += 1
      }
    }
    return peaks.indices.filter { kept[$0] }.map { peaks[$0] }
  }

  /// How a peak stands out within a window around it.
  static func standing(_ peak: Int, in values: [Float], window: Double) -> Peak {
    let half = Int(window.rounded(.up)) / 2
    let height = values[peak]
    var (leftBase, leftLow) = (peak, height)
    var index = peak
    while index >= max(0, peak - half), values[index] <= height {
      if values[index] < leftLow { (leftBase, leftLow) = (index, values[index]) }
      index -= 1
    }
    var (rightBase, rightLow) = (peak, height)
    index = peak
    while index <= min(values.count - 1, peak + half), values[index] <= height {
      if values[index] < rightLow { (rightBase, rightLow) = (index, values[index]) }
      index += 1
    }
    return Peak(index: peak, leftBase: leftBase, rightBase: rightBase, prominence: height - max(leftLow, rightLow))
  }
}
