/// Finds the events of a night by all methods, on all cores.
struct EventFinding: Sendable {
  private let eeg: SampledSignal
  private let eyes: Eyes?
  private let settings: EventSettings
  private let own: (spindles: FourTestMeasures?, slow: [Float]?)
  private let yasa: (spindles: SpindleMeasures?, slow: [Float]?)

  /// Measures what the methods need, once for all stages.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - eyes: the eyes, if there are any.
  ///   - settings: what the methods go by.
  ///   - methods: those that will be asked for.
  init(
    eeg: SampledSignal, eyes: Eyes?, settings: EventSettings = EventSettings(),
    methods: [EventMethod] = EventMethod.allCases
  ) {
    (self.eeg, self.eyes, self.settings) = (eeg, eyes, settings)
    let isOwn = methods.contains(.regie)
    let isYASA = methods.contains(.yasa)
    let wanted: [[Filter]] = [
      isOwn ? settings.fourTestSpindles.filters(for: eeg) : [],
      isOwn ? settings.halfWaves.filter(for: eeg).map { [$0] } ?? [] : [],
      isYASA ? settings.yasaSpindles.filters(for: eeg) : [], isYASA ? [settings.yasaWaves.filter(for: eeg)] : [],
    ]
    // One transform of the signal serves all filters.
    var filtered = FilterBank(wanted.flatMap { $0 }).applied(to: eeg.values)[...]
    let columns = wanted.map { filters in
      defer { filtered = filtered.dropFirst(filters.count) }
      return Array(filtered.prefix(filters.count))
    }
    own = (settings.fourTestSpindles.measures(of: eeg, columns[0]), columns[1].first)
    yasa = (settings.yasaSpindles.measures(of: eeg, columns[2]), columns[3].first)
  }

  /// Spindles, slow waves and eye movements by the own method, each as if all the night were of its stage.
  ///
  /// - Parameter count: how many epochs the night has.
  func everywhere(epochCount count: Int) -> (spindles: [SleepEvent], slowWaves: [SleepEvent], moves: [SleepEvent]) {
    let asleep = Array(repeating: Stage.n3, count: count)
    let dreaming = Array(repeating: Stage.rem, count: count)
    let searches = ownSearches(asleep).prefix(2) + ownSearches(dreaming).suffix(1)
    let found = Parallel.map(searches.count) { searches[$0]() }
    return (found[0], found[1], found[2])
  }

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
    yasaSearches(stages).map { (.yasa, $0) } + ownSearches(stages).map { (.regie, $0) }
  }

  private func ownSearches(_ stages: [Stage]) -> [@Sendable () -> [SleepEvent]] {
    [
      { own.spindles.map { settings.fourTestSpindles.events(in: eeg, $0, stages: stages) } ?? [] },
      { own.slow.map { settings.halfWaves.events(in: eeg, filtered: $0, stages: stages) } ?? [] },
      {
        eyes.map {
          settings.sharpEyes.events(left: $0.left, right: $0.right, difference: $0.difference, stages: stages)
        } ?? []
      },
    ]
  }

  private func yasaSearches(_ stages: [Stage]) -> [@Sendable () -> [SleepEvent]] {
    [
      { yasa.spindles.map { settings.yasaSpindles.events(in: eeg, $0, stages: stages) } ?? [] },
      { yasa.slow.map { settings.yasaWaves.events(in: eeg, filtered: $0, stages: stages) } ?? [] },
      { eyes.map { settings.yasaEyes.events(left: $0.left, right: $0.right, stages: stages) } ?? [] },
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
