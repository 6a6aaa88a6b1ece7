extension Night {
  /// The night without the long waking before and after sleep.
  ///
  /// It begins and ends with whole epochs. Events that are cut go; an awakening outside is told at the nearest end. The
  /// features stay as they are: their scores are those against the whole recording.
  ///
  /// - Parameter marginSeconds: how much of the waking is kept at either end, 0 or more.
  /// - Returns: the same night if nobody sleeps in it.
  public func trimmed(marginSeconds: Double) -> Night {
    let isSleep = { (epoch: Epoch) in epoch.stage != .wake && epoch.stage != .unknown }
    guard let first = epochs.firstIndex(where: isSleep), let last = epochs.lastIndex(where: isSleep) else {
      return self
    }
    let margin = Int((max(0, marginSeconds) / Epoch.lengthSeconds).rounded(.up))
    let kept = max(0, first - margin)..<min(epochs.count, last + 1 + margin)
    let start = Double(kept.lowerBound) * Epoch.lengthSeconds
    let end = min(durationSeconds, Double(kept.upperBound) * Epoch.lengthSeconds)
    let moved = { (events: [SleepEvent]) in
      events.filter { $0.onsetSeconds >= start && $0.endSeconds <= end }.map { event in
        var event = event
        event.onsetSeconds -= start
        return event
      }
    }
    let instants =
      min(
        track.count, Int((start * FeatureTrack.rateHz).rounded()))..<min(
        track.count, Int((end * FeatureTrack.rateHz).rounded(.up)))
    let reports = reports.map { report in
      var report = report
      report.awakeningSeconds = report.awakeningSeconds.map { min(max(0, $0 - start), end - start) }
      return report
    }
    return Night(
      id: id, durationSeconds: end - start, epochs: Array(epochs[kept]),
      track: FeatureTrack(count: instants.count) { Array(track.column($0).dropFirst(instants.lowerBound)) },
      events: moved(events), yasaEvents: moved(yasaEvents), provenance: provenance, consent: consent, reports: reports)
  }
}
