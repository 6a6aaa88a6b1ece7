/// When frames are due.
///
/// ```
/// start ──▶ frame 0 due ──▶ frame 1 due ──▶ …      always start + index · period, never "last + period"
/// ```
/// A frame that is finished after the next one was due has missed it; the frames that are already past are skipped, so
/// that a late screen catches up with the clock and does not run behind it for ever. Time is an argument.
public struct FramePace: Sendable, Hashable {
  /// Nanoseconds from one frame to the next.
  public let periodNanoseconds: Int64
  /// When frame 0 was due.
  public private(set) var startNanoseconds: Int64
  /// The frame that is due next.
  public private(set) var index: Int64 = 0
  /// Deadlines that were missed so far.
  public private(set) var missed: Int64 = 0

  /// A pace that begins at an instant.
  ///
  /// - Parameters:
  ///   - framesPerSecond: above 0.
  ///   - startNanoseconds: on any clock that does not jump.
  public init(framesPerSecond: Double, startNanoseconds: Int64) {
    periodNanoseconds = Int64((1_000_000_000 / framesPerSecond).rounded())
    self.startNanoseconds = startNanoseconds
  }

  /// When the next frame is due.
  public var dueNanoseconds: Int64 { startNanoseconds + index * periodNanoseconds }

  /// Takes note that the frame that was due is finished.
  ///
  /// - Parameter nanoseconds: now.
  /// - Returns: how many deadlines passed while it was made.
  @discardableResult
  public mutating func finish(at nanoseconds: Int64) -> Int64 {
    index += 1
    let late = nanoseconds - dueNanoseconds
    guard late > 0 else { return 0 }
    let skipped = late / periodNanoseconds + 1
    index += skipped
    missed += skipped
    return skipped
  }

  /// Draws nearer to the grid of frames that all screens of this rate share: multiples of the period on the wall clock.
  /// A clock that was set is followed by a thousandth of a period a frame, so that nobody sees it.
  ///
  /// - Parameters:
  ///   - unixNanoseconds: now on the wall clock, since 1970.
  ///   - nanoseconds: now on the clock that does not jump.
  ///   - atOnce: whether it jumps onto the grid: before the first frame.
  /// - Returns: the instant of the grid that the frame that is due belongs to, in nanoseconds since 1970: the same on
  ///   all screens.
  @discardableResult
  public mutating func approach(unixNanoseconds: Int64, atNanoseconds nanoseconds: Int64, atOnce: Bool = false) -> Int64
  {
    let due = unixNanoseconds + dueNanoseconds - nanoseconds
    let instant = (due + periodNanoseconds / 2) / periodNanoseconds * periodNanoseconds
    let distance = instant - due
    let step = periodNanoseconds / 1000
    startNanoseconds += atOnce ? distance : min(max(distance, -step), step)
    return instant
  }
}
