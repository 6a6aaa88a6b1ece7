/// Chance that is the same for the same seed on every machine (SplitMix64, Steele, Lea and Flood 2014,
/// doi 10.1145/2660193.2660195).
public struct StrandChance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Begins at a seed.
  ///
  /// - Parameter seed: any number.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  ///
  /// - Returns: a number whose bits are all alike.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to but not including 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from 0 up to but not including a bound below 2³².
  mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }
}

/// A register of 32 bits that comes to every number but 0 before it repeats one, as published with the fountain.
struct ShiftRegister {
  private(set) var state: UInt32

  /// Begins at a seed; 0, at which it would stand still, becomes 1.
  init(seed: UInt32) { state = seed == 0 ? 1 : seed }

  /// The next number, never 0.
  mutating func next() -> UInt32 {
    // x³² + x³⁰ + x²⁶ + x²⁵ + 1 in Galois's form.
    state = (state >> 1) ^ (state & 1 == 1 ? 0xA300_0000 : 0)
    return state
  }
}
