/// How often a frame stands in a film of constant rate: once, or more often where frames before it were lost, so that
/// a film is as long as what it shows.
struct FilmClock: Sendable {
  let framesPerSecond: Double
  /// Frames that stand in the film.
  private(set) var count = 0
  private var startSeconds: Double?

  init(framesPerSecond: Double) { self.framesPerSecond = framesPerSecond }

  /// Takes note of a frame.
  ///
  /// - Parameter seconds: when it came, on a clock that does not jump.
  /// - Returns: how often it is written, 1 or more: a frame that is early or late by less than two is written once.
  mutating func copies(atSeconds seconds: Double) -> Int {
    let start = startSeconds ?? seconds
    startSeconds = start
    let due = Int(((seconds - start) * framesPerSecond).rounded()) + 1
    let copies = due - count >= 2 ? due - count : 1
    count += copies
    return copies
  }
}
