/// Which samples of a signal lie in certain stages and were recorded.
struct StageMask: Sendable {
  /// One truth a sample.
  let isIn: [Bool]

  /// Marks the samples.
  ///
  /// - Parameters:
  ///   - stages: the stages of the night, epoch by epoch.
  ///   - wanted: those that count.
  ///   - signal: the signal whose samples are marked.
  init(_ stages: [Stage], wanted: Set<Stage>, for signal: SampledSignal) {
    var isIn = [Bool](repeating: false, count: signal.values.count)
    let length = Epoch.lengthSeconds * signal.rateHz
    for (epoch, stage) in stages.enumerated() where wanted.contains(stage) {
      let start = min(isIn.count, Int((Double(epoch) * length).rounded()))
      let end = min(isIn.count, Int((Double(epoch + 1) * length).rounded()))
      for index in start..<max(start, end) { isIn[index] = true }
    }
    for gap in signal.gaps {
      for index in gap.clamped(to: 0..<isIn.count) { isIn[index] = false }
    }
    self.isIn = isIn
  }
}
