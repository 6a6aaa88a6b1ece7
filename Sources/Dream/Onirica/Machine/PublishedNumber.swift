import Synchronization

/// A number that one thread publishes and others read, together with everything written before it.
final class PublishedNumber: Sendable {
  private let number: Atomic<Int>

  init(_ number: Int) { self.number = Atomic(number) }

  /// The number; setting it publishes what was written before.
  var value: Int {
    get { number.load(ordering: .acquiring) }
    set { number.store(newValue, ordering: .sequentiallyConsistent) }
  }
}
