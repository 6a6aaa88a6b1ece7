import Foundation

/// How many segments a droplet mixes: Luby's robust soliton distribution (2002, doi 10.1109/SFCS.2002.1181950).
///
/// Constant 0.025 and failure 0.001 are those with which the publication's files were written.
struct RobustSoliton: Sendable {
  /// Luby's c.
  static let constant = 0.025
  /// Luby's δ: how often decoding by peeling alone may fail.
  static let failure = 0.001

  /// Cumulated shares of 2³², so that rounding of the last digit of a logarithm hardly ever matters.
  let cumulated: [UInt64]

  /// - Parameter segmentCount: from 1.
  init(segmentCount: Int) {
    let count = Double(segmentCount)
    let (constant, failure) = (RobustSoliton.constant, RobustSoliton.failure)
    let ripple = constant * log(count / failure) * count.squareRoot()
    let spike = min(segmentCount, max(1, Int(count / ripple)))
    var weights: [Double] = (1...segmentCount).map { degree -> Double in
      let above = Double(degree)
      return degree == 1 ? 1 / count : 1 / (above * (above - 1))
    }
    for degree in 1..<spike { weights[degree - 1] += ripple / (Double(degree) * count) }
    weights[spike - 1] += max(0, ripple * log(ripple / failure) / count)
    let sum: Double = weights.reduce(0, +)
    var below = 0.0
    cumulated = weights.map { weight -> UInt64 in
      below += weight / sum
      return UInt64((min(1, below) * 0x1p32).rounded())
    }
  }

  /// A degree, from 1 to the number of segments.
  func degree(_ chance: inout StrandChance) -> Int {
    let drawn = chance.next() >> 32
    var (low, high) = (0, cumulated.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] > drawn { high = middle } else { low = middle + 1 }
    }
    return low + 1
  }

  /// The segments that a droplet mixes, all different.
  func segments(ofDroplet seed: UInt32) -> [Int] {
    var chance = StrandChance(seed: UInt64(seed))
    let degree = degree(&chance)
    var chosen: Set<Int> = []
    var segments: [Int] = []
    while segments.count < degree {
      let segment = chance.below(cumulated.count)
      if chosen.insert(segment).inserted { segments.append(segment) }
    }
    return segments
  }
}
