import SleepLab

/// What `inspect` says of a recording: counted once, rendered as a table or as JSON.
struct RecordingReport {
  struct Signal {
    var header: SignalHeader
    var rateHz: Double?
    var statistics: SignalStatistics?
    var isUsable: Bool
    var sampleCount: Int
  }

  var format: RecordingFormat
  var durationSeconds: Double
  var signals: [Signal]
  var annotationCount: Int
  var gaps: [Timeline.Gap]
  var repairs: [Repair]
  var stages: [Stage: Int]?
  var montage: Montage

  init(_ recording: Recording, _ montage: Montage? = nil) {
    self.montage = montage ?? Montage(for: recording)
    format = recording.header.format
    durationSeconds = recording.timeline.durationSeconds
    signals = recording.signalIndices.map { index in
      let header = recording.header.signals[index]
      return Signal(
        header: header, rateHz: recording.rateHz(of: index), statistics: recording.statistics(of: index),
        isUsable: recording.refusal(of: index) == nil,
        sampleCount: header.samplesPerRecord * recording.header.recordCount)
    }
    annotationCount = recording.annotations.count
    gaps = recording.timeline.gaps
    repairs = recording.repairsWithJudgement
    let beyond = zip(signals, recording.signalIndices).compactMap { signal, index in
      signal.statistics.flatMap { recording.rangeRepair($0, of: index) }
    }
    // A whole file of them says one thing, not a hundred.
    if beyond.count > 3, var repair = beyond.first {
      repair.text = "\(beyond.count) signals have samples outside the digital range that their header declares; kept"
      repairs.append(repair)
    } else {
      repairs += beyond
    }
    stages = recording.hypnogram?.epochCounts
  }

  /// The report in the words of the contract.
  var json: JSONValue {
    .object([
      ("format", .text(format.rawValue)), ("duration_s", .measured(durationSeconds)),
      ("signals", .list(signals.map(\.json))), ("annotations", .count(annotationCount)),
      (
        "gaps",
        .list(
          gaps.map { .object([("at_s", .measured($0.atSeconds)), ("length_s", .measured($0.lengthSeconds))]) })
      ),
      ("repairs", .list(repairs.map { .object([("code", .text($0.code)), ("text", .text($0.text))]) })),
      ("stages", stages.map(InspectCommand.stagesJSON) ?? .null), ("montage", MontageOptions.json(montage)),
    ])
  }

  /// The report for people.
  var table: String {
    var lines = ["\(format.rawValue), \(PlainNumber.text(PlainNumber.rounded(durationSeconds))) s"]
    lines.append("  #  signal            kind         unit   rate Hz   min        max        mean       sd")
    for (index, signal) in signals.enumerated() { lines.append(signal.line(number: index + 1)) }
    if signals.isEmpty { lines.append("  no signals with samples") }
    if !signals.isEmpty { lines += MontageOptions.lines(montage) }
    lines.append("annotations: \(annotationCount)")
    for gap in gaps {
      lines.append("gap at \(PlainNumber.text(gap.atSeconds)) s, \(PlainNumber.text(gap.lengthSeconds)) s long")
    }
    if let stages { lines.append("stages (epochs): " + InspectCommand.stagesLine(stages)) }
    for repair in repairs { lines.append("note: \(repair.text) [\(repair.code)]") }
    return lines.joined(separator: "\n")
  }
}

extension RecordingReport.Signal {
  var json: JSONValue {
    .object([
      ("label", .text(header.label)), ("kind", .text(header.kind.rawValue)), ("unit", .text(header.unit.wording)),
      ("rate_hz", .measured(rateHz)), ("samples", .count(sampleCount)), ("min", .measured(statistics?.minimum)),
      ("max", .measured(statistics?.maximum)), ("mean", .measured(statistics?.mean)),
      ("sd", .measured(statistics?.deviation)), ("usable", .bool(isUsable)),
    ])
  }

  func line(number: Int) -> String {
    let figures = [statistics?.minimum, statistics?.maximum, statistics?.mean, statistics?.deviation]
      .map { InspectCommand.padded($0.map { PlainNumber.text(PlainNumber.rounded($0)) } ?? "-", 10) }
    let rate = rateHz.map { PlainNumber.text(PlainNumber.rounded($0)) } ?? "-"
    return "\(InspectCommand.padded(String(number), 3, left: true))  \(InspectCommand.padded(header.label, 17)) "
      + "\(InspectCommand.padded(header.kind.rawValue, 12)) \(InspectCommand.padded(header.unit.wording, 6)) "
      + "\(InspectCommand.padded(rate, 9)) \(figures.joined(separator: " "))\(isUsable ? "" : " not usable")"
  }
}
