/// How long frames took: a histogram in steps of a tenth of a millisecond, over the last minute or two.
///
/// Two halves take turns, so that old frames are forgotten and nothing is allocated.
public struct FrameTimes: Sendable {
  private static let steps = 1000
  private static let framesAHalf = 3600
  private var halves: [[UInt32]]
  private var current = 0
  private var inCurrent = 0
  /// The longest frame since the beginning, in milliseconds.
  public private(set) var longestMilliseconds = 0.0
  /// How many frames were noted since the beginning.
  public private(set) var count = 0

  /// No frame yet.
  public init() {
    halves = [[UInt32]](repeating: [UInt32](repeating: 0, count: FrameTimes.steps), count: 2)
  }

  /// Notes a frame.
  ///
  /// - Parameter milliseconds: how long it took; everything from 100 ms on counts as 100 ms in the quantiles.
  public mutating func note(milliseconds: Double) {
    if inCurrent == FrameTimes.framesAHalf {
      current = 1 - current
      for step in 0..<FrameTimes.steps { halves[current][step] = 0 }
      inCurrent = 0
    }
    let step = min(max(Int(milliseconds * 10), 0), FrameTimes.steps - 1)
    halves[current][step] += 1
    inCurrent += 1
    count += 1
    longestMilliseconds = max(longestMilliseconds, milliseconds)
  }

  /// Upper bounds of the coarse steps in milliseconds, as `buckets` counts them: 16.6 is a frame at 60 a second.
  public static let bounds: [Double] = [2, 4, 6, 8, 10, 12, 14, 16.6, 20, 25, 33.3, 50, 100]

  /// How many frames took how long, over the last minute or two.
  ///
  /// - Returns: a count for each of `bounds`: longer than the bound before, and no longer than this one; and one for what
  ///   was longer than all.
  public func buckets() -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: FrameTimes.bounds.count + 1)
    fill { counts[$0] = $1 }
    return counts
  }

  /// Tells the counts of `buckets` one after the other, and allocates nothing.
  func fill(_ tell: (Int, UInt32) -> Void) {
    var step = 0
    for index in 0...FrameTimes.bounds.count {
      let end = index < FrameTimes.bounds.count ? Int((FrameTimes.bounds[index] * 10).rounded()) : FrameTimes.steps
      var count: UInt32 = 0
      // What took 100 ms and more stands in the last fine step.
      while step < min(end, index < FrameTimes.bounds.count ? FrameTimes.steps - 1 : FrameTimes.steps) {
        count += halves[0][step] + halves[1][step]
        step += 1
      }
      tell(index, count)
    }
  }

  /// The time within which a share of the frames was finished.
  ///
  /// - Parameter share: 0 to 1; 0.5 is the median.
  /// - Returns: milliseconds, rounded up to a tenth; 0 before the first frame.
  public func quantile(_ share: Double) -> Double {
    var total: UInt64 = 0
    for step in 0..<FrameTimes.steps { total += UInt64(halves[0][step]) + UInt64(halves[1][step]) }
    guard total > 0 else { return 0 }
    let wanted = UInt64((Double(total) * share).rounded(.up))
    var passed: UInt64 = 0
    for step in 0..<FrameTimes.steps {
      passed += UInt64(halves[0][step]) + UInt64(halves[1][step])
      if passed >= max(1, wanted) { return Double(step + 1) / 10 }
    }
    return Double(FrameTimes.steps) / 10
  }
}
