/// When a universe's slots go out: at once when they change, three times more, then as a sign of life.
///
/// ANSI E1.31-2018, 6.6.2: before transmission of unchanging levels is suppressed, three packets with the same levels are
/// sent; after that one every 800 to 1000 ms. Art-Net 4 asks for the same interval ("ArtDmx, refresh rate").
struct UniverseRhythm: Hashable, Sendable {
  /// How many packets of unchanged levels follow a change.
  static let repeats = 3
  /// The time between signs of life, in nanoseconds; between 800 and 1000 ms with a frame to spare on both sides.
  static let keepAliveNanoseconds: Int64 = 900_000_000

  /// The shortest time between two packets, in nanoseconds; zero where the frame rate itself is slow enough.
  private let leastNanoseconds: Int64
  private var isWaiting = true
  private var repeatsLeft = UniverseRhythm.repeats
  private var sentNanoseconds: Int64 = .min / 2

  /// The rhythm of a universe whose receivers bear so many frames a second, 1 to 44.
  init(rateHz: Int, frameRateHz: Int = LightClock.frameRateHz) {
    // A timer that is a little early must not cost a whole frame.
    leastNanoseconds = rateHz >= frameRateHz ? 0 : 1_000_000_000 / Int64(max(1, rateHz)) - 500_000
  }

  /// Whether to send now; saying so counts as sent.
  ///
  /// - Parameters:
  ///   - nowNanoseconds: the instant, by a clock that never goes back.
  ///   - isChanged: whether the slots changed since the frame before.
  mutating func isDue(at nowNanoseconds: Int64, isChanged: Bool) -> Bool {
    if isChanged { isWaiting = true }
    let since = nowNanoseconds - sentNanoseconds
    guard since >= leastNanoseconds, isWaiting || repeatsLeft > 0 || since >= Self.keepAliveNanoseconds else {
      return false
    }
    repeatsLeft = isWaiting ? Self.repeats : max(0, repeatsLeft - 1)
    (isWaiting, sentNanoseconds) = (false, nowNanoseconds)
    return true
  }
}

/// The frames of the lights.
public enum LightClock {
  /// Frames a second: as many as a DMX512-A line of 512 slots carries (ANSI E1.11).
  public static let frameRateHz = 44
  /// From one frame to the next, in nanoseconds.
  static let frameNanoseconds: Int64 = 1_000_000_000 / 44
}
