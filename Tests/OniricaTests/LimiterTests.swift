import Testing

@testable import Onirica

@Suite("The limiter")
struct LimiterTests {
  private let width = 320, height = 180

  private func limiter() -> Limiter {
    Limiter(width: width, height: height, crew: Crew(threadCount: 1), level: .best)
  }

  /// Full-field flashes: frames black and white by turns, some times a second, at 60 frames a second.
  private func flash(_ frame: Frame, index: Int, framesEach: Int) {
    frame.fill((index / framesEach).isMultiple(of: 2) ? 0x00ff_ffff : 0)
  }

  /// Opposing changes of the threshold or more in the busiest second: what an independent eye would count.
  private func busiestSecond(_ luminances: [Float], rate: Int) -> Int {
    var instants: [Int] = []
    var extreme = luminances[0]
    var direction: Float = 0
    for (index, value) in luminances.enumerated() {
      if direction == 0 || (value - extreme) * direction > 0 {
        if direction == 0, abs(value - extreme) < 0.1 { continue }
        if direction == 0 { instants.append(index) }
        direction = direction == 0 ? (value > extreme ? 1 : -1) : direction
        extreme = value
      } else if abs(value - extreme) >= 0.1 {
        instants.append(index)
        direction = -direction
        extreme = value
      }
    }
    return instants.map { start in instants.count { $0 >= start && $0 < start + rate } }.max() ?? 0
  }

  private func mean(_ frame: Frame) -> Float {
    let word = frame[width / 2, height / 2]
    let code = Float(word >> 8 & 255) / 255
    return code * (0.012522878 + code * (0.682171111 + code * 0.305306011))
  }

  @Test("a strobe of ten flashes a second becomes two at most; without the limiter it is ten")
  func strobe() {
    let limiter = limiter()
    let frame = Frame(width: width, height: height)
    var free: [Float] = []
    var limited: [Float] = []
    for index in 0..<180 {
      flash(frame, index: index, framesEach: 3)
      free.append(mean(frame))
      limiter.limit(frame, at: Double(index) / 60)
      limited.append(mean(frame))
    }
    #expect(busiestSecond(free, rate: 60) >= 19, "the positive control must fail the rule")
    #expect(busiestSecond(limited, rate: 60) <= 4)
    #expect(limiter.account.interventions > 50)
  }

  @Test("a strobe in one corner is held there, and the rest of the picture goes on")
  func corner() {
    let limiter = limiter()
    let frame = Frame(width: width, height: height)
    var corner: [Float] = []
    for index in 0..<120 {
      frame.fill(0x0040_4040)
      for y in 0..<45 {
        for x in 0..<80 { frame[x, y] = (index / 3).isMultiple(of: 2) ? 0x00ff_ffff : 0 }
      }
      limiter.limit(frame, at: Double(index) / 60)
      let code = Float(frame[20, 20] >> 8 & 255) / 255
      corner.append(code * code)
      #expect(frame[300, 170] == 0x0040_4040)
    }
    #expect(busiestSecond(corner, rate: 60) <= 4)
  }

  @Test("a steady picture and a slow fade pass untouched")
  func calm() {
    let limiter = limiter()
    let frame = Frame(width: width, height: height)
    for index in 0..<240 {
      let level = UInt32(40 + index / 2)
      frame.fill(level << 16 | level << 8 | level)
      limiter.limit(frame, at: Double(index) / 60)
      #expect(frame[7, 7] == level << 16 | level << 8 | level)
    }
    #expect(limiter.account == Limiter.Account())
  }

  @Test("red never makes up more than its share of a pixel's light")
  func red() {
    let limiter = limiter()
    let frame = Frame(width: width, height: height)
    let hostile: [UInt32] = [0x00ff_0000, 0x00ff_1010, 0x0080_0000, 0x00ff_4000, 0x00ff_0040, 0x0030_0204, 0x00ff_ffff]
    for (index, word) in hostile.enumerated() {
      frame.fill(word)
      limiter.limit(frame, at: Double(index) * 2)
      let shown = frame[10, 10]
      let light = [16, 8, 0].map { shift -> Double in
        let code = Double(shown >> UInt32(shift) & 255) / 255
        return code <= 0.04045 ? code / 12.92 : exponent((code + 0.055) / 1.055)
      }
      let sum = light[0] + light[1] + light[2]
      #expect(sum < 0.004 || light[0] / sum < 0.8, "\(String(word, radix: 16)) became \(String(shown, radix: 16))")
    }
    #expect(limiter.account.framesReddened >= 5)
  }

  /// x^2.4 by logarithm and exponential, since the library's own is what is tested elsewhere.
  private func exponent(_ x: Double) -> Double {
    var low = -20.0
    var high = 0.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Exact.exponential(middle) < x { low = middle } else { high = middle }
    }
    return Exact.exponential(2.4 * low)
  }
}
