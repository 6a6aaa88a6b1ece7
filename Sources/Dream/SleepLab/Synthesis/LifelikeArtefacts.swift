// Nights that are harder to read: what comes from the body and the electrodes.
extension SignalPainter {
  mutating func paintArtefacts(_ traits: SleeperTraits) {
    for stage in [Stage.wake, .n1, .n2, .n3, .rem] {
      let rate = traits.artefactsAnHour / 60 * (stage == .wake ? 6 : 1)
      for onset in onsets(in: stage, aMinute: 2 * rate, apartSeconds: 6) { paintMuscle(onset) }
      for onset in onsets(in: stage, aMinute: rate, apartSeconds: 25) { paintMovement(onset) }
      for onset in onsets(in: stage, aMinute: 0.5 * rate, apartSeconds: 20) { paintPop(onset) }
    }
    for onset in onsets(in: .n2, aMinute: traits.artefactsAnHour / 600, apartSeconds: 600) { paintSweat(onset) }
  }

  private mutating func paintMuscle(_ onset: Double) {
    let seconds = chance.within(0.5...3)
    let strength = Float(chance.within(5...16))
    SignalPainter.add(roughness(seconds).map { $0 * strength }, by: 1, at: onset, to: &brain)
    SignalPainter.add(roughness(seconds).map { $0 * strength }, by: 0.6, at: onset, to: &back)
    disturb(.muscle, onset, seconds)
  }

  /// The body turns: swings of all signals, each its own way, and muscles everywhere.
  private mutating func paintMovement(_ onset: Double) {
    let seconds = chance.within(2...9)
    let count = Int(seconds * Double(SignalPainter.rateHz))
    let swings = (0..<4).map { _ in Float(chance.within(100...320)) * (chance.unit() < 0.5 ? -1 : 1) }
    let speeds = (0..<4).map { _ in chance.within(0.4...1.6) }
    let rough = roughness(seconds)
    let shapes = (0..<4).map { part in
      (0..<count).map { index -> Float in
        let turns = Double(index) / Double(SignalPainter.rateHz) * speeds[part]
        return swings[part] * Shape.sine(turns) * Shape.bell(index, of: count) + 24 * rough[index]
      }
    }
    SignalPainter.add(shapes[0], by: 1, at: onset, to: &brain)
    SignalPainter.add(shapes[1], by: 1, at: onset, to: &back)
    SignalPainter.add(shapes[2], by: 1, at: onset, to: &leftEye)
    SignalPainter.add(shapes[3], by: 1, at: onset, to: &rightEye)
    twitch(at: onset, seconds: seconds, strength: 35)
    disturb(.movement, onset, seconds)
  }

  /// An electrode jumps, and its amplifier comes back within a second.
  private mutating func paintPop(_ onset: Double) {
    let size = Float(chance.within(80...300)) * (chance.unit() < 0.5 ? -1 : 1)
    let keeping = Float(1 - 1 / chance.within(15...60))
    var value = size
    let shape = (0..<400).map { _ -> Float in
      defer { value *= keeping }
      return value
    }
    let isBrain = chance.unit() < 0.6
    if isBrain {
      SignalPainter.add(shape, by: 1, at: onset, to: &brain)
    } else {
      SignalPainter.add(shape, by: 1, at: onset, to: &leftEye)
    }
    disturb(.electrodePop, onset, 1)
  }

  private mutating func paintSweat(_ onset: Double) {
    let seconds = min(chance.within(120...420), Double(stages.count) * Epoch.lengthSeconds - onset)
    let count = Int(seconds * Double(SignalPainter.rateHz))
    var source = chance.branch()
    let noise = BandNoise.values(
      count: count, bandHz: 0.1...0.45, rateHz: Double(SignalPainter.rateHz), chance: &source)
    let strength = Float(chance.within(15...40))
    let shape = noise.enumerated().map { strength * $1 * Shape.bell($0, of: count) }
    SignalPainter.add(shape, by: 1, at: onset, to: &brain)
    SignalPainter.add(shape, by: 0.7, at: onset, to: &leftEye)
    disturb(.sweat, onset, seconds)
  }

  /// What muscles give to an electrode: noise without its slow parts, rising and falling.
  private mutating func roughness(_ seconds: Double) -> [Float] {
    let count = Int(seconds * Double(SignalPainter.rateHz))
    var before = (0.0, 0.0)
    return (0..<count).map { index in
      let value = chance.normal()
      defer { before = (value, before.0) }
      // The second difference falls towards slow frequencies by 12 dB an octave.
      return Float((value - 2 * before.0 + before.1) / 2.45) * Shape.bell(index, of: count).squareRoot()
    }
  }
}
