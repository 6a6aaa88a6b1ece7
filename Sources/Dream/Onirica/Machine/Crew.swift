import DreamKernels
import Glibc
import Synchronization

/// The threads that run a pass together: the caller and some persistent hands, which take bands of rows from a
/// common counter.
///
/// Nothing is allocated and no lock is held while a pass runs. A hand that has found nothing to do for some
/// microseconds sleeps on its semaphore; the caller wakes it only then. One caller at a time.
///
/// `@unchecked Sendable`: the pass and its arguments travel as addresses. `run` returns when every band that somebody took
/// is done, so the arguments outlive their use. A hand that comes late finds the ticket of another pass, or none
/// left, and takes no band: see `takeBand`.
public final class Crew: @unchecked Sendable {
  /// How many threads work, the caller among them.
  public let threadCount: Int
  private let shared: SharedWork
  private var threads: [pthread_t] = []

  /// Starts the hands.
  ///
  /// - Parameters:
  ///   - threadCount: 1 or more.
  ///   - prepareThread: runs first on each hand, for example to raise its priority.
  public init(threadCount: Int, prepareThread: (@Sendable () -> Void)? = nil) {
    self.threadCount = max(1, threadCount)
    self.shared = SharedWork()
    for _ in 1..<max(1, self.threadCount) {
      let hand = Hand(shared: shared, prepare: prepareThread)
      shared.hands.append(hand)
      var thread = pthread_t()
      let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
        guard let pointer else { return nil }
        Unmanaged<Hand>.fromOpaque(pointer).takeRetainedValue().live()
        return nil
      }
      if pthread_create(&thread, nil, entry, Unmanaged.passRetained(hand).toOpaque()) == 0 {
        threads.append(thread)
      }
    }
  }

  deinit {
    shared.stopping.store(true, ordering: .sequentiallyConsistent)
    shared.generation.add(1, ordering: .sequentiallyConsistent)
    for hand in shared.hands { sem_post(hand.semaphore) }
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs a pass over all rows of its output.
  ///
  /// - Parameters:
  ///   - pass: a kernel.
  ///   - arguments: what the kernel reads, alive until this returns.
  ///   - rows: rows of the output.
  ///   - band: rows that a thread takes at a time.
  func run<Arguments>(_ pass: DreamPass, _ arguments: inout Arguments, rows: Int, band: Int) {
    withUnsafePointer(to: &arguments) { pointer in
      if threadCount == 1 || rows <= band {
        pass(pointer, 0, Int32(rows))
      } else {
        shared.run(Work(pass: pass, arguments: UnsafeRawPointer(pointer), rows: rows, band: band))
      }
    }
  }
}

/// One pass over some rows.
struct Work {
  let pass: DreamPass
  let arguments: UnsafeRawPointer
  let rows: Int
  let band: Int

  func perform(band index: Int) {
    pass(arguments, Int32(index * band), Int32(min(rows, (index + 1) * band)))
  }
}

/// What the threads of a crew share.
///
/// `@unchecked Sendable`: `work` is written by the one caller while no band is left to take, and what a thread read of it is
/// trusted only once the ticket gave it a band; `hands` is filled before the first thread starts. The rest is atomic.
private final class SharedWork: @unchecked Sendable {
  let generation = Atomic<Int>(0)
  let stopping = Atomic<Bool>(false)
  /// Generation in the upper half, next band in the lower.
  let ticket = Atomic<UInt64>(0)
  let bandsDone = Atomic<Int>(0)
  let bandCount = Atomic<Int>(0)
  /// Written only when no band is left to take; read before a band is taken, trusted only after.
  private let work: UnsafeMutablePointer<Work?>
  var hands: [Hand] = []

  init() {
    work = .allocate(capacity: 1)
    work.initialize(to: nil)
  }

  deinit { work.deallocate() }

  func run(_ next: Work) {
    let count = (next.rows + next.band - 1) / next.band
    bandCount.store(0, ordering: .sequentiallyConsistent)
    work.pointee = next
    bandsDone.store(0, ordering: .relaxed)
    let number = generation.add(1, ordering: .sequentiallyConsistent).newValue
    ticket.store(UInt64(UInt32(truncatingIfNeeded: number)) << 32, ordering: .sequentiallyConsistent)
    bandCount.store(count, ordering: .sequentiallyConsistent)
    for hand in hands { hand.wake() }
    takeBands()
    var spins = 0
    while bandsDone.load(ordering: .acquiring) < count {
      dreamPause()
      spins += 1
      if spins > 20_000 { sched_yield() }
    }
  }

  /// Takes bands until none is left.
  func takeBands() {
    while true {
      let current = ticket.load(ordering: .sequentiallyConsistent)
      let index = Int(current & 0xffff_ffff)
      guard index < bandCount.load(ordering: .sequentiallyConsistent), let mine = work.pointee else { return }
      // Succeeds only if this is still the same pass and nobody took the band: then `mine` was whole.
      let taken = ticket.compareExchange(
        expected: current, desired: current + 1, ordering: .sequentiallyConsistent)
      guard taken.exchanged else { continue }
      mine.perform(band: index)
      bandsDone.add(1, ordering: .acquiringAndReleasing)
    }
  }
}

/// One helping thread.
///
/// `@unchecked Sendable`: the semaphore is the system's, made and destroyed with this object, and made to be used by several
/// threads; the rest is constant or atomic.
private final class Hand: @unchecked Sendable {
  let semaphore: UnsafeMutablePointer<sem_t>
  private let asleep = Atomic<Bool>(false)
  private unowned let shared: SharedWork
  private let prepare: (@Sendable () -> Void)?

  init(shared: SharedWork, prepare: (@Sendable () -> Void)?) {
    self.shared = shared
    self.prepare = prepare
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func wake() {
    if asleep.exchange(false, ordering: .sequentiallyConsistent) { sem_post(semaphore) }
  }

  func live() {
    prepare?()
    var seen = 0
    while true {
      waitForGeneration(after: seen)
      if shared.stopping.load(ordering: .sequentiallyConsistent) { return }
      seen = shared.generation.load(ordering: .sequentiallyConsistent)
      shared.takeBands()
    }
  }

  /// Spins for some microseconds, since passes follow each other closely; then sleeps.
  private func waitForGeneration(after seen: Int) {
    for _ in 0..<4000 {
      if shared.generation.load(ordering: .acquiring) != seen { return }
      dreamPause()
    }
    asleep.store(true, ordering: .sequentiallyConsistent)
    if shared.generation.load(ordering: .sequentiallyConsistent) != seen {
      // Awake again by itself, unless the caller has posted already: then that post is taken here.
      if asleep.exchange(false, ordering: .sequentiallyConsistent) { return }
    }
    while sem_wait(semaphore) != 0 {}
  }
}
