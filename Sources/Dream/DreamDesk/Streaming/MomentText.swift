import SleepLab

/// A moment of a night as one line of JSON, with the members that `reverie live` has, the stage and the events.
enum MomentText {
  static func line(_ moment: NightMoment) -> String {
    var members = [
      "\"t_s\": \(number(moment.positionSeconds, digits: 9))", "\"stage\": \"\(moment.stage.wording)\"",
      "\"sure\": \(number(Double(moment.sure)))",
    ]
    members += Band.allCases.map { "\"\($0.name)\": \(number(Double(moment[FeatureTrack.Feature($0)])))" }
    let others: [(String, FeatureTrack.Feature)] = [
      ("posterior_delta", .posteriorDelta), ("muscle_tone", .muscleTone), ("eye_correlation", .eyeCorrelation),
    ]
    members += others.map { "\"\($0.0)\": \(number(Double(moment[$0.1])))" }
    members.append("\"events\": [\(moment.events.map(event).joined(separator: ", "))]")
    return "{\(members.joined(separator: ", "))}"
  }

  private static func event(_ event: SleepEvent) -> String {
    let members = [
      "\"kind\": \"\(event.kind.wording)\"", "\"onset_s\": \(number(event.onsetSeconds, digits: 9))",
      "\"duration_s\": \(number(event.durationSeconds))",
      "\"amplitude_uv\": \(number(Double(event.amplitudeMicrovolts)))",
      "\"frequency_hz\": \(event.frequencyHz.map { number(Double($0)) } ?? "null")",
      "\"direction\": \(event.direction)",
    ]
    return "{\(members.joined(separator: ", "))}"
  }

  private static func number(_ value: Double, digits: Int = 4) -> String {
    PlainNumber.text(PlainNumber.rounded(value, digits: digits))
  }
}
