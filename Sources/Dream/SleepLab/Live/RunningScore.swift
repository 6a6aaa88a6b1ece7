/// z-scores while a night is not over: against the mean and deviation of what has been, old values counting less.
struct RunningScore: Sendable, Hashable {
  /// After so many values an old one counts 1/e: half an hour at 10 Hz.
  static let memoryCount = 18_000.0
  /// Before so many values there is no score.
  static let leastCount = 50.0
  /// Scores stay within this of 0.
  static let limit: Float = 6

  private var count = 0.0
  private var mean = 0.0
  private var variance = 0.0

  /// Takes a value in, and scores it.
  ///
  /// - Parameter value: a finite number.
  /// - Returns: 0 while there is nothing to score against.
  mutating func scored(_ value: Float) -> Float {
    let share = 1 / min(count + 1, Self.memoryCount)
    let distance = Double(value) - mean
    mean += share * distance
    variance = (1 - share) * (variance + share * distance * distance)
    count += 1
    guard count >= Self.leastCount, variance > 1e-18 else { return 0 }
    return max(-Self.limit, min(Self.limit, Float((Double(value) - mean) / variance.squareRoot())))
  }
}
