import Glibc

/// What an epoch shows, in the terms of the rules.
struct StageEvidence: Sendable, Hashable {
  /// The logarithm to base 10 of δ power in µV².
  var deltaLog: Float
  /// The share of the epoch that slow waves fill, 0 to 1.
  var slowWaveShare: Float
  /// How many spindles begin.
  var spindles: Int
  /// How many rapid eye movements begin.
  var eyeMovements: Int
  /// The logarithm to base 10 of α and β power over δ and θ power.
  var fastLog: Float
  /// The logarithm to base 10 of θ power over δ power, which no amplifier and no age changes much.
  var balanceLog: Float
  /// The share of α power, 0 to 1.
  var alphaShare: Float
  /// The logarithm to base 10 of the eyes' difference in µV (RMS, 0.5–5 Hz); nil without an EOG.
  var eyesLog: Float?
  /// The chin's tone, z-scored over the night; nil without an EMG.
  var tone: Float?

  /// Gathers the evidence epoch by epoch; nil where there are no powers.
  static func gathered(
    powers: [BandPowers?], track: FeatureTrack, finding: EventFinding, eyes: Eyes?, hasTone: Bool
  ) -> [StageEvidence?] {
    // Events are looked for everywhere: each stage counts as the one in which they occur.
    let count = powers.count
    let found = finding.everywhere(epochCount: count)
    let spindles = counts(found.spindles, count)
    var shares = [Float](repeating: 0, count: count)
    for wave in found.slowWaves where wave.kind == .slowWave {
      let epoch = Int(wave.onsetSeconds / Epoch.lengthSeconds)
      if epoch < count { shares[epoch] += Float(wave.durationSeconds / Epoch.lengthSeconds) }
    }
    let moves = counts(found.moves, count)
    let perEpoch = Int(FeatureTrack.rateHz * Epoch.lengthSeconds)
    let unrest: [Float]? = eyes.map { Self.unrest(of: $0, count) }
    let tones = track.column(.muscleTone)
    return powers.enumerated().map { epoch, powers -> StageEvidence? in
      guard let powers else { return nil }
      let start = tones.startIndex + min(tones.count, epoch * perEpoch)
      let end = tones.startIndex + min(tones.count, (epoch + 1) * perEpoch)
      let tone = start < end ? tones[start..<end].reduce(0, +) / Float(end - start) : 0
      let absolute = powers.absolute
      let slow = max(1e-3, absolute[.delta] + absolute[.theta])
      let fast = max(1e-3, absolute[.alpha] + absolute[.beta])
      return StageEvidence(
        deltaLog: log10(max(1e-3, absolute[.delta])), slowWaveShare: shares[epoch], spindles: spindles[epoch],
        eyeMovements: moves[epoch], fastLog: log10(fast / slow),
        balanceLog: log10(max(1e-3, absolute[.theta]) / max(1e-3, absolute[.delta])),
        alphaShare: powers.relative[.alpha],
        eyesLog: unrest?[epoch], tone: hasTone ? tone : nil)
    }
  }

  /// How much the eyes differ in each epoch, as a logarithm.
  private static func unrest(of eyes: Eyes, _ epochCount: Int) -> [Float] {
    let count = min(eyes.left.values.count, eyes.right.values.count)
    let length = Epoch.lengthSeconds * eyes.left.rateHz
    return Parallel.map(epochCount) { epoch in
      let range = min(count, Int(Double(epoch) * length))..<min(count, Int(Double(epoch + 1) * length))
      let squares = range.reduce(0.0) { sum, index in
        let difference = Double(eyes.left.values[index] - eyes.right.values[index])
        return sum + difference * difference
      }
      return Float(log10(max(1e-3, (squares / Double(max(1, range.count))).squareRoot())))
    }
  }

  private static func counts(_ events: [SleepEvent], _ epochCount: Int) -> [Int] {
    var result = [Int](repeating: 0, count: epochCount)
    for event in events {
      let epoch = Int(event.onsetSeconds / Epoch.lengthSeconds)
      if epoch < epochCount { result[epoch] += 1 }
    }
    return result
  }
}
