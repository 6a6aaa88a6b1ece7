import Sequencer
import Show
import Testing

@testable import Lighting

/// A generator with a seed that is printed with a failure (Vigna's SplitMix64).
struct SeededChance: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

func slots(_ fixture: PatchedFixture, _ look: LightLook) -> [UInt8] {
  var slots = [UInt8](repeating: 0, count: 512)
  fixture.render(look, into: &slots)
  return Array(slots.prefix(fixture.profile.footprint))
}

func generic(_ model: String, gamma: Double = 1, minimum: Double = 0) throws -> PatchedFixture {
  PatchedFixture(
    device: "lamp", profile: try #require(FixtureProfile.generic[model]), gamma: gamma, minimum: minimum)
}

@Suite("From looks to slots")
struct RenderingTests {
  @Test(
    "each generic model gives its slots",
    arguments: [
      ("dimmer", LightLook(level: 0.5, color: .zero, kelvin: 4000), [128]),
      ("dimmer-16", LightLook(level: 0.5), [128, 0]),
      ("warm-white", LightLook(level: 1, color: .zero, kelvin: 3500), [255]),
      ("rgb", LightLook(level: 1, color: SIMD3(1, 0.5, 0)), [255, 128, 0]),
      ("rgb", LightLook(level: 0.5, color: SIMD3(1, 0.5, 0)), [128, 64, 0]),
      ("rgb-16", LightLook(level: 1, color: SIMD3(1, 0.25, 0)), [255, 255, 64, 0, 0, 0]),
      ("rgbw", LightLook(level: 1, color: SIMD3(1, 0.6, 0.4)), [153, 51, 0, 102]),
      ("rgba", LightLook(level: 1, color: SIMD3(1, 0.5, 0)), [0, 0, 0, 255]),
      ("rgba", LightLook(level: 1, color: SIMD3(1, 1, 0)), [0, 128, 0, 255]),
      ("rgba", LightLook(level: 0.5, color: SIMD3(1, 1, 1)), [128, 128, 128, 0]),
      ("rgbwa", LightLook(level: 1, color: SIMD3(1, 0.6, 0.4)), [51, 0, 0, 102, 102]),
      ("rgbwa", LightLook(level: 1, color: SIMD3(0, 0.6, 1)), [0, 153, 255, 0, 0]),
      ("dimmer-rgbwa", LightLook(level: 0.5, color: SIMD3(1, 0.5, 0)), [128, 0, 0, 0, 0, 255]),
      ("dimmer-rgb", LightLook(level: 0.5, color: SIMD3(1, 0, 1)), [128, 255, 0, 255]),
      ("dimmer-rgbw", LightLook(level: 0, color: SIMD3(1, 1, 1)), [0, 0, 0, 0, 255]),
      ("tunable-white", LightLook(level: 1, kelvin: 2700), [255, 0]),
      ("tunable-white", LightLook(level: 1, kelvin: 6500), [0, 255]),
      ("tunable-white", LightLook(level: 1, kelvin: 3815.2), [128, 127]),
    ] as [(String, LightLook, [UInt8])])
  func models(model: String, look: LightLook, expected: [UInt8]) throws {
    #expect(slots(try generic(model), look) == expected)
  }

  @Test("zero is dark whatever gamma and minimum, full is full, and in between more is never less")
  func monotone() throws {
    var chance = SeededChance(state: 20_251)
    for model in FixtureProfile.generic.keys.sorted() {
      for _ in 0..<40 {
        let gamma = Double.random(in: 0.1...5, using: &chance)
        let minimum = Double.random(in: 0...0.5, using: &chance)
        let fixture = try generic(model, gamma: gamma, minimum: minimum)
        let levels = (0..<30).map { _ in Double.random(in: 0...1, using: &chance) }.sorted()
        let color = SIMD3<Double>(1, 1, 1)
        let rows = levels.map { slots(fixture, LightLook(level: $0, color: color, kelvin: 3000)) }
        for (row, next) in zip(rows, rows.dropFirst()) {
          #expect(isAtMost(row, next, fixture.profile), "seed 20251: \(model), gamma \(gamma), minimum \(minimum)")
        }
        let dark = slots(fixture, LightLook(level: 0, color: color, kelvin: 3000))
        let isOwnDimmer = fixture.profile.channels.first?.role == .dimmer
        #expect((isOwnDimmer ? Array(dark.prefix(1)) : dark).allSatisfy { $0 == 0 }, "seed 20251: \(model)")
      }
    }
  }

  /// Channel by channel, as whole numbers of 8 or 16 bits.
  private func isAtMost(_ row: [UInt8], _ next: [UInt8], _ profile: FixtureProfile) -> Bool {
    profile.channels.allSatisfy { channel in
      func whole(_ row: [UInt8]) -> Int {
        Int(row[channel.coarseOffset]) << 8 + (channel.fineOffset.map { Int(row[$0]) } ?? 0)
      }
      return whole(row) <= whole(next)
    }
  }

  @Test("the smallest level above zero is at least the minimum, by the gamma above it")
  func minimum() throws {
    let fixture = try generic("dimmer-16", gamma: 2, minimum: 0.1)
    #expect(slots(fixture, LightLook(level: 0.000_1)) == [25, 154])
    // 0.1 + 0.9 · 0.5² = 0.325 of 65535 is 21299.
    #expect(slots(fixture, LightLook(level: 0.5)) == [83, 51])
  }

  @Test("6504 K is near the white of sRGB, and lower temperatures are redder")
  func blackBody() {
    let white = WhitePoint.color(kelvin: 6504)
    #expect(white.min() > 0.96)
    let steps = stride(from: 1000.0, through: 20000, by: 250).map { WhitePoint.color(kelvin: $0) }
    for (warm, cool) in zip(steps, steps.dropFirst()) {
      #expect(warm.z / warm.x <= cool.z / cool.x + 1e-9)
    }
    // CIE 15: illuminant A (2856 K) has x = 0.4476, y = 0.4074; in sRGB its ratios are 1 : 0.446 : 0.117, linear.
    let incandescent = WhitePoint.color(kelvin: 2856)
    #expect(abs(incandescent.x - 1) < 1e-6)
    #expect(abs(incandescent.y - 0.70) < 0.02)
    #expect(abs(incandescent.z - 0.37) < 0.03)
  }

  @Test("amber and lime make the colours between red and green, exactly what was asked for, and never more than full")
  func warm() {
    var chance = SeededChance(state: 58)
    for number in 0..<2000 {
      let (hasAmber, hasLime) = (number % 2 == 0, number % 3 == 0)
      var excess = SIMD3<Double>.random(in: 0...1, using: &chance)
      excess -= SIMD3(repeating: excess.min())
      let mixed = WarmMixture(excess, hasAmber: hasAmber, hasLime: hasLime)
      let red = mixed.red + mixed.amber + WarmMixture.limeRed * mixed.lime
      let green = mixed.green + WarmMixture.amberGreen * mixed.amber + mixed.lime
      #expect(abs(red - excess.x) < 1e-9 && abs(green - excess.y) < 1e-9, "seed 58: \(excess)")
      let shares = [mixed.red, mixed.amber, mixed.lime, mixed.green]
      #expect(shares.allSatisfy { (0...1).contains($0) } && shares.count { $0 > 0 } <= 2, "seed 58: \(excess)")
      #expect((hasAmber || mixed.amber == 0) && (hasLime || mixed.lime == 0), "seed 58: \(excess)")
    }
  }

  @Test("a low colour temperature is warmed by amber, a high one is not; beside whites amber begins below the warm one")
  func amberWhites() throws {
    let wash = try generic("rgbwa")
    let candle = slots(wash, LightLook(level: 1, kelvin: 2000, isWhiteAsked: true))
    #expect(candle[4] > 200 && candle[0] < 40 && candle[3] < 40)
    #expect(slots(wash, LightLook(level: 1, kelvin: 7000, isWhiteAsked: true))[4] == 0)
    let roles: [FixtureChannelRole.Emitter] = [.warmWhite, .coolWhite, .amber, .uv]
    let profile = FixtureProfile(
      name: "whites", channels: roles.enumerated().map { FixtureChannel(.emitter($0.element), at: $0.offset) })
    let bar = PatchedFixture(device: "lamp", profile: profile)
    #expect(slots(bar, LightLook(level: 1)) == [255, 0, 0, 0])
    #expect(slots(bar, LightLook(level: 1, kelvin: 6500)) == [0, 255, 0, 0])
    #expect(slots(bar, LightLook(level: 1, kelvin: 1667)) == [0, 0, 255, 0])
    // About half the way in reciprocal megakelvin.
    #expect(slots(bar, LightLook(level: 1, kelvin: 2062)) == [128, 0, 127, 0])
    let only = FixtureProfile(name: "amber", channels: [FixtureChannel(.emitter(.amber), at: 0)])
    #expect(slots(PatchedFixture(device: "lamp", profile: only), LightLook(level: 0.5)) == [128])
  }

  @Test("a warm and a cool white always give as much together")
  func mixture() {
    for kelvin in stride(from: 1000.0, through: 20000, by: 100) {
      let parts = WhitePoint.mixture(kelvin: kelvin, warmKelvin: 2700, coolKelvin: 6500)
      #expect(abs(parts.warm + parts.cool - 1) < 1e-12)
      #expect((0...1).contains(parts.warm))
    }
  }

  @Test("of colour and colour temperature the one told later counts on fixtures that make colours")
  func white() {
    func state(color: String, at: Int64, kelvinAt: Int64) -> LightCourses {
      LightCourses(
        DesiredState(
          rev: 1, at: .zero,
          properties: [
            .color: Fade(to: .plain(.text(color)), at: ShowInstant(milliseconds: at)),
            .kelvin: Fade(to: .plain(.number(3000)), at: ShowInstant(milliseconds: kelvinAt)),
          ]))
    }
    #expect(state(color: "#ff0000", at: 10, kelvinAt: 5).look(at: 20).isWhiteAsked == false)
    #expect(state(color: "#ff0000", at: 10, kelvinAt: 15).look(at: 20).isWhiteAsked)
    #expect(state(color: "#000000", at: 10, kelvinAt: 5).look(at: 20).isWhiteAsked)
  }

  @Test("a fade gives what the show's own fade gives, at every instant")
  func fades() {
    var chance = SeededChance(state: 7)
    for _ in 0..<500 {
      let (from, to) = (Double.random(in: 0...1, using: &chance), Double.random(in: 0...1, using: &chance))
      let curve = Curve.allCases.randomElement(using: &chance) ?? .linear
      let fade = Fade(
        from: .plain(.number(from)), to: .plain(.number(to)), at: ShowInstant(milliseconds: 1000),
        over: .milliseconds(Int64.random(in: 0...5000, using: &chance)), curve: curve)
      let courses = LightCourses(DesiredState(rev: 1, at: .zero, properties: [.level: fade]))
      let now = Int64.random(in: 1000...8000, using: &chance)
      let expected = fade.value(at: ShowInstant(milliseconds: now)).number ?? -1
      #expect(abs(courses.look(at: now).level - expected) < 1e-12, "seed 7")
      #expect(courses.rests(at: now) == (now >= fade.end.milliseconds || from == to), "seed 7")
    }
  }
}
