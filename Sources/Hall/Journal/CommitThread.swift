import Dispatch
import Foundation
import Synchronization

/// The thread that waits for the disk, so that nobody else has to.
///
/// All that lies in its queue when it looks is committed in one transaction: under load a sync serves many groups,
/// without load none waits for another.
final class CommitThread: Sendable {
  /// Something to do with the journal.
  enum Job: Sendable {
    /// Commit a group.
    case commit(Journal.Group, @Sendable (Result<Void, JournalFault>) -> Void)
    /// Do something else with the ledger, in its turn; what it returns is called when the last entry is known.
    case other(@Sendable (Ledger) -> () -> Void)
  }

  private struct Waiting {
    var jobs: [Job] = []
    var isClosed = false
  }

  /// How many entries one transaction takes at most.
  private static let entriesPerTransaction = 8192

  private let waiting = Mutex(Waiting())
  private let arrival = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let jobLimit: Int

  /// Makes the thread's queue.
  ///
  /// - Parameter jobLimit: how many jobs may wait.
  init(jobLimit: Int) {
    self.jobLimit = jobLimit
  }

  /// Starts the thread.
  ///
  /// - Parameters:
  ///   - lock: the right to write, given back when the thread ends.
  ///   - open: opens the journal, on the thread; nil ends it.
  ///   - acknowledge: hears of the last committed entry, before those who wait for it.
  func start(
    holding lock: JournalLock, _ open: @escaping @Sendable () -> Ledger?,
    acknowledge: @escaping @Sendable (Journal.Position) -> Void
  ) {
    let thread = Thread { [self] in
      if let ledger = open() {
        run(ledger, acknowledge)
        ledger.close()
      }
      lock.release()
      ended.signal()
    }
    thread.name = "journal"
    thread.start()
  }

  /// Gives the thread something to do.
  ///
  /// - Parameter job: what to do.
  /// - Throws: ``JournalFault/queueFull(limit:)`` or ``JournalFault/closed``; then it is not done.
  func add(_ job: Job) throws(JournalFault) {
    let fault: JournalFault? = waiting.withLock { waiting in
      if waiting.isClosed { return .closed }
      if waiting.jobs.count >= jobLimit { return .queueFull(limit: jobLimit) }
      waiting.jobs.append(job)
      return nil
    }
    if let fault { throw fault }
    arrival.signal()
  }

  /// Ends the thread once all that waits is done.
  ///
  /// - Parameter seconds: how long to wait for it.
  /// - Returns: whether it has ended.
  func close(withinSeconds seconds: Double) -> Bool {
    waiting.withLock { $0.isClosed = true }
    arrival.signal()
    let hasEnded = ended.wait(timeout: .now() + seconds) == .success
    if hasEnded { ended.signal() }
    return hasEnded
  }

  private func run(_ ledger: Ledger, _ acknowledge: @Sendable (Journal.Position) -> Void) {
    while true {
      arrival.wait()
      let (jobs, isClosed) = waiting.withLock { waiting in
        defer { waiting.jobs.removeAll(keepingCapacity: true) }
        return (waiting.jobs, waiting.isClosed)
      }
      perform(jobs[...], with: ledger, acknowledge)
      if isClosed { return }
    }
  }

  private func perform(
    _ jobs: ArraySlice<Job>, with ledger: Ledger, _ acknowledge: @Sendable (Journal.Position) -> Void
  ) {
    var rest = jobs
    while let job = rest.first {
      if case .other(let body) = job {
        rest.removeFirst()
        let finish = body(ledger)
        acknowledge(ledger.head)
        finish()
        ledger.tidy()
        continue
      }
      let batch = Self.takeBatch(from: &rest)
      let results = ledger.commit(batch.map(\.group))
      acknowledge(ledger.head)
      for (waiter, result) in zip(batch, results) { waiter.completion(result) }
      ledger.tidy()
    }
  }

  private typealias Waiter = (group: Journal.Group, completion: @Sendable (Result<Void, JournalFault>) -> Void)

  private static func takeBatch(from jobs: inout ArraySlice<Job>) -> [Waiter] {
    var batch: [Waiter] = []
    var count = 0
    while case .commit(let group, let completion)? = jobs.first,
      batch.isEmpty || count + group.entries.count <= entriesPerTransaction
    {
      batch.append((group, completion))
      count += group.entries.count
      jobs.removeFirst()
    }
    return batch
  }
}
