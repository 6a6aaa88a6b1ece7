// Whether a signal's values can be what its kind has.
extension Recording {
  /// Why a signal cannot be used: by its header, or because its values are not what its kind can have.
  ///
  /// - Parameter index: the signal's index in the header.
  /// - Returns: nil if it can be used.
  public func refusal(of index: Int) -> SignalHeader.Refusal? {
    let signal = header.signals[index]
    if let refusal = signal.refusal { return refusal }
    guard header.recordCount > 0 else { return .noSamples }
    guard let range = signal.kind.plausibleDeviationMicrovolts, let deviation = trimmedDeviation(of: index) else {
      return nil
    }
    switch signal.unit {
    case .voltage, .none: return range.contains(deviation) ? nil : .implausible
    // An envelope or an index that the equipment made is no voltage and has a scale of its own.
    case .other: return signal.kind == .eeg || signal.kind == .eog ? .implausible : nil
    }
  }

  /// All repairs, with those that only the samples can tell.
  public var repairsWithJudgement: [Repair] {
    var result = repairs
    for index in signalIndices where header.signals[index].refusal == nil && header.recordCount > 0 {
      let signal = header.signals[index]
      if refusal(of: index) == .implausible {
        result.append(
          Repair(
            "implausible-values",
            "signal \(index + 1) (\(signal.label)) is not used: \(SignalHeader.Refusal.implausible.words)"))
      } else if signal.unit == .none, signal.kind.plausibleDeviationMicrovolts != nil {
        result.append(
          Repair("no-unit", "signal \(index + 1) (\(signal.label)) names no unit; its values are plausible as µV"))
      }
    }
    return result
  }
}
