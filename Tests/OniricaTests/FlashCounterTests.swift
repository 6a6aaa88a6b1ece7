import Testing

@testable import Onirica

@Suite("The counter of flashes")
struct FlashCounterTests {
  @Test("a slow swing is allowed, however high")
  func slow() {
    var counter = FlashCounter(luminance: 0.1)
    for frame in 0..<600 {
      let seconds = Double(frame) / 60
      let luminance: Float = (frame / 60) % 2 == 0 ? 0.1 : 0.9
      #expect(counter.allowance(at: seconds).contains(luminance))
      counter.show(luminance, at: seconds)
    }
  }

  @Test("after two opposing pairs within a second nothing may swing by the threshold, until the second has passed")
  func fifthChange() {
    var counter = FlashCounter(luminance: 0.2)
    var changes = 0
    for frame in 0..<5 {
      let luminance: Float = frame % 2 == 0 ? 0.2 : 0.6
      if counter.show(luminance, at: Double(frame) * 0.1) { changes += 1 }
    }
    #expect(changes == 4)
    // The last change was downwards, to 0.2: upwards there is room for less than the threshold.
    #expect(counter.allowance(at: 0.5).upperBound < 0.2 + FlashCounter.threshold)
    #expect(counter.allowance(at: 0.5).lowerBound == 0)
    #expect(counter.allowance(at: 1.2) == 0...1)
  }

  @Test("whoever obeys the allowance never makes more than four changes in any second")
  func property() {
    let seed: UInt64 = 20_250_610
    var counter = FlashCounter(luminance: 0.5)
    var instants: [Double] = []
    for frame in 0..<3000 {
      let seconds = Double(frame) / 60
      let wanted = Float(Exact.chance(seed, frame))
      let allowed = counter.allowance(at: seconds)
      let shown = min(max(wanted, allowed.lowerBound), allowed.upperBound)
      if counter.show(shown, at: seconds) { instants.append(seconds) }
    }
    let crowded = instants.indices.dropFirst(4).filter { instants[$0] - instants[$0 - 4] < 1 }
    #expect(crowded.isEmpty, "seed \(seed)")
    #expect(instants.count > 100, "and the input was hostile: seed \(seed)")
  }
}
