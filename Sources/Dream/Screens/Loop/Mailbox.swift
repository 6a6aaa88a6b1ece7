import Synchronization

/// One slot between a thread that wants something and a thread that must never wait: the newest value wins.
///
/// Unsafe by purpose: the value travels as the address of a box, whose ownership goes from the slot to whoever
/// exchanges it out; nobody else ever sees that address.
public final class Mailbox<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private let slot = Atomic<UInt>(0)

  /// An empty slot.
  public init() {}

  deinit { _ = take() }

  /// Puts a value into the slot; one that nobody has taken is lost.
  ///
  /// - Parameter value: the newest.
  public func post(_ value: Value) {
    let box = Unmanaged.passRetained(Box(value))
    free(slot.exchange(UInt(bitPattern: box.toOpaque()), ordering: .acquiringAndReleasing))
  }

  /// Takes the newest value, if one has come since the last call. Neither waits nor allocates.
  ///
  /// - Returns: the value, or nil.
  public func take() -> Value? {
    let bits = slot.exchange(0, ordering: .acquiringAndReleasing)
    guard let address = UnsafeRawPointer(bitPattern: bits) else { return nil }
    return Unmanaged<Box>.fromOpaque(address).takeRetainedValue().value
  }

  private func free(_ bits: UInt) {
    guard let address = UnsafeRawPointer(bitPattern: bits) else { return }
    Unmanaged<Box>.fromOpaque(address).release()
  }
}
