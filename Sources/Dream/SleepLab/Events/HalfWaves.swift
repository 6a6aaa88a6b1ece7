/// Slow waves and K-complexes by their two halves, in a band that leaves their form: 0.3–2.5 Hz.
///
/// The depth of 60 µV and 100 µV from peak to peak lie between the rule that experts count by (75 µV, AASM manual) and
/// Massimini et al. 2004 (80 and 140 µV, doi 10.1523/JNEUROSCI.1318-04.2004). A K-complex is a wave of N2 that stands alone.
struct HalfWaves: Sendable {
  /// What passes before waves are looked for, in Hz.
  var bandHz: ClosedRange<Double> = 0.3...2.5
  /// The least depth of the negative half of a slow wave in µV.
  var leastDepthMicrovolts: Float = 60
  /// The least depth of the negative half of a K-complex in µV.
  var leastComplexDepthMicrovolts: Float = 50
  /// The least amplitude from peak to peak in µV.
  var leastAmplitudeMicrovolts: Float = 100
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
    "regie: 0.3-2.5 Hz; negative half 60 uV or more (K-complex 50), 100-500 uV from peak to peak; 0.2-1.2 and 0.1-1.3 s"

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
    guard eeg.rateHz > 4 * bandHz.upperBound, eeg.values.count > Int(eeg.rateHz) else { return [] }
    let values = Filter(bandHz: bandHz, transitionsHz: (0.2, 0.2), rateHz: eeg.rateHz).applied(to: eeg.values)
    let mask = StageMask(stages, wanted: [.n2, .n3], for: eeg).isIn
    let waves = waves(values, mask, eeg.rateHz)
    let complexes = waves.indices.filter { place in
      let epoch = Int(Double(waves[place].trough) / eeg.rateHz / Epoch.lengthSeconds)
      guard epoch < stages.count, stages[epoch] == .n2 else { return false }
      let before = place > 0 ? waves[place].trough - waves[place - 1].trough : Int.max
      let after = place + 1 < waves.count ? waves[place + 1].trough - waves[place].trough : Int.max
      return Double(min(before, after)) >= isolationSeconds * eeg.rateHz
    }
    let alone = Set(complexes)
    let slow = waves.indices.filter { alone.contains($0) || waves[$0].depth >= leastDepthMicrovolts }
    return slow.map { event(.slowWave, waves[$0], eeg.rateHz) }
      + complexes.map { event(.kComplex, waves[$0], eeg.rateHz) }
  }

  private func event(_ kind: SleepEvent.Kind, _ wave: Wave, _ rateHz: Double) -> SleepEvent {
    let seconds = Double(wave.end - wave.start) / rateHz
    return SleepEvent(
      kind: kind, onsetSeconds: Double(wave.start) / rateHz, durationSeconds: seconds,
      amplitudeMicrovolts: wave.amplitude, frequencyHz: Float(1 / seconds))
  }

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
      if wave.depth >= min(leastDepthMicrovolts, leastComplexDepthMicrovolts),
        wave.amplitude >= leastAmplitudeMicrovolts, wave.amplitude <= greatestAmplitudeMicrovolts
      {
        result.append(wave)
      }
    }
    return result
  }
}
