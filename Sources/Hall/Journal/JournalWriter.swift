import Dispatch
import Foundation
import Synchronization

/// The one writer of a journal. Its commits run on a thread of their own; nothing here waits for the disk but
/// ``open(path:at:settings:notify:)`` and ``close(withinSeconds:)``.
///
/// What a group's completion says holds: success means that it is on disk (`synchronous=FULL`, one sync for all
/// groups that waited), failure that it is not in the journal and will not appear there while this writer lives.
/// (One narrow exception: a group whose sync failed, in a process that then dies before the journal could be
/// opened again, may be found by the next opening, and counts as committed then.) After a failure the journal is
/// opened and verified anew when the next group comes; groups that were numbered after the failed one fail as out
/// of order, until one comes that begins with a gap (``Journal/Entry/gap(from:to:at:)``) or with the number that
/// was expected.
public final class JournalWriter: Sendable {
  /// How to commit.
  public struct Settings: Sendable {
    /// How many of the newest snapshots are kept, at least 1; of older ones one a day is.
    public var snapshotsKept = 3
    /// Above this size of the write-ahead log in bytes ``JournalNotice/logLarge(bytes:)`` is said.
    public var logWarningBytes: Int64 = 64 << 20
    /// How many groups may wait for the disk.
    public var waitingLimit = 1024
    /// How far a commit goes. Other than full only in the control of the test that cuts the power.
    var synchronous = WriterConnection.Synchronous.full

    /// Makes the usual settings.
    public init() {}

    /// The settings of the control that must lose commits when the power fails: `synchronous=NORMAL`.
    package static var losing: Settings {
      var settings = Settings()
      settings.synchronous = .normal
      return settings
    }
  }

  private let paths: JournalPaths
  private let thread: CommitThread
  private let committed = Mutex(Journal.Position.start)

  /// The last committed entry.
  public var acknowledged: Journal.Position { committed.withLock { $0 } }

  /// Opens a journal for writing, verifies its tail, puts it into quarantine where it is damaged, and begins one
  /// where there is none. It waits for the disk.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - moment: now, for the entry that a new journal begins with.
  ///   - settings: how to commit.
  ///   - notify: hears, on the commit thread, of what is worth a word between commits.
  /// - Returns: the writer, and what was found.
  /// - Throws: what keeps it from being opened; nothing was changed then, or a quarantine can be taken up again.
  public static func open(
    path: String, at moment: Journal.Moment, settings: Settings = Settings(),
    notify: @escaping @Sendable (JournalNotice) -> Void = { _ in }
  ) throws(JournalFault) -> (writer: JournalWriter, opening: JournalOpening) {
    let paths = JournalPaths(database: path)
    let lock = try JournalLock(paths)
    let writer = JournalWriter(paths, settings: settings)
    return (writer, try writer.start(holding: lock, at: moment, settings: settings, notify: notify))
  }

  private init(_ paths: JournalPaths, settings: Settings) {
    self.paths = paths
    thread = CommitThread(jobLimit: settings.waitingLimit)
  }

  deinit {
    _ = thread.close(withinSeconds: 0)
  }

  private func start(
    holding lock: JournalLock, at moment: Journal.Moment, settings: Settings,
    notify: @escaping @Sendable (JournalNotice) -> Void
  ) throws(JournalFault) -> JournalOpening {
    let outcome = Outcome<JournalOpening>()
    let paths = paths
    thread.start(
      holding: lock,
      {
        do throws(JournalFault) {
          var opening = Opening(paths, at: moment, synchronous: settings.synchronous)
          let opened = try opening.perform()
          outcome.set(.success(opened.report))
          return Ledger(opened, settings: settings, notify: notify)
        } catch {
          outcome.set(.failure(error))
          return nil
        }
      },
      acknowledge: { [weak self] position in self?.committed.withLock { $0 = position } })
    let report = try outcome.wait().get()
    committed.withLock { $0 = report.last }
    return report
  }

  /// Commits a group.
  ///
  /// - Parameters:
  ///   - group: what is committed together.
  ///   - completion: hears whether it is on disk: on the commit thread, in the order of submission; at once and
  ///   on the caller's own thread where the group cannot even wait.
  public func submit(
    _ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void
  ) {
    do throws(JournalFault) {
      try thread.add(.commit(group, completion))
    } catch {
      completion(.failure(error))
    }
  }

  /// Commits a group, and waits without holding a thread.
  ///
  /// - Parameter group: what is committed together.
  /// - Throws: why it is not on disk.
  public func commit(_ group: Journal.Group) async throws(JournalFault) {
    let result: Result<Void, JournalFault> = await withCheckedContinuation { continuation in
      submit(group) { continuation.resume(returning: $0) }
    }
    try result.get()
  }

  /// Puts the journal aside because of damage that was found while it was open
  /// (``JournalReader/verifyAll(progress:)``), and begins a new one.
  ///
  /// - Parameters:
  ///   - finding: the damage.
  ///   - moment: now.
  ///   - completion: hears, on the commit thread, what the opening of the new journal reports. The next entry
  ///     follows ``JournalOpening/last``.
  public func quarantine(
    because finding: JournalFinding, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<JournalOpening, JournalFault>) -> Void
  ) {
    perform(completion) { ledger throws(JournalFault) in try ledger.quarantine(because: finding, at: moment) }
  }

  /// Ends once all that waits is committed.
  ///
  /// - Parameter seconds: how long to wait for it.
  /// - Returns: whether it has ended; a disk that is stuck can keep it from that.
  @discardableResult
  public func close(withinSeconds seconds: Double = 5) -> Bool {
    thread.close(withinSeconds: seconds)
  }

  /// Does something with the ledger on the commit thread.
  func perform<Value: Sendable>(
    _ completion: @escaping @Sendable (Result<Value, JournalFault>) -> Void,
    _ body: @escaping @Sendable (Ledger) throws(JournalFault) -> Value
  ) {
    do throws(JournalFault) {
      try thread.add(
        .other { ledger in
          let result = Result { () throws(JournalFault) in try body(ledger) }
          return { completion(result) }
        })
    } catch {
      completion(.failure(error))
    }
  }
}

/// A result that one thread waits for and another brings.
final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, JournalFault>?>(nil)
  private let arrival = DispatchSemaphore(value: 0)

  /// Brings the result.
  ///
  /// - Parameter value: the result.
  func set(_ value: Result<Value, JournalFault>) {
    result.withLock { $0 = value }
    arrival.signal()
  }

  /// Waits for the result.
  ///
  /// - Returns: the result.
  func wait() -> Result<Value, JournalFault> {
    arrival.wait()
    return result.withLock { $0 } ?? .failure(.closed)
  }
}
