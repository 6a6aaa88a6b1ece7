/// How late frames came, counted by classes: four for each doubling, from 1 µs to 65 ms.
public struct JitterHistogram: Hashable, Sendable {
  private var counts = SIMD64<UInt32>(repeating: 0)
  /// How many frames were counted.
  public private(set) var frames = 0
  /// The latest frame, in microseconds.
  public private(set) var worstMicroseconds: Int64 = 0

  /// A histogram of no frames.
  public init() {}

  /// Counts a frame.
  ///
  /// - Parameter lateNanoseconds: how long after its due time it began.
  public mutating func count(lateNanoseconds: Int64) {
    let late = max(0, lateNanoseconds / 1000)
    counts[Self.place(of: late)] &+= 1
    frames += 1
    worstMicroseconds = max(worstMicroseconds, late)
  }

  /// The time within which a part of the frames came, as the upper bound of its class.
  ///
  /// - Parameter part: 0 to 1, for example 0.99.
  /// - Returns: microseconds; 0 where no frame was counted.
  public func quantileMicroseconds(_ part: Double) -> Int64 {
    let wanted = max(1, Int((part * Double(frames)).rounded(.up)))
    var seen = 0
    for place in 0..<64 {
      seen += Int(counts[place])
      if frames > 0, seen >= wanted { return min(worstMicroseconds, Self.upperBound(of: place)) }
    }
    return worstMicroseconds
  }

  /// Below 4 µs a class for each; above, the two bits after the first one divide each doubling.
  private static func place(of late: Int64) -> Int {
    if late < 4 { return Int(late) }
    let doubling = Int64.bitWidth - 1 - late.leadingZeroBitCount
    return min(63, (doubling - 1) * 4 + Int(late >> (doubling - 2)) & 3)
  }

  private static func upperBound(of place: Int) -> Int64 {
    if place < 4 { return Int64(place) }
    let doubling = place / 4 + 1
    return (Int64(4 + place % 4 + 1) << (doubling - 2)) - 1
  }
}
