/// What is heard at one instant: beside the night, the other thing that may drive a dream.
public struct Sound: Sendable, Hashable {
  /// How loud it is and how strong its low, middle and high parts are: 0 is silence, 1 as loud as music is mastered, 1.5 at most.
  public var loudness: Float, low: Float, mid: Float, high: Float
  /// How many strokes have begun since the beginning.
  public var onsets: Int

  /// A sound.
  ///
  /// - Parameters:
  ///   - loudness: 0 to 1.5.
  ///   - low: the part below 250 Hz, 0 to 1.5.
  ///   - mid: the part between, 0 to 1.5.
  ///   - high: the part above 2000 Hz, 0 to 1.5.
  ///   - onsets: how many strokes have begun since the beginning.
  public init(loudness: Float = 0, low: Float = 0, mid: Float = 0, high: Float = 0, onsets: Int = 0) {
    (self.loudness, self.low, self.mid, self.high, self.onsets) = (loudness, low, mid, high, onsets)
  }

  /// Nothing is heard.
  public static let silence = Sound()
}

/// Whoever hears something that a dream may follow.
public protocol SoundSource: Sendable {
  /// What is heard at an instant; it never waits.
  ///
  /// - Parameter seconds: of the film, or since 1970 for a screen.
  func sound(atSeconds seconds: Double) -> Sound
}
