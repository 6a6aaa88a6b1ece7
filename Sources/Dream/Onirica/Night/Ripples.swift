import DreamKernels
import SleepLab

/// The waves that spindles and K-complexes raise. They last as long as on the screen's clock, whatever the speed of the
/// night: where it runs fast, those that would follow too closely pass unseen, and so do those that find no place.
struct Ripples {
  private struct Wave {
    var age = Double.infinity
    var life = 1.0
    var centreX: Float = 0, centreY: Float = 0
    var width: Float = 0.3, crests: Float = 0
    var speed = 1.0
    var strength: Float = 0, light: Float = 0
    /// Light of fine rings, and how many of their crests there are a half height.
    var rings: Float = 0, ringCrests: Float = 0
    /// Factors on the colour of the rings.
    var colour = SIMD3<Float>(repeating: 1)

    /// How much of it there is, as it comes and goes: of the wave, and of its fine rings.
    var fade: Double { Exact.smooth(age / 0.35) * Exact.smooth((life - age) / (0.6 * life)) }
    var ringFade: Double { Exact.smooth(age / 0.2) * Exact.smooth((life - age) / (0.5 * life)) }
  }

  private var waves = InlineArray<8, Wave>(repeating: Wave())
  private var raised = 0
  private var sinceSpindle = Double.infinity, sinceKComplex = Double.infinity

  /// From one wave to the next of its kind on the screen's clock. Sleepers' own are further apart.
  static let shortestSeconds = (spindle: 0.5, kComplex: 1.0)

  /// Crests pass a point at most this often in a second, so that no flicker comes of them.
  static let crestsPerSecond = 1.8

  /// Crests a half height of a spindle of 13 Hz.
  static let crestsAUnit: Float = 19

  /// Raises what an event raises; slow waves and eye movements raise nothing here.
  ///
  /// - Parameters:
  ///   - seed: what chance comes from.
  ///   - place: near which, in half heights from the middle; nil for anywhere.
  ///   - colour: factors on the colour of the rings.
  ///   - strength: 0 to 1.
  mutating func raise(
    _ event: SleepEvent, seed: UInt64, at place: (x: Double, y: Double)? = nil,
    colour: SIMD3<Float> = SIMD3(repeating: 1), strength: Float = 1
  ) {
    let isInTurn =
      event.kind == .spindle
      ? sinceSpindle >= Ripples.shortestSeconds.spindle : sinceKComplex >= Ripples.shortestSeconds.kComplex
    guard isInTurn, let free = waves.indices.first(where: { waves[$0].age > waves[$0].life }) else { return }
    raised += 1
    let number = raised
    let random = { (index: Int) in Exact.chance(seed, number, 70 + index) }
    var wave = Wave()
    wave.age = 0
    wave.centreX = Float((random(0) - 0.5) * (place == nil ? 1.6 : 0.3))
    wave.centreY = Float((random(1) - 0.5) * (place == nil ? 0.9 : 0.3))
    wave.colour = colour
    switch event.kind {
    case .spindle:
      sinceSpindle = 0
      // Its cycles stand in space, one crest each: the faster it is the denser, the longer it lasts the wider the train.
      let frequency = min(max(event.frequencyHz ?? 13, 9), 17)
      wave.ringCrests = Ripples.crestsAUnit * frequency / 13
      wave.width = Float(min(max(event.durationSeconds, 0.4), 2.5)) * frequency / (2 * wave.ringCrests)
      wave.crests = 0.5 / wave.width
      wave.life = 1.4 + event.durationSeconds
      wave.speed = 1.1
      wave.strength = 0.010 + 0.0002 * min(event.amplitudeMicrovolts, 80)
      wave.rings = 0.10 + 0.001 * min(event.amplitudeMicrovolts, 80)
    case .kComplex:
      sinceKComplex = 0
      wave.life = 2.6
      wave.centreX *= 0.4
      wave.centreY *= 0.4
      wave.width = 0.75
      wave.crests = 0.7
      wave.speed = 0.9
      wave.strength = 0.05 + 0.0006 * min(event.amplitudeMicrovolts, 200)
      wave.light = 0.05
    case .slowWave, .eyeMovement:
      return
    }
    if let place {
      wave.centreX += Float(place.x)
      wave.centreY += Float(place.y)
      for number in [\Wave.strength, \.light, \.rings] { wave[keyPath: number] *= strength }
    }
    waves[free] = wave
  }

  /// A stroke of a sound: one wave in space from near the middle, without light of its own.
  mutating func strike(seed: UInt64) {
    guard let free = waves.indices.first(where: { waves[$0].age > waves[$0].life }) else { return }
    raised += 1
    var wave = Wave()
    wave.age = 0
    wave.centreX = Float((Exact.chance(seed, raised, 80) - 0.5) * 0.8)
    wave.centreY = Float((Exact.chance(seed, raised, 81) - 0.5) * 0.5)
    wave.life = 1.8
    wave.width = 0.35
    wave.crests = 1.2
    wave.speed = 1.3
    wave.strength = 0.055
    waves[free] = wave
  }

  mutating func advance(seconds: Double) {
    sinceSpindle += seconds
    sinceKComplex += seconds
    for index in waves.indices where waves[index].age <= waves[index].life { waves[index].age += seconds }
  }

  /// What each wave has of its light where there are many: all of them together have as much as one.
  private func share(of fade: (Wave) -> Double) -> Double {
    var sum = 0.0
    for index in waves.indices where waves[index].age <= waves[index].life { sum += fade(waves[index]) }
    return 1 / max(1, sum)
  }

  /// Writes the rings that are alive into their pass's arguments.
  ///
  /// - Parameters:
  ///   - width: pixels of the layer.
  ///   - height: pixels, half of which are one unit.
  ///   - gain: how strongly they show, 1 as designed.
  func writeRings(to arguments: inout DreamRingsArguments, width: Int, height: Int, gain: Float) {
    let unit = Float(height) / 2
    let share = share { $0.rings > 0 ? $0.ringFade : 0 }
    var count = 0
    for index in waves.indices where waves[index].age <= waves[index].life && waves[index].rings > 0 {
      let wave = waves[index]
      let radius = wave.age * wave.speed
      let phase = radius * Double(wave.ringCrests) - Ripples.crestsPerSecond * wave.age
      let ring = DreamRing(
        x: wave.centreX * unit + Float(width) / 2, y: wave.centreY * unit + unit, radius: Float(radius) * unit,
        width: wave.width * unit, crests: wave.ringCrests / unit, phase: Float(phase - phase.rounded(.down)),
        light: gain * wave.rings * Float(wave.ringFade * share), red: wave.colour.x, green: wave.colour.y,
        blue: wave.colour.z)
      dreamSetRing(&arguments, Int32(count), ring)
      count += 1
    }
    arguments.count = Int32(count)
  }

  /// Writes the waves that are alive into the grid's arguments.
  ///
  /// - Parameter gain: how strongly they show, 1 as designed.
  func write(to arguments: inout DreamGridArguments, gain: Float) {
    let share = share { $0.light > 0 ? $0.fade : 0 }
    var count = 0
    for index in waves.indices where waves[index].age <= waves[index].life {
      let wave = waves[index]
      let strength = Float(wave.light > 0 ? wave.fade * share : wave.fade)
      let radius = wave.age * wave.speed
      // In the middle of the envelope the phase moves slower than the wave: crests rise behind and sink before.
      let phase = radius * Double(wave.crests) - Ripples.crestsPerSecond * wave.age
      let ripple = DreamRipple(
        centreX: wave.centreX, centreY: wave.centreY, radius: Float(radius), width: wave.width, crests: wave.crests,
        phase: Float(phase - phase.rounded(.down)), strength: gain * wave.strength * strength,
        light: gain * wave.light * strength)
      dreamSetRipple(&arguments, Int32(count), ripple)
      count += 1
    }
    arguments.rippleCount = Int32(count)
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for index in waves.indices {
      for number in [\Wave.age, \.life, \.speed] { ledger.exchange(&waves[index][keyPath: number]) }
      for number in [
        \Wave.centreX, \.centreY, \.width, \.crests, \.strength, \.light, \.rings, \.ringCrests,
      ] { ledger.exchange(&waves[index][keyPath: number]) }
      ledger.exchange(&waves[index].colour)
    }
    ledger.exchange(&raised)
    ledger.exchange(&sinceSpindle)
    ledger.exchange(&sinceKComplex)
  }
}
