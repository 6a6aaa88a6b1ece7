/// How far a player is from where it is to be, and what is done about it.
struct PlaybackDrift: Hashable, Sendable {
  /// What brings a player back.
  enum Correction: Hashable, Sendable {
    /// Play at this speed, 0.98 to 1.02.
    case speed(Double)
    /// Go there.
    case seek
  }

  /// Beyond this a player is moved, not hurried.
  static let seekBeyondSeconds = 0.5
  /// The most that the speed is changed: what nobody hears or sees.
  static let mostSpeedChange = 0.02
  /// Within this nothing is done.
  static let toleranceSeconds = 0.008
  /// In what time a drift is to be gone.
  static let horizonSeconds = 1.0

  /// Seconds that the player is ahead; negative behind.
  var seconds: Double

  /// A drift as it was measured.
  ///
  /// A picture is shown from its time until that of the next: within its frame a player is where it is to be.
  ///
  /// - Parameters:
  ///   - position: what the player says, in seconds.
  ///   - wanted: where it is to be, in seconds, not wrapped.
  ///   - frame: how long a picture stands, in seconds; 0 for sound.
  ///   - loop: the length after which the medium begins anew; none where it does not.
  init(position: Double, wanted: Double, frame: Double, loop: Double?) {
    var difference = position - wanted
    if let loop, loop > 0 { difference -= (difference / loop).rounded() * loop }
    if difference <= 0, difference > -frame {
      seconds = 0
    } else {
      seconds = difference < 0 ? difference + frame : difference
    }
  }

  /// What is to be done.
  var correction: Correction {
    if abs(seconds) > Self.seekBeyondSeconds { return .seek }
    guard abs(seconds) > Self.toleranceSeconds else { return .speed(1) }
    let change = max(-Self.mostSpeedChange, min(Self.mostSpeedChange, -seconds / Self.horizonSeconds))
    return .speed(1 + change)
  }
}
