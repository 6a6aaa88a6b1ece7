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
    // A trimmed deviation of nothing may be a pause; nothing at all is a plug that was never put in.
    if deviation == 0, let statistics = statistics(of: index), statistics.minimum == statistics.maximum {
      return .flat
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
      if let refusal = refusal(of: index) {
        result.append(
          Repair(
            refusal == .flat ? "flat-signal" : "implausible-values",
            "signal \(index + 1) (\(signal.label)) is not used: \(refusal.words)"))
      } else if signal.unit == .none, signal.kind.plausibleDeviationMicrovolts != nil {
        result.append(
          Repair("no-unit", "signal \(index + 1) (\(signal.label)) names no unit; its values are plausible as µV"))
      }
    }
    return result
  }

  /// What a signal's exact statistics show beyond its header: samples outside the digital range that it declares.
  ///
  /// - Parameters:
  ///   - statistics: those of the signal.
  ///   - index: the signal's index in the header.
  /// - Returns: nil if all samples keep to the range.
  public func rangeRepair(_ statistics: SignalStatistics, of index: Int) -> Repair? {
    let signal = header.signals[index]
    guard let range = signal.declaredRange else { return nil }
    let slack = abs(signal.gain) / 2
    guard statistics.minimum < range.lowerBound - slack || statistics.maximum > range.upperBound + slack else {
      return nil
    }
    return Repair(
      "beyond-range",
      "signal \(index + 1) (\(signal.label)) has samples outside the digital range that its header declares; kept as they are"
    )
  }
}
