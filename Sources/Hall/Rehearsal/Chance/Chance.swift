import Sequencer
import Show

/// Chance from a seed (SplitMix64): the same numbers on every machine, whatever its mathematics library.
public struct Chance: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// Chance of a seed.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - stream: what it is for; another name gives other numbers, so that one use does not disturb another.
  public init(seed: UInt64, for stream: String = "") {
    // FNV-1a of the name, mixed into the seed by one step of the generator itself.
    let name = stream.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    state = seed
    state = next() ^ name
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    defer { state &+= 0x9E37_79B9_7F4A_7C15 }
    return mixed(state)
  }

  /// A number from 0, excluding 1, even.
  public mutating func part() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// A whole number from 0, below a bound of at least 1, even.
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
  }

  /// Whether something happens that happens so often.
  ///
  /// - Parameter part: how often, 0 to 1.
  public mutating func happens(_ part: Double) -> Bool { self.part() < part }

  /// A waiting time of a Poisson process.
  ///
  /// - Parameter mean: the mean, in milliseconds, above 0.
  /// - Returns: milliseconds, exponentially distributed.
  public mutating func waiting(mean: Double) -> Double { -mean * naturalLogarithm(1 - part()) }

  /// A length of stay: few are very short, some are long (Erlang's distribution of two phases).
  ///
  /// - Parameter mean: the mean.
  /// - Returns: a whole number of milliseconds; its standard deviation is 0.71 of the mean.
  public mutating func stay(mean: TimeSpan) -> TimeSpan {
    let half = Double(mean.milliseconds) / 2
    guard half > 0 else { return .zero }
    return .milliseconds(Int64((waiting(mean: half) + waiting(mean: half)).rounded()))
  }

  /// A number of things of which there is at least one (the geometric distribution, cut off).
  ///
  /// - Parameters:
  ///   - mean: the mean without the cut, at least 1.
  ///   - most: the most there are, at least 1.
  public mutating func number(mean: Double, most: Int) -> Int {
    var count = 1
    while count < most, happens(1 - 1 / max(1, mean)) { count += 1 }
    return count
  }
}

/// The natural logarithm by additions, multiplications and divisions alone, which every machine rounds alike (IEEE 754).
///
/// - Parameter number: above 0 and finite.
/// - Returns: the logarithm, good to 14 digits.
func naturalLogarithm(_ number: Double) -> Double {
  guard number > 0, number.isFinite else { return 0 }
  var (exponent, part) = (Double(number.exponent), number.significand)
  if part > 1.414_213_562_373_095_1 { (exponent, part) = (exponent + 1, part / 2) }
  // ln m = 2 (s + s³/3 + s⁵/5 …) with s = (m − 1)/(m + 1), |s| ≤ 0.1716.
  let s = (part - 1) / (part + 1)
  var (term, sum, odd) = (s, 0.0, 1.0)
  while odd < 26 {
    sum += term / odd
    term *= s * s
    odd += 2
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * sum
}
