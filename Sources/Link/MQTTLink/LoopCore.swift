import CLinux
import Glibc

/// The part of an event loop that only its own thread touches: descriptors, deadlines, and what waits for a turn's end.
final class LoopCore {
  private struct Watcher {
    let serial: UInt32
    var interest: EventLoop.Interest
    let whenReady: (EventLoop.Interest) -> Void
  }

  let wakeDescriptor: Int32
  var turnEnd: [() -> Void] = []
  /// After all that waits for the turn's end, also what that adds.
  var turnClose: [() -> Void] = []
  private let epoll: Int32
  private let timer: Int32
  private var watchers: [Int32: Watcher] = [:]
  private var watcherSerial: UInt32 = 0
  private var deadlines: [(deadline: EventLoop.Deadline, body: () -> Void)] = []
  private var deadlineSerial: UInt64 = 0
  private var armed: BootInstant?
  private var ready = [linux_ready](repeating: linux_ready(), count: 64)

  init() throws(EventLoop.Fault) {
    epoll = linux_epoll_create()
    wakeDescriptor = linux_eventfd()
    timer = linux_boot_timer()
    guard epoll >= 0, wakeDescriptor >= 0, timer >= 0 else {
      throw EventLoop.Fault(description: "no descriptors for the event loop: \(String(cString: strerror(errno)))")
    }
    try watch(wakeDescriptor, for: .readable) { [wakeDescriptor] _ in linux_counter_drain(wakeDescriptor) }
    try watch(timer, for: .readable) { [unowned self] _ in
      linux_counter_drain(timer)
      armed = nil
    }
  }

  func close() {
    watchers = [:]
    deadlines = []
    turnEnd = []
    turnClose = []
    _ = Glibc.close(timer)
    _ = Glibc.close(epoll)
  }

  // MARK: descriptors

  func watch(
    _ descriptor: Int32, for interest: EventLoop.Interest, whenReady: @escaping (EventLoop.Interest) -> Void
  ) throws(EventLoop.Fault) {
    watcherSerial &+= 1
    guard linux_epoll_add(epoll, descriptor, interest.rawValue, token(descriptor, watcherSerial)) == 0 else {
      throw EventLoop.Fault(description: "descriptor \(descriptor): \(String(cString: strerror(errno)))")
    }
    watchers[descriptor] = Watcher(serial: watcherSerial, interest: interest, whenReady: whenReady)
  }

  func change(_ descriptor: Int32, to interest: EventLoop.Interest) {
    guard let watcher = watchers[descriptor], watcher.interest != interest else { return }
    watchers[descriptor]?.interest = interest
    _ = linux_epoll_change(epoll, descriptor, interest.rawValue, token(descriptor, watcher.serial))
  }

  func forget(_ descriptor: Int32) {
    guard watchers.removeValue(forKey: descriptor) != nil else { return }
    // A descriptor that its owner closed before is gone from epoll already: that failure says nothing.
    _ = linux_epoll_remove(epoll, descriptor)
  }

  /// A descriptor's number may be reused within a turn; the serial number tells the old from the new.
  private func token(_ descriptor: Int32, _ serial: UInt32) -> UInt64 {
    UInt64(serial) << 32 | UInt64(UInt32(bitPattern: descriptor))
  }

  func waitAndHandle(mayWait: Bool) {
    armTimer()
    let count = linux_epoll_wait(epoll, &ready, Int32(ready.count), mayWait ? -1 : 0)
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      let entry = ready[index]
      let descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: entry.token))
      guard let watcher = watchers[descriptor], watcher.serial == UInt32(entry.token >> 32) else { continue }
      watcher.whenReady(EventLoop.Interest(rawValue: entry.events))
    }
  }

  // MARK: deadlines

  func call(at instant: BootInstant, _ body: @escaping () -> Void) -> EventLoop.Deadline {
    deadlineSerial += 1
    let deadline = EventLoop.Deadline(instant: instant, serial: deadlineSerial)
    deadlines.insert((deadline, body), at: position(of: deadline))
    return deadline
  }

  func cancel(_ deadline: EventLoop.Deadline) {
    let index = position(of: deadline)
    if index < deadlines.count, deadlines[index].deadline == deadline { deadlines.remove(at: index) }
  }

  /// Where a deadline stands, or would: the list is in descending order, so that the next one is its last.
  private func position(of deadline: EventLoop.Deadline) -> Int {
    var low = 0
    var high = deadlines.count
    while low < high {
      let middle = (low + high) / 2
      let other = deadlines[middle].deadline
      if (other.instant, other.serial) > (deadline.instant, deadline.serial) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func callDueDeadlines() {
    guard let first = deadlines.last, first.deadline.instant <= .now else { return }
    let now = BootInstant.now
    let newest = deadlineSerial
    // Those that the called ones add wait for the next turn, also where they are due at once.
    var index = deadlines.count - 1
    while index >= 0, deadlines[index].deadline.instant <= now {
      guard deadlines[index].deadline.serial <= newest else {
        index -= 1
        continue
      }
      let due = deadlines.remove(at: index)
      due.body()
      index = deadlines.count - 1
    }
  }

  private func armTimer() {
    let next = deadlines.last?.deadline.instant
    guard next != armed else { return }
    armed = next
    // 0 would disarm; an instant before the machine's start is as due as its first nanosecond.
    _ = linux_boot_timer_set(timer, next.map { max(1, $0.nanoseconds) } ?? 0)
  }

  var hasTurnWork: Bool { !turnEnd.isEmpty || !turnClose.isEmpty }

  func endTurn() {
    let bodies = turnEnd
    turnEnd = []
    for body in bodies { body() }
    let last = turnClose
    turnClose = []
    for body in last { body() }
  }
}
