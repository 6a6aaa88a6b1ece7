import Onirica
import Testing

@testable import Screens

/// White and black by turns, ten times a second, or bars.
private final class HostileAct: ScreenAct {
  let isStrobe: Bool

  init(isStrobe: Bool) { self.isStrobe = isStrobe }

  func prepare(at unixSeconds: Double) {}

  func paint(at unixSeconds: Double, into frame: Frame, isNew: Bool, tools: FrameTools) {
    if isStrobe { return frame.fill(Int(unixSeconds * 20) % 2 == 0 ? 0xff_ffff : 0) }
    for y in 0..<frame.height {
      for x in 0..<frame.width { frame[x, y] = (x / 8) % 2 == 0 ? 0xff_0000 : 0 }
    }
  }
}

@Suite("Acts under the limiter")
struct ActSafetyTests {
  private func film(_ act: any ScreenAct, seconds: Int, look: (Frame) -> Void) {
    let maker = FrameMaker(width: 320, height: 180, crew: Crew(threadCount: 1), level: .best)
    maker.take(Showing(picture: .act(act)), at: 1000)
    for index in 0..<(60 * seconds) {
      maker.advance(at: 1000 + Double(index) / 60, limiterSeconds: Double(index) / 60)
      look(maker.frame)
    }
  }

  @Test("an act that flashes is seen to flash no more than the rule allows")
  func strobe() {
    var lights: [Double] = []
    film(HostileAct(isStrobe: true), seconds: 6) { frame in
      let code = Double(frame[160, 90] & 255) / 255
      lights.append(code * code)
    }
    // Opposing changes of a tenth of full light, in any second: three flashes would be six of them.
    for start in stride(from: 60, to: 300, by: 15) {
      var extreme = lights[start], changes = 0, isRising: Bool?
      for light in lights[start..<(start + 60)] {
        if isRising != true, light - extreme > 0.1 {
          (isRising, extreme, changes) = (true, light, changes + 1)
        } else if isRising != false, extreme - light > 0.1 {
          (isRising, extreme, changes) = (false, light, changes + 1)
        } else if isRising == true ? light > extreme : light < extreme {
          extreme = light
        }
      }
      #expect(changes <= 5, "from frame \(start)")
    }
  }

  @Test("saturated red of an act is bounded")
  func bars() {
    film(HostileAct(isStrobe: false), seconds: 3) { frame in
      let word = frame[2, 90]
      let red = Double(word >> 16 & 255), rest = Double((word >> 8 & 255) + (word & 255))
      #expect(red < 12 || rest > 0)
    }
  }

  @Test("an act fades in over what was before, is dimmed, and is painted smaller where there is no time")
  func maker() {
    let stills = PaintedStills()
    let act = StillsAct(stills: stills, width: 160, height: 90)
    var wish = StillsWish()
    wish.line = .one("a", next: nil, sinceUnixSeconds: 1000)
    act.want(wish)
    act.prepare(at: 1000)
    let maker = FrameMaker(width: 160, height: 90, crew: Crew(threadCount: 1), level: .best)
    maker.take(
      Showing(picture: .act(act), brightness: 0.5, fadeSeconds: 10, sinceUnixSeconds: 1000), at: 1000)
    let green = { (frame: Frame) in Int(frame[80, 45] >> 8 & 255) }
    let own = Int(PaintedStills.colour(of: "a") >> 8 & 255)
    var shown: [Int] = []
    for index in 0...1320 {
      if index == 900 { maker.use(Governor.rungs[2]) }
      maker.advance(at: 1000 + Double(index) / 60, limiterSeconds: Double(index) / 60)
      shown.append(green(maker.frame))
    }
    #expect(shown[1] <= 4 && zip(shown, shown.dropFirst()).allSatisfy { $0 <= $1 + 2 })
    #expect(abs(shown[890] - own / 2) <= 3 && abs(shown[1320] - own / 2) <= 3)
    #expect(maker.internalSize == (80, 45))
    maker.use(Governor.rungs[0])
    maker.advance(at: 1100, limiterSeconds: 100)
    #expect(maker.internalSize == (160, 90))
  }
}
