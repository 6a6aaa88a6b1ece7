/// What the rules make of a whole night.
public struct Staging: Sendable {
  private let evidence: [StageEvidence?]
  private let scored: [RuleStager.Scored]
  private let powers: [BandPowers?]

  init(evidence: [StageEvidence?], powers: [BandPowers?]) {
    (self.evidence, self.powers) = (evidence, powers)
    scored = RuleStager().stages(of: evidence)
  }

  /// The stage of each epoch; `unknown` where there is nothing to go by.
  public var stages: [Stage] { scored.map(\.stage) }

  /// The epochs with their stages and powers.
  public var epochs: [Epoch] {
    zip(scored, powers).map { Epoch(stage: $0.stage, scoredBy: .rules, sure: $0.sure, powers: $1) }
  }

  /// The probability of W, N1, N2, N3, REM for each epoch; nil where there is nothing to go by.
  public var probabilities: [[Float]?] { scored.map { $0.probabilities.isEmpty ? nil : $0.probabilities } }

  /// Why an epoch has its stage.
  ///
  /// - Parameter epoch: its number, from 0.
  /// - Returns: nil where there is no such epoch, or nothing to go by.
  public func explanation(of epoch: Int) -> StageExplanation? { RuleStager().explanation(of: epoch, in: evidence) }
}
