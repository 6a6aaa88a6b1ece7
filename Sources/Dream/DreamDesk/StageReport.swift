import SleepLab

/// Why the rules give an epoch its stage, for people and for scripts.
struct StageReport {
  let epoch: Int
  let explanation: StageExplanation

  var table: String {
    let around = explanation.neighbours
    var lines = [
      "epoch \(epoch), from \(epoch / 120):\(Self.two(epoch / 2 % 60)):\(epoch % 2 == 0 ? "00" : "30"): "
        + "\(explanation.stage.wording), between \(around.before?.wording ?? "the beginning") and "
        + "\(around.after?.wording ?? "the end")",
      "", InspectCommand.padded("", 24) + StageExplanation.stages.map { Self.cell($0.wording) }.joined(),
      InspectCommand.padded("probability", 24) + explanation.probabilities.map { Self.percent($0) }.joined(),
      InspectCommand.padded("by this epoch alone", 24) + explanation.alone.map { Self.percent($0) }.joined(), "",
    ]
    for rule in explanation.rules {
      let points = rule.points.map { Self.cell(Self.signed(rule.weight * $0)) }.joined()
      lines.append(InspectCommand.padded(rule.value, 24) + points + "   " + rule.words)
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    let names = StageExplanation.stages.map(\.wording)
    let named = { (values: [Float]) in
      JSONValue.object(Array(zip(names, values.map { JSONValue.measured(Double($0)) })))
    }
    return .object([
      ("epoch", .count(epoch)), ("stage", .text(explanation.stage.wording)),
      ("before", explanation.neighbours.before.map { .text($0.wording) } ?? .null),
      ("after", explanation.neighbours.after.map { .text($0.wording) } ?? .null),
      ("probabilities", named(explanation.probabilities)), ("alone", named(explanation.alone)),
      (
        "rules",
        .list(
          explanation.rules.map { rule in
            .object([
              ("rule", .text(rule.words)), ("value", .text(rule.value)), ("weight", .measured(Double(rule.weight))),
              ("points", named(rule.points.map { $0 * rule.weight })),
            ])
          })
      ),
    ])
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func percent(_ share: Float) -> String {
    cell("\(PlainNumber.fixed(Double(share) * 100, decimals: 1)) %")
  }

  private static func signed(_ points: Float) -> String {
    abs(points) < 0.05 ? "·" : (points > 0 ? "+" : "") + PlainNumber.fixed(Double(points), decimals: 1)
  }

  static func cell(_ text: String) -> String { String(repeating: " ", count: max(1, 9 - text.count)) + text }
}

/// How far two scorings agree, for people and for scripts.
struct AgreementReport {
  let agreement: Agreement

  var table: String {
    guard let share = agreement.share else { return "no epoch has a stage by both" }
    let kappa = agreement.kappa.map { PlainNumber.fixed($0, decimals: 3) } ?? "none: chance explains all"
    var lines = [
      "\(agreement.epochCount) epochs: \(PlainNumber.fixed(share * 100, decimals: 1)) % the same, "
        + "Cohen's kappa \(kappa)", "",
      InspectCommand.padded("expert \\ here", 16) + Agreement.stages.map { StageReport.cell($0.wording) }.joined(),
    ]
    for (stage, row) in zip(Agreement.stages, agreement.counts) {
      lines.append(InspectCommand.padded(stage.wording, 16) + row.map { StageReport.cell("\($0)") }.joined())
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      ("epochs", .count(agreement.epochCount)), ("agreement", .measured(agreement.share)),
      ("kappa", .measured(agreement.kappa)), ("stages", .list(Agreement.stages.map { .text($0.wording) })),
      ("counts", .list(agreement.counts.map { .list($0.map(JSONValue.count)) })),
    ])
  }
}
