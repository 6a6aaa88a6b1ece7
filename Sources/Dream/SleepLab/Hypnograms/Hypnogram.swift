/// Who sleeps how when: stretches of time with a stage, in seconds from the recording's first sample.
public struct Hypnogram: Sendable, Hashable {
  /// The stretches by their beginning.
  public var periods: [StagePeriod]

  /// Makes a hypnogram.
  ///
  /// - Parameter periods: in any order; where they overlap, the one that begins later counts.
  public init(periods: [StagePeriod]) {
    self.periods = periods.sorted { $0.seconds.lowerBound < $1.seconds.lowerBound }
  }

  /// Makes a hypnogram of annotations.
  ///
  /// - Parameter annotations: those that give no stage are passed over; one without a length lasts until the next, the
  ///   last one an epoch.
  /// - Returns: nil if no annotation gives a stage.
  public init?(annotations: [Annotation]) {
    let staged = annotations.compactMap { annotation -> (onset: Double, duration: Double?, stage: Stage)? in
      guard case .stage(let stage) = annotation.meaning else { return nil }
      return (annotation.onsetSeconds, annotation.durationSeconds, stage)
    }.sorted { $0.onset < $1.onset }
    guard !staged.isEmpty else { return nil }
    var periods: [StagePeriod] = []
    for (index, entry) in staged.enumerated() {
      let next = index + 1 < staged.count ? staged[index + 1].onset : entry.onset + Epoch.lengthSeconds
      let given = entry.duration.flatMap { $0 > 0 ? $0 : nil }
      let end = entry.onset + (given ?? max(0, next - entry.onset))
      if end > entry.onset { periods.append(StagePeriod(stage: entry.stage, seconds: entry.onset..<end)) }
    }
    self.init(periods: periods)
  }

  /// The stages epoch by epoch.
  ///
  /// - Parameter count: how many epochs the night has.
  /// - Returns: for each epoch the stage that fills most of it; `unknown` where none fills more than half.
  public func stages(count: Int) -> [Stage] {
    var shares = [[Double]](repeating: Array(repeating: 0, count: Stage.allCases.count), count: max(0, count))
    for (index, period) in periods.enumerated() {
      let end = min(period.seconds.upperBound, nextStart(after: index))
      let first = max(0, (period.seconds.lowerBound / Epoch.lengthSeconds).rounded(.down))
      guard end > period.seconds.lowerBound, first < Double(count) else { continue }
      var epoch = Int(first)
      while epoch < count, Double(epoch) * Epoch.lengthSeconds < end {
        let start = Double(epoch) * Epoch.lengthSeconds
        let overlap = min(end, start + Epoch.lengthSeconds) - max(period.seconds.lowerBound, start)
        shares[epoch][Int(period.stage.rawValue)] += max(0, overlap)
        epoch += 1
      }
    }
    return shares.map { share in
      let best = Stage.allCases.max { share[Int($0.rawValue)] < share[Int($1.rawValue)] } ?? .unknown
      return share[Int(best.rawValue)] > Epoch.lengthSeconds / 2 ? best : .unknown
    }
  }

  /// How many epochs each stage lasts, counted from the periods' lengths.
  public var epochCounts: [Stage: Int] {
    var seconds: [Stage: Double] = [:]
    for (index, period) in periods.enumerated() {
      let end = min(period.seconds.upperBound, nextStart(after: index))
      seconds[period.stage, default: 0] += max(0, end - period.seconds.lowerBound)
    }
    return seconds.mapValues { Int(($0 / Epoch.lengthSeconds).rounded()) }
  }

  /// The stretch from the first sleep to the last, with some waking around it.
  ///
  /// - Parameter marginSeconds: how much waking is kept at either end, 0 or more.
  /// - Returns: seconds from the recording's first sample, not before 0; nil if nobody sleeps.
  public func sleepSeconds(marginSeconds: Double) -> Range<Double>? {
    let sleep = periods.filter { $0.stage != .wake && $0.stage != .unknown }
    guard let first = sleep.first?.seconds.lowerBound, let last = sleep.map(\.seconds.upperBound).max() else {
      return nil
    }
    return max(0, first - marginSeconds)..<max(0, last + marginSeconds)
  }

  /// The hypnogram without the long waking at both ends.
  ///
  /// - Parameter marginSeconds: how much waking is kept at either end, 0 or more.
  /// - Returns: the same stretches, cut; unchanged if nobody sleeps.
  public func trimmed(marginSeconds: Double) -> Hypnogram {
    guard let kept = sleepSeconds(marginSeconds: marginSeconds) else { return self }
    return Hypnogram(
      periods: periods.compactMap { period in
        let seconds = period.seconds.clamped(to: kept)
        return seconds.isEmpty ? nil : StagePeriod(stage: period.stage, seconds: seconds)
      })
  }

  private func nextStart(after index: Int) -> Double {
    index + 1 < periods.count ? periods[index + 1].seconds.lowerBound : .infinity
  }
}
