import SleepLab

/// A made-up night of one stage, dense with that stage's events: for measuring, not for showing.
enum SampleNight {
  static func night(of stage: Stage, minutes: Int = 10) -> Night {
    let seconds = Double(minutes) * 60
    let epochs = [Epoch](
      repeating: Epoch(stage: stage, scoredBy: .rules, sure: 1, powers: nil), count: minutes * 2)
    let count = Int(seconds * FeatureTrack.rateHz)
    let track = FeatureTrack(count: count) { feature in
      // A slow triangle for each feature, out of step with the others.
      (0..<count).map { instant in
        let turn = Double(instant + feature.rawValue * 37) / 300
        return Float(2 * abs(turn - turn.rounded(.down) - 0.5) * 2 - 1)
      }
    }
    let events = stride(from: 1.5, to: seconds - 3, by: 2.5).flatMap { event(of: stage, at: $0) }
    return Night(
      id: NightID(UInt64(stage.rawValue)), durationSeconds: seconds, epochs: epochs, track: track, events: events,
      provenance: [])
  }

  private static func event(of stage: Stage, at onset: Double) -> [SleepEvent] {
    switch stage {
    case .n2:
      [SleepEvent(kind: .spindle, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13)]
    case .n3:
      [SleepEvent(kind: .slowWave, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 150, frequencyHz: 1)]
    case .rem:
      [
        SleepEvent(
          kind: .eyeMovement, onsetSeconds: onset, durationSeconds: 0.5, amplitudeMicrovolts: 120,
          direction: Int(onset).isMultiple(of: 2) ? 1 : -1)
      ]
    case .wake, .n1, .unknown: []
    }
  }
}
