import Onirica
import Synchronization

/// Three frames between one writer and one reader, neither of whom ever waits: the reader gets the newest.
///
/// `@unchecked Sendable`: of the three indices one is the writer's, one the reader's and one lies in the slot; each side
/// gives its own away by the exchange that takes the other. So no frame has two owners.
public final class FrameExchange: @unchecked Sendable {
  private static let fresh = 4
  /// Of how many frames of the screen one is offered.
  let everyFrames: Int
  private let frames: [Frame]
  private let slot = Atomic<Int>(1)
  private var writing = 0
  private var reading = 2

  /// Three frames of one size.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - everyFrames: of how many frames of the screen one is offered.
  public init(width: Int, height: Int, everyFrames: Int = 1) {
    self.everyFrames = max(1, everyFrames)
    frames = (0..<3).map { _ in Frame(width: width, height: height) }
  }

  /// The frame that the writer may fill.
  public var writable: Frame { frames[writing] }

  /// Offers the frame that was filled.
  public func publish() {
    writing = slot.exchange(writing | FrameExchange.fresh, ordering: .acquiringAndReleasing) & 3
  }

  /// Takes the newest frame, if there is one that the reader has not had.
  ///
  /// - Returns: the frame, the reader's until the next call; nil if nothing is new.
  public func take() -> Frame? {
    guard slot.load(ordering: .acquiring) & FrameExchange.fresh != 0 else { return nil }
    reading = slot.exchange(reading, ordering: .acquiringAndReleasing) & 3
    return frames[reading]
  }
}
