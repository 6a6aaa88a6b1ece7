import SleepLab

/// All that a dream carries from step to step, but for its pixels and its field.
struct DreamState {
  let seed: UInt64
  let stepSeconds: Double
  private(set) var weights = StageWeights(.wake)
  private(set) var look = StageLooks.standard.wake
  private(set) var drivers: Drivers?
  private(set) var ripples = Ripples()
  private(set) var gaze = Gaze()
  private(set) var swell = Swell()
  /// Gaze of the step before, in half heights.
  private(set) var gazeBefore = (x: 0.0, y: 0.0)
  /// Where the sheet has drifted to, in units of the map.
  private(set) var driftRadius = 0.0, driftAngle = 0.0
  /// Picture drift in pixels, and phases of warp and flow in turns.
  private(set) var pictureDrift = 0.0
  private(set) var exposure = 1.0
  private(set) var stepCount = 0
  /// Whether the night has just gone over to another stage.
  private(set) var hasNewStage = false
  private var towards = Stage.wake
  private var hasStripes = false
  private var position: Double?
  private var inPreRoll = false

  init(seed: UInt64, stepSeconds: Double) {
    self.seed = seed
    self.stepSeconds = stepSeconds
  }

  mutating func begin(night: Night, position: Double) {
    let start = Drivers(night: night, at: position)
    drivers = start
    weights = StageWeights(start.stage)
    towards = start.stage == .unknown ? .wake : start.stage
    self.position = nil
    inPreRoll = true
  }

  mutating func endPreRoll() { inPreRoll = false }

  mutating func forgetPosition() { position = nil }

  mutating func advance(
    night: Night, position: Double, elapsed: Double, looks: StageLooks, widthUnits: Double
  ) {
    stepCount += 1
    let target = Drivers(night: night, at: position)
    var current = drivers ?? target
    current.approach(target, share: 1 - Exact.exponential(-stepSeconds / 1.0))
    drivers = current
    hasNewStage = target.stage != .unknown && target.stage != towards
    if target.stage != .unknown { towards = target.stage }
    weights.move(to: target.stage, seconds: stepSeconds)
    look = looks.mixed(by: weights)
    apply(current)
    raiseEvents(night: night, to: position, widthUnits: widthUnits)
    gazeBefore = (gaze.x, gaze.y)
    ripples.advance(seconds: stepSeconds)
    gaze.advance(seconds: stepSeconds, elapsed: elapsed, sway: 0.05 * weights[.n1])
    swell.advance(
      seconds: stepSeconds, steady: Double(look[.swell]), turnsPerSecond: Double(look[.swellRate]))
    driftRadius = wrap(driftRadius - Double(look[.driftOut]) * 128 * stepSeconds)
    driftAngle = wrap(driftAngle + Double(look[.driftAround]) * 128 * stepSeconds)
    pictureDrift += Double(look[.pictureDrift]) * stepSeconds
    if pictureDrift > 1024 * 64 { pictureDrift -= 1024 * 64 }
    self.position = position
  }

  /// What the rhythms do to the look, each in its stage: as space and colour, never as flicker.
  private mutating func apply(_ drivers: Drivers) {
    let up = { (z: Double) in Float(Exact.smooth((z + 0.5) / 3)) }
    let wake = Float(weights[.wake]), n1 = Float(weights[.n1]), n2 = Float(weights[.n2])
    let n3 = Float(weights[.n3]), rem = Float(weights[.rem])
    look[.clarity] *= 1 - 0.6 * wake * up(drivers.alpha)
    look[.pictureWarp] *= 1 + 0.8 * wake * up(drivers.alpha)
    // As θ rises over α, spots give way to stripes. Halfway between the two there is no pattern: so all or nothing.
    let fall = drivers.theta - drivers.alpha
    hasStripes = hasStripes ? fall > -0.6 : fall > -0.1
    if hasStripes {
      let stripes = FieldPreset.stripesI.enlarged(1.6).showing(0.1, 0.62)
      look.field = .mix(look.field, stripes, share: n1)
    }
    look[.cortexShare] *= 1 + 0.4 * n2 * up(drivers.sigma)
    look[.rimGreen] *= 1 + 0.8 * n2 * up(drivers.sigma)
    look[.swell] *= 1 + 1.5 * n3 * up(drivers.delta)
    look[.flow] *= 1 + 0.6 * n3 * up(drivers.delta) + 0.7 * rem * up(drivers.beta)
    let dream = Float(drivers.dream)
    look[.saturation] *= 1 + 0.5 * rem * (dream - 0.7)
    look[.morphShare] *= 1 + 0.6 * rem * (dream - 0.7)
    look[.points] *= 0.6 + 0.6 * dream
  }

  /// Events between the place before and this one. A jump, or a place before, raises none.
  private mutating func raiseEvents(night: Night, to position: Double, widthUnits: Double) {
    guard let before = self.position, position > before, position - before < 60 else { return }
    for event in night.events(startingIn: before..<position) {
      switch event.kind {
      case .spindle, .kComplex: ripples.raise(event, seed: seed)
      case .slowWave: swell.lift(by: event)
      case .eyeMovement: gaze.shift(by: event, widthUnits: widthUnits, seed: seed)
      }
    }
  }

  /// Exposure follows the stage's mean luminance within seconds, as an eye does.
  mutating func expose(meanLuminance: Double) {
    let wanted = Double(look[.luminance]) / max(meanLuminance, 0.005)
    let seconds = inPreRoll ? 0.25 : 2.5
    let change = min(max(wanted, 0.5), 2) - 1
    exposure *= 1 + change * (1 - Exact.exponential(-stepSeconds / seconds))
    exposure = min(max(exposure, 0.15), 6)
  }

  private func wrap(_ units: Double) -> Double {
    units >= 65536 ? units - 65536 : units < 0 ? units + 65536 : units
  }
}
