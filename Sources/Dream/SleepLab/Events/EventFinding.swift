/// Finds the events of a night by all methods, on all cores.
struct EventFinding: Sendable {
  let eeg: SampledSignal
  let eyes: Eyes?
  /// What the methods go by.
  var settings = EventSettings()

  /// The events of each method, in any order.
  ///
  /// - Parameters:
  ///   - stages: the stages of the night, epoch by epoch.
  ///   - methods: those that are wanted.
  func events(
    _ stages: [Stage], by methods: Set<EventMethod> = Set(EventMethod.allCases)
  ) -> [EventMethod: [SleepEvent]] {
    let searches = searches(stages).filter { methods.contains($0.method) }
    let found = Parallel.map(searches.count) { searches[$0].find() }
    return Dictionary(zip(searches.map(\.method), found)) { $0 + $1 }
  }

  private func searches(_ stages: [Stage]) -> [(method: EventMethod, find: @Sendable () -> [SleepEvent])] {
    // The longest first, so that no core waits at the end.
    [
      (.regie, { settings.fourTestSpindles.events(in: eeg, stages: stages) }),
      (.yasa, { settings.yasaSpindles.events(in: eeg, stages: stages) }),
      (.yasa, { settings.yasaWaves.events(in: eeg, stages: stages) }),
      (.regie, { settings.halfWaves.events(in: eeg, stages: stages) }),
      (
        .regie,
        {
          eyes.map {
            settings.sharpEyes.events(left: $0.left, right: $0.right, difference: $0.difference, stages: stages)
          } ?? []
        }
      ),
      (
        .yasa, { eyes.map { settings.yasaEyes.events(left: $0.left, right: $0.right, stages: stages) } ?? [] }
      ),
    ]
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
