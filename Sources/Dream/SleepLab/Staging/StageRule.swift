/// A rule of the stager that says something of an epoch: how far it applies, and what it gives to each stage.
public struct StageRule: Sendable, Hashable {
  /// The rule in words, with what it goes by.
  public var words: String
  /// What the epoch shows of it, with its unit.
  public var value: String
  /// How far it applies, 0 to 1; more than 1 where something is counted.
  public var weight: Float
  /// What it gives, fully applied: points for W, N1, N2, N3, REM, each a factor of e in likelihood.
  public var points: [Float]
}

/// Why the rules give an epoch its stage.
public struct StageExplanation: Sendable, Hashable {
  /// The stage.
  public var stage: Stage
  /// The probability of W, N1, N2, N3, REM, the whole night considered.
  public var probabilities: [Float]
  /// The probability of each by this epoch alone.
  public var alone: [Float]
  /// The stages of the epoch before and behind; nil at the ends.
  public var neighbours: (before: Stage?, after: Stage?) { (before, after) }
  /// The rules that apply, the weightiest first.
  public var rules: [StageRule]
  private var before: Stage?
  private var after: Stage?

  /// The stages that probabilities stand for, in their order.
  public static let stages: [Stage] = [.wake, .n1, .n2, .n3, .rem]

  init(
    stage: Stage, probabilities: [Float], alone: [Float], rules: [StageRule], before: Stage?, after: Stage?
  ) {
    (self.stage, self.probabilities, self.alone, self.rules) = (stage, probabilities, alone, rules)
    (self.before, self.after) = (before, after)
  }
}
