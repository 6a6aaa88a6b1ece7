import Dispatch
import Synchronization

/// What came so far, and who waits for what is to come: tests wait for things instead of sleeping.
final class Awaited<Item: Sendable>: Sendable {
  private struct Waiter: Sendable {
    let start: Int
    let holds: @Sendable (Item) -> Bool
    let continuation: CheckedContinuation<Item?, Never>
  }
  private struct State: Sendable {
    var items: [Item] = []
    var waiters: [Int: Waiter] = [:]
    var last = 0
  }
  private let state = Mutex(State())

  /// All that came.
  var all: [Item] { state.withLock { $0.items } }
  /// How much came.
  var count: Int { state.withLock { $0.items.count } }

  /// Something came.
  func add(_ item: Item) {
    let due = state.withLock { state -> [Waiter] in
      state.items.append(item)
      let due = state.waiters.filter { $0.value.start < state.items.count && $0.value.holds(item) }
      for key in due.keys { state.waiters[key] = nil }
      return Array(due.values)
    }
    for waiter in due { waiter.continuation.resume(returning: item) }
  }

  /// Waits for something.
  ///
  /// - Parameters:
  ///   - start: how much had come before what counts.
  ///   - seconds: how long to wait at most.
  ///   - holds: what it must be.
  /// - Returns: the first such thing, or nothing.
  func first(
    from start: Int = 0, within seconds: Double = 20, where holds: @escaping @Sendable (Item) -> Bool
  ) async -> Item? {
    await withCheckedContinuation { continuation in
      let key: Int? = state.withLock { state in
        if let item = state.items[min(start, state.items.count)...].first(where: holds) {
          continuation.resume(returning: item)
          return nil
        }
        state.last += 1
        state.waiters[state.last] = Waiter(start: start, holds: holds, continuation: continuation)
        return state.last
      }
      guard let key else { return }
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
        self.state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume(returning: nil)
      }
    }
  }
}
