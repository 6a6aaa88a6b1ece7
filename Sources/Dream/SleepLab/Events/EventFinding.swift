/// Finds the events of a night by all methods, on all cores.
struct EventFinding: Sendable {
  let eeg: SampledSignal
  let eyes: Eyes?

  /// The events of each method, in any order.
  ///
  /// - Parameter stages: the stages of the night, epoch by epoch.
  func events(_ stages: [Stage]) -> [EventMethod: [SleepEvent]] {
    // The longest first, so that no core waits at the end.
    let searches: [(method: EventMethod, find: @Sendable () -> [SleepEvent])] = [
      (.regie, { FourTestSpindles().events(in: eeg, stages: stages) }),
      (.yasa, { SpindleDetector().events(in: eeg, stages: stages) }),
      (.yasa, { SlowWaveDetector().events(in: eeg, stages: stages) }),
      (.regie, { HalfWaves().events(in: eeg, stages: stages) }),
      (
        .regie,
        {
          eyes.map {
            SharpEyeMovements().events(left: $0.left, right: $0.right, difference: $0.difference, stages: stages)
          } ?? []
        }
      ),
      (
        .yasa, { eyes.map { EyeMovementDetector().events(left: $0.left, right: $0.right, stages: stages) } ?? [] }
      ),
    ]
    let found = Parallel.map(searches.count) { searches[$0].find() }
    return Dictionary(zip(searches.map(\.method), found)) { $0 + $1 }
  }

  /// Where the events come from, a line a kind and method.
  ///
  /// - Parameter brain: the label of the signal that they were found in.
  func provenance(brain: String) -> [Provenance] {
    var result = [
      Provenance(part: "spindle", signals: [brain], method: FourTestSpindles.method),
      Provenance(part: "spindle", signals: [brain], method: SpindleDetector.method),
      Provenance(part: "slow-wave", signals: [brain], method: HalfWaves.method),
      Provenance(part: "slow-wave", signals: [brain], method: SlowWaveDetector.method),
      Provenance(
        part: "k-complex", signals: [brain], method: "regie: waves of N2 that stand 1.5 s from every other one"),
      Provenance(
        part: "k-complex", signals: [brain], method: "yasa: slow waves of N2 that stand 2 s from every other one"),
    ]
    if let eyes {
      let note = eyes.isPair ? "" : "; one horizontal EOG, taken for the difference of the eyes"
      for method in [SharpEyeMovements.method, EyeMovementDetector.method] {
        result.append(Provenance(part: "rem", signals: eyes.labels, method: method + note))
      }
    }
    return result
  }
}
