import SleepLab

/// A night of given epochs, with an event every few seconds where its stage has one.
func madeUpNight(_ stages: [Stage], events: [SleepEvent] = []) -> Night {
  let seconds = Double(stages.count) * Epoch.lengthSeconds
  let count = Int(seconds * FeatureTrack.rateHz)
  let track = FeatureTrack(count: count) { feature in
    (0..<count).map { Float(($0 * (feature.rawValue + 3)) % 97) / 48 - 1 }
  }
  return Night(
    id: NightID(7), durationSeconds: seconds,
    epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) }, track: track, events: events,
    provenance: [])
}
