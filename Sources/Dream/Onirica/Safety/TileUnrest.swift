/// How restless the picture of one tile wants to be: the more often it would flash beyond what is allowed, the more
/// slowly the tile follows it, until a strobe is a still, even light.
///
/// The counter of flashes alone lets a strobe through twice a second, and below the threshold without end. What keeps
/// flashing is therefore smoothed by a first-order low-pass, whose time constant grows with each change too many and shrinks by
/// itself: a dream that once changes too often is slowed for a moment that nobody sees.
public struct TileUnrest: Sendable, Hashable {
  /// Seconds that each change too many adds to the time constant.
  public static let secondsPerChange = 0.25
  /// The longest time constant in seconds.
  public static let longestSeconds = 2.0
  /// Seconds of time constant that go by themselves in each second.
  public static let recovery = 0.5

  /// The time constant by which the tile follows its picture now, in seconds; 0 for at once.
  public private(set) var smoothingSeconds = 0.0
  private var wanted: FlashCounter

  /// Starts from a picture that nobody saw change.
  ///
  /// - Parameter luminance: mean linear luminance, 0 to 1.
  public init(luminance: Float) {
    wanted = FlashCounter(luminance: luminance)
  }

  /// Takes note of a picture that somebody wants to show.
  ///
  /// - Parameters:
  ///   - luminance: its mean linear luminance, 0 to 1.
  ///   - seconds: when.
  ///   - elapsed: seconds since the one before.
  public mutating func want(_ luminance: Float, at seconds: Double, after elapsed: Double) {
    smoothingSeconds = max(0, smoothingSeconds - elapsed * TileUnrest.recovery)
    let isFull = wanted.isFull(at: seconds)
    if wanted.show(luminance, at: seconds), isFull {
      smoothingSeconds = min(TileUnrest.longestSeconds, smoothingSeconds + TileUnrest.secondsPerChange)
    }
  }

  /// How much of the new picture the tile may show, in 1/256.
  ///
  /// - Parameter elapsed: seconds since the frame before.
  /// - Returns: 256 where nothing is smoothed, and never nothing.
  public func share(after elapsed: Double) -> UInt16 {
    guard smoothingSeconds > 0, elapsed > 0 else { return 256 }
    return UInt16(max(1, (256 * elapsed / (elapsed + smoothingSeconds)).rounded()))
  }

  /// All that it remembers.
  mutating func exchange(with ledger: inout StateLedger) {
    ledger.exchange(&smoothingSeconds)
    wanted.exchange(with: &ledger)
  }
}
