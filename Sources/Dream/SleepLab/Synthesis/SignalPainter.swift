/// Paints the signals of a made-up night.
struct SignalPainter {
  static let rateHz = 100
  static let epochSamples = 30 * rateHz

  let stages: [Stage]
  var chance: SeededChance
  var brain: [Float] = []
  var back: [Float] = []
  var leftEye: [Float] = []
  var rightEye: [Float] = []
  var chin: [Float] = []
  var truth: [SyntheticNight.Truth] = []
  var disturbances: [SyntheticNight.Disturbance] = []

  init(stages: [Stage], chance: SeededChance) {
    self.stages = stages
    self.chance = chance
  }

  /// The deviation of each band in µV by stage: W, N1, N2, N3, REM, unknown.
  private static let bands: [(rangeHz: ClosedRange<Double>, front: [Float], back: [Float])] = [
    (0.4...1, [3, 4, 7, 16, 3, 0], [2, 3, 5, 11, 2, 0]),
    (1...4, [5, 7, 11, 22, 7, 0], [4, 6, 9, 16, 5, 0]),
    (4...8, [4, 8, 7, 7, 8, 0], [4, 7, 6, 6, 7, 0]),
    (8...12, [8, 3, 3, 3, 4, 0], [15, 4, 3, 3, 5, 0]),
    (12...16, [3, 2, 2.2, 2, 1.8, 0], [3, 2, 2, 2, 2, 0]),
    (16...30, [5.5, 4, 2.4, 1.8, 3.4, 0], [5, 4, 2.2, 1.8, 3.2, 0]),
  ]

  /// Paints all signals.
  mutating func paint() {
    let count = stages.count * SignalPainter.epochSamples
    paintBackground(count)
    paintBrainEvents()
    paintEyes()
    paintChin(count)
  }

  private mutating func paintBackground(_ count: Int) {
    var noises: [(ClosedRange<Double>, SeededChance)] = []
    for band in SignalPainter.bands {
      noises.append((band.rangeHz, chance.branch()))
      noises.append((band.rangeHz, chance.branch()))
    }
    let frozen = noises
    let painted = Parallel.map(frozen.count) { index -> [Float] in
      var chance = frozen[index].1
      return BandNoise.values(
        count: count, bandHz: frozen[index].0, rateHz: Double(SignalPainter.rateHz), chance: &chance)
    }
    brain = [Float](repeating: 0, count: count)
    back = brain
    for (index, band) in SignalPainter.bands.enumerated() {
      add(painted[2 * index], by: band.front, to: &brain)
      // The back of the head shares two thirds of its rhythm with the front.
      let shared = zip(painted[2 * index], painted[2 * index + 1]).map { 0.66 * $0 + 0.75 * $1 }
      add(shared, by: band.back, to: &back)
    }
    var eyes = (chance.branch(), chance.branch())
    let slow = 0.3...2.0
    let left = BandNoise.values(count: count, bandHz: slow, rateHz: Double(SignalPainter.rateHz), chance: &eyes.0)
    let right = BandNoise.values(count: count, bandHz: slow, rateHz: Double(SignalPainter.rateHz), chance: &eyes.1)
    leftEye = zip(brain, left).map { 0.35 * $0 + 6 * $1 }
    rightEye = zip(brain, right).map { 0.35 * $0 + 6 * $1 }
  }

  /// Adds noise whose strength follows the stages, over 5 s from one to the next.
  func add(_ noise: [Float], by strengths: [Float], to signal: inout [Float]) {
    let fade = 5 * SignalPainter.rateHz
    for (epoch, stage) in stages.enumerated() {
      let strength = strengths[Int(stage.rawValue)]
      let before = epoch > 0 ? strengths[Int(stages[epoch - 1].rawValue)] : strength
      let start = epoch * SignalPainter.epochSamples
      for index in 0..<SignalPainter.epochSamples {
        let part = min(1, Float(index) / Float(fade))
        signal[start + index] += noise[start + index] * (before + (strength - before) * part)
      }
    }
  }

  private mutating func paintChin(_ count: Int) {
    var source = chance.branch()
    let noise = BandNoise.values(count: count, bandHz: 10...49, rateHz: Double(SignalPainter.rateHz), chance: &source)
    chin = [Float](repeating: 0, count: count)
    add(noise, by: [22, 9, 6.5, 5, 1.6, 0], to: &chin)
    // Twitches of REM.
    for onset in onsets(in: .rem, aMinute: 1, apartSeconds: 5) {
      let strength = Float(chance.within(8...20))
      let start = Int(onset * Double(SignalPainter.rateHz))
      for index in 0..<30 where start + index < count {
        chin[start + index] += strength * Float(chance.normal()) * Shape.bell(index, of: 30)
      }
    }
  }

  /// Instants of events in a stage: at random, but apart.
  mutating func onsets(in stage: Stage, aMinute: Double, apartSeconds: Double) -> [Double] {
    var result: [Double] = []
    var last = -100.0
    for (epoch, present) in stages.enumerated() where present == stage {
      var time = Double(epoch) * 30 + 1.5
      let end = Double(epoch) * 30 + 28
      // Steps of 0.1 s, each with its small chance: about a Poisson process.
      while time < end {
        if time - last >= apartSeconds, chance.unit() < aMinute / 600 {
          result.append(time + chance.unit() * 0.1)
          last = time
        }
        time += 0.1
      }
    }
    return result
  }
}
