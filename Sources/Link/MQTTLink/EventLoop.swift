import CLinux
import Glibc
import Synchronization

/// One thread that waits for descriptors and deadlines by epoll and, between them, runs the jobs of the actors that
/// name it as their executor. An actor on a loop may therefore be called synchronously from the loop's handlers:
/// no lock, no hop, no wake-up.
///
/// A turn: wait; call the handlers of ready descriptors; call the deadlines that are due; run the jobs that wait; call
/// what asked for the turn's end. What a job or handler adds runs in the next turn, so that nothing starves.
///
/// `@unchecked Sendable`: everything in `core` is touched by the loop's own thread alone, which each entry checks;
/// the rest is behind a mutex or atomic.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
  /// What the system refused when a loop was made.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    /// The call and the system's words.
    public let description: String
  }

  /// What of a descriptor is waited for; failures and hang-ups are always told.
  public struct Interest: OptionSet, Sendable, Hashable {
    /// The bits of epoll.
    public let rawValue: UInt32
    /// Interest by its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Bytes, or a connection, wait to be read.
    public static let readable = Interest(rawValue: linux_readable)
    /// Bytes can be written.
    public static let writable = Interest(rawValue: linux_writable)
    /// The descriptor failed (told, not asked for).
    public static let failed = Interest(rawValue: linux_failed)
    /// The other side closed both directions (told, not asked for).
    public static let hungUp = Interest(rawValue: linux_hung_up)
  }

  private struct Shared {
    var jobs: [UnownedJob] = []
    var calls: [@Sendable () -> Void] = []
    var isStopping = false
    var hasWork: Bool { !jobs.isEmpty || !calls.isEmpty || isStopping }
  }

  private let shared = Mutex(Shared())
  private let thread = Atomic<UInt>(0)
  private let wakeDescriptor: Int32
  private let name: String
  private let core: LoopCore

  /// Makes a loop and starts its thread.
  ///
  /// - Parameter name: the thread's name in the system's tools, 15 characters at most.
  /// - Throws: `Fault` when the system gives no more descriptors or threads.
  public init(name: String = "event-loop") throws(Fault) {
    self.name = name
    core = try LoopCore()
    wakeDescriptor = core.wakeDescriptor
    try startThread()
  }

  // Not with the thread's end: until the last reference is gone another thread may still signal.
  deinit { close(wakeDescriptor) }

  private func startThread() throws(Fault) {
    var identifier = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let result = pthread_create(
      &identifier, nil,
      { argument in
        if let argument { Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().runUntilStopped() }
        return nil
      }, retained.toOpaque())
    guard result == 0 else {
      retained.release()
      throw Fault(description: "no thread for the event loop: \(String(cString: strerror(result)))")
    }
    pthread_detach(identifier)
  }

  // MARK: any thread

  /// Whether the caller runs on the loop's thread.
  public var isCurrent: Bool { thread.load(ordering: .acquiring) == UInt(pthread_self()) }

  /// Takes a job of an actor; the Swift runtime calls it.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let wasIdle = shared.withLock { shared in
      defer { shared.jobs.append(job) }
      return !shared.hasWork
    }
    if wasIdle && !isCurrent { linux_eventfd_signal(wakeDescriptor) }
  }

  /// Calls something on the loop's thread in its next turn, in the order of the calls.
  public func call(_ body: @escaping @Sendable () -> Void) {
    let wasIdle = shared.withLock { shared in
      defer { shared.calls.append(body) }
      return !shared.hasWork
    }
    if wasIdle && !isCurrent { linux_eventfd_signal(wakeDescriptor) }
  }

  /// Traps where the caller is not on the loop's thread; the Swift runtime asks it for `assumeIsolated`.
  public func checkIsolated() {
    precondition(isCurrent, "called outside the event loop's thread")
  }

  /// Whether the caller may touch what is isolated to an actor of this loop.
  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  /// Ends the thread after the present turn and all jobs that wait. Actors on the loop must not be called any more:
  /// their jobs would wait for ever.
  public func shutDown() {
    shared.withLock { $0.isStopping = true }
    linux_eventfd_signal(wakeDescriptor)
  }

  // MARK: the loop's own thread

  /// Calls a handler each time a descriptor is ready; on the loop's thread only.
  ///
  /// - Parameters:
  ///   - descriptor: an open descriptor that epoll can watch; `forget` it before it is closed.
  ///   - interest: what is waited for; may be empty.
  ///   - whenReady: called with what is ready.
  /// - Throws: `Fault` when the descriptor cannot be watched.
  public func watch(
    _ descriptor: Int32, for interest: Interest = .readable, whenReady: @escaping (Interest) -> Void
  ) throws(Fault) {
    checkIsolated()
    try core.watch(descriptor, for: interest, whenReady: whenReady)
  }

  /// Changes what of a watched descriptor is waited for; on the loop's thread only.
  public func change(_ descriptor: Int32, to interest: Interest) {
    checkIsolated()
    core.change(descriptor, to: interest)
  }

  /// Stops watching a descriptor: its handler is not called again, not even in this turn; on the loop's thread only.
  public func forget(_ descriptor: Int32) {
    checkIsolated()
    core.forget(descriptor)
  }

  /// Calls something once at an instant, or as soon as possible after it; on the loop's thread only.
  ///
  /// - Returns: the deadline, to cancel it by.
  @discardableResult
  public func call(at instant: BootInstant, _ body: @escaping () -> Void) -> Deadline {
    checkIsolated()
    return core.call(at: instant, body)
  }

  /// Takes a deadline back; without effect on one that was called; on the loop's thread only.
  public func cancel(_ deadline: Deadline) {
    checkIsolated()
    core.cancel(deadline)
  }

  /// Calls something once at the end of this turn, after all handlers and jobs; on the loop's thread only.
  public func callAtEndOfTurn(_ body: @escaping () -> Void) {
    checkIsolated()
    core.turnEnd.append(body)
  }

  /// As `callAtEndOfTurn`, and after everything that asked for that: for what writes what the turn has gathered.
  public func callAtCloseOfTurn(_ body: @escaping () -> Void) {
    checkIsolated()
    core.turnClose.append(body)
  }

  // MARK: turns

  private func runUntilStopped() {
    thread.store(UInt(pthread_self()), ordering: .releasing)
    linux_name_thread(name)
    var isStopping = false
    while !isStopping {
      let mayWait = shared.withLock { !$0.hasWork } && !core.hasTurnWork
      core.waitAndHandle(mayWait: mayWait)
      core.callDueDeadlines()
      isStopping = runJobs()
      core.endTurn()
    }
    while !runJobsLeft() {}
    core.close()
    thread.store(0, ordering: .releasing)
  }

  /// Runs the jobs and calls that wait; returns whether the loop is to end.
  private func runJobs() -> Bool {
    let (jobs, calls, isStopping) = shared.withLock { shared in
      defer {
        shared.jobs = []
        shared.calls = []
      }
      return (shared.jobs, shared.calls, shared.isStopping)
    }
    for body in calls { body() }
    let executor = asUnownedSerialExecutor()
    for job in jobs { job.runSynchronously(on: executor) }
    return isStopping
  }

  private func runJobsLeft() -> Bool {
    _ = runJobs()
    return shared.withLock { $0.jobs.isEmpty && $0.calls.isEmpty }
  }
}

extension EventLoop {
  /// A call that is to come at an instant.
  public struct Deadline: Sendable, Hashable {
    package let instant: BootInstant
    package let serial: UInt64

    package init(instant: BootInstant, serial: UInt64) { (self.instant, self.serial) = (instant, serial) }
  }
}
