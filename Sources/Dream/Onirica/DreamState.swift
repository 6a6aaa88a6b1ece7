import SleepLab

/// All that a dream carries from step to step, but for its pixels and its field.
struct DreamState {
  let seed: UInt64
  let stepSeconds: Double
  /// The stages that are seen: those of all who dream together.
  private(set) var weights = StageWeights(.wake)
  private var ownWeights = StageWeights(.wake)
  private(set) var chorus = Chorus()
  private(set) var look = StageLooks.standard.wake
  private(set) var drivers: Drivers?
  private(set) var ripples = Ripples()
  private(set) var gaze = Gaze()
  private(set) var swell = Swell()
  private(set) var jerk = HypnicJerk()
  private(set) var steering = Steering()
  private(set) var swing = SoundSwing()
  /// The colour of the report that is told of this dream, as a factor; white where there is none.
  private(set) var tint = SIMD3<Float>(repeating: 1)
  /// What its pictures are to be about.
  private(set) var wishes = PictureWishes()
  /// Half heights that points of light have fallen.
  private(set) var fallen = 0.0
  /// Picture pixels that the camera has been steered aside.
  private(set) var steered = 0.0
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
    ownWeights = StageWeights(start.stage)
    weights = ownWeights
    towards = start.stage == .unknown ? .wake : start.stage
    self.position = nil
    inPreRoll = true
  }

  mutating func endPreRoll() {
    inPreRoll = false
    // What is heard begins with the first frame: strokes that were counted before raise nothing.
    swing = SoundSwing()
  }

  mutating func forgetPosition() { position = nil }

  mutating func advance(
    night: Night, position: Double, elapsed: Double, looks: StageLooks, tints: [ReportTint], widthUnits: Double,
    sound: Sound = .silence, dreamers: [Dreamer?] = [], moment: ChorusMoment = .alone
  ) {
    stepCount += 1
    let target = Drivers(night: night, at: position)
    var current = drivers ?? target
    current.approach(target, share: 1 - Exact.exponential(-stepSeconds / 1.0))
    drivers = current
    hasNewStage = target.stage != .unknown && target.stage != towards
    if hasNewStage, target.stage == .n1, towards == .wake { jerk.fallAsleep() }
    if target.stage != .unknown { towards = target.stage }
    ownWeights.move(to: target.stage, seconds: stepSeconds)
    chorus.advance(
      dreamers, to: moment, seconds: stepSeconds, elapsed: elapsed, seed: seed, widthUnits: widthUnits,
      ripples: &ripples, swell: &swell)
    weights = chorus.blended(ownWeights)
    look = looks.mixed(by: weights)
    // Halfway between two patterns there is none: the cortex is the first dreamer's.
    if !chorus.isEmpty { look.field = looks.mixed(by: ownWeights).field }
    apply(chorus.blended(current), stripes: looks.stripes)
    swing.follow(sound, seconds: stepSeconds)
    look.swing(with: swing)
    if swing.hasStruck { ripples.strike(seed: seed) }
    raiseEvents(night: night, to: position, widthUnits: widthUnits)
    startAndSteer(night: night, position: position, tone: target.muscleTone)
    colour(by: chorus.blended(ReportTint.colour(tints, at: position), of: dreamers, at: moment))
    let number = PictureShelf.due(at: elapsed).number
    // What is decided now is the last of the pictures that are.
    wishes.follow(
      number,
      theme: chorus.theme(
        ofPicture: number + PictureWishes.count - 1, own: ReportTint.theme(tints, at: position), dreamers: dreamers,
        at: moment), balance: look[.reinterpretation])
    gazeBefore = (gaze.x, gaze.y)
    ripples.advance(seconds: stepSeconds)
    gaze.advance(seconds: stepSeconds, elapsed: elapsed, sway: 0.09 * weights[.n1], orbit: 0.05)
    swell.advance(
      seconds: stepSeconds, steady: Double(look[.swell]), turnsPerSecond: Double(look[.swellRate]))
    driftRadius = wrap(driftRadius - Double(look[.driftOut]) * 128 * stepSeconds)
    driftAngle = wrap(driftAngle + Double(look[.driftAround]) * 128 * stepSeconds)
    pictureDrift += Double(look[.pictureDrift]) * stepSeconds
    if pictureDrift > 1024 * 64 { pictureDrift -= 1024 * 64 }
    self.position = position
  }

  /// A start at falling asleep kicks the zoom; bursts of eye movements turn the camera; what has weight falls.
  private mutating func startAndSteer(night: Night, position: Double, tone: Double) {
    let before = min(max(Double(night.track.value(.muscleTone, at: position - 1)), -3), 3)
    jerk.advance(seconds: stepSeconds, tone: (tone, before), isDrowsy: ownWeights[.n1] > 0.5)
    steering.advance(seconds: stepSeconds)
    look[.zoom] += Float(1.5 * jerk.kick)
    look[.driftOut] += Float(70 * jerk.kick)
    look[.turn] += Float(0.03 * steering.wheel)
    look[.driftAround] += Float(18 * steering.wheel)
    steered += 90 * steering.wheel * stepSeconds
    fallen += 0.10 * (drivers?.weight ?? 0.5) * stepSeconds
  }

  /// A report tints the dream it is told of, within some seconds.
  private mutating func colour(by target: SIMD3<Float>) {
    tint += (target - tint) * Float(1 - Exact.exponential(-stepSeconds / 2))
    let share = Float(weights[.rem]) * 0.8 * look[.reinterpretation]
    let factor = SIMD3<Float>(repeating: 1 - share) + tint * share
    look[.tintRed] *= factor.x
    look[.tintGreen] *= factor.y
    look[.tintBlue] *= factor.z
    look[.highRed] *= factor.x
    look[.highGreen] *= factor.y
    look[.highBlue] *= factor.z
  }

  /// What the rhythms do to the look, each in its stage: as space and colour, never as flicker.
  private mutating func apply(_ drivers: Drivers, stripes: FieldPreset) {
    let up = { (z: Double) in Float(Exact.smooth((z + 0.5) / 3)) }
    let wake = Float(weights[.wake]), n2 = Float(weights[.n2])
    let n3 = Float(weights[.n3]), rem = Float(weights[.rem])
    look[.clarity] *= 1 - 0.7 * wake * up(drivers.alpha)
    look[.trailSeconds] *= 1 + 5 * wake * up(drivers.alpha)
    look[.flow] *= 1 + 3 * wake * up(drivers.alpha)
    look[.pictureWarp] *= 1 + 0.8 * wake * up(drivers.alpha)
    // As θ rises over α, spots give way to stripes. Halfway between the two there is no pattern: so all or nothing.
    let fall = drivers.theta - drivers.alpha
    hasStripes = hasStripes ? fall > -0.6 : fall > -0.1
    if hasStripes {
      look.field = .mix(look.field, stripes, share: Float(ownWeights[.n1]))
    }
    look[.cortexShare] *= 1 + 0.4 * n2 * up(drivers.sigma)
    look[.reactionRate] *= 1 + 1.0 * n2 * up(drivers.sigma)
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
      case .eyeMovement:
        gaze.shift(by: event, widthUnits: widthUnits, seed: seed)
        steering.pull(by: event)
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

  /// What it carries from step to step; the look follows from it anew at each.
  mutating func exchange(with ledger: inout StateLedger) {
    ownWeights.exchange(with: &ledger)
    chorus.exchange(with: &ledger)
    weights = chorus.blended(ownWeights)
    var hasDrivers = drivers != nil
    ledger.exchange(&hasDrivers)
    if hasDrivers {
      var current = drivers ?? Drivers.none
      current.exchange(with: &ledger)
      drivers = current
    }
    ripples.exchange(with: &ledger)
    gaze.exchange(with: &ledger)
    swell.exchange(with: &ledger)
    jerk.exchange(with: &ledger)
    steering.exchange(with: &ledger)
    swing.exchange(with: &ledger)
    ledger.exchange(&tint)
    wishes.exchange(with: &ledger)
    for number in [\DreamState.fallen, \.steered, \.gazeBefore.x, \.gazeBefore.y, \.driftRadius, \.driftAngle] {
      ledger.exchange(&self[keyPath: number])
    }
    ledger.exchange(&pictureDrift)
    ledger.exchange(&exposure)
    ledger.exchange(&stepCount)
    towards.exchange(with: &ledger)
    ledger.exchange(&hasStripes)
    ledger.exchange(&position)
    ledger.exchange(&inPreRoll)
  }
}
