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
}
