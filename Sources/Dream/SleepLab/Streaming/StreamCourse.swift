/// How a stream runs through a night: from one place to another, at a speed, once or round and round.
public struct StreamCourse: Sendable, Hashable {
  /// Where it is, and what it passed since the step before.
  public struct Step: Sendable, Hashable {
    /// Seconds from the night's beginning.
    public var positionSeconds: Double
    /// What was passed since the step before: two stretches where the end was passed.
    public var passed: [Range<Double>]
    /// Whether the end is reached: nothing follows.
    public var isLast: Bool
  }

  private let from: Double
  private let until: Double
  private let speed: Double
  private let isLooping: Bool
  private var travelledBefore = 0.0

  /// Lays a course.
  ///
  /// - Parameters:
  ///   - from: where it begins, in seconds from the night's beginning.
  ///   - until: where it ends, after `from`.
  ///   - speed: seconds of the night a second, above 0.
  ///   - isLooping: whether it begins anew at the end.
  /// - Returns: nil where the end is not after the beginning, or the speed is none.
  public init?(from: Double, until: Double, speed: Double, isLooping: Bool) {
    guard from.isFinite, until.isFinite, from < until, speed > 0, speed.isFinite else { return nil }
    self.from = from
    self.until = until
    self.speed = speed
    self.isLooping = isLooping
  }

  /// Goes on.
  ///
  /// - Parameter elapsedSeconds: since the course began; what lies before the step before counts as that.
  /// - Returns: where it is now.
  public mutating func step(elapsedSeconds: Double) -> Step {
    let travelled = max(travelledBefore, speed * elapsedSeconds)
    let before = travelledBefore
    travelledBefore = travelled
    let length = until - from
    guard isLooping else {
      let position = min(from + travelled, until)
      let start = min(from + before, until)
      return Step(
        positionSeconds: position, passed: start < position ? [start..<position] : [], isLast: position >= until)
    }
    let position = from + travelled.truncatingRemainder(dividingBy: length)
    let start = from + before.truncatingRemainder(dividingBy: length)
    let passed: [Range<Double>]
    if travelled - before >= length {
      passed = [start..<until, from..<start]
    } else if position < start {
      passed = [start..<until, from..<position]
    } else {
      passed = [start..<position]
    }
    return Step(positionSeconds: position, passed: passed.filter { !$0.isEmpty }, isLast: false)
  }
}
