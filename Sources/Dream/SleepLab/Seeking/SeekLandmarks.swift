/// The landmarks of a night, and which of them a choice means.
struct SeekLandmarks {
  private let night: Night
  private let periods: [StagePeriod]

  init(_ night: Night) {
    self.night = night
    periods = night.periods
  }

  /// The landmark that a choice means, among those that lie where the bounds say.
  func place(_ choice: Seek.Choice, _ bounds: ArraySlice<Seek.Bound>) throws(SeekError) -> Range<Double> {
    var candidates = all(choice.landmark)
    if let bound = bounds.first {
      let edge = try place(bound.choice, bounds.dropFirst()).lowerBound
      candidates = candidates.filter { bound.side == .before ? $0.lowerBound < edge : $0.lowerBound > edge }
    }
    let chosen: Range<Double>?
    switch choice.order {
    case .number(let number): chosen = number <= candidates.count ? candidates[number - 1] : nil
    case .last: chosen = candidates.last
    case .longest:
      chosen =
        candidates.enumerated().max { first, second in
          let lengths = [first, second].map { $0.element.upperBound - $0.element.lowerBound }
          return (lengths[0], -first.offset) < (lengths[1], -second.offset)
        }?.element
    }
    guard let chosen else { throw .absent(SeekLandmarks.wording(choice), there: candidates.count) }
    return chosen
  }

  private static func wording(_ choice: Seek.Choice) -> String {
    switch choice.order {
    case .number(let number): "\(choice.landmark.wording):\(number)"
    case .last: "\(choice.landmark.wording):last"
    case .longest: "\(choice.landmark.wording):longest"
    }
  }

  private func all(_ landmark: Seek.Landmark) -> [Range<Double>] {
    switch landmark {
    case .stage(let stage): periods.filter { $0.stage == stage }.map(\.seconds)
    case .sleep: sleep()
    case .awakening: awakenings()
    case .report:
      night.reports.compactMap(\.awakeningSeconds).filter { $0 >= 0 && $0 < night.durationSeconds }.map { $0..<$0 }
    }
  }

  /// Stretches without waking; an epoch that nobody scored ends one.
  private func sleep() -> [Range<Double>] {
    var stretches: [Range<Double>] = []
    for period in periods where period.stage != .wake && period.stage != .unknown {
      if let last = stretches.last, last.upperBound == period.seconds.lowerBound {
        stretches[stretches.count - 1] = last.lowerBound..<period.seconds.upperBound
      } else {
        stretches.append(period.seconds)
      }
    }
    return stretches
  }

  private func awakenings() -> [Range<Double>] {
    var result: [Range<Double>] = []
    var hasSlept = false
    for period in periods {
      switch period.stage {
      case .wake:
        if hasSlept { result.append(period.seconds) }
        hasSlept = false
      case .unknown: break
      case .n1, .n2, .n3, .rem: hasSlept = true
      }
    }
    return result
  }
}
