import Dispatch
import Journal
import Synchronization

/// The journal as the control room needs it: something that commits groups, and can be begun anew.
package protocol JournalPort: Sendable {
  /// Commits a group; the completion may be called on any thread, in the order of submission.
  func submit(_ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void)
  /// Puts the journal aside because of damage, and begins a new one.
  func quarantine(
    because finding: JournalFinding, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<JournalOpening, JournalFault>) -> Void)
  /// Looks whether there are old readings to erase, and for the newest wall clock up to an instant.
  func lookForErasure(
    readingsOlderThan limitMilliseconds: Int64, entriesUpTo instantMilliseconds: Int64,
    completion: @escaping @Sendable (Result<ErasureOutlook, JournalFault>) -> Void)
  /// Erases old readings, a portion of them, and appends the entry that tells of it.
  func erase(
    readingsOlderThan limitMilliseconds: Int64, seq: Int64, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<Erasure, JournalFault>) -> Void)
  /// Ends once all that waits is committed.
  func close(withinSeconds seconds: Double) -> Bool
}

extension JournalWriter: JournalPort {}

/// A journal that could not be opened when the daemon started (a full or read-only disk): it is opened when a group
/// comes. The group that opens it fails as out of order, which says where the journal stands; the next one follows that.
final class LateJournal: JournalPort {
  private let open: @Sendable () throws(JournalFault) -> (writer: JournalWriter, opening: JournalOpening)
  private let queue = DispatchQueue(label: "late-journal")
  private let writer = Mutex<JournalWriter?>(nil)

  /// A journal that is not open yet.
  init(open: @escaping @Sendable () throws(JournalFault) -> (writer: JournalWriter, opening: JournalOpening)) {
    self.open = open
  }

  func submit(_ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void) {
    if let writer = writer.withLock({ $0 }) { return writer.submit(group, completion: completion) }
    queue.async {
      do throws(JournalFault) {
        let (writer, opening) = try self.open()
        self.writer.withLock { $0 = writer }
        completion(
          .failure(.outOfOrder(expectedSeq: opening.nextSeq, gotSeq: group.entries.first?.seq ?? 0)))
      } catch { completion(.failure(error)) }
    }
  }

  func quarantine(
    because finding: JournalFinding, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<JournalOpening, JournalFault>) -> Void
  ) {
    guard let writer = writer.withLock({ $0 }) else { return completion(.failure(.closed)) }
    writer.quarantine(because: finding, at: moment, completion: completion)
  }

  func lookForErasure(
    readingsOlderThan limitMilliseconds: Int64, entriesUpTo instantMilliseconds: Int64,
    completion: @escaping @Sendable (Result<ErasureOutlook, JournalFault>) -> Void
  ) {
    guard let writer = writer.withLock({ $0 }) else { return completion(.failure(.closed)) }
    writer.lookForErasure(
      readingsOlderThan: limitMilliseconds, entriesUpTo: instantMilliseconds, completion: completion)
  }

  func erase(
    readingsOlderThan limitMilliseconds: Int64, seq: Int64, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<Erasure, JournalFault>) -> Void
  ) {
    guard let writer = writer.withLock({ $0 }) else { return completion(.failure(.closed)) }
    writer.erase(readingsOlderThan: limitMilliseconds, seq: seq, at: moment, completion: completion)
  }

  func close(withinSeconds seconds: Double) -> Bool {
    writer.withLock { $0 }?.close(withinSeconds: seconds) ?? true
  }
}

/// Passes on what the journal has to say between commits, once somebody listens.
final class JournalNotices: Sendable {
  /// In a struct: a bare closure in a mutex is wrapped anew at each access, without end.
  private struct Listener: Sendable {
    var hear: @Sendable (JournalNotice) -> Void
  }

  private let listener = Mutex<Listener?>(nil)

  /// Listens from now on.
  func listen(_ hear: @escaping @Sendable (JournalNotice) -> Void) {
    listener.withLock { $0 = Listener(hear: hear) }
  }
  /// Says something.
  func say(_ notice: JournalNotice) { listener.withLock { $0 }?.hear(notice) }
}
