/// Measures a sound as it comes, and never looks ahead: loudness, three bands, and where strokes begin.
///
/// Hundred times a second: the loudness over the last 400 ms, K-weighted (momentary loudness, ITU-R BS.1770-5 and EBU Tech
/// 3341); the bands below 250 Hz, between, and above 2000 Hz, over some 100 ms; and a stroke where the bands have just risen
/// beyond all that they were in the 50 ms before, and beyond what is usual in the last second.
///
/// Shown is the fourth root of power, which is about how strength is felt (Stevens 1955, doi 10.1121/1.1908048): 1 is −14 LUFS,
/// at which music is mastered, and below −60 LUFS is nothing.
public struct SoundMeter {
  /// Measures a second.
  public static let hopsPerSecond = 100
  /// Hops of the window of loudness.
  private static let loudnessHops = 40
  /// K-weighted mean square of −14 LUFS.
  private static let fullPower = 0.0466659
  private static let floor = 0.07
  /// From one stroke to the next in hops.
  private static let refractoryHops = 12

  private let rateHz: Double
  private var shelf: Biquad, high: Biquad
  private var lowBand: Biquad, midFrom: Biquad, midTo: Biquad, highBand: Biquad
  private var inHop = 0, hopLength = 0, samplesSeen = 0, hopsSeen = 0
  /// Sums of squares within the hop: K-weighted, low, mid, high.
  private var sums = SIMD4<Double>.zero
  private var recent = [Double](repeating: 0, count: SoundMeter.loudnessHops)
  /// Band powers over some 100 ms.
  private var envelope = SIMD4<Double>.zero
  private var hopBefore = SIMD4<Double>.zero
  /// Strengths of the last hops, oldest first.
  private var strengths = [SIMD4<Double>](repeating: .zero, count: 5)
  private var usualRise = 0.0
  private var sinceStroke = SoundMeter.refractoryHops

  /// What is heard now.
  public private(set) var sound = Sound.silence

  /// Nothing was heard yet.
  ///
  /// - Parameter rateHz: samples a second, 8000 to 384000.
  public init(rateHz: Double) {
    self.rateHz = rateHz
    (shelf, high) = Biquad.kWeighting(rateHz: rateHz)
    lowBand = .lowPass(250, rateHz: rateHz)
    midFrom = .highPass(250, rateHz: rateHz)
    midTo = .lowPass(2000, rateHz: rateHz)
    highBand = .highPass(2000, rateHz: rateHz)
    hopLength = endOfHop(0)
  }

  /// K-weighted mean square over the last 400 ms: −0.691 + 10·log₁₀ of it are LUFS.
  public var momentaryPower: Double { recent.reduce(0, +) / Double(SoundMeter.loudnessHops) }

  /// Takes a sample.
  ///
  /// - Parameter sample: ±1 is full scale.
  /// - Returns: whether a hop has just ended, and `sound` is new.
  public mutating func hear(_ sample: Float) -> Bool {
    let value = sample.isFinite ? Double(min(max(sample, -8), 8)) : 0
    let weighted = high.pass(shelf.pass(value))
    let low = lowBand.pass(value), mid = midTo.pass(midFrom.pass(value)), top = highBand.pass(value)
    sums += SIMD4(weighted * weighted, low * low, mid * mid, top * top)
    samplesSeen += 1
    guard samplesSeen == hopLength else { return false }
    endHop()
    return true
  }

  /// The sample before which a hop ends: whole samples, but a hundred hops a second at any rate.
  private func endOfHop(_ hop: Int) -> Int {
    Int((Double(hop + 1) * rateHz / Double(SoundMeter.hopsPerSecond)).rounded())
  }

  private mutating func endHop() {
    let length = Double(samplesSeen - endOfHop(hopsSeen - 1))
    let power = sums / max(1, length)
    sums = .zero
    recent[hopsSeen % SoundMeter.loudnessHops] = power[0]
    hopsSeen += 1
    hopLength = endOfHop(hopsSeen)
    envelope += (power - envelope) * 0.095
    listenForStroke(power)
    sound.loudness = SoundMeter.felt(momentaryPower)
    sound.low = SoundMeter.felt(3 * envelope[1])
    sound.mid = SoundMeter.felt(3 * envelope[2])
    sound.high = SoundMeter.felt(3 * envelope[3])
  }

  private mutating func listenForStroke(_ power: SIMD4<Double>) {
    // Two hops: a low tone's own swing is no stroke.
    let pair = (power + hopBefore) * (0.5 / SoundMeter.fullPower)
    hopBefore = power
    let strength = pair.squareRoot().squareRoot()
    var rise = 0.0, whole = 0.0
    for band in 1...3 {
      var before = 0.0
      for hop in strengths { before = max(before, hop[band]) }
      rise += max(0, strength[band] - before)
      whole += before
    }
    strengths.removeFirst()
    strengths.append(strength)
    sinceStroke += 1
    let isStroke = rise > 0.06 + 0.22 * whole + 2 * usualRise && sinceStroke >= SoundMeter.refractoryHops
    if isStroke {
      sinceStroke = 0
      sound.onsets += 1
    }
    usualRise += (min(rise, 0.2) - usualRise) * 0.02
  }

  private static func felt(_ power: Double) -> Float {
    let strength = (power / fullPower).squareRoot().squareRoot()
    return Float(min(max(0, (strength - floor) / (1 - floor)), 1.5))
  }
}
