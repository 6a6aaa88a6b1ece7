// Nights that are harder to read: the events of sleep, each with a form of its own, and what looks like them.
extension SignalPainter {
  mutating func paintSpindles(_ traits: SleeperTraits) {
    let rates: [(Stage, Double)] = [
      (.n2, traits.spindlesAMinute), (.n3, 0.35 * traits.spindlesAMinute), (.n1, 0.1 * traits.spindlesAMinute),
    ]
    for (stage, rate) in rates {
      // Spindles come in crowds, every 50 s or so (Lecci et al. 2017, doi 10.1126/sciadv.1602026).
      for onset in onsets(in: stage, aMinute: 1.6 * rate, apartSeconds: 2)
      where chance.unit() < 0.625 * Double(1 + 0.6 * Shape.sine(onset / 50)) {
        let isFast = chance.unit() < 0.7
        let frequency = (isFast ? traits.fastSpindleHz : traits.slowSpindleHz) + 0.3 * chance.normal()
        let strength = max(9, traits.spindleMicrovolts * (0.35 + 0.65 * chance.unit()))
        paintSpindle(onset, seconds: 0.5 + 1.3 * chance.unit() * chance.unit() + 0.2, frequency, strength)
      }
    }
  }

  /// A spindle that grows, slows down a little, and fades.
  private mutating func paintSpindle(_ onset: Double, seconds: Double, _ frequencyHz: Double, _ strength: Double) {
    let count = Int(seconds * Double(SignalPainter.rateHz))
    let crest = chance.within(0.35...0.6)
    let phase = chance.unit()
    let shape = (0..<count).map { index -> Float in
      let time = Double(index) / Double(SignalPainter.rateHz)
      let turns = (frequencyHz + 0.3 - 0.3 * time / seconds) * time + phase
      return Float(strength) * Shape.skewBell(index, of: count, crest: crest) * Shape.sine(turns)
    }
    lay(shape, at: onset)
    note(.spindle, onset, seconds, frequencyHz: frequencyHz, amplitude: 2 * strength)
  }

  mutating func paintWaves(_ traits: SleeperTraits) {
    for onset in onsets(in: .n2, aMinute: 1.4, apartSeconds: 6) {
      let depth = chance.within(85...150) * traits.waveFactor
      paintWave(.kComplex, onset, depth: depth, spread: chance.within(0.1...0.18), crestShare: chance.within(0.4...0.8))
      // Every third one calls a spindle.
      if chance.unit() < 0.33 {
        let strength = max(9, traits.spindleMicrovolts * chance.within(0.4...1))
        paintSpindle(onset + 0.9, seconds: chance.within(0.6...1.3), traits.fastSpindleHz, strength)
      }
    }
    for onset in onsets(in: .n3, aMinute: 24, apartSeconds: 1.3) {
      let depth = (60 + 70 * chance.unit() * chance.unit()) * traits.waveFactor
      paintWave(
        .slowWave, onset, depth: depth, spread: chance.within(0.13...0.24), crestShare: chance.within(0.5...0.95))
    }
    for onset in onsets(in: .n1, aMinute: 1.5, apartSeconds: 3) {
      lay(Shape.wave(depth: 65, crest: 20, spread: 0.07, seconds: 1).map { $0 * Float(traits.waveFactor) }, at: onset)
      disturb(.vertexWave, onset, 0.6)
    }
  }

  private mutating func paintWave(
    _ kind: SleepEvent.Kind, _ onset: Double, depth: Double, spread: Double, crestShare: Double
  ) {
    let seconds = 0.87 + 4 * spread
    lay(
      Shape.wave(depth: Float(depth), crest: Float(crestShare * depth), spread: spread, seconds: seconds), at: onset)
    note(kind, onset, seconds, amplitude: (1 + crestShare) * depth)
  }

  /// Sawtooth waves before the eyes move: 2 to 4 Hz, steep up, slowly down (AASM manual).
  mutating func paintSawtooth(_ traits: SleeperTraits) {
    for onset in onsets(in: .rem, aMinute: 0.8, apartSeconds: 15) {
      let seconds = chance.within(2...5)
      let frequency = chance.within(2.2...3.8)
      let strength = Float(chance.within(12...26))
      let count = Int(seconds * Double(SignalPainter.rateHz))
      let shape = (0..<count).map { index -> Float in
        let turns = Double(index) / Double(SignalPainter.rateHz) * frequency
        let part = Float(turns - turns.rounded(.down))
        let tooth = part < 0.25 ? 8 * part - 1 : 1 - (part - 0.25) * 8 / 3
        return strength * tooth * Shape.bell(index, of: count)
      }
      lay(shape, at: onset)
      disturb(.sawtooth, onset, seconds)
    }
  }

  /// Bursts of alpha within sleep, and arousals: what is taken for spindles.
  mutating func paintRhythmBursts(_ traits: SleeperTraits) {
    for stage in [Stage.n1, .n2, .n3, .rem] {
      let rate = traits.artefactsAnHour / 60 * (stage == .rem ? 3 : 2)
      for onset in onsets(in: stage, aMinute: rate, apartSeconds: 8) {
        let isArousal = chance.unit() < 0.3
        let seconds = isArousal ? chance.within(3...8) : chance.within(0.6...2.5)
        paintAlpha(onset, seconds, traits.alphaHz, strength: chance.within(10...26))
        disturb(isArousal ? .arousal : .alphaBurst, onset, seconds)
        if isArousal { twitch(at: onset, seconds: seconds, strength: Float(chance.within(6...14))) }
      }
    }
  }

  private mutating func paintAlpha(_ onset: Double, _ seconds: Double, _ frequencyHz: Double, strength: Double) {
    let count = Int(seconds * Double(SignalPainter.rateHz))
    let shape = (0..<count).map { index -> Float in
      let turns = Double(index) / Double(SignalPainter.rateHz) * frequencyHz
      return Float(strength) * Shape.bell(index, of: count) * Shape.sine(turns)
    }
    SignalPainter.add(shape, by: 0.8, at: onset, to: &brain)
    SignalPainter.add(shape, by: 1.2, at: onset, to: &back)
  }

  /// Notes what is no event.
  mutating func disturb(_ kind: SyntheticNight.Disturbance.Kind, _ onset: Double, _ seconds: Double) {
    disturbances.append(.init(kind: kind, onsetSeconds: onset, durationSeconds: seconds))
  }
}

extension Shape {
  /// As `bell`, its crest anywhere: 0 at the ends, 1 at `crest`, a share of the length.
  static func skewBell(_ index: Int, of count: Int, crest: Double) -> Float {
    let place = Double(index) / Double(max(1, count - 1))
    let half = place < crest ? place / crest : (1 - place) / (1 - crest)
    return Float(half * half * (3 - 2 * half))
  }
}
