import OpenSoundControl
import SleepLab
import Testing

@Suite("The stream of a night")
struct StreamTests {
  @Test("a course ends at its end, and tells every stretch once")
  func once() throws {
    var course = try #require(StreamCourse(from: 10, until: 30, speed: 10, isLooping: false))
    let steps = [0, 0.5, 0.4, 1.5, 2.5].map { course.step(elapsedSeconds: $0) }
    #expect(steps.map(\.positionSeconds) == [10, 15, 15, 25, 30])
    #expect(steps.flatMap(\.passed) == [10..<15, 15..<25, 25..<30])
    #expect(steps.map(\.isLast) == [false, false, false, false, true])
    #expect(StreamCourse(from: 10, until: 10, speed: 1, isLooping: true) == nil)
    #expect(StreamCourse(from: 0, until: 10, speed: 0, isLooping: true) == nil)
  }

  @Test("a loop begins anew where it began, and passes its end")
  func loop() throws {
    var course = try #require(StreamCourse(from: 10, until: 30, speed: 10, isLooping: true))
    let steps = [0, 1.5, 2.5, 6].map { course.step(elapsedSeconds: $0) }
    #expect(steps.map(\.positionSeconds) == [10, 25, 15, 10])
    #expect(steps.map(\.passed) == [[], [10..<25], [25..<30, 10..<15], [15..<30, 10..<15]])
  }

  @Test("at any speed and rate each event of a night is told once")
  func events() throws {
    let night = smallNight
    for (speed, rate) in [(1.0, 10.0), (600, 1), (37.7, 59), (0.5, 60)] {
      var course = try #require(
        StreamCourse(from: 0, until: night.durationSeconds, speed: speed, isLooping: false))
      var told: [SleepEvent] = []
      var tick = 0
      while true {
        let step = course.step(elapsedSeconds: Double(tick) / rate)
        told += NightMoment(of: night, at: step.positionSeconds, passed: step.passed).events
        if step.isLast { break }
        tick += 1
      }
      #expect(told == night.events, "speed \(speed), rate \(rate)")
    }
  }

  @Test("a moment has the documented addresses and values")
  func messages() {
    let moment = NightMoment(of: smallNight, at: 70.5, passed: [60..<71])
    #expect(
      moment.messages.map(\.address) == [
        "/night/time", "/night/stage", "/night/bands", "/night/posterior", "/night/muscle", "/night/eyes",
        "/night/event/spindle",
      ])
    #expect(moment.messages[1].arguments == [.text("N2"), .integer(2), .float(1)])
    #expect(moment.messages[2].arguments.first == .float(705))
    #expect(moment.messages[6].arguments == [.float(70), .float(1), .float(50), .float(13), .integer(0)])
  }
}
