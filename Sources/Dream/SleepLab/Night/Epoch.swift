/// Who gave an epoch its stage.
public enum Scorer: UInt8, Sendable, Hashable {
  /// A person, by a hypnogram that came with the recording.
  case expert = 0
  /// The rule-based stager of this library.
  case rules = 1
  /// A stager outside of this library, by its probabilities.
  case model = 2

  /// The wording of tables: `expert`, `rules` or `model`.
  public var wording: String {
    switch self {
    case .expert: "expert"
    case .rules: "rules"
    case .model: "model"
    }
  }
}

/// The strength of each band in one epoch.
public struct BandPowers: Sendable, Hashable {
  /// Power in µV² a band.
  public var absolute: BandValues
  /// Share a band of the power in 0.5–30 Hz, 0 to 1.
  public var relative: BandValues

  /// Makes the powers of an epoch.
  ///
  /// - Parameters:
  ///   - absolute: µV² a band.
  ///   - relative: share a band of the power in 0.5–30 Hz, 0 to 1.
  public init(absolute: BandValues, relative: BandValues) {
    self.absolute = absolute
    self.relative = relative
  }
}

/// Thirty seconds of a night.
public struct Epoch: Sendable, Hashable {
  /// The length of every epoch in seconds.
  public static let lengthSeconds = 30.0

  /// The stage, `unknown` where nobody can tell.
  public var stage: Stage
  /// Who gave the stage.
  public var scoredBy: Scorer
  /// How sure the scorer is, 0 to 1; an expert counts as 1.
  public var sure: Float
  /// The strength of each band; nil where the recording has no usable EEG in this epoch.
  public var powers: BandPowers?

  /// Makes an epoch.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - scoredBy: who gave it.
  ///   - sure: 0 to 1.
  ///   - powers: nil where there is no usable EEG.
  public init(stage: Stage, scoredBy: Scorer, sure: Float, powers: BandPowers?) {
    self.stage = stage
    self.scoredBy = scoredBy
    self.sure = sure
    self.powers = powers
  }
}

/// A stretch of time in one stage, bounded by other stages.
public struct StagePeriod: Sendable, Hashable {
  /// The stage that lasts.
  public var stage: Stage
  /// Seconds from the night's beginning, the start included and the end not.
  public var seconds: Range<Double>

  /// Makes a period.
  ///
  /// - Parameters:
  ///   - stage: the stage that lasts.
  ///   - seconds: from the night's beginning.
  public init(stage: Stage, seconds: Range<Double>) {
    self.stage = stage
    self.seconds = seconds
  }
}
