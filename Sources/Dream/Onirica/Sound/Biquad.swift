/// A recursive filter of second order, whose numbers are the same on every machine.
struct Biquad {
  private let b0: Double, b1: Double, b2: Double, a1: Double, a2: Double
  private var first = 0.0, second = 0.0

  private init(_ b0: Double, _ b1: Double, _ b2: Double, _ a1: Double, _ a2: Double) {
    (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
  }

  /// Takes a sample (transposed direct form II).
  mutating func pass(_ sample: Double) -> Double {
    let out = b0 * sample + first
    first = b1 * sample - a1 * out + second
    second = b2 * sample - a2 * out
    return out
  }

  /// tan(πf/rate), the bilinear transform's frequency.
  private static func warped(_ hertz: Double, _ rateHz: Double) -> Double {
    let turns = min(hertz / rateHz, 0.49) / 2
    return Exact.sine(turns: turns) / Exact.cosine(turns: turns)
  }

  /// Butterworth's low pass.
  static func lowPass(_ hertz: Double, rateHz: Double) -> Biquad {
    let k = warped(hertz, rateHz), q = 0.5.squareRoot()
    let a0 = 1 + k / q + k * k
    return Biquad(k * k / a0, 2 * k * k / a0, k * k / a0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
  }

  /// Butterworth's high pass.
  static func highPass(_ hertz: Double, rateHz: Double) -> Biquad {
    let k = warped(hertz, rateHz), q = 0.5.squareRoot()
    let a0 = 1 + k / q + k * k
    return Biquad(1 / a0, -2 / a0, 1 / a0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
  }

  /// The two stages of K-weighting (ITU-R BS.1770-5, annex 1, tables 1 and 2), for any rate.
  static func kWeighting(rateHz: Double) -> (shelf: Biquad, high: Biquad) {
    let k = warped(1681.974450955533, rateHz), q = 0.7071752369554196
    let top = 1.584864701130855, middle = 1.258720930232558
    let a0 = 1 + k / q + k * k
    let shelf = Biquad(
      (top + middle * k / q + k * k) / a0, 2 * (k * k - top) / a0, (top - middle * k / q + k * k) / a0,
      2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
    let l = warped(38.13547087602444, rateHz), p = 0.5003270373238773
    let c0 = 1 + l / p + l * l
    return (shelf, Biquad(1, -2, 1, 2 * (l * l - 1) / c0, (1 - l / p + l * l) / c0))
  }
}
