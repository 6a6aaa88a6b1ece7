import Synchronization

/// What a running screen says of itself: written by the frame thread, read by anyone, without waiting.
public final class ScreenGauges: Sendable {
  private let numbers: [Slot]
  private let buckets: [Slot]

  private final class Slot: Sendable {
    let bits = Atomic<UInt64>(0)
  }

  /// The gauges there are.
  public enum Gauge: Int, CaseIterable, Sendable {
    /// Frames since the start, deadlines missed, frames that the limiter changed.
    case frames = 0
    case missed, interventions
    /// Quantiles and maximum of the time that a frame takes, in milliseconds.
    case p50, p99, longest
    /// Seconds from the night's beginning; not a number while no night is dreamt.
    case position
    /// Internal size in pixels.
    case internalWidth, internalHeight
    /// Share of their steps that the field and what grows over the pictures take, 1 unless frames take too long.
    case fieldShare
    /// Mean linear luminance of the last frame, 0 to 1.
    case luminance
    /// 1 while the frame thread has real-time priority.
    case isRealTime
    /// 1 while a graphics device draws the dreams.
    case isDrawnByDevice
  }

  init() {
    numbers = Gauge.allCases.map { _ in Slot() }
    buckets = (0...FrameTimes.bounds.count).map { _ in Slot() }
    self[.position] = .nan
  }

  /// One gauge.
  public internal(set) subscript(gauge: Gauge) -> Double {
    get { Double(bitPattern: numbers[gauge.rawValue].bits.load(ordering: .relaxed)) }
    set { numbers[gauge.rawValue].bits.store(newValue.bitPattern, ordering: .relaxed) }
  }

  /// How many frames took how long, as `FrameTimes.buckets` counts them.
  public var frameBuckets: [UInt32] { buckets.map { UInt32($0.bits.load(ordering: .relaxed)) } }

  /// Puts one of the counts.
  func put(_ count: UInt32, inBucket index: Int) { buckets[index].bits.store(UInt64(count), ordering: .relaxed) }
}
