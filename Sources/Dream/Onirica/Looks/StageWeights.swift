import SleepLab

/// How much of each stage's look is on: cross-fades of four seconds, however often the stage changes.
public struct StageWeights: Sendable, Hashable {
  /// Length of a whole cross-fade in seconds.
  public static let crossFadeSeconds = 4.0
  /// The stages that have a look.
  public static let stages: [Stage] = [.wake, .n1, .n2, .n3, .rem]

  private var linear: SIMD8<Double> = .zero

  /// All weight on one stage.
  ///
  /// - Parameter stage: the stage; `unknown` looks like being awake.
  public init(_ stage: Stage) {
    linear[StageWeights.index(of: stage) ?? 0] = 1
  }

  /// Moves towards a stage.
  ///
  /// - Parameters:
  ///   - stage: the stage; `unknown` leaves things as they are.
  ///   - seconds: time that passes.
  public mutating func move(to stage: Stage, seconds: Double) {
    guard let target = StageWeights.index(of: stage) else { return }
    var others = 0.0
    for index in StageWeights.stages.indices where index != target { others += linear[index] }
    guard others > 0 else { return }
    let remaining = max(0, others - seconds / StageWeights.crossFadeSeconds)
    for index in StageWeights.stages.indices where index != target { linear[index] *= remaining / others }
    linear[target] = 1 - remaining
  }

  /// The weight of a stage, 0 to 1, eased; all together 1.
  public subscript(stage: Stage) -> Double {
    guard let index = StageWeights.index(of: stage) else { return 0 }
    var sum = 0.0
    for other in StageWeights.stages.indices { sum += Exact.smooth(linear[other]) }
    return Exact.smooth(linear[index]) / sum
  }

  /// All weights by a factor: a part of a mixture.
  func scaled(by factor: Double) -> StageWeights {
    var part = self
    part.linear *= factor
    return part
  }

  /// Adds another's weights to a mixture.
  mutating func add(_ other: StageWeights, share: Double) { linear += other.linear * share }

  private static func index(of stage: Stage) -> Int? {
    switch stage {
    case .wake: 0
    case .n1: 1
    case .n2: 2
    case .n3: 3
    case .rem: 4
    case .unknown: nil
    }
  }

  mutating func exchange(with ledger: inout StateLedger) { ledger.exchange(&linear) }
}
