/// SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195): the same numbers for a seed on every machine.
package struct Chance: RandomNumberGenerator {
  private var state: UInt64

  /// Chance from a seed; `stream` tells apart what must not disturb each other's numbers.
  package init(seed: UInt64, stream: UInt64 = 0) {
    state = seed &* 0xD1B5_4A32_D192_ED03 &+ stream &* 0x2545_F491_4F6C_DD1D
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func isOne(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
  mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(number(range)) }
  mutating func microseconds(_ range: ClosedRange<Int>) -> Duration { .microseconds(number(range)) }
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
