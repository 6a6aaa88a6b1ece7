import DreamKernels
import SleepLab
import Testing

@testable import Onirica

@Suite("Rhythms and luminance")
struct RhythmTests {
  /// How much a dream of a night flickers; see `FlickerMeter`.
  private func flicker(_ night: Night) -> Double {
    var meter = FlickerMeter()
    Watched(night: night, framesPerSecond: FlickerMeter.framesPerSecond).watch(seconds: 8) { meter.see($1) }
    return meter.share
  }

  @Test("envelopes that swing five times a second do not become luminance", arguments: StageWeights.stages)
  func envelopes(stage: Stage) {
    let swinging = feltNight(stage) { kind, seconds in
      kind == .eyeCorrelation ? 0 : (Int(seconds * 10) % 2 == 0 ? 3 : -3)
    }
    let swing = flicker(swinging), calm = flicker(feltNight(stage))
    #expect(swing < 0.02, "\(stage): \(swing), calm \(calm)")
    #expect(swing < calm + 0.004, "\(stage): \(swing), calm \(calm)")
  }

  @Test("events as dense as they come do not become flicker", arguments: [Stage.n2, .n3, .rem])
  func denseEvents(stage: Stage) {
    let kind: SleepEvent.Kind = stage == .n2 ? .spindle : stage == .n3 ? .slowWave : .eyeMovement
    let events = (0..<100).map { index in
      SleepEvent(
        kind: kind, onsetSeconds: Double(index) * 0.55, durationSeconds: 0.5, amplitudeMicrovolts: 150,
        frequencyHz: kind == .spindle ? 14 : 1, direction: kind == .eyeMovement ? (index % 2 == 0 ? 1 : -1) : 0)
    }
    #expect(flicker(feltNight(stage, events: events)) < 0.03, "\(stage)")
  }

  @Test("in a night that runs fast the waves keep their distance on the screen's clock", arguments: [1.0, 60])
  func fastNight(speed: Double) {
    var ripples = Ripples()
    var most = 0
    for frame in 0..<600 {
      let spindles = Int(Double(frame + 1) / 60 * speed / 6) - Int(Double(frame) / 60 * speed / 6)
      for _ in 0..<spindles {
        ripples.raise(
          SleepEvent(
            kind: .spindle, onsetSeconds: 0, durationSeconds: 1, amplitudeMicrovolts: 50, frequencyHz: 13, direction: 0),
          seed: 1)
      }
      ripples.advance(seconds: 1.0 / 60)
      var rings = DreamRingsArguments()
      ripples.writeRings(to: &rings, width: 960, height: 540, gain: 1)
      most = max(most, Int(rings.count))
    }
    #expect(most >= 1 && most <= 5, "a wave of 2.4 s every half second; there were \(most)")
    #expect(speed > 1 || most == 1, "at the night's own speed each stands alone")
  }
}
