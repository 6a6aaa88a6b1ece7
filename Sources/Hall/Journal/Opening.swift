import Foundation
import GRDB

/// Opens a journal for writing: verifies it, puts it aside where it is damaged, begins one where there is none.
///
/// It runs under the lock. A journal is only read until it is found in order, so damage is put aside as it was
/// found. Trouble of the disk is no damage: it is thrown, and the files stay where they are.
struct Opening {
  /// What is opened.
  struct Opened {
    let connection: WriterConnection
    let mark: MarkFile
    let report: JournalOpening
  }

  /// How a last number is believed that lies beyond the high-water mark: by no more than this.
  private static let believedBeyondMark: Int64 = 10_000_000

  let paths: JournalPaths
  let moment: Journal.Moment
  let synchronous: WriterConnection.Synchronous
  private var remarks: [JournalOpening.Remark] = []
  private var salvaged: Journal.Snapshot?

  /// Prepares.
  ///
  /// - Parameters:
  ///   - paths: the journal's files.
  ///   - moment: now, for the entry that a new journal begins with.
  ///   - synchronous: how far a commit goes.
  init(_ paths: JournalPaths, at moment: Journal.Moment, synchronous: WriterConnection.Synchronous) {
    self.paths = paths
    self.moment = moment
    self.synchronous = synchronous
  }

  /// Opens the journal.
  ///
  /// - Parameters:
  ///   - finding: damage that was found before, by which the journal is put aside unlooked at.
  ///   - acknowledged: the last entry that this process knows to be committed, when it opens the journal again after a
  ///     fault. What lies behind it was reported as failed, and is removed.
  /// - Returns: the connection, the mark's file and what was found.
  /// - Throws: what keeps it from being opened.
  mutating func perform(
    because finding: JournalFinding? = nil, acknowledged: Journal.Position? = nil
  ) throws(JournalFault) -> Opened {
    try Founding.remove(JournalPaths(database: paths.draft))
    var start = try begin(finding)
    var tail: TailVerification
    do throws(JournalFault) {
      tail = try verify()
    } catch {
      guard case .damaged(_, let finding) = error else { throw error }
      start = try quarantine(finding)
      tail = try verify()
    }
    let connection = try WriterConnection(path: paths.database, synchronous: synchronous)
    do throws(JournalFault) {
      try connection.migrate()
      var report = report(start, tail)
      if let acknowledged, start == .continued {
        report.last = try Recovery(connection, acknowledged: acknowledged).perform(last: tail.last)
      } else {
        _ = try connection.emptyLog(patienceMilliseconds: 50)
      }
      WriterConnection.giveRoom(toLogAt: paths.log)
      let mark = try MarkFile(paths.mark, beginningWith: Mark(journal: tail.meta.journal, position: report.last))
      return Opened(connection: connection, mark: mark, report: report)
    } catch {
      connection.close()
      throw error
    }
  }

  private func report(_ start: JournalOpening.Start, _ tail: TailVerification) -> JournalOpening {
    JournalOpening(
      path: paths.database, start: start, last: tail.last, snapshot: tail.snapshot, salvaged: salvaged,
      verifiedCount: tail.count, remarks: remarks)
  }

  private mutating func begin(_ finding: JournalFinding?) throws(JournalFault) -> JournalOpening.Start {
    if let start = try resume() { return start }
    return try settle(finding)
  }

  /// Takes up a quarantine that was cut off.
  private mutating func resume() throws(JournalFault) -> JournalOpening.Start? {
    guard var cutOff = Quarantine(resuming: paths) else { return nil }
    remarks.append(.quarantineCompleted)
    return try finish(&cutOff)
  }

  /// Sees to it that there is a journal in the place.
  private mutating func settle(_ finding: JournalFinding?) throws(JournalFault) -> JournalOpening.Start {
    if let finding { return try quarantine(finding) }
    if (JournalPaths.size(paths.database) ?? 0) > 0 { return .continued }
    let mark = Mark.read(paths.mark)
    if mark != nil || (JournalPaths.size(paths.log) ?? 0) > 0 {
      return try quarantine(.missing(markSeq: mark?.position.seq ?? 0))
    }
    try Founding(paths, seq: 1, body: Founding.Body(), at: moment).perform()
    return .fresh
  }

  private mutating func quarantine(_ finding: JournalFinding) throws(JournalFault) -> JournalOpening.Start {
    var quarantine = try Quarantine(paths, because: finding, lastSeq: lastKnownSeq())
    return try finish(&quarantine)
  }

  private mutating func finish(_ quarantine: inout Quarantine) throws(JournalFault) -> JournalOpening.Start {
    let start = try quarantine.perform(at: moment)
    salvaged = quarantine.salvage?.snapshot
    return start
  }

  /// The last number that the damaged journal is known to have had.
  private func lastKnownSeq() -> Int64 {
    let marked = Mark.read(paths.mark)?.position.seq ?? 0
    let reader = try? ReaderConnection(path: paths.database)
    defer { reader?.close() }
    let stored = try? reader?.read { try Int64.fetchOne($0, sql: "SELECT max(seq) FROM entry") } ?? 0
    return max(marked, min(stored ?? 0, marked + Self.believedBeyondMark))
  }

  /// Proves the journal's tail, by a connection that cannot change it.
  private mutating func verify() throws(JournalFault) -> TailVerification {
    let mark = Mark.read(paths.mark)
    try refuseWhatIsNoJournal(hasMark: mark != nil)
    let reader = try ReaderConnection(path: paths.database)
    defer { reader.close() }
    let path = paths.database
    let tail = try reader.read { database in
      try JournalIdentity(database).check(path: path, hasMark: mark != nil)
      return try TailVerification(database, mark: mark)
    }
    if mark == nil, remarks.isEmpty, tail.last.seq > tail.meta.firstSeq { remarks.append(.markUnusable) }
    if let mark, mark.journal != tail.meta.journal { remarks.append(.markOfAnother) }
    return tail
  }

  private func refuseWhatIsNoJournal(hasMark: Bool) throws(JournalFault) {
    let file = try OwnedFile(paths.database, O_RDONLY)
    let expected = Array("SQLite format 3\0".utf8)
    guard file.read(upTo: expected.count) != expected else { return }
    guard hasMark else {
      throw .notAJournal(path: paths.database, detail: "it does not begin as a SQLite database does")
    }
    throw .damaged(path: paths.database, finding: .header(detail: "it does not begin as a SQLite database does"))
  }
}
