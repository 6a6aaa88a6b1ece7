import SleepLab

/// What `reverie live` says: a line of JSON an instant, and words of how the source does.
enum LiveText {
  private static let names: [FeatureTrack.Feature: String] = [
    .delta: "delta", .theta: "theta", .alpha: "alpha", .sigma: "sigma", .beta: "beta",
    .posteriorDelta: "posterior_delta", .muscleTone: "muscle_tone", .eyeCorrelation: "eye_correlation",
  ]

  /// An instant as one line of JSON.
  static func line(_ instant: LiveInstant) -> String {
    var members = ["\"t_s\": \(PlainNumber.text((instant.sourceSeconds * 10).rounded() / 10))"]
    for feature in FeatureTrack.Feature.allCases {
      members.append("\"\(names[feature] ?? "")\": \(number(Double(instant[feature])))")
    }
    let amplitudes = Band.allCases.map { band in
      "\"\(band.name)\": \(instant.amplitudes.map { number(Double($0[band])) } ?? "null")"
    }
    members.append("\"amplitudes_uv\": {\(amplitudes.joined(separator: ", "))}")
    let missing = instant.missing.map { "\"\($0.rawValue)\"" }.sorted()
    members.append("\"missing\": [\(missing.joined(separator: ", "))]")
    return "{\(members.joined(separator: ", "))}"
  }

  /// How the source does, in a sentence.
  static func words(_ condition: LiveCondition) -> String {
    let rates = condition.ratesHz.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue) \(PlainNumber.text($0.value)) Hz" }.joined(separator: ", ")
    let seconds = PlainNumber.fixed(condition.missingSeconds, decimals: 2)
    var words = "\(condition.packets) packets (\(rates)); \(condition.gaps) holes, \(seconds) s in all; "
    words += "\(condition.latePackets) too late or twice; \(condition.restarts) new beginnings; "
    words += "jitter \(PlainNumber.fixed(condition.jitterSeconds * 1000, decimals: 0)) ms"
    if let drift = condition.driftPartsPerMillion {
      words +=
        "; its clock runs \(PlainNumber.fixed(abs(drift), decimals: 0)) millionths \(drift < 0 ? "slow" : "fast")"
    }
    return words
  }

  private static func number(_ value: Double) -> String { PlainNumber.text(PlainNumber.rounded(value, digits: 4)) }
}
