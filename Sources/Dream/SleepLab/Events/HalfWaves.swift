/// Slow waves and K-complexes by their two halves, in a band that leaves their form: 0.3–2.5 Hz.
///
/// A slow wave has the 75 µV from peak to peak that experts count by (AASM manual), and stands out of the night's own slow
/// signal, whose spread differs with age, electrode and amplifier. A K-complex is a wave of N2 that stands alone, deeper
/// than most: between the manual's rule and Massimini et al. 2004 (80 and 140 µV, doi 10.1523/JNEUROSCI.1318-04.2004).
struct HalfWaves: Sendable {
  /// What passes before waves are looked for, in Hz.
  var bandHz: ClosedRange<Double> = 0.3...2.5
  /// The least depth of the negative half of a slow wave in µV.
  var leastDepthMicrovolts: Float = 50
  /// The least depth of the negative half of a K-complex in µV.
  var leastComplexDepthMicrovolts: Float = 50
  /// The least amplitude of a K-complex from peak to peak in µV.
  var leastComplexAmplitudeMicrovolts: Float = 100
  /// The least amplitude of a slow wave from peak to peak in µV.
  var leastAmplitudeMicrovolts: Float = 75
  /// The least amplitude from peak to peak in spreads of the night's own slow signal (1.4826 times the median deviation):
  /// where all is large, a wave is what stands out.
  var leastSpreads = 6.0
  /// The greatest amplitude from peak to peak in µV: above it a body or an electrode moved.
  var greatestAmplitudeMicrovolts: Float = 500
  /// The length of the negative half in seconds.
  var negativeSeconds: ClosedRange<Double> = 0.2...1.2
  /// The length of the positive half in seconds.
  var positiveSeconds: ClosedRange<Double> = 0.1...1.3
  /// How far from every other wave a K-complex stands, in seconds.
  var isolationSeconds = 1.5

  /// What is said of the method.
  static let method =
    "regie: 0.3-2.5 Hz; negative half 50 uV or more, 75-500 uV and 6 spreads of the night from peak to peak "
    + "(K-complex 100 uV); 0.2-1.2 and 0.1-1.3 s"

  /// A wave by its samples: zero crossing, trough, zero crossing, crest, zero crossing.
  private struct Wave {
    var start: Int
    var trough: Int
    var end: Int
    var depth: Float
    var amplitude: Float
  }

  /// Finds slow waves in N2 and N3, and among those of N2 the K-complexes, which are given a second time as such.
  ///
  /// - Parameters:
  ///   - eeg: the signal in µV.
  ///   - stages: the stages of the night, epoch by epoch.
  /// - Returns: in any order.
  func events(in eeg: SampledSignal, stages: [Stage]) -> [SleepEvent] {
    filter(for: eeg).map { events(in: eeg, filtered: $0.applied(to: eeg.values), stages: stages) } ?? []
  }

  /// What leaves the band of slow waves; nil for a signal that is too slow or too short.
  func filter(for eeg: SampledSignal) -> Filter? {
    guard eeg.rateHz > 4 * bandHz.upperBound, eeg.values.count > Int(eeg.rateHz) else { return nil }
    return Filter(bandHz: bandHz, transitionsHz: (0.2, 0.2), rateHz: eeg.rateHz)
  }

  /// As `events(in:stages:)`, of what was filtered before.
  func events(in eeg: SampledSignal, filtered values: [Float], stages: [Stage]) -> [SleepEvent] {
    let mask = StageMask(stages, wanted: [.n2, .n3], for: eeg).isIn
    // One sample in five tells the spread of so slow a signal.
    let spread = Statistics.spread(stride(from: 0, to: values.count, by: 5).filter { mask[$0] }.map { values[$0] }) ?? 0
    let least = max(leastAmplitudeMicrovolts, Float(leastSpreads) * spread)
    let isSlow = { (wave: Wave) in wave.depth >= leastDepthMicrovolts && wave.amplitude >= least }
    let isDeep = { (wave: Wave) in
      wave.depth >= leastComplexDepthMicrovolts && wave.amplitude >= leastComplexAmplitudeMicrovolts
    }
    let waves = waves(values, mask, eeg.rateHz).filter { isSlow($0) || isDeep($0) }
    let complexes = waves.indices.filter { place in
      let epoch = Int(Double(waves[place].trough) / eeg.rateHz / Epoch.lengthSeconds)
      guard epoch < stages.count, stages[epoch] == .n2, isDeep(waves[place]) else { return false }
      let before = place > 0 ? waves[place].trough - waves[place - 1].trough : Int.max
      let after = place + 1 < waves.count ? waves[place + 1].trough - waves[place].trough : Int.max
      return Double(min(before, after)) >= isolationSeconds * eeg.rateHz
    }
    let alone = Set(complexes)
    let slow = waves.indices.filter { alone.contains($0) || isSlow(waves[$0]) }
    return slow.map { event(.slowWave, waves[$0], eeg.rateHz) }
      + complexes.map { event(.kComplex, waves[$0], eeg.rateHz) }
  }

  private func event(_ kind: SleepEvent.Kind, _ wave: Wave, _ rateHz: Double) -> SleepEvent {
    let seconds = Double(wave.end - wave.start) / rateHz
    return SleepEvent(
      kind: kind, onsetSeconds: Double(wave.start) / rateHz, durationSeconds: seconds,
      amplitudeMicrovolts: wave.amplitude, frequencyHz: Float(1 / seconds))
  }

  /// All waves whose halves have the right length, but for those that are too great.
  private func waves(_ values: [Float], _ mask: [Bool], _ rateHz: Double) -> [Wave] {
    let crossings = SlowWaveDetector.zeroCrossings(values)
    var result: [Wave] = []
    for place in crossings.indices.dropLast(2) {
      let (start, middle, end) = (crossings[place], crossings[place + 1], crossings[place + 2])
      guard values[start + 1] <= 0, negativeSeconds.contains(Double(middle - start) / rateHz),
        positiveSeconds.contains(Double(end - middle) / rateHz),
        let trough = (start + 1...middle).min(by: { values[$0] < values[$1] }), mask[trough],
        let crest = (middle + 1...end).max(by: { values[$0] < values[$1] })
      else { continue }
      let wave = Wave(
        start: start, trough: trough, end: end, depth: -values[trough], amplitude: values[crest] - values[trough])
      if wave.amplitude <= greatestAmplitudeMicrovolts { result.append(wave) }
    }
    return result
  }
}
