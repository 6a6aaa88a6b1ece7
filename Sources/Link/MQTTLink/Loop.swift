/// What a link, and whoever owns one, needs of a loop: its thread runs their jobs, and calls them when something is due
/// by its clock. ``EventLoop`` is the machine's; one whose clock is set by hand fulfils it too.
public protocol Loop: SerialExecutor {
  /// This instant, by the clock of the loop's deadlines.
  var now: BootInstant { get }

  /// Calls something on the loop's thread in its next turn, in the order of the calls; from any thread.
  func call(_ body: @escaping @Sendable () -> Void)

  /// Calls something once at an instant, or as soon as possible after it.
  @discardableResult func call(at instant: BootInstant, _ body: @escaping () -> Void) -> EventLoop.Deadline

  /// Takes a deadline back; without effect on one that was called.
  func cancel(_ deadline: EventLoop.Deadline)

  /// Calls something once at the end of this turn, after all handlers and jobs.
  func callAtEndOfTurn(_ body: @escaping () -> Void)

  /// As `callAtEndOfTurn`, and after everything that asked for that: for what writes what the turn has gathered.
  func callAtCloseOfTurn(_ body: @escaping () -> Void)

  /// Does work that takes long beside the loop, then calls with what came of it, on the loop's thread.
  func doBeside<Product: Sendable>(
    _ work: @escaping @Sendable () -> Product, then: @escaping @Sendable (Product) -> Void)

  /// Calls a handler each time a descriptor is ready; `forget` it before it is closed.
  ///
  /// - Throws: `EventLoop.Fault` when the descriptor cannot be watched.
  func watch(
    _ descriptor: Int32, for interest: EventLoop.Interest, whenReady: @escaping (EventLoop.Interest) -> Void
  ) throws(EventLoop.Fault)

  /// Changes what of a watched descriptor is waited for.
  func change(_ descriptor: Int32, to interest: EventLoop.Interest)

  /// Stops watching a descriptor: its handler is not called again, not even in this turn.
  func forget(_ descriptor: Int32)
}

extension Loop {
  /// Calls something once after a time; on the loop's thread only.
  ///
  /// - Returns: the deadline, to cancel it by.
  @discardableResult
  public func call(after delay: Duration, _ body: @escaping () -> Void) -> EventLoop.Deadline {
    call(at: now.advanced(by: delay), body)
  }
}

extension EventLoop: Loop {
  /// This instant of the machine.
  public var now: BootInstant { .now }

  /// Does work in a task of its own, then calls with what came of it, on the loop's thread.
  public func doBeside<Product: Sendable>(
    _ work: @escaping @Sendable () -> Product, then: @escaping @Sendable (Product) -> Void
  ) {
    Task.detached {
      let product = work()
      self.call { then(product) }
    }
  }
}
