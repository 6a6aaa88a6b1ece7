import Synchronization

/// One slot between a thread that wants something and the thread of the frames, which never waits: the newest value wins.
///
/// Unsafe by purpose: the value travels as the address of a box, whose ownership goes from the slot to whoever
/// exchanges it out; nobody else ever sees that address.
final class DesireMailbox<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private let slot = Atomic<UInt>(0)

  deinit { _ = take() }

  /// Puts a value into the slot; one that nobody has taken is lost.
  func post(_ value: Value) {
    let box = Unmanaged.passRetained(Box(value))
    let bits = slot.exchange(UInt(bitPattern: box.toOpaque()), ordering: .acquiringAndReleasing)
    guard let address = UnsafeRawPointer(bitPattern: bits) else { return }
    Unmanaged<Box>.fromOpaque(address).release()
  }

  /// Takes the newest value, if one has come since the last call. Neither waits nor allocates.
  func take() -> Value? {
    guard slot.load(ordering: .relaxed) != 0 else { return nil }
    let bits = slot.exchange(0, ordering: .acquiringAndReleasing)
    guard let address = UnsafeRawPointer(bitPattern: bits) else { return nil }
    return Unmanaged<Box>.fromOpaque(address).takeRetainedValue().value
  }
}
