import Testing

@testable import Onirica

@Suite("The gaze")
struct GazeTests {
  @Test("it stays by its sway at any frame rate", arguments: [1.0, 5, 8, 12, 25, 60, 240])
  func steady(framesPerSecond: Double) {
    var gaze = Gaze()
    var farthest = 0.0
    for frame in 0..<Int(framesPerSecond * 60) {
      gaze.advance(seconds: 1 / framesPerSecond, elapsed: Double(frame) / framesPerSecond, sway: 0.05)
      farthest = max(farthest, gaze.x.magnitude, gaze.y.magnitude)
    }
    #expect(farthest > 0.02)
    #expect(farthest < 0.06)
  }
}
