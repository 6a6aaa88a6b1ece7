import Foundation
import GRDB

/// The journal as the commit thread has it: open, or closed by a fault until it can be opened again.
///
/// | state | groups come | all is well | something fails |
/// |---|---|---|---|
/// | open | checked, inserted and committed in one transaction, marked | open | closed: the connection is given up |
/// | closed | the journal is opened and verified anew (``Opening``, ``Recovery``), then as above | open | closed |
///
/// It lives on one thread.
final class Ledger {
  private let paths: JournalPaths
  private let settings: JournalWriter.Settings
  private let notify: @Sendable (JournalNotice) -> Void
  private var opened: (connection: WriterConnection, mark: MarkFile)?
  private var insertion: GroupInsertion
  private var isLogLarge = false
  private var hasMarkFailed = false
  /// Which snapshots stay.
  var snapshotsKept: SnapshotsKept { SnapshotsKept(newest: insertion.snapshotsKept) }
  /// The last committed entry.
  private(set) var head: Journal.Position

  /// Takes over what was opened.
  ///
  /// - Parameters:
  ///   - opened: the connection, the mark and what was found.
  ///   - settings: how to commit.
  ///   - notify: who hears of what is worth a word.
  init(
    _ opened: Opening.Opened, settings: JournalWriter.Settings, notify: @escaping @Sendable (JournalNotice) -> Void
  ) {
    paths = JournalPaths(database: opened.report.path)
    self.settings = settings
    self.notify = notify
    insertion = GroupInsertion(snapshotsKept: settings.snapshotsKept)
    head = opened.report.last
    self.opened = (opened.connection, opened.mark)
  }

  /// Commits groups in one transaction.
  ///
  /// - Parameter groups: groups in the order in which they came.
  /// - Returns: for each group whether it is on disk.
  func commit(_ groups: [Journal.Group]) -> [Result<Void, JournalFault>] {
    var results: [Result<Void, JournalFault>] = []
    var accepted: [Journal.Group] = []
    var last = head.seq
    for group in groups {
      do throws(JournalFault) {
        last = try group.check(after: last)
        accepted.append(group)
        results.append(.success(()))
      } catch {
        results.append(.failure(error))
      }
    }
    guard !accepted.isEmpty else { return results }
    do throws(JournalFault) {
      try commit(accepted: accepted)
      return results
    } catch {
      return results.map { result in result.flatMap { .failure(error) } }
    }
  }

  private func commit(accepted groups: [Journal.Group]) throws(JournalFault) {
    let before = head
    let first = groups.lazy.flatMap(\.entries).first
    let moment = Journal.Moment(
      atMilliseconds: first?.atMilliseconds ?? 0, wallMilliseconds: first?.wallMilliseconds)
    let (connection, mark) = try ready(at: moment)
    guard head == before else {
      throw .outOfOrder(expectedSeq: head.seq + 1, gotSeq: first?.seq ?? before.seq)
    }
    do throws(JournalFault) {
      head = try connection.transact { database in
        try groups.reduce(head) { head, group in try insertion.insert(group, after: head, into: database) }
      }
    } catch {
      if case .invalidGroup = error { throw error }
      giveUp()
      throw error
    }
    watch(mark.write(head, synchronized: groups.contains { $0.snapshot != nil }))
  }

  /// Does something else in one transaction that appends one entry.
  ///
  /// - Parameters:
  ///   - moment: for the first entry, should the journal have to be begun anew.
  ///   - body: what to do, after the last entry; it returns the entry it appended, and what is to be returned.
  /// - Returns: what the body returns.
  /// - Throws: what failed; then nothing was done.
  func append<Value>(
    at moment: Journal.Moment,
    _ body: (Database, Journal.Position, inout GroupInsertion) throws -> (Journal.Position, Value)
  ) throws(JournalFault) -> Value {
    let (connection, mark) = try ready(at: moment)
    let result: (position: Journal.Position, value: Value)
    do throws(JournalFault) {
      result = try connection.transact { database in try body(database, head, &insertion) }
    } catch {
      switch error {
      case .invalidGroup, .outOfOrder: throw error
      default:
        giveUp()
        throw error
      }
    }
    head = result.position
    watch(mark.write(head, synchronized: false))
    return result.value
  }

  /// Looks something up, without writing.
  ///
  /// - Parameter body: what to look up.
  /// - Returns: what the body returns.
  /// - Throws: ``JournalFault/closed`` after a fault, until the next group opens the journal again; or what failed.
  func look<Value>(_ body: (Database) throws -> Value) throws(JournalFault) -> Value {
    guard let opened, !opened.connection.hasMoved else { throw .closed }
    return try opened.connection.perform(body)
  }

  /// Puts the journal aside because of damage that was found while it was open, and begins a new one.
  ///
  /// - Parameters:
  ///   - finding: the damage.
  ///   - moment: now.
  /// - Returns: what the opening of the new one reports.
  /// - Throws: what failed; the next group tries again.
  func quarantine(because finding: JournalFinding, at moment: Journal.Moment) throws(JournalFault) -> JournalOpening {
    giveUp()
    var opening = Opening(paths, at: moment, synchronous: settings.synchronous)
    return take(try opening.perform(because: finding)).report
  }

  /// Says when the write-ahead log is large, and moves it into the database where it has grown long: nobody waits for
  /// that.
  func tidy() {
    watchLog()
    opened?.connection.checkpointIfDue()
  }

  /// Writes the mark onto the disk and closes.
  func close() {
    if let mark = opened?.mark { _ = mark.write(head, synchronized: true) }
    giveUp()
  }

  private func giveUp() {
    opened?.connection.close()
    opened = nil
  }

  private func ready(at moment: Journal.Moment) throws(JournalFault) -> (WriterConnection, MarkFile) {
    if let opened, !opened.connection.hasMoved { return opened }
    giveUp()
    return try reopen(at: moment)
  }

  private func reopen(at moment: Journal.Moment) throws(JournalFault) -> (WriterConnection, MarkFile) {
    var opening = Opening(paths, at: moment, synchronous: settings.synchronous)
    let fresh = take(try opening.perform(acknowledged: head))
    notify(.reopened(fresh.report))
    return (fresh.connection, fresh.mark)
  }

  private func take(_ fresh: Opening.Opened) -> Opening.Opened {
    opened = (fresh.connection, fresh.mark)
    head = fresh.report.last
    return fresh
  }

  private func watch(_ code: Int32) {
    if code != 0, !hasMarkFailed { notify(.markNotWritten(detail: String(cString: strerror(code)))) }
    hasMarkFailed = code != 0
  }

  private func watchLog() {
    let bytes = JournalPaths.size(paths.log) ?? 0
    if bytes > settings.logWarningBytes, !isLogLarge { notify(.logLarge(bytes: bytes)) }
    if bytes <= settings.logWarningBytes, isLogLarge { notify(.logNormal(bytes: bytes)) }
    isLogLarge = bytes > settings.logWarningBytes
  }
}
