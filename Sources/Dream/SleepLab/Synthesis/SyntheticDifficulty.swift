/// How hard a made-up night is to read.
public enum SyntheticDifficulty: String, CaseIterable, Sendable, Hashable {
  /// Clear events upon band noise, for demonstrations and screens.
  case easy
  /// A falling spectrum as real brains have it, a sleeper with traits of their own, overlapping rhythms, some artefacts.
  case real
  /// Weak events, an alpha rhythm within sleep, many artefacts, a gain that drifts.
  case hard
}

/// What is particular to a sleeper and a night, drawn from the seed.
struct SleeperTraits: Sendable {
  /// The frequency of the fast spindles in Hz; they lie about 13.3 (Cox et al. 2017, doi 10.1038/s41598-017-10836-8).
  let fastSpindleHz: Double
  /// The frequency of the slow spindles in Hz.
  let slowSpindleHz: Double
  /// The greatest amplitude of a spindle in µV, from zero.
  let spindleMicrovolts: Double
  /// How many spindles a minute N2 has.
  let spindlesAMinute: Double
  /// The frequency of the alpha rhythm in Hz.
  let alphaHz: Double
  /// What is left of alpha in sleep, in µV.
  let alphaInSleepMicrovolts: Float
  /// By what slow waves are greater or smaller than usual: they shrink with age.
  let waveFactor: Double
  /// By what eye movements are greater or smaller than usual.
  let eyeFactor: Double
  /// By what the chin is tenser than usual.
  let chinFactor: Float
  /// Artefacts of each kind an hour.
  let artefactsAnHour: Double
  /// How far the gain drifts, as a share.
  let gainDrift: Float

  /// Draws a sleeper.
  init(_ difficulty: SyntheticDifficulty, chance: inout SeededChance) {
    let isHard = difficulty == .hard
    fastSpindleHz = chance.within(12.5...14.3)
    slowSpindleHz = chance.within(11.2...12.2)
    spindleMicrovolts = isHard ? chance.within(16...32) : chance.within(26...44)
    spindlesAMinute = isHard ? chance.within(1.5...4) : chance.within(3...7)
    alphaHz = chance.within(8.6...10.8)
    alphaInSleepMicrovolts = Float(isHard ? chance.within(1...4.5) : chance.within(0...1.2))
    waveFactor = isHard ? chance.within(0.75...1) : chance.within(0.9...1.2)
    eyeFactor = isHard ? chance.within(0.55...0.9) : chance.within(0.8...1.2)
    chinFactor = Float(isHard ? chance.within(0.5...1.2) : chance.within(0.8...1.3))
    artefactsAnHour = isHard ? chance.within(8...20) : chance.within(2...6)
    gainDrift = Float(isHard ? chance.within(0.15...0.3) : chance.within(0...0.08))
  }
}
