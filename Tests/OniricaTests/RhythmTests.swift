import SleepLab
import Testing

@testable import Onirica

@Suite("Rhythms and luminance")
struct RhythmTests {
  /// The largest share of light that a tile's luminance swings above 3 Hz: what is left when a moving mean of a third
  /// of a second is taken off, as root mean square over time.
  private func flicker(_ night: Night) -> Double {
    let side = 8
    var series = [[Double]](repeating: [], count: side * side)
    Watched(night: night, framesPerSecond: 24).watch(seconds: 8) { _, frame in
      for tile in 0..<(side * side) {
        var sum = 0.0
        for y in stride(from: tile / side * 18, to: tile / side * 18 + 18, by: 2) {
          for x in stride(from: tile % side * 32, to: tile % side * 32 + 32, by: 2) {
            let code = Double(frame.luma(x, y)) / 255
            sum += code * code
          }
        }
        series[tile].append(sum / 144)
      }
    }
    return series.map { values in
      let rest = values.indices.dropFirst(24).dropLast(4).map { index -> Double in
        let around = values[(index - 4)...(index + 4)]
        return values[index] - around.reduce(0, +) / Double(around.count)
      }
      return (rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count)).squareRoot()
    }.max() ?? 0
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
}
