/// How a dream swings with a sound: slowly, so that nothing of it above 3 Hz becomes luminance; strokes become waves in space.
struct SoundSwing {
  /// 0 to 1.5, low-passed.
  private(set) var loudness = 0.0, low = 0.0, mid = 0.0, high = 0.0
  /// Whether a stroke has just raised a wave.
  private(set) var hasStruck = false
  private var onsets: Int?
  private var sinceStroke = Double.infinity

  /// Time constants of what is heard, in seconds.
  private static let seconds = 0.4
  /// From one wave to the next: strokes between pass unseen.
  static let shortestSeconds = 0.45

  /// Whether the picture is another than without a sound.
  var isHeard: Bool { loudness > 0 || low > 0 || mid > 0 || high > 0 }

  mutating func follow(_ sound: Sound, seconds: Double) {
    let share = 1 - Exact.exponential(-seconds / SoundSwing.seconds)
    loudness = SoundSwing.nearer(loudness, to: sound.loudness, share)
    low = SoundSwing.nearer(low, to: sound.low, share)
    mid = SoundSwing.nearer(mid, to: sound.mid, share)
    high = SoundSwing.nearer(high, to: sound.high, share)
    sinceStroke += seconds
    // The first count that is heard, and one that began anew, are no strokes.
    let isNew = onsets.map { sound.onsets > $0 } ?? false
    onsets = sound.onsets
    hasStruck = isNew && sinceStroke >= SoundSwing.shortestSeconds
    if hasStruck { sinceStroke = 0 }
  }

  private static func nearer(_ value: Double, to goal: Float, _ share: Double) -> Double {
    let bounded = goal.isFinite ? min(max(Double(goal), 0), 1.5) : 0
    let next = value + (bounded - value) * share
    return next < 0.0005 && bounded == 0 ? 0 : next
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\SoundSwing.loudness, \.low, \.mid, \.high, \.sinceStroke] {
      ledger.exchange(&self[keyPath: number])
    }
    var count = onsets ?? -1
    ledger.exchange(&count)
    onsets = count < 0 ? nil : count
  }
}

extension Look {
  /// Swings with a sound: space and colour, and never the light of the whole.
  mutating func swing(with sound: SoundSwing) {
    guard sound.isHeard else { return }
    self[.flow] *= Float(1 + 1.6 * sound.loudness)
    self[.zoom] += Float(0.06 * sound.loudness)
    self[.saturation] *= Float(1 + 0.3 * sound.loudness)
    self[.swell] += Float(0.022 * sound.low)
    self[.pictureWarp] *= Float(1 + 0.7 * sound.mid)
    self[.turn] += Float(0.012 * sound.mid)
    self[.points] *= Float(1 + 0.8 * sound.high)
    self[.driftAround] += Float(6 * sound.high)
  }
}
