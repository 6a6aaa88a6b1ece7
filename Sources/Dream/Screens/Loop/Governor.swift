/// Keeps the rate of frames under load: it lowers the internal size, then the steps of the field, and raises them again
/// when there is room.
///
/// | state | input | next |
/// |---|---|---|
/// | any but the last rung | more than a tenth of a second's frames too long | one rung down, patience doubled |
/// | any but the first rung | patience passed with all frames below half of the period | one rung up |
///
/// Patience starts at ten seconds and is bounded by five minutes, so that a size that does not fit is not tried again
/// and again.
public struct Governor: Sendable, Hashable {
  /// Shares of the full size, largest first.
  public static let scales = [1.0, 0.75, 0.5]

  /// How much is worked.
  public struct Rung: Sendable, Hashable {
    /// Of `scales`.
    public let scaleIndex: Int
    /// Share of their steps that the field and what grows over the pictures take.
    public let fieldShare: Double
  }

  /// The rungs, from all of the work down.
  public static let rungs = [
    Rung(scaleIndex: 0, fieldShare: 1), Rung(scaleIndex: 1, fieldShare: 1), Rung(scaleIndex: 2, fieldShare: 1),
    Rung(scaleIndex: 2, fieldShare: 0.5),
  ]

  /// The rung that is in force, 0 all of the work.
  public private(set) var rung = 0
  private let framesPerSecond: Int
  private let periodMilliseconds: Double
  private var inWindow = 0
  private var tooLong = 0
  private var easySince = 0
  private var patienceFrames: Int

  /// A governor at full size.
  ///
  /// - Parameter framesPerSecond: the rate to keep.
  public init(framesPerSecond: Double) {
    self.framesPerSecond = max(1, Int(framesPerSecond.rounded()))
    periodMilliseconds = 1000 / framesPerSecond
    patienceFrames = 10 * self.framesPerSecond
  }

  /// Takes note of a frame.
  ///
  /// - Parameter milliseconds: how long it took.
  /// - Returns: the rung for the next frame.
  public mutating func note(milliseconds: Double) -> Int {
    inWindow += 1
    if milliseconds > 0.92 * periodMilliseconds { tooLong += 1 }
    easySince = milliseconds < 0.5 * periodMilliseconds ? easySince + 1 : 0
    if tooLong * 10 > framesPerSecond, rung < Governor.rungs.count - 1 {
      rung += 1
      patienceFrames = min(patienceFrames * 2, 300 * framesPerSecond)
      restart()
    } else if easySince >= patienceFrames, rung > 0 {
      rung -= 1
      restart()
    } else if inWindow >= framesPerSecond {
      inWindow = 0
      tooLong = 0
    }
    return rung
  }

  private mutating func restart() {
    inWindow = 0
    tooLong = 0
    easySince = 0
  }
}
