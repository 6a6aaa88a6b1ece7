import SleepLab
import Testing

@testable import Onirica

@Suite("What the night does to the picture")
struct NightEffectsTests {
  private func spindle(at onset: Double) -> SleepEvent {
    SleepEvent(kind: .spindle, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13)
  }

  @Test("a change of stage is a cross-fade of four seconds, and the weights are always one together")
  func crossFade() {
    var weights = StageWeights(.n2)
    for step in 1...240 {
      weights.move(to: .rem, seconds: 1.0 / 60)
      let sum = StageWeights.stages.reduce(0) { $0 + weights[$1] }
      #expect(abs(sum - 1) < 1e-9)
      if step == 120 { #expect(abs(weights[.rem] - 0.5) < 0.02) }
    }
    #expect(weights[.rem] > 0.999)
    weights.move(to: .unknown, seconds: 10)
    #expect(weights[.rem] > 0.999, "what nobody scored changes nothing")
  }

  @Test("an eye movement shifts the gaze in its direction, at most 4 % of the width, and it comes home")
  func gaze() {
    var gaze = Gaze()
    let event = SleepEvent(
      kind: .eyeMovement, onsetSeconds: 0, durationSeconds: 0.5, amplitudeMicrovolts: 900, direction: -1)
    gaze.shift(by: event, widthUnits: 2 * 16 / 9.0, seed: 1)
    var farthest = 0.0
    for frame in 0..<600 {
      gaze.advance(seconds: 1.0 / 60, elapsed: Double(frame) / 60, sway: 0)
      farthest = min(farthest, gaze.x)
    }
    #expect(farthest < -0.05)
    #expect(farthest >= -0.04 * 2 * 16 / 9)
    #expect(abs(gaze.x) < 0.01)
  }

  @Test("slow waves lift the swell by their µV, and it sinks again")
  func swell() {
    var swell = Swell()
    let wave = SleepEvent(kind: .slowWave, onsetSeconds: 0, durationSeconds: 1, amplitudeMicrovolts: 150)
    swell.lift(by: wave)
    var highest = 0.0
    for _ in 0..<600 {
      swell.advance(seconds: 1.0 / 60, steady: 0, turnsPerSecond: 0.1)
      highest = max(highest, swell.height)
    }
    #expect(highest > 0.01)
    #expect(swell.height < 0.001)
  }

  @Test("a spindle shows in the frames, where and only where there is one")
  func spindleShows() {
    let quiet = madeUpNight([.n2, .n2]), loud = madeUpNight([.n2, .n2], events: [spindle(at: 2)])
    let before = difference(quiet, loud, seconds: 1.9)
    let during = difference(quiet, loud, seconds: 2.8)
    #expect(before == 0)
    #expect(during > 0.5)
  }

  /// Mean difference of code values between two nights after some seconds.
  private func difference(_ a: Night, _ b: Night, seconds: Double) -> Double {
    let frames = [a, b].map { night -> Frame in
      let crew = Crew(threadCount: 1)
      let dream = Dream(
        night: night, plan: Dream.Plan(width: 160, height: 96, framesPerSecond: 20, seed: 3), crew: crew)
      dream.begin(at: 0, elapsed: 0)
      for index in 0...Int(seconds * 20) { dream.advance(to: Double(index) / 20, elapsed: Double(index) / 20) }
      let frame = Frame(width: 160, height: 96)
      dream.show(in: frame)
      return frame
    }
    var sum = 0.0
    for y in 0..<96 {
      for x in 0..<160 {
        sum += abs(Double(frames[0][x, y] >> 8 & 255) - Double(frames[1][x, y] >> 8 & 255))
      }
    }
    return sum / (96 * 160)
  }

  @Test("each stage reaches its luminance, and stays out of what the limiter must change")
  func luminance() {
    for stage in StageWeights.stages {
      let crew = Crew(threadCount: 2)
      let dream = Dream(
        night: madeUpNight([stage, stage]), plan: Dream.Plan(width: 320, height: 180, framesPerSecond: 30, seed: 4),
        crew: crew)
      let limiter = Limiter(width: 320, height: 180, crew: crew, level: .best)
      let frame = Frame(width: 320, height: 180)
      dream.begin(at: 0, elapsed: 0)
      for index in 0..<150 {
        dream.advance(to: Double(index) / 30, elapsed: Double(index) / 30)
        dream.show(in: frame)
        limiter.limit(frame, at: Double(index) / 30)
      }
      let wanted = Double(StageLooks.standard[stage][.luminance])
      #expect(abs(Double(limiter.meanLuminance) / wanted - 1) < 0.25, "stage \(stage)")
      #expect(limiter.account.interventions <= 15, "stage \(stage): \(limiter.account)")
    }
  }
}
