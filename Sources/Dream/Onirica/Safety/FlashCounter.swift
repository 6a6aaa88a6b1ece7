/// Counts opposing changes of one tile's luminance, and says how far the next frame may go.
///
/// ```
/// rising ──(falls by the threshold from its peak)──▶ falling        each arrow is one change;
/// falling ─(rises by the threshold from its trough)▶ rising         two changes are one pair
/// ```
/// Invariant: within any second a tile makes at most `changesPerSecond` changes, if its frames obey `allowance`.
/// Source: WCAG 2.3.1 and ITU-R BT.1702, with a margin (two pairs rather than three).
public struct FlashCounter: Sendable, Hashable {
  /// A change this large counts, as a part of full luminance.
  public static let threshold: Float = 0.08
  /// Two opposing pairs.
  public static let changesPerSecond = 4

  /// The extreme reached since the last change.
  private var extreme: Float = 0
  /// +1 rising, −1 falling, 0 before the first change.
  private var direction: Int8 = 0
  private var lowest: Float = 0, highest: Float = 0
  /// When the last changes happened, in seconds, oldest first.
  private var changes: SIMD4<Double> = SIMD4(repeating: -.infinity)

  /// Starts from a luminance that nobody saw change.
  ///
  /// - Parameter luminance: mean linear luminance, 0 to 1.
  public init(luminance: Float) {
    extreme = luminance
    lowest = luminance
    highest = luminance
  }

  /// Whether there were as many changes as a second may hold in the last one.
  ///
  /// - Parameter seconds: now.
  /// - Returns: true if one more would be one too many.
  public func isFull(at seconds: Double) -> Bool { seconds - changes[0] < 1 }

  /// The luminances that the next frame may have without a change too many.
  ///
  /// - Parameter seconds: when it will be shown.
  /// - Returns: everything, as long as another change is allowed.
  public func allowance(at seconds: Double) -> ClosedRange<Float> {
    guard isFull(at: seconds) else { return 0...1 }
    let margin = FlashCounter.threshold * 0.98
    switch direction {
    case 1: return max(0, extreme - margin)...1
    case -1: return 0...min(1, extreme + margin)
    default: return max(0, highest - margin)...min(1, lowest + margin)
    }
  }

  /// Takes note of a frame that was shown.
  ///
  /// - Parameters:
  ///   - luminance: its mean linear luminance, 0 to 1.
  ///   - seconds: when.
  /// - Returns: whether this was a change.
  @discardableResult
  public mutating func show(_ luminance: Float, at seconds: Double) -> Bool {
    switch direction {
    case 1:
      if luminance > extreme { extreme = luminance }
      return turn(to: -1, luminance, if: extreme - luminance >= FlashCounter.threshold, at: seconds)
    case -1:
      if luminance < extreme { extreme = luminance }
      return turn(to: 1, luminance, if: luminance - extreme >= FlashCounter.threshold, at: seconds)
    default:
      lowest = min(lowest, luminance)
      highest = max(highest, luminance)
      if turn(to: 1, luminance, if: luminance - lowest >= FlashCounter.threshold, at: seconds) { return true }
      return turn(to: -1, luminance, if: highest - luminance >= FlashCounter.threshold, at: seconds)
    }
  }

  private mutating func turn(to direction: Int8, _ luminance: Float, if changed: Bool, at seconds: Double) -> Bool {
    guard changed else { return false }
    self.direction = direction
    extreme = luminance
    changes = SIMD4(changes[1], changes[2], changes[3], seconds)
    return true
  }

  /// All that it remembers.
  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\FlashCounter.extreme, \.lowest, \.highest] { ledger.exchange(&self[keyPath: number]) }
    ledger.exchange(&direction)
    ledger.exchange(&changes)
  }
}
