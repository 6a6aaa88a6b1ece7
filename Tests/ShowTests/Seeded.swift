import Foundation

/// A generator of numbers from a seed (SplitMix64), so that a failing property can be run again.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func part() -> Double { Double.random(in: 0...1, using: &self) }
}

/// The seed of this run's properties: `REGIE_SEED`, or one that is always the same; failures print it.
let seed: UInt64 = ProcessInfo.processInfo.environment["REGIE_SEED"].flatMap { UInt64($0) } ?? 20_250_610
