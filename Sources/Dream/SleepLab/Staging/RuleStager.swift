import Glibc

/// Finds stages by rules after the AASM manual, without trained weights, and says how sure it is.
///
/// Each rule adds or takes points for the stages, a point being a factor of e in likelihood. Then the night is read as
/// a whole: stages last, some changes are rare, and an epoch counts with its neighbours (forward-backward algorithm).
struct RuleStager: Sendable {
  /// What is said of the method.
  static let method =
    "rules 1: slow-wave share, delta, fast-to-slow ratio, spindles, eye movements, eyes' unrest, muscle tone; forward-backward smoothing"

  /// A stage and how sure it is, 0 to 1.
  struct Scored: Sendable {
    var stage: Stage
    var sure: Float
  }

  private static let stages: [Stage] = [.wake, .n1, .n2, .n3, .rem]
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
      guard evidence != nil else { return Scored(stage: .unknown, sure: 0) }
      let best = belief.indices.max { belief[$0] < belief[$1] } ?? 0
      return Scored(stage: RuleStager.stages[best], sure: belief[best])
    }
  }

  /// The points of each stage: W, N1, N2, N3, REM.
  static func points(_ evidence: StageEvidence) -> [Float] {
    var points: [Float] = [0, 0, 0, 0, 0]
    let add = { (more: [Float], weight: Float) in
      for index in points.indices { points[index] += weight * more[index] }
    }
    // A fifth of the epoch slow waves: deep sleep (AASM N3). Few of them, but some: N2.
    add([-2, -2, 0, 2, -2], step(evidence.slowWaveShare, at: 0.2, width: 0.06))
    add([0.3, 0.5, 0, -3, 0.5], 1 - step(evidence.slowWaveShare, at: 0.1, width: 0.03))
    // δ power: waking, N1 and REM have little.
    add([-1, -1, 1, 1, -1], step(evidence.deltaLog, at: 2.1, width: 0.1))
    add([0.5, 0.5, -1.5, -2, 0.5], 1 - step(evidence.deltaLog, at: 1.9, width: 0.1))
    // Fast over slow: waking.
    add([2, 0.5, -1, -2, 0], step(evidence.fastLog, at: -0.25, width: 0.1))
    add([1, 0, 0, 0, -0.5], step(evidence.alphaShare, at: 0.25, width: 0.05))
    // A spindle makes N2 unless slow waves make N3.
    add([-1, -0.5, 1, 0, -1], Float(min(evidence.spindles, 2)))
    // Eye movements without tone: REM; with tone they are those of waking.
    let tone = evidence.tone ?? 0
    let atonia = evidence.tone == nil ? 0.5 : 1 - step(tone, at: -0.7, width: 0.15)
    let moving = Float(min(evidence.eyeMovements, 3)) / 3
    add([0.5, -0.5, -1, -2, 2.5], moving * atonia)
    add([1, 0.3, -0.5, -1, -0.5], moving * (1 - atonia))
    // Eyes that roam wide and long are awake; what they leave in the EEG looks like slow waves.
    if let eyes = evidence.eyesLog { add([4, 0.5, -2, -4, 0], Self.step(eyes, at: 1.7, width: 0.04)) }
    if evidence.tone != nil {
      add([-2.5, -1, -0.5, -0.5, 1.5], atonia)
      add([2, 0.5, -1, -1, -2], step(tone, at: 0.8, width: 0.15))
    }
    return points
  }

  /// A soft step from 0 to 1.
  private static func step(_ value: Float, at threshold: Float, width: Float) -> Float {
    1 / (1 + exp(-(value - threshold) / width))
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
