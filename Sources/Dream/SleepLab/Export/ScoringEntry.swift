/// A line of a scoring: a stage or an event, with the words of EDF+'s standard texts where there are some.
struct ScoringEntry: Sendable, Hashable {
  var onsetSeconds: Double
  var durationSeconds: Double
  var words: String
  /// Set for an epoch.
  var epoch: Epoch?
  /// Set for an event.
  var event: SleepEvent?

  /// All epochs and events of a night by onset, an epoch before the events that begin with it.
  static func entries(of night: Night) -> [ScoringEntry] {
    let epochs = night.epochs.enumerated().compactMap { index, epoch -> ScoringEntry? in
      let onset = Double(index) * Epoch.lengthSeconds
      let duration = min(Epoch.lengthSeconds, night.durationSeconds - onset)
      guard duration > 0 else { return nil }
      return ScoringEntry(onsetSeconds: onset, durationSeconds: duration, words: words(of: epoch.stage), epoch: epoch)
    }
    let events = night.events.map { event in
      ScoringEntry(
        onsetSeconds: event.onsetSeconds, durationSeconds: event.durationSeconds, words: words(of: event.kind),
        event: event)
    }
    return (epochs + events).enumerated().sorted {
      ($0.element.onsetSeconds, $0.offset) < ($1.element.onsetSeconds, $1.offset)
    }.map(\.element)
  }

  static func words(of stage: Stage) -> String {
    switch stage {
    case .rem: "Sleep stage R"
    case .unknown: "Sleep stage ?"
    case .wake, .n1, .n2, .n3: "Sleep stage \(stage.wording)"
    }
  }

  static func words(of kind: SleepEvent.Kind) -> String {
    switch kind {
    case .spindle: "Sleep spindle"
    case .slowWave: "Slow wave"
    case .kComplex: "K-complex"
    case .eyeMovement: "Rapid eye movement"
    }
  }

  /// Seconds with three decimals, without a locale.
  static func text(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return "0" }
    let thousandths = Int((seconds * 1000).rounded())
    let rest = String(abs(thousandths) % 1000)
    let whole = "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000)"
    return abs(thousandths) % 1000 == 0 ? whole : "\(whole).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
}
