import Testing

@testable import Onirica

@Suite("The rule of bars")
struct BarRuleTests {
  private let width = 640, height = 360

  private func bars(
    _ frame: Frame, period: Int, angle: (x: Int, y: Int), low: UInt32 = 0, high: UInt32 = 255, shift: Int = 0
  ) {
    for y in 0..<height {
      for x in 0..<width {
        let place = ((x * angle.x + y * angle.y + shift) % period + period) % period
        let code = place * 2 < period ? high : low
        frame[x, y] = code << 16 | code << 8 | code
      }
    }
  }

  /// The rule behind a sweep of its own, as in the limiter.
  private struct Watch {
    let rule: BarRule, sweep: TileSweep, kept: Frame

    func measure(_ frame: Frame) -> (covered: Double, contrast: Double) {
      _ = sweep.look(at: frame, keepingIn: kept)
      return rule.measure(sweep)
    }

    func restrain(_ frame: Frame, at seconds: Double) -> Bool {
      _ = sweep.look(at: frame, keepingIn: kept)
      return rule.restrain(frame, seen: sweep, at: seconds)
    }
  }

  private func watch() throws -> Watch {
    let crew = Crew(threadCount: 2), kernels = try #require(KernelLevel.best.kernels)
    return Watch(
      rule: BarRule(width: width, height: height, crew: crew, kernels: kernels),
      sweep: TileSweep(width: width, height: height, crew: crew, kernels: kernels),
      kept: Frame(width: width, height: height))
  }

  @Test(
    "bars that fill the picture are found whatever their way, and taken back below the threshold",
    arguments: [(16, (1, 0)), (40, (1, 0)), (24, (0, 1)), (30, (1, 1)), (48, (2, 1)), (4, (1, 0))])
  func found(period: Int, angle: (Int, Int)) throws {
    let watch = try watch()
    let frame = Frame(width: width, height: height)
    bars(frame, period: period, angle: (angle.0, angle.1))
    #expect(watch.measure(frame).covered > 0.8)
    #expect(watch.restrain(frame, at: 0))
    #expect(watch.measure(frame).covered <= BarRule.shareAllowed)
  }

  @Test("few bars, small ones, dark ones and a plain picture pass untouched")
  func passed() throws {
    let watch = try watch()
    let frame = Frame(width: width, height: height)
    bars(frame, period: width / 4, angle: (1, 0))
    #expect(watch.restrain(frame, at: 0) == false, "four pairs")
    bars(frame, period: 20, angle: (1, 0), low: 0, high: 100)
    #expect(watch.restrain(frame, at: 1) == false, "dark bars")
    frame.fill(0x0080_8080)
    for y in 0..<100 { for x in 0..<250 { frame[x, y] = (x / 8) % 2 == 0 ? 0x00ff_ffff : 0 } }
    #expect(watch.restrain(frame, at: 2) == false, "a small patch")
  }

  @Test(
    "the contrast comes back within seconds when the bars have gone, and bars that come back are taken back at once")
  func recovery() throws {
    let watch = try watch()
    let frame = Frame(width: width, height: height)
    bars(frame, period: 20, angle: (1, 0))
    _ = watch.restrain(frame, at: 0)
    let held = watch.rule.share
    var shares: [Double] = []
    for index in 1...150 {
      frame.fill(0x0060_6060)
      _ = watch.restrain(frame, at: Double(index) / 60)
      shares.append(watch.rule.share)
    }
    #expect(held < 0.1)
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(shares.last == 1)
    bars(frame, period: 20, angle: (1, 0), shift: 5)
    _ = watch.restrain(frame, at: 2.6)
    #expect(watch.measure(frame).covered <= BarRule.shareAllowed)
  }

  @Test("the limiter tells where and how much it withheld")
  func withheld() {
    let limiter = Limiter(width: width, height: height, crew: Crew(threadCount: 1), level: .best)
    let frame = Frame(width: width, height: height)
    for index in 0..<120 {
      frame.fill(0x0040_4040)
      for y in 0..<90 { for x in 0..<160 { frame[x, y] = (index / 3) % 2 == 0 ? 0x00ff_ffff : 0 } }
      limiter.limit(frame, at: Double(index) / 60)
    }
    #expect(limiter.frameCount == 120)
    #expect(limiter.withheld[0] > 20)
    #expect(limiter.withheld[Limiter.tiles * Limiter.tiles - 1] == 0)
  }
}
