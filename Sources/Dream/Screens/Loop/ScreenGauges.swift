import Synchronization

/// What a running screen says of itself: written by the frame thread, read by anyone, without waiting.
public final class ScreenGauges: Sendable {
  private let numbers: [Slot]

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
    /// Mean linear luminance of the last frame, 0 to 1.
    case luminance
    /// 1 while the frame thread has real-time priority.
    case isRealTime
  }

  init() {
    numbers = Gauge.allCases.map { _ in Slot() }
    self[.position] = .nan
  }

  /// One gauge.
  public internal(set) subscript(gauge: Gauge) -> Double {
    get { Double(bitPattern: numbers[gauge.rawValue].bits.load(ordering: .relaxed)) }
    set { numbers[gauge.rawValue].bits.store(newValue.bitPattern, ordering: .relaxed) }
  }
}
