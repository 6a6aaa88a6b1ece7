/// A way through a night: the whole of it, or the periods of one stage, from a place on, round and round.
///
/// Every screen that has the same night, stage and start is at the same place after the same time.
public struct Passage: Sendable, Hashable {
  private let stretches: [Range<Double>]
  private let lengthSeconds: Double
  private let startSeconds: Double

  /// Lays the way.
  ///
  /// - Parameters:
  ///   - night: the night.
  ///   - stage: with a stage the way runs through its periods only.
  ///   - from: seconds from the night's beginning; the way starts at the first place on it that is not before;
  ///     nil and what is past the last place mean the way's beginning.
  /// - Returns: nil if the night has no period of this stage, or no length.
  public init?(through night: Night, stage: Stage? = nil, from: Double? = nil) {
    if let stage {
      stretches = night.periods(of: stage).map(\.seconds)
    } else {
      stretches = night.durationSeconds > 0 ? [0..<night.durationSeconds] : []
    }
    lengthSeconds = stretches.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) }
    guard lengthSeconds > 0, lengthSeconds.isFinite else { return nil }
    startSeconds = Passage.distance(to: from ?? 0, along: stretches)
  }

  /// The place in the night after some time on the way; at the way's end it begins anew.
  ///
  /// - Parameter travelled: seconds of the night since the start: speed times the time that passed; may be negative.
  /// - Returns: seconds from the night's beginning.
  public func position(after travelled: Double) -> Double {
    guard travelled.isFinite else { return stretches[0].lowerBound }
    var rest = (startSeconds + travelled).truncatingRemainder(dividingBy: lengthSeconds)
    if rest < 0 { rest += lengthSeconds }
    for stretch in stretches {
      let length = stretch.upperBound - stretch.lowerBound
      if rest < length { return stretch.lowerBound + rest }
      rest -= length
    }
    return stretches[0].lowerBound
  }

  /// How much of the way has been gone since it passed a place last. A place that is no part of the way is passed where the
  /// way leaps over it.
  ///
  /// - Parameters:
  ///   - place: seconds from the night's beginning.
  ///   - travelled: seconds of the night since the start.
  /// - Returns: seconds of the night; nil where it was not passed since the start.
  public func travelled(sincePassing place: Double, after travelled: Double) -> Double? {
    guard travelled.isFinite, travelled >= 0 else { return nil }
    let distance = stretches.reduce(0) { $0 + max(0, min(place, $1.upperBound) - $1.lowerBound) }
    var since = (startSeconds + travelled - distance).truncatingRemainder(dividingBy: lengthSeconds)
    if since < 0 { since += lengthSeconds }
    return since <= travelled ? since : nil
  }

  /// How far along the stretches a place of the night lies; 0 past the last stretch.
  private static func distance(to seconds: Double, along stretches: [Range<Double>]) -> Double {
    var passed = 0.0
    for stretch in stretches {
      if seconds < stretch.upperBound { return passed + max(0, seconds - stretch.lowerBound) }
      passed += stretch.upperBound - stretch.lowerBound
    }
    return 0
  }
}
