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

  @Test("with all steps the looks are as they were, and each step takes more away")
  func steps() {
    let all = StageLooks.standard
    #expect(all.made(upTo: .feedback) == all)
    let shown = MakingStep.allCases.map { all.made(upTo: $0).rem }
    #expect(shown[2][.trailSeconds] < 0.001 && shown[2][.cortexShare] == all.rem[.cortexShare])
    #expect(shown[1][.cortexShare] == 0 && shown[1][.reinterpretation] == 1)
    #expect(shown[0][.reinterpretation] == 0 && shown[0][.points] > shown[1][.points])
  }

  @Test("the balance of source and text leads a picture from the particles' own image to that of the report")
  func balance() {
    let kernels = KernelLevel.portable.kernels
    guard let kernels else { return }
    let painter = Painter(crew: Crew(threadCount: 1), kernels: kernels)
    let pictures = [Float(1), 0.5, 0].map { balance -> [UInt32] in
      let shelf = PictureShelf(seed: 3)
      var wishes = PictureWishes()
      wishes.follow(5, theme: .fire, balance: balance)
      shelf.want(wishes)
      shelf.fetch(5, painter: painter)
      return shelf.newest(5).words.array
    }
    let plain = Picture()
    painter.paint(number: 5, seed: 3, into: plain)
    #expect(pictures[2] == plain.words.array && pictures[0] != pictures[2])
    let between = (0..<pictures[0].count).allSatisfy { place in
      [0, 8, 16].allSatisfy { shift in
        let codes = pictures.map { $0[place] >> UInt32(shift) & 0xFF }
        return codes[1] + 1 >= min(codes[0], codes[2]) && codes[1] <= max(codes[0], codes[2])
      }
    }
    #expect(between)
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
