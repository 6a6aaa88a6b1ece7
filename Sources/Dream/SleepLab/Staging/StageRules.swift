import Glibc

/// The rules themselves, after the AASM manual: what an epoch shows, how far a rule applies, what it gives.
enum StageRules {
  /// All rules, applied to an epoch.
  static func applied(to evidence: StageEvidence) -> [StageRule] {
    waves(evidence) + balance(evidence) + rhythms(evidence) + eyesAndTone(evidence)
  }

  private static func waves(_ evidence: StageEvidence) -> [StageRule] {
    let share = "\(percent(evidence.slowWaveShare)) slow waves"
    let delta = "\(tenths(pow(10, evidence.deltaLog))) µV² of delta"
    return [
      StageRule(
        words: "a fifth of the epoch or more is slow waves: N3 (AASM)", value: share,
        weight: step(evidence.slowWaveShare, at: 0.2, width: 0.06), points: [-2, -2, 0, 2, -2]),
      StageRule(
        words: "less than a tenth is slow waves: not N3", value: share,
        weight: 1 - step(evidence.slowWaveShare, at: 0.1, width: 0.03), points: [0.3, 0.5, 0, -3, 0.5]),
      StageRule(
        words: "much delta power: N2 or N3", value: delta, weight: step(evidence.deltaLog, at: 2.1, width: 0.1),
        points: [-1, -1, 1, 1, -1]),
      StageRule(
        words: "little delta power: waking, N1 or REM", value: delta,
        weight: 1 - step(evidence.deltaLog, at: 1.9, width: 0.1), points: [0.5, 0.5, -1.5, -2, 0.5]),
    ]
  }

  /// θ against δ: amplitudes differ with age and electrode, their balance little.
  private static func balance(_ evidence: StageEvidence) -> [StageRule] {
    let value = "\(hundredths(pow(10, evidence.balanceLog))) theta to delta"
    let hasLittleDelta = step(evidence.balanceLog, at: -0.5, width: 0.06)
    let hasSomeDelta = step(evidence.balanceLog, at: -1.12, width: 0.05)
    let hasNoAlpha = 1 - step(evidence.alphaShare, at: 0.17, width: 0.03)
    return [
      StageRule(
        words: "theta rivals delta, without alpha: N1 or REM", value: value, weight: hasLittleDelta * hasNoAlpha,
        points: [-1, 1.5, -1, -2, 1.2]),
      StageRule(
        words: "delta stands above theta: N2", value: value, weight: hasSomeDelta * (1 - hasLittleDelta),
        points: [0, -0.3, 0.5, 0, -0.5]),
      StageRule(
        words: "delta stands far above theta: N3", value: value, weight: 1 - hasSomeDelta,
        points: [-0.5, -1, -0.2, 1.2, -1]),
      StageRule(
        words: "neither fast rhythms nor alpha: asleep", value: "\(tenths(pow(10, evidence.fastLog))) fast to slow",
        weight: (1 - step(evidence.fastLog, at: -0.6, width: 0.06)) * hasNoAlpha, points: [-0.7, 0.3, 0, 0, 0]),
    ]
  }

  private static func rhythms(_ evidence: StageEvidence) -> [StageRule] {
    [
      StageRule(
        words: "fast rhythms over slow ones: waking", value: "\(tenths(pow(10, evidence.fastLog))) fast to slow",
        weight: step(evidence.fastLog, at: -0.25, width: 0.1), points: [2, 0.5, -1, -2, 0]),
      StageRule(
        words: "an alpha rhythm: waking with closed eyes", value: "\(percent(evidence.alphaShare)) alpha",
        weight: step(evidence.alphaShare, at: 0.25, width: 0.05), points: [1, 0, 0, 0, -0.5]),
      StageRule(
        words: "spindles: N2, unless slow waves make N3", value: counted(evidence.spindles, "spindle"),
        weight: Float(min(evidence.spindles, 2)), points: [-1, -0.5, 1, 0, -1]),
    ]
  }

  private static func eyesAndTone(_ evidence: StageEvidence) -> [StageRule] {
    // Without a chin nothing is known of the tone: half of each.
    let atonia = evidence.tone.map { 1 - step($0, at: -0.7, width: 0.15) } ?? 0.5
    let moving = Float(min(evidence.eyeMovements, 3)) / 3
    let moves = counted(evidence.eyeMovements, "eye movement")
    var rules = [
      StageRule(
        words: "eye movements without muscle tone: REM", value: moves, weight: moving * atonia,
        points: [0.5, -0.5, -1, -2, 2.5]),
      StageRule(
        words: "eye movements with muscle tone: waking", value: moves, weight: moving * (1 - atonia),
        points: [1, 0.3, -0.5, -1, -0.5]),
    ]
    if let eyes = evidence.eyesLog {
      // Eyes that roam wide and long are awake; what they leave in the EEG looks like slow waves.
      rules.append(
        StageRule(
          words: "eyes that roam wide: waking", value: "\(tenths(pow(10, eyes))) µV between the eyes",
          weight: step(eyes, at: 1.7, width: 0.04), points: [4, 0.5, -2, -4, 0]))
    }
    if let tone = evidence.tone {
      let value = "muscle tone \(tenths(tone)) SD"
      rules += [
        StageRule(
          words: "a slack chin: REM", value: value, weight: atonia, points: [-2.5, -1, -0.5, -0.5, 1.5]),
        StageRule(
          words: "a tense chin: waking", value: value, weight: step(tone, at: 0.8, width: 0.15),
          points: [2, 0.5, -1, -1, -2]),
      ]
    }
    return rules
  }

  /// A soft step from 0 to 1.
  private static func step(_ value: Float, at threshold: Float, width: Float) -> Float {
    1 / (1 + exp(-(value - threshold) / width))
  }

  private static func counted(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }

  private static func percent(_ share: Float) -> String { "\(Int((100 * share).rounded())) %" }

  private static func hundredths(_ value: Float) -> String { "\((value * 100).rounded() / 100)" }

  private static func tenths(_ value: Float) -> String { "\((value * 10).rounded() / 10)" }
}
