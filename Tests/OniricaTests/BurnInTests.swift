import SleepLab
import Testing

@testable import Onirica

@Suite("Burning in")
struct BurnInTests {
  @Test("the whole picture wanders, unseen: some pixels over minutes, hardly any in a second")
  func wander() {
    var gaze = Gaze()
    var places: [Double] = []
    for step in 0..<(10 * 400) {
      gaze.advance(seconds: 0.1, elapsed: Double(step) / 10, sway: 0, orbit: 0.05)
      places.append(gaze.x)
    }
    #expect((places.max() ?? 0) - (places.min() ?? 0) > 0.08)
    #expect(zip(places, places.dropFirst(10)).allSatisfy { abs($0 - $1) < 0.004 })
  }

  @Test(
    "no place stays bright: over minutes no tile has more than two and a half times the mean",
    arguments: StageWeights.stages)
  func bright(stage: Stage) {
    let side = 8
    var sums = [Double](repeating: 0, count: side * side)
    var frames = 0.0
    // Few frames a second: pictures and drifts follow the seconds of show, not the frames.
    Watched(night: feltNight(stage, minutes: 3), width: 128, height: 72, framesPerSecond: 5).watch(seconds: 150) {
      _, frame in
      frames += 1
      for tile in 0..<(side * side) {
        for y in 0..<9 {
          for x in 0..<16 {
            let code = Double(frame.luma(tile % side * 16 + x, tile / side * 9 + y)) / 255
            sums[tile] += code * code
          }
        }
      }
    }
    let mean = sums.reduce(0, +) / Double(sums.count)
    #expect((sums.max() ?? 0) < 2.5 * mean, "\(stage): \((sums.max() ?? 0) / mean)")
  }
}
