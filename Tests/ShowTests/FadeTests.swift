import Show
import Testing

@Suite("Fades, curves and colours")
struct FadeTests {
  @Test("every curve goes from 0 to 1, never back, and stays between", arguments: Curve.allCases)
  func curves(curve: Curve) {
    #expect(curve.progress(at: 0) == 0)
    #expect(curve.progress(at: 1) == 1)
    #expect(curve.progress(at: -3) == 0)
    #expect(curve.progress(at: 7) == 1)
    var last = 0.0
    for step in 0...1000 {
      let now = curve.progress(at: Double(step) / 1000)
      #expect(now >= last && now <= 1)
      last = now
    }
  }

  @Test("easing is slow where it says")
  func easing() {
    #expect(Curve.easeIn.progress(at: 0.1) < 0.1)
    #expect(Curve.easeOut.progress(at: 0.1) > 0.1)
    #expect(Curve.easeInOut.progress(at: 0.5) == 0.5)
    #expect(Curve.step.progress(at: 0.999) == 0)
  }

  @Test("a fade is at its start, at its end, and between them in between", arguments: Curve.allCases)
  func fades(curve: Curve) {
    var generator = Seeded(seed: seed)
    for _ in 0..<500 {
      let (low, high) = (generator.part(), generator.part())
      let at = ShowInstant(milliseconds: Int64(generator.whole(0...1_000_000)))
      let over = TimeSpan.milliseconds(Int64(generator.whole(1...100_000)))
      let fade = Fade(from: .plain(.number(low)), to: .plain(.number(high)), at: at, over: over, curve: curve)
      #expect(fade.value(at: at).number == low, "seed \(seed)")
      #expect(fade.value(at: fade.end).number == high, "seed \(seed)")
      #expect(fade.value(at: fade.end + .hours(1)).number == high, "seed \(seed)")
      let between = fade.value(at: at + .milliseconds(Int64(generator.whole(0...Int(over.milliseconds))))).number ?? -1
      #expect(between >= min(low, high) - 1e-12 && between <= max(low, high) + 1e-12, "seed \(seed)")
    }
  }

  @Test("what cannot be mixed is at its target from the start, and so is a fade that takes no time")
  func jumps() {
    let at = ShowInstant(milliseconds: 1000)
    let now = at + .seconds(1)
    let media = Fade(from: .plain(.text("a")), to: .plain(.text("b")), at: at, over: .seconds(4))
    #expect(media.value(at: now) == .plain(.text("b")))
    let flag = Fade(from: .plain(.flag(false)), to: .plain(.flag(true)), at: at, over: .seconds(4))
    #expect(flag.value(at: now) == .plain(.flag(true)))
    let unknown = Fade(to: .plain(.number(1)), at: at, over: .seconds(4))
    #expect(unknown.value(at: now) == .plain(.number(1)))
    let atOnce = Fade(from: .plain(.number(0)), to: .plain(.number(1)), at: at)
    #expect(atOnce.value(at: at) == .plain(.number(1)))
    let color = Fade(from: .plain(.text("#000000")), to: .plain(.text("#ff8000")), at: at, over: .seconds(4))
    #expect(color.value(at: at + .seconds(2)) == .plain(.text("#804000")))
  }

  @Test("every colour is written so that it is read as the same")
  func colors() {
    var generator = Seeded(seed: seed)
    for _ in 0..<2000 {
      let bits = generator.whole(0...0xff_ffff)
      let color = Color(red: UInt8(bits >> 16), green: UInt8(bits >> 8 & 0xff), blue: UInt8(bits & 0xff))
      #expect(Color(color.description) == color)
      #expect(Color(color.description.uppercased()) == color)
      #expect(color.mixed(with: color, part: generator.part()) == color)
    }
  }

  @Test(
    "what is no colour is none",
    arguments: ["", "#", "red", "#12345", "#1234567", "123456", "#12345g", "#１２３４５６", "#-12345"])
  func noColors(text: String) { #expect(Color(text) == nil) }
}
