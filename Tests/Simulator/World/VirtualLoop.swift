import MQTTLink

/// A loop whose clock is the world's and whose turns the world asks for: jobs, calls, deadlines and sockets as with the
/// machine's loop, and in its order, on the thread that runs the simulation.
///
/// `@unchecked Sendable`: one thread runs the whole simulation; it is made, turned and dropped there.
package final class VirtualLoop: Loop, @unchecked Sendable {
  private struct Watcher {
    var interest: EventLoop.Interest
    let whenReady: (EventLoop.Interest) -> Void
  }

  private unowned let world: World
  /// What the machine's boot clock said when the world began.
  private let bootOffsetNanoseconds: Int64
  private var jobs: [UnownedJob] = []
  private var calls: [() -> Void] = []
  private var turnEnd: [() -> Void] = []
  private var turnClose: [() -> Void] = []
  private var deadlines: [(deadline: EventLoop.Deadline, body: () -> Void)] = []
  private var deadlineSerial: UInt64 = 0
  private var watchers: [Int32: Watcher] = [:]
  private var readiness: [Int32: () -> EventLoop.Interest] = [:]
  private var lastDescriptor: Int32 = 1000
  /// Whether the process that it belongs to is gone.
  private(set) var isDead = false
  /// Called in each turn before what it gathered is written.
  var beforeClose: () -> Void = {}

  /// A loop of a machine that started so long after the world.
  package init(_ world: World, bootedAt boot: BootInstant = BootInstant(nanoseconds: 0)) {
    (self.world, bootOffsetNanoseconds) = (world, boot.nanoseconds)
  }

  package var now: BootInstant { BootInstant(nanoseconds: world.now.nanoseconds - bootOffsetNanoseconds) }

  /// The world's instant of the next deadline.
  var nextDeadline: BootInstant? {
    deadlines.last.map { $0.deadline.instant.advanced(by: .nanoseconds(bootOffsetNanoseconds)) }
  }

  /// Whether a turn has something to do now.
  var hasWork: Bool {
    if !jobs.isEmpty || !calls.isEmpty || !turnEnd.isEmpty || !turnClose.isEmpty { return true }
    if let next = deadlines.last, next.deadline.instant <= now { return true }
    return watchers.contains { !ready($0.key, $0.value).isEmpty }
  }

  // MARK: Sockets

  /// Gives a socket a descriptor; it says by itself what it is ready for.
  func open(_ isReadyFor: @escaping () -> EventLoop.Interest) -> Int32 {
    lastDescriptor += 1
    readiness[lastDescriptor] = isReadyFor
    return lastDescriptor
  }

  func close(_ descriptor: Int32) { readiness[descriptor] = nil }

  private func ready(_ descriptor: Int32, _ watcher: Watcher) -> EventLoop.Interest {
    (readiness[descriptor]?() ?? []).intersection(watcher.interest)
  }

  package func watch(
    _ descriptor: Int32, for interest: EventLoop.Interest, whenReady: @escaping (EventLoop.Interest) -> Void
  ) { watchers[descriptor] = Watcher(interest: interest, whenReady: whenReady) }

  package func change(_ descriptor: Int32, to interest: EventLoop.Interest) {
    watchers[descriptor]?.interest = interest
  }
  package func forget(_ descriptor: Int32) { watchers[descriptor] = nil }

  // MARK: Calls and deadlines

  package func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }
  package func call(_ body: @escaping @Sendable () -> Void) { if !isDead { calls.append(body) } }
  package func callAtEndOfTurn(_ body: @escaping () -> Void) { turnEnd.append(body) }
  package func callAtCloseOfTurn(_ body: @escaping () -> Void) { turnClose.append(body) }
  package func checkIsolated() {}
  package func isIsolatingCurrentContext() -> Bool? { true }

  @discardableResult
  package func call(at instant: BootInstant, _ body: @escaping () -> Void) -> EventLoop.Deadline {
    deadlineSerial += 1
    let deadline = EventLoop.Deadline(instant: instant, serial: deadlineSerial)
    let place = deadlines.lastIndex { $0.deadline.instant > instant }.map { $0 + 1 } ?? 0
    deadlines.insert((deadline, body), at: place)
    return deadline
  }

  package func cancel(_ deadline: EventLoop.Deadline) { deadlines.removeAll { $0.deadline == deadline } }

  package func doBeside<Product: Sendable>(
    _ work: @escaping @Sendable () -> Product, then: @escaping @Sendable (Product) -> Void
  ) {
    let product = work()
    world.after(world.chance.milliseconds(0...80)) { [weak self] in self?.call { then(product) } }
  }

  // MARK: Turns

  func turn() {
    for descriptor in watchers.keys.sorted() {
      guard let watcher = watchers[descriptor] else { continue }
      let interest = ready(descriptor, watcher)
      if !interest.isEmpty { watcher.whenReady(interest) }
    }
    let last = deadlineSerial
    while let next = deadlines.last, next.deadline.instant <= now, next.deadline.serial <= last {
      deadlines.removeLast().body()
    }
    let (jobs, calls) = (self.jobs, self.calls)
    (self.jobs, self.calls) = ([], [])
    for body in calls { body() }
    for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    let ends = turnEnd
    turnEnd = []
    for body in ends { body() }
    beforeClose()
    while !turnClose.isEmpty {
      let closes = turnClose
      turnClose = []
      for body in closes { body() }
    }
  }

  /// The process is gone: nothing of it runs any more.
  func die() {
    isDead = true
    (jobs, calls, turnEnd, turnClose, deadlines) = ([], [], [], [], [])
    (watchers, readiness, beforeClose) = ([:], [:], {})
  }
}
