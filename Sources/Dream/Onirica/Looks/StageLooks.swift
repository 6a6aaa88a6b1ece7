import SleepLab

/// The looks of the five stages.
///
/// The numbers began as those of the design and were tuned by looking. Mean luminances, stage by stage: .35, .22,
/// .18, .08, .30.
public struct StageLooks: Sendable, Hashable {
  /// Awake: a clear picture, neutral light, the cortex all but at rest.
  public var wake: Look
  /// Falling asleep: tunnels and honeycombs in muted violet.
  public var n1: Look
  /// Light sleep: blue-green, the old picture under cells.
  public var n2: Look
  /// Deep sleep: nearly one colour, a slow dark sea.
  public var n3: Look
  /// Dreaming: saturated, turning, alive.
  public var rem: Look
  /// The field that falling asleep goes over to as θ rises over α.
  public var stripes: FieldPreset = .stripesI.enlarged(1.6).showing(0.1, 0.62)

  /// The look of a stage.
  ///
  /// - Parameter stage: the stage; `unknown` looks like being awake.
  public subscript(stage: Stage) -> Look {
    get {
      switch stage {
      case .wake, .unknown: wake
      case .n1: n1
      case .n2: n2
      case .n3: n3
      case .rem: rem
      }
    }
    set {
      switch stage {
      case .wake, .unknown: wake = newValue
      case .n1: n1 = newValue
      case .n2: n2 = newValue
      case .n3: n3 = newValue
      case .rem: rem = newValue
      }
    }
  }

  /// The looks mixed as a cross-fade wants them.
  ///
  /// - Parameter weights: how much of each stage.
  /// - Returns: the mixture, number by number.
  public func mixed(by weights: StageWeights) -> Look {
    var mixture = wake
    mixture.numbers = .zero
    mixture.field.numbers = .zero
    for stage in StageWeights.stages {
      let weight = Float(weights[stage])
      guard weight > 0 else { continue }
      let look = self[stage]
      mixture.numbers += look.numbers * weight
      mixture.field.numbers += look.field.numbers * weight
    }
    return mixture
  }

  /// Moves every number towards another's.
  ///
  /// - Returns: whether anything still differs enough to be seen.
  mutating func approach(_ other: StageLooks, share: Float) -> Bool {
    var farthest: Float = 0
    for stage in StageWeights.stages {
      var look = self[stage]
      let change = other[stage].numbers - look.numbers, fieldChange = other[stage].field.numbers - look.field.numbers
      look.numbers += change * share
      look.field.numbers += fieldChange * share
      farthest = max(farthest, (change * change).max(), (fieldChange * fieldChange).max())
      self[stage] = look
    }
    guard farthest < 1e-6 else { return true }
    self = other
    return false
  }

  /// The looks that the program has.
  public static let standard = StageLooks(
    wake: Look(
      field: .bumps.showing(0.05, 0.95),
      [
        .trailSeconds: 0.06, .clarity: 1, .cortexShare: 0.05, .fovea: 0.5, .fieldRate: 40, .driftOut: 1.5,
        .zoom: 0.01, .flow: 0.004, .pictureScale: 360, .pictureWarp: 6, .pictureDrift: 5, .morphShare: 0.25,
        .morphSoftness: 0.5, .maskByCortex: 0.3, .saturation: 0.16, .tintRed: 1, .tintGreen: 1, .tintBlue: 1,
        .emboss: 0.55, .reliefRadius: 3, .reliefAngle: 2, .ambient: 0.9, .lowRed: 0.1, .lowGreen: 0.1, .lowBlue: 0.1,
        .highRed: 0.6, .highGreen: 0.58, .highBlue: 0.52, .rimRed: 0.1, .rimGreen: 0.1, .rimBlue: 0.1, .glowRed: 1,
        .glowGreen: 0.95, .glowBlue: 0.85, .luminance: 0.35, .vignette: 0.4, .grain: 0.02, .contrast: 1.1,
        .points: 0.15, .pointDrift: 0.02, .lowPassSeconds: 0.5, .reactionScale: 120, .reactionFeed: 0.055,
        .reactionKill: 0.062, .ripples: 1, .reinterpretation: 1,
      ]),
    n1: Look(
      field: .spots.enlarged(1.5).showing(0.25, 0.85),
      [
        .trailSeconds: 0.45, .clarity: 0.4, .cortexShare: 0.68, .fovea: 0.22, .fieldRate: 90, .driftOut: 16,
        .driftAround: 4, .zoom: 0.22, .turn: 0.008, .flow: 0.010, .pictureScale: 260, .pictureWarp: 60,
        .pictureDrift: 9, .morphShare: 0.22, .morphSoftness: 0.7, .maskByCortex: 0.9, .saturation: 0.5, .tintRed: 0.62,
        .tintGreen: 0.52, .tintBlue: 1.15, .emboss: 0.5, .reliefRadius: 8, .reliefAngle: 5, .ambient: 0.5,
        .lowRed: 0.014, .lowGreen: 0.007, .lowBlue: 0.034, .highRed: 0.36, .highGreen: 0.22, .highBlue: 0.50,
        .rimRed: 0.12, .rimGreen: 0.08, .rimBlue: 0.2, .glowRed: 0.9, .glowGreen: 0.7, .glowBlue: 1, .luminance: 0.2,
        .vignette: 0.8, .grain: 0.022, .contrast: 1.15, .points: 0.35, .pointDrift: 0.03, .lowPassSeconds: 0.5,
        .reactionScale: 120, .reactionFeed: 0.055, .reactionKill: 0.062, .ripples: 1, .reinterpretation: 1,
      ]),
    n2: Look(
      field: .bumps.enlarged(1.3).showing(0.05, 0.95),
      [
        .trailSeconds: 1.5, .clarity: 0.35, .cortexShare: 0.34, .fovea: 0.3, .fieldRate: 60, .driftOut: 4,
        .driftAround: -2, .zoom: -0.05, .turn: -0.003, .flow: 0.02, .pictureScale: 230, .pictureWarp: 90,
        .pictureDrift: 6, .morphShare: 0.6, .morphSoftness: 0.9, .maskByCortex: 1.2, .saturation: 0.5, .tintRed: 0.40,
        .tintGreen: 0.95, .tintBlue: 0.95, .emboss: 0.9, .reliefRadius: 6, .reliefAngle: 7, .ambient: 0.55,
        .lowRed: 0.003, .lowGreen: 0.020, .lowBlue: 0.028, .highRed: 0.09, .highGreen: 0.42, .highBlue: 0.40,
        .rimRed: 0.16, .rimGreen: 0.30, .rimBlue: 0.22, .glowRed: 0.75, .glowGreen: 1, .glowBlue: 0.95,
        .luminance: 0.18, .vignette: 0.9, .grain: 0.02, .contrast: 1.15, .points: 0.45, .pointDrift: 0.025,
        .swell: 0.004, .swellRate: 0.08, .lowPassSeconds: 0.5, .reactionShade: 0.8, .maskByReaction: 1.6,
        .reactionScale: 120, .reactionRate: 240, .reactionFeed: 0.055, .reactionKill: 0.062, .ripples: 1,
        .reinterpretation: 1,
      ]),
    n3: Look(
      field: .bubbles.enlarged(1.3).showing(0.02, 0.98),
      [
        .trailSeconds: 6, .clarity: 0.5, .cortexShare: 0.24, .fovea: 0.6, .fieldRate: 15, .driftOut: 1.5, .zoom: 0.02,
        .flow: 0.016, .pictureScale: 130, .pictureWarp: 130, .pictureDrift: 4, .morphShare: 1, .morphSoftness: 1.3,
        .maskByCortex: 0.4, .saturation: 0.14, .tintRed: 0.22, .tintGreen: 0.52, .tintBlue: 1.15, .emboss: 1.0,
        .reliefRadius: 9, .reliefAngle: 9, .ambient: 0.7, .lowRed: 0.001, .lowGreen: 0.004, .lowBlue: 0.014,
        .highRed: 0.02, .highGreen: 0.07, .highBlue: 0.22, .rimRed: 0.01, .rimGreen: 0.05, .rimBlue: 0.12,
        .glowRed: 0.4, .glowGreen: 0.65, .glowBlue: 1, .luminance: 0.08, .vignette: 0.9, .grain: 0.014, .contrast: 1.3,
        .points: 0.3, .pointDrift: 0.012, .swell: 0.012, .swellRate: 0.11, .lowPassSeconds: 1, .reactionScale: 120,
        .reactionFeed: 0.055, .reactionKill: 0.062, .ripples: 1, .reinterpretation: 1,
      ]),
    rem: Look(
      field: .spirals.enlarged(1.4).showing(0.02, 0.98),
      [
        .trailSeconds: 0.6, .clarity: 0.7, .cortexShare: 0.32, .fovea: 0.3, .fieldRate: 30, .driftOut: 8,
        .driftAround: 6, .zoom: 0.2, .turn: 0.014, .flow: 0.045, .pictureScale: 230, .pictureWarp: 110,
        .pictureDrift: 22, .morphShare: 0.55, .morphSoftness: 0.3, .maskByCortex: 1.2, .saturation: 1.5, .tintRed: 1.0,
        .tintGreen: 0.98, .tintBlue: 1.0, .emboss: 1.15, .reliefRadius: 11, .reliefAngle: 8, .ambient: 0.42,
        .lowRed: 0.008, .lowGreen: 0.006, .lowBlue: 0.075, .highRed: 0.95, .highGreen: 0.26, .highBlue: 0.34,
        .rimRed: 0.9, .rimGreen: 0.5, .rimBlue: 0.14, .glowRed: 1, .glowGreen: 0.8, .glowBlue: 0.6, .luminance: 0.27,
        .vignette: 0.85, .grain: 0.022, .contrast: 1.28, .points: 0.8, .pointDrift: 0.09, .lowPassSeconds: 0.35,
        .reactionScale: 120, .reactionFeed: 0.055, .reactionKill: 0.062, .ripples: 1, .reinterpretation: 1,
      ]))
}
