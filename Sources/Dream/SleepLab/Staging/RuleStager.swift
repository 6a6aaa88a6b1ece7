import Glibc

/// Finds stages by rules after the AASM manual, without trained weights, and says how sure it is.
///
/// Each rule adds or takes points for the stages, a point being a factor of e in likelihood. Then the night is read as
/// a whole: stages last, some changes are rare, and an epoch counts with its neighbours (forward-backward algorithm).
struct RuleStager: Sendable {
  /// What is said of the method.
  static let method =
    "rules 2: slow-wave share, delta, theta-to-delta, fast-to-slow ratio, spindles, eye movements, eyes' unrest, muscle tone; forward-backward smoothing"

  /// A stage and the probability of each, 0 to 1: W, N1, N2, N3, REM.
  struct Scored: Sendable {
    var stage: Stage
    var probabilities: [Float]
    /// How sure it is.
    var sure: Float { probabilities.max() ?? 0 }
  }

  private static let stages = StageExplanation.stages
  /// How likely it is that a stage (row) is followed by a stage (column) 30 s later: W, N1, N2, N3, REM.
  private static let following: [[Float]] = [
    [0.88, 0.10, 0.01, 0.002, 0.008],
    [0.10, 0.58, 0.28, 0.002, 0.038],
    [0.02, 0.03, 0.89, 0.045, 0.015],
    [0.01, 0.005, 0.085, 0.899, 0.001],
    [0.02, 0.03, 0.02, 0.001, 0.929],
  ]

  /// Stages a night.
  ///
  /// - Parameter evidence: epoch by epoch; nil gives `unknown`.
  /// - Returns: one stage an epoch.
  func stages(of evidence: [StageEvidence?]) -> [Scored] {
    let likelihoods = evidence.map { $0.map { RuleStager.points($0) } }
    let beliefs = RuleStager.beliefs(likelihoods)
    return zip(evidence, beliefs).map { evidence, belief in
      guard evidence != nil else { return Scored(stage: .unknown, probabilities: []) }
      let best = belief.indices.max { belief[$0] < belief[$1] } ?? 0
      return Scored(stage: RuleStager.stages[best], probabilities: belief)
    }
  }

  /// Why an epoch has its stage.
  ///
  /// - Parameters:
  ///   - epoch: its number, from 0.
  ///   - evidence: of the whole night.
  /// - Returns: nil where there is no such epoch, or nothing to go by.
  func explanation(of epoch: Int, in evidence: [StageEvidence?]) -> StageExplanation? {
    guard evidence.indices.contains(epoch), let own = evidence[epoch] else { return nil }
    let scored = stages(of: evidence)
    let points = RuleStager.points(own)
    let most = points.max() ?? 0
    return StageExplanation(
      stage: scored[epoch].stage, probabilities: scored[epoch].probabilities,
      alone: RuleStager.normalised(points.map { exp($0 - most) }),
      rules: StageRules.applied(to: own).filter { $0.weight > 0.05 }.sorted { $0.weight > $1.weight },
      before: epoch > 0 ? scored[epoch - 1].stage : nil,
      after: epoch + 1 < scored.count ? scored[epoch + 1].stage : nil)
  }

  /// The points of each stage: W, N1, N2, N3, REM.
  static func points(_ evidence: StageEvidence) -> [Float] {
    StageRules.applied(to: evidence).reduce([0, 0, 0, 0, 0]) { sum, rule in
      zip(sum, rule.points).map { $0 + rule.weight * $1 }
    }
  }

  /// The belief in each stage given the whole night; where there is no evidence, by the neighbours alone.
  private static func beliefs(_ points: [[Float]?]) -> [[Float]] {
    let likelihoods = points.map { row -> [Float] in
      guard let row, let most = row.max() else { return [1, 1, 1, 1, 1] }
      return row.map { exp($0 - most) }
    }
    var forward: [[Float]] = []
    for (index, likelihood) in likelihoods.enumerated() {
      let before = index > 0 ? carried(forward[index - 1]) : [0.5, 0.15, 0.25, 0.05, 0.05]
      forward.append(normalised(zip(before, likelihood).map { $0 * $1 }))
    }
    var backward: [Float] = [1, 1, 1, 1, 1]
    var result = forward
    for index in likelihoods.indices.reversed() {
      result[index] = normalised(zip(forward[index], backward).map { $0 * $1 })
      let weighted = zip(backward, likelihoods[index]).map { $0 * $1 }
      backward = normalised(
        following.map { row -> Float in row.indices.reduce(0) { $0 + row[$1] * weighted[$1] } })
    }
    return result
  }

  private static func carried(_ belief: [Float]) -> [Float] {
    stages.indices.map { next -> Float in belief.indices.reduce(0) { $0 + belief[$1] * following[$1][next] } }
  }

  private static func normalised(_ row: [Float]) -> [Float] {
    let sum = row.reduce(0, +)
    return sum > 0 ? row.map { $0 / sum } : row.map { _ in 1 / Float(row.count) }
  }
}
