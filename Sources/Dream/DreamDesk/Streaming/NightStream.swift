import Endings
import SleepLab

/// A night on its way to artists' tools, moment by moment, by the absolute time of its beginning.
struct NightStream {
  let opened: OpenedNight
  let sinks: [any MomentSink]
  let rateHz: Double

  /// Runs until the course ends, nobody reads any longer, or the task is cancelled.
  ///
  /// - Throws: a fault, 65, where the night was withdrawn or its consent ends on the way.
  func run(_ course: StreamCourse) async throws {
    var course = course
    let clock = ContinuousClock()
    let start = clock.now
    var tick = 0
    while !Task.isCancelled {
      if let ending = opened.ending(of: .exhibition, nowUnixSeconds: WallClock.unixSeconds()) {
        throw CommandFault(.unusableInput, ending)
      }
      let step = course.step(elapsedSeconds: Double(tick) / rateHz)
      let moment = NightMoment(of: opened.night, at: step.positionSeconds, passed: step.passed)
      for sink in sinks {
        guard await sink.send(moment) else { return }
      }
      if step.isLast { return }
      // A machine that was busy goes on where the night is by now, and tells the events that it passed.
      let late = (clock.now - start) / Duration.seconds(1) * rateHz
      tick = max(tick + 1, Int(late.rounded(.down)))
      try? await clock.sleep(until: start + .seconds(Double(tick) / rateHz), tolerance: .milliseconds(1))
    }
  }
}
