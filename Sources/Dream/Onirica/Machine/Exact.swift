/// Functions that give the same bits on every machine.
///
/// The C library's choose their code by the processor and may differ in the last bit; a dream must not.
enum Exact {
  /// sin(2πt), within 10⁻⁷.
  static func sine(turns t: Double) -> Double {
    var x = t - t.rounded(.toNearestOrAwayFromZero)
    if x > 0.25 { x = 0.5 - x } else if x < -0.25 { x = -0.5 - x }
    let y = x * x
    let high = 81.605249276 + y * (-76.705859753 + y * (42.058693945 + y * (-15.094642577 + y * 3.8199525848)))
    return x * (6.2831853072 + y * (-41.341702240 + y * high))
  }

  /// cos(2πt), within 10⁻⁷.
  static func cosine(turns t: Double) -> Double { sine(turns: t + 0.25) }

  /// eˣ, within 10⁻¹² of itself; 0 below −700, largest at 700.
  static func exponential(_ x: Double) -> Double {
    if x < -700 { return 0 }
    let scaled = min(x, 700) * 1.4426950408889634
    let whole = scaled.rounded(.toNearestOrAwayFromZero)
    let f = (scaled - whole) * 0.6931471805599453
    var term = 1.0
    var sum = 1.0
    for k in 1...13 {
      term = term * f / Double(k)
      sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(whole), significand: 1)
  }

  /// A number in 0 ..< 1 from three counters.
  static func chance(_ seed: UInt64, _ a: Int, _ b: Int = 0) -> Double {
    Double(hash(seed, a, b) >> 11) * (1.0 / 9_007_199_254_740_992)
  }

  /// 64 random bits from three counters (the finaliser of SplitMix64).
  static func hash(_ seed: UInt64, _ a: Int, _ b: Int = 0) -> UInt64 {
    var z = seed &+ UInt64(bitPattern: Int64(a)) &* 0x9E37_79B9_7F4A_7C15
    z = z &+ UInt64(bitPattern: Int64(b)) &* 0xD1B5_4A32_D192_ED03
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 3t² − 2t³ between 0 and 1.
  static func smooth(_ t: Double) -> Double {
    let x = min(max(t, 0), 1)
    return x * x * (3 - 2 * x)
  }
}
