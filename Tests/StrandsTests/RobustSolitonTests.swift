import Foundation
import Testing

@testable import Strands

@Suite("The robust soliton distribution")
struct RobustSolitonTests {
  @Test("the published file's distribution has its spike where the publication's formulas put it")
  func published() {
    // 67 088 segments, as published; R = c·ln(K/δ)·√K is 116.7, so the spike stands at K/R = 574.
    let soliton = RobustSoliton(segmentCount: 67_088)
    let share = { (degree: Int) in
      Double(soliton.cumulated[degree - 1] - (degree > 1 ? soliton.cumulated[degree - 2] : 0)) * 0x1p-32
    }
    #expect(soliton.cumulated.last == 1 << 32)
    // ρ(2) + τ(2) and ρ(3) + τ(3) over the sum of all, from the same formulas worked by hand.
    let ripple = 0.025 * log(67_088 / 0.001) * 67_088.0.squareRoot()
    #expect(abs(ripple - 116.7) < 0.1)
    let spike = ripple * log(ripple / 0.001) / 67_088
    let harmonic = (1..<574).reduce(0.0) { $0 + 1 / Double($1) }
    let sum = 1 + ripple / 67_088 * harmonic + spike
    #expect(abs(share(1) - (1 / 67_088.0 + ripple / 67_088) / sum) < 1e-6)
    #expect(abs(share(2) - (0.5 + ripple / 2 / 67_088) / sum) < 1e-6)
    #expect(abs(share(574) - (1 / (574.0 * 573) + spike) / sum) < 1e-6)
    #expect(share(575) < 1e-5 && share(573) < 1e-4 && share(574) > 0.015)
  }

  @Test("degrees are drawn as often as their shares say, and segments are all different", arguments: [1, 2, 10, 700])
  func draws(segmentCount: Int) {
    let soliton = RobustSoliton(segmentCount: segmentCount)
    var counts = [Int](repeating: 0, count: segmentCount + 1)
    for seed in UInt32(1)...20_000 {
      let segments = soliton.segments(ofDroplet: seed)
      #expect(Set(segments).count == segments.count && segments.allSatisfy { (0..<segmentCount).contains($0) })
      counts[segments.count] += 1
    }
    for degree in 1...segmentCount {
      let below = degree > 1 ? soliton.cumulated[degree - 2] : 0
      let expected = Double(soliton.cumulated[degree - 1] - below) * 0x1p-32 * 20_000
      // Five standard deviations of a count.
      #expect(abs(Double(counts[degree]) - expected) <= 5 * max(1, expected).squareRoot() + 1, "degree \(degree)")
    }
  }
}
