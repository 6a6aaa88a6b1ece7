import SleepLab

/// What `inspect` says of a prepared night.
struct NightReport {
  var night: Night

  /// The report for scripts.
  var json: JSONValue {
    let events = SleepEvent.Kind.allCases.map { kind in
      (kind.wording, JSONValue.count(night.events.count { $0.kind == kind }))
    }
    return .object([
      ("format", .text("night \(NightFile.version)")), ("id", .text(night.id.rawValue)),
      ("duration_s", .measured(night.durationSeconds)), ("epochs", .count(night.epochs.count)),
      ("scored_by", night.epochs.first.map { .text($0.scoredBy.wording) } ?? .null),
      ("stages", InspectCommand.stagesJSON(InspectCommand.stageCounts(night))), ("events", .object(events)),
      ("consent", ConsentWording.json(night.consent)),
      (
        "dream_reports",
        .list(
          night.reports.map {
            .object([
              ("awakening_s", .measured($0.awakeningSeconds)),
              ("stage_before", $0.stageBefore.map { .text($0.wording) } ?? .null),
              ("recall", $0.recall.map { .text($0.rawValue) } ?? .null),
            ])
          })
      ),
      ("track_rate_hz", .number(FeatureTrack.rateHz)),
      (
        "provenance",
        .list(
          night.provenance.map {
            .object([
              ("part", .text($0.part)), ("signals", .list($0.signals.map(JSONValue.text))),
              (
                "channels",
                .list($0.channels.map { .object([("kind", .text($0.kind.rawValue)), ("number", .count($0.number))]) })
              ),
              ("method", .text($0.method)), ("program", .text($0.program)),
            ])
          })
      ),
    ])
  }

  /// The report for people.
  var table: String {
    let counts = SleepEvent.Kind.allCases.map { kind in
      "\(kind.wording) \(night.events.count { $0.kind == kind })"
    }
    var lines = [
      "night \(night.id), \(PlainNumber.text(PlainNumber.rounded(night.durationSeconds))) s, \(night.epochs.count) epochs",
      "stages (epochs, by \(night.epochs.first?.scoredBy.wording ?? "nobody")): "
        + InspectCommand.stagesLine(InspectCommand.stageCounts(night)),
      "events: " + counts.joined(separator: ", "),
      "consent: \(ConsentWording.line(night.consent)); dream reports: \(night.reports.count)",
    ]
    for provenance in night.provenance {
      let signals = provenance.signals.isEmpty ? "" : " from \(provenance.signals.joined(separator: ", "))"
      lines.append("\(InspectCommand.padded(provenance.part, 10)) \(provenance.method)\(signals)")
    }
    return lines.joined(separator: "\n")
  }
}

extension InspectCommand {
  /// How many epochs of a night each stage has.
  static func stageCounts(_ night: Night) -> [Stage: Int] {
    night.epochs.reduce(into: [:]) { $0[$1.stage, default: 0] += 1 }
  }
}
