// Nights that are harder to read: what goes on all the time.
extension SignalPainter {
  /// Paints all signals as a real recording has them.
  mutating func paintLifelike(_ difficulty: SyntheticDifficulty) {
    var drawing = chance.branch()
    let traits = SleeperTraits(difficulty, chance: &drawing)
    let count = stages.count * SignalPainter.epochSamples
    paintLifelikeBackground(count, traits)
    paintSpindles(traits)
    paintWaves(traits)
    paintSawtooth(traits)
    paintLifelikeEyes(traits)
    paintLifelikeChin(count, traits)
    paintRhythmBursts(traits)
    paintArtefacts(traits)
    drift(by: traits.gainDrift)
    truth.sort { ($0.kind.rawValue, $0.onsetSeconds) < ($1.kind.rawValue, $1.onsetSeconds) }
  }

  /// A noise that goes on all night: its spectrum, and its deviation in µV in W, N1, N2, N3, REM and unknown.
  private struct Hum {
    var bandHz: ClosedRange<Double>
    var slope: BandNoise.Slope
    var front: [Float]
    var back: [Float]
  }

  /// The strengths follow excerpts of real N2 and N3: with spindles and waves left out, 12 µV in 1–2 Hz, 8 in 2–4,
  /// 5 in 4–8, 3.4 in 8–12, 2 in 12–16 and 1.8 in 16–30.
  private func hums(_ traits: SleeperTraits) -> [Hum] {
    let asleep = traits.alphaInSleepMicrovolts
    let wave = Float(traits.waveFactor)
    let alpha = (traits.alphaHz - 1)...(traits.alphaHz + 1)
    return [
      Hum(
        bandHz: 0.3...45, slope: .steep, front: [7, 9, 15 * wave, 17 * wave, 8.5, 0],
        back: [6, 8, 12 * wave, 14 * wave, 7.5, 0]),
      Hum(
        bandHz: 0.5...45, slope: .gentle, front: [7.5, 6, 3.6, 3, 5.5, 0], back: [7, 5.5, 3.4, 2.8, 5, 0]),
      Hum(bandHz: 4...7.5, slope: .flat, front: [2, 5.5, 3.2, 3.2, 5.5, 0], back: [2, 4.5, 2.8, 2.8, 4.5, 0]),
      Hum(
        bandHz: alpha, slope: .flat, front: [6, 1.5, asleep, asleep, 1.5, 0], back: [15, 2.5, asleep, asleep, 2, 0]),
      Hum(bandHz: 11...15.5, slope: .flat, front: [1, 1, 1.6, 1.2, 0.7, 0], back: [1, 1, 1.3, 1, 0.7, 0]),
    ]
  }

  private mutating func paintLifelikeBackground(_ count: Int, _ traits: SleeperTraits) {
    let hums = hums(traits)
    var branches: [(Hum, SeededChance)] = []
    for hum in hums { branches += [(hum, chance.branch()), (hum, chance.branch())] }
    // Each eye has noise of its own, slow and steep.
    let slow = Hum(bandHz: 0.25...30, slope: .steep, front: [], back: [])
    branches += [(slow, chance.branch()), (slow, chance.branch())]
    let frozen = branches
    let noises = Parallel.map(frozen.count) { index -> [Float] in
      var chance = frozen[index].1
      return BandNoise.values(
        count: count, bandHz: frozen[index].0.bandHz, rateHz: Double(SignalPainter.rateHz),
        slope: frozen[index].0.slope, chance: &chance)
    }
    brain = [Float](repeating: 0, count: count)
    back = brain
    for (index, hum) in hums.enumerated() {
      add(noises[2 * index], by: hum.front, to: &brain)
      let shared = zip(noises[2 * index], noises[2 * index + 1]).map { 0.66 * $0 + 0.75 * $1 }
      add(shared, by: hum.back, to: &back)
    }
    let (left, right) = (noises[2 * hums.count], noises[2 * hums.count + 1])
    leftEye = zip(brain, left).map { 0.4 * $0 + 6.5 * $1 }
    rightEye = zip(brain, right).map { 0.4 * $0 + 6.5 * $1 }
  }

  private mutating func paintLifelikeChin(_ count: Int, _ traits: SleeperTraits) {
    var source = chance.branch()
    let noise = BandNoise.values(
      count: count, bandHz: 10...49, rateHz: Double(SignalPainter.rateHz), chance: &source)
    chin = [Float](repeating: 0, count: count)
    // Above the noise of the amplifier, which no tone goes below.
    add(noise, by: [20, 9, 6, 4.5, 1.2, 0].map { $0 * traits.chinFactor + 1.2 }, to: &chin)
    for onset in onsets(in: .rem, aMinute: 1.5, apartSeconds: 4) {
      twitch(at: onset, seconds: chance.within(0.2...0.8), strength: Float(chance.within(6...22)))
    }
  }

  /// Tenses the chin for a while.
  mutating func twitch(at onset: Double, seconds: Double, strength: Float) {
    let start = Int(onset * Double(SignalPainter.rateHz))
    let length = Int(seconds * Double(SignalPainter.rateHz))
    for index in 0..<length where start + index < chin.count {
      chin[start + index] += strength * Float(chance.normal()) * Shape.bell(index, of: length)
    }
  }

  /// Lets the gain of each signal wander over the night, and what is said of amplitudes with it.
  private mutating func drift(by share: Float) {
    let gains = (0..<5).map { _ in wandering(share) }
    SignalPainter.multiply(&brain, gains[0])
    SignalPainter.multiply(&back, gains[1])
    SignalPainter.multiply(&leftEye, gains[2])
    SignalPainter.multiply(&rightEye, gains[3])
    SignalPainter.multiply(&chin, gains[4])
    for index in truth.indices {
      let epoch = min(stages.count - 1, Int(truth[index].onsetSeconds / Epoch.lengthSeconds))
      truth[index].amplitudeMicrovolts *= Double(gains[truth[index].kind == .eyeMovement ? 2 : 0][epoch])
    }
  }

  /// A gain an epoch about 1: a walk that is drawn back to its middle.
  private mutating func wandering(_ share: Float) -> [Float] {
    var place: Float = 0
    return stages.map { _ in
      place = 0.99 * place + 0.14 * Float(chance.normal())
      return 1 + share * max(-1.5, min(1.5, place))
    }
  }

  private static func multiply(_ signal: inout [Float], _ gains: [Float]) {
    for index in signal.indices {
      let epoch = index / epochSamples
      let part = Float(index % epochSamples) / Float(epochSamples)
      let next = gains[min(gains.count - 1, epoch + 1)]
      signal[index] *= gains[epoch] + (next - gains[epoch]) * part
    }
  }
}
