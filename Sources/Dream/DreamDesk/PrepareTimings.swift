import SleepLab

/// How long the steps of a preparation take, for the benchmark beside other laboratories' tools.
final class PrepareTimings {
  private var begun = ContinuousClock.now
  private var last: (name: String, begun: ContinuousClock.Instant)?
  private var seconds: [(String, Double)] = []

  /// Opens a recording and reads every sample of it once, as the peers are asked to.
  func timeReading(_ path: String) throws {
    let start = ContinuousClock.now
    let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: path) }
    let counts = recording.signalIndices.map { recording.samples(of: $0)?.values.count ?? 0 }
    if counts.contains(where: { $0 > 0 }) { note("reading", since: start) }
    begun = .now
  }

  /// A step begins.
  func begin(_ step: Preparation.Step) {
    end()
    last = (step.rawValue, .now)
  }

  /// All steps are done; says how long each took, in seconds, as one line of JSON.
  func finish() -> String {
    end()
    note("night", since: begun)
    return "{" + seconds.map { "\"\($0.0)\": \(PlainNumber.fixed($0.1, decimals: 4))" }.joined(separator: ", ") + "}"
  }

  private func end() {
    if let last { note(last.name, since: last.begun) }
    last = nil
  }

  private func note(_ name: String, since start: ContinuousClock.Instant) {
    seconds.append((name, (ContinuousClock.now - start) / .seconds(1)))
  }
}
