import SleepLab

/// What the night does to the picture at one instant: a function of the night and the place in it, and of nothing else.
public struct Drivers: Sendable, Hashable {
  /// The stage that is scored.
  public var stage: Stage
  /// Band envelopes, z-scored over the night, within ±3.
  public var delta: Double, theta: Double, alpha: Double, sigma: Double, beta: Double
  /// Dream intensity, 0 to 1: `clip(p·(1 − 0.3·z(δ posterior)))`, p by stage from reports after waking (DREAM
  /// database, doi 10.1038/s41467-025-61945-1).
  public var dream: Double
  /// The chin's tone, z-scored over the night, within ±3; 0 without an EMG.
  public var muscleTone: Double

  /// The drivers at a place.
  ///
  /// - Parameters:
  ///   - night: the night.
  ///   - seconds: from its beginning.
  public init(night: Night, at seconds: Double) {
    stage = night.stage(at: seconds)
    let z = { (feature: FeatureTrack.Feature) in min(max(Double(night.track.value(feature, at: seconds)), -3), 3) }
    delta = z(.delta)
    theta = z(.theta)
    alpha = z(.alpha)
    sigma = z(.sigma)
    beta = z(.beta)
    muscleTone = z(.muscleTone)
    dream = min(max(Drivers.reported(in: stage) * (1 - 0.3 * z(.posteriorDelta)), 0), 1)
  }

  /// How heavy things are, 0 to 1.2: with the muscles' tone, and nothing in the atonia of REM sleep.
  public var weight: Double {
    let held = min(max(0.6 + 0.3 * muscleTone, 0.1), 1.2)
    return stage == .rem ? 0.15 * held * (muscleTone > 1 ? 4 : 1) : held
  }

  /// How often sleepers woken from a stage report a dream.
  static func reported(in stage: Stage) -> Double {
    switch stage {
    case .wake, .unknown: 0.5
    case .n1: 0.88
    case .n2: 0.56
    case .n3: 0.48
    case .rem: 0.81
    }
  }

  /// Moves every number towards another's, as a low pass does.
  mutating func approach(_ other: Drivers, share: Double) {
    stage = other.stage
    delta += (other.delta - delta) * share
    theta += (other.theta - theta) * share
    alpha += (other.alpha - alpha) * share
    sigma += (other.sigma - sigma) * share
    beta += (other.beta - beta) * share
    dream += (other.dream - dream) * share
    muscleTone += (other.muscleTone - muscleTone) * share
  }

  /// Nothing known of the night.
  static let none = Drivers()

  private init() {
    stage = .unknown
    (delta, theta, alpha, sigma, beta, dream, muscleTone) = (0, 0, 0, 0, 0, 0, 0)
  }

  mutating func exchange(with ledger: inout StateLedger) {
    stage.exchange(with: &ledger)
    for number in [\Drivers.delta, \.theta, \.alpha, \.sigma, \.beta, \.dream, \.muscleTone] {
      ledger.exchange(&self[keyPath: number])
    }
  }
}

extension Stage {
  /// Its number, by which it is kept; one that is unknown is put back as such.
  mutating func exchange(with ledger: inout StateLedger) {
    var number = rawValue
    ledger.exchange(&number)
    self = Stage(rawValue: number) ?? .unknown
  }
}
