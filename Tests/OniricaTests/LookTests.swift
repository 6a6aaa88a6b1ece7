import SleepLab
import Testing

@testable import Onirica

@Suite("Looks")
struct LookTests {
  @Test("every number of the standard look is in its range, and every word is its own")
  func ranges() {
    for stage in StageWeights.stages {
      for knob in Look.Knob.allCases {
        let number = StageLooks.standard[stage][knob]
        let isLeftOut = number == 0 && !knob.range.contains(0)
        #expect(knob.range.contains(number) || isLeftOut, "\(stage) \(knob.wording): \(number)")
      }
    }
    let shared = Dictionary(grouping: Look.Knob.allCases, by: \.wording).filter { $0.value.count > 1 }
    #expect(Set(shared.keys) == ["tint", "low", "high", "rim", "glow"])
    #expect(shared.values.allSatisfy { $0.count == 3 })
    #expect(Look.Knob.reactionShade.wording == "reaction-shade")
    #expect(Look.Knob.tintGreen.wording == "tint")
  }

  @Test("other looks are taken over within some seconds, and then are exactly those")
  func takenOver() {
    var looks = StageLooks.standard
    var other = StageLooks.standard
    other.rem[.saturation] = 0.2
    other.wake[.luminance] = 0.2
    var steps = 0
    while looks.approach(other, share: 0.05), steps < 1000 { steps += 1 }
    #expect(looks == other)
    #expect((20..<400).contains(steps))
  }

  @Test("the exposure finds a bright look's luminance in a large picture too")
  func exposure() {
    let plan = Dream.Plan(width: 1920, height: 1080, framesPerSecond: 20, seed: 5)
    let dream = Dream(night: madeUpNight([.wake]), plan: plan, crew: Crew(threadCount: 2))
    dream.begin(at: 10, elapsed: 0)
    let frame = Frame(width: plan.width, height: plan.height)
    dream.show(in: frame)
    let limiter = Limiter(width: plan.width, height: plan.height, crew: Crew(threadCount: 2), level: .best)
    limiter.limit(frame, at: 0)
    #expect(abs(limiter.meanLuminance - StageLooks.standard.wake[.luminance]) < 0.04)
  }
}
