/// What all annotation lists of a recording say.
struct AnnotationLists {
  var annotations: [Annotation] = []
  /// The time of each record; nil where it carries none.
  var onsets: [Double?]
  /// How many lists are not readable.
  var unreadableCount = 0
  /// The records whose annotation signal begins with something that is no list, by index.
  var foreignRecords: [Int] = []

  /// The step from record to record, if it is the same everywhere and shorter than a record is said to be.
  func steadyStepSeconds(shorterThan recordSeconds: Double, by toleranceSeconds: Double) -> Double? {
    let times = onsets.compactMap { $0 }
    guard times.count == onsets.count, times.count > 2 else { return nil }
    let step = (times[times.count - 1] - times[0]) / Double(times.count - 1)
    guard step > 0, step < recordSeconds - toleranceSeconds else { return nil }
    let isSteady = times.enumerated().allSatisfy { abs(times[0] + Double($0) * step - $1) <= toleranceSeconds }
    return isSteady ? step : nil
  }

  /// Takes away times that cannot be: more than an hour off, where the records before and after fit each other.
  ///
  /// - Returns: how many there were.
  mutating func dropOutliers(recordSeconds: Double, by toleranceSeconds: Double) -> Int {
    guard onsets.count > 2, recordSeconds > 0 else { return 0 }
    var count = 0
    for record in 1..<(onsets.count - 1) {
      guard let before = onsets[record - 1], let own = onsets[record], let after = onsets[record + 1],
        abs(own - before - recordSeconds) > 3600, abs(after - before - 2 * recordSeconds) <= toleranceSeconds
      else { continue }
      onsets[record] = before + recordSeconds
      count += 1
    }
    return count
  }
}
