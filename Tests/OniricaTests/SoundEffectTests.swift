import SleepLab
import Testing

@testable import Onirica

@Suite("A dream that hears")
struct SoundEffectTests {
  /// Frames of a stage of sleep beside a sound.
  private func frames(
    _ stage: Stage, seconds: Double = 6, framesPerSecond: Double = 20, _ sound: ((Double) -> Sound)?,
    _ look: (Int, Frame) -> Void
  ) {
    let plan = Dream.Plan(width: 256, height: 144, framesPerSecond: framesPerSecond, seed: 3)
    let dream = Dream(night: feltNight(stage), plan: plan, crew: Crew(threadCount: 2))
    let frame = Frame(width: 256, height: 144)
    dream.begin(at: 0, elapsed: 40)
    for index in 0..<Int(seconds * framesPerSecond) {
      let now = Double(index) / framesPerSecond
      if let sound {
        dream.advance(to: now, elapsed: 40 + now, sound: sound(now))
      } else {
        dream.advance(to: now, elapsed: 40 + now)
      }
      dream.show(in: frame)
      look(index, frame)
    }
  }

  private func last(_ stage: Stage, seconds: Double = 6, _ sound: ((Double) -> Sound)?) -> Frame {
    let last = Frame(width: 256, height: 144)
    frames(stage, seconds: seconds, sound) { last.copy(from: $1) }
    return last
  }

  @Test("in silence its frames are those without a sound, bit for bit", arguments: StageWeights.stages)
  func silence(stage: Stage) {
    let without = last(stage, seconds: 1, nil)
    #expect(last(stage, seconds: 1) { _ in .silence }.difference(from: without) == 0)
    #expect(last(stage, seconds: 1) { _ in Sound(onsets: 17) }.difference(from: without) == 0)
  }

  @Test("each part of a sound is seen, in every stage", arguments: StageWeights.stages)
  func seen(stage: Stage) {
    let silent = last(stage, seconds: 2.5, nil)
    for sound in [Sound(loudness: 1), Sound(low: 1), Sound(mid: 1), Sound(high: 1)] {
      let difference = last(stage, seconds: 2.5) { _ in sound }.difference(from: silent)
      #expect(difference > 0.1, "\(stage) \(sound): \(difference)")
    }
  }

  @Test("a stroke is seen at once as a wave, in every stage", arguments: StageWeights.stages)
  func stroke(stage: Stage) {
    let silent = last(stage, seconds: 1.6, nil)
    let struck = last(stage, seconds: 1.6) { Sound(onsets: $0 < 1 ? 0 : 1) }
    #expect(struck.difference(from: silent) > 0.1, "\(stage): \(struck.difference(from: silent))")
    let before = last(stage, seconds: 1, nil)
    #expect(last(stage, seconds: 1) { Sound(onsets: $0 < 1 ? 0 : 1) }.difference(from: before) == 0)
  }

  /// How much a dream that hears a sound flickers; see `FlickerMeter`.
  private func flicker(_ stage: Stage, _ sound: ((Double) -> Sound)?) -> Double {
    var meter = FlickerMeter()
    frames(stage, seconds: 8, framesPerSecond: FlickerMeter.framesPerSecond, sound) { meter.see($1) }
    return meter.share
  }

  @Test("a sound that pulses six times a second does not become luminance", arguments: StageWeights.stages)
  func pulses(stage: Stage) {
    let swing = flicker(stage) { now in
      let isOn = Int(now * 12).isMultiple(of: 2)
      let strength: Float = isOn ? 1.5 : 0
      return Sound(loudness: strength, low: strength, mid: strength, high: strength, onsets: Int(now * 6))
    }
    let calm = flicker(stage, nil)
    #expect(swing < 0.03 && swing < calm + 0.012, "\(stage): \(swing), calm \(calm)")
  }
}
