import CLinux
import Glibc
import Synchronization

/// A thread of our own, with a name, that is joined when it is told to stop.
///
/// `@unchecked Sendable`: `thread` is written once before anyone else sees this object, and read once by `join`.
final class NamedThread: @unchecked Sendable {
  private var thread = pthread_t()
  private let joined = Atomic<Bool>(false)

  private final class Body: Sendable {
    let name: String
    let run: @Sendable () -> Void
    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  /// Starts the thread.
  init(name: String, run: @escaping @Sendable () -> Void) {
    let body = Unmanaged.passRetained(Body(name: name, run: run))
    let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
      guard let pointer else { return nil }
      let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
      linux_name_thread(body.name)
      body.run()
      return nil
    }
    if pthread_create(&thread, nil, entry, body.toOpaque()) != 0 {
      body.release()
      joined.store(true, ordering: .sequentiallyConsistent)
    }
  }

  /// Waits for the thread's end, once.
  func join() {
    if !joined.exchange(true, ordering: .sequentiallyConsistent) { pthread_join(thread, nil) }
  }
}
