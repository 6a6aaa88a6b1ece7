import SleepLab
import Testing

@testable import Onirica

@Suite("Every driver shows")
struct DriverEffectTests {
  /// How much the frame after five seconds differs when one feature is high instead of low.
  private func effect(of feature: FeatureTrack.Feature, in stage: Stage, low: Float = -1.5, high: Float = 2.5) -> Double
  {
    let frames = [low, high].map { level in
      Watched(night: feltNight(stage) { kind, _ in kind == feature ? level : 0 }).frame(after: 5)
    }
    return frames[0].difference(from: frames[1])
  }

  @Test(
    "a rhythm that rises changes the picture of its stage",
    arguments: [
      (FeatureTrack.Feature.alpha, Stage.wake), (.theta, .n1), (.sigma, .n2), (.delta, .n3), (.beta, .rem),
      (.posteriorDelta, .rem), (.muscleTone, .rem),
    ])
  func rhythms(feature: FeatureTrack.Feature, stage: Stage) {
    #expect(effect(of: feature, in: stage) > 0.25, "\(feature) in \(stage)")
  }

  @Test("a rhythm that belongs to another stage changes nothing")
  func foreign() {
    #expect(effect(of: .sigma, in: .rem) == 0)
    #expect(effect(of: .alpha, in: .n3) == 0)
  }

  @Test("α softens the focus of waking: fine detail fades")
  func focus() {
    let detail = [Float(-2), 2.5].map { level -> Double in
      let frame = Watched(night: feltNight(.wake) { kind, _ in kind == .alpha ? level : 0 }).frame(after: 5)
      var sum = 0.0
      for y in 1..<143 {
        for x in 1..<255 { sum += Double(abs(2 * frame.luma(x, y) - frame.luma(x - 1, y) - frame.luma(x + 1, y))) }
      }
      return sum
    }
    #expect(detail[1] < 0.97 * detail[0], "\(detail)")
  }

  @Test("without the muscles' tone points of light stop falling")
  func weightless() {
    func fallen(in stage: Stage, tone: Float) -> Double {
      let night = feltNight(stage) { kind, _ in kind == .muscleTone ? tone : 0 }
      var state = DreamState(seed: 1, stepSeconds: 0.05)
      state.begin(night: night, position: 0)
      for step in 0..<200 {
        let seconds = Double(step) * 0.05
        state.advance(
          night: night, position: seconds, elapsed: seconds, looks: .standard, tints: [], widthUnits: 3.5)
      }
      return state.fallen
    }
    #expect(fallen(in: .wake, tone: 1) > 0.7)
    #expect(fallen(in: .rem, tone: -1) < 0.1)
    #expect(fallen(in: .n3, tone: 1) > fallen(in: .n3, tone: -2))
  }

  @Test("a report tints its dream, and no other; words have their colours, and are not kept")
  func report() {
    let told = DreamReport(awakeningSeconds: 50, stageBefore: .rem, recall: .full, text: "I swam in the deep ocean")
    let burnt = DreamReport(awakeningSeconds: 50, stageBefore: .rem, recall: .full, text: "The desert was on fire")
    let warm = Watched(night: feltNight(.rem, reports: [burnt])).frame(after: 6).meanColour
    let tinted = Watched(night: feltNight(.rem, reports: [told])).frame(after: 6).meanColour
    #expect(tinted.z / tinted.x > 1.5 * warm.z / warm.x, "\(warm) beside \(tinted)")
    #expect(ReportTint.colour(ReportTint.all(of: feltNight(.rem, reports: [told])), at: 51) == SIMD3(repeating: 1))
    let asleep = Watched(night: feltNight(.n3)).frame(after: 4).meanColour
    let talking = Watched(night: feltNight(.n3, reports: [told])).frame(after: 4).meanColour
    #expect(abs(talking.z / talking.x / (asleep.z / asleep.x) - 1) < 0.2, "\(asleep) became \(talking)")
    let tint = ReportTint.all(of: feltNight(.rem, reports: [told]))[0]
    #expect(String(describing: tint).contains("swam") == false)
  }

  @Test("a leap of the muscles' tone in N1 kicks the zoom once, and falling asleep without an EMG does")
  func jerk() {
    let start = feltNight(.n1) { kind, seconds in
      kind == .muscleTone ? (seconds > 3 && seconds < 3.6 ? 2.5 : -0.5) : 0
    }
    let calm = feltNight(.n1) { kind, _ in kind == .muscleTone ? -0.5 : 0 }
    #expect(Watched(night: start).frame(after: 2.8).difference(from: Watched(night: calm).frame(after: 2.8)) == 0)
    #expect(Watched(night: start).frame(after: 3.8).difference(from: Watched(night: calm).frame(after: 3.8)) > 2)
    var jerk = HypnicJerk()
    jerk.fallAsleep()
    var kicks = 0
    for _ in 0..<600 {
      let before = jerk.kick
      jerk.advance(seconds: 0.05, tone: (0, 0), isDrowsy: true)
      if jerk.kick > before { kicks += 1 }
    }
    #expect(kicks == 1)
    #expect(jerk.kick == 0)
  }

  @Test("a burst of eye movements steers the camera to its side, a single one hardly")
  func steering() {
    func wheel(_ count: Int, direction: Int8) -> Double {
      var steering = Steering()
      for step in 0..<40 {
        if step % 6 == 0, step / 6 < count {
          steering.pull(
            by: SleepEvent(
              kind: .eyeMovement, onsetSeconds: 0, durationSeconds: 0.3, amplitudeMicrovolts: 120, direction: direction)
          )
        }
        steering.advance(seconds: 0.05)
      }
      return steering.wheel
    }
    #expect(wheel(4, direction: 1) > 0.45)
    #expect(wheel(4, direction: -1) < -0.45)
    #expect(abs(wheel(1, direction: 1)) < 0.5 * wheel(4, direction: 1))
  }

  @Test(
    "each event changes the frames after its onset, and none before",
    arguments: [
      (SleepEvent.Kind.spindle, Stage.n2), (.kComplex, .n2), (.slowWave, .n3), (.eyeMovement, .rem),
    ])
  func events(kind: SleepEvent.Kind, stage: Stage) {
    let event = SleepEvent(
      kind: kind, onsetSeconds: 2, durationSeconds: 1, amplitudeMicrovolts: 120, frequencyHz: kind == .spindle ? 13 : 1,
      direction: kind == .eyeMovement ? 1 : 0)
    let quiet = Watched(night: feltNight(stage)), loud = Watched(night: feltNight(stage, events: [event]))
    #expect(quiet.frame(after: 1.9).difference(from: loud.frame(after: 1.9)) == 0)
    #expect(quiet.frame(after: 2.7).difference(from: loud.frame(after: 2.7)) > 0.3, "\(kind)")
  }
}
