import Foundation
import GRDB

extension JournalReader {
  /// How large a journal is.
  public struct Figures: Sendable, Hashable {
    /// Bytes of the database.
    public var databaseBytes: Int64
    /// Bytes of the write-ahead log.
    public var logBytes: Int64
    /// Number of the first entry, 0 where there is none.
    public var firstSeq: Int64
    /// Number of the last entry, 0 where there is none.
    public var lastSeq: Int64
    /// How many entries were erased.
    public var erasedCount: Int64
    /// How many answers are kept.
    public var answerCount: Int
    /// How many snapshots are kept.
    public var snapshotCount: Int
    /// How many shows were loaded.
    public var showCount: Int
  }

  /// How large the journal is.
  ///
  /// - Returns: bytes and counts.
  /// - Throws: what kept it from being read.
  public func figures() throws(JournalFault) -> Figures {
    let databaseBytes = JournalPaths.size(paths.database) ?? 0
    let logBytes = JournalPaths.size(paths.log) ?? 0
    return try connection.read { database in
      func number(_ sql: String) throws -> Int64 { try Int64.fetchOne(database, sql: sql) ?? 0 }
      return Figures(
        databaseBytes: databaseBytes, logBytes: logBytes, firstSeq: try number("SELECT min(seq) FROM entry"),
        lastSeq: try number("SELECT max(seq) FROM entry"),
        erasedCount: try number("SELECT sum(to_seq - from_seq + 1) FROM erased"),
        answerCount: Int(try number("SELECT count(*) FROM answer")),
        snapshotCount: Int(try number("SELECT count(*) FROM snapshot")),
        showCount: Int(try number("SELECT count(*) FROM show")))
    }
  }

  /// Copies the journal, as it is at one moment, to a new file that stands alone: no write-ahead log, and compact.
  ///
  /// - Parameter target: the file, which must not exist.
  /// - Throws: ``JournalFault/cannotOpen(path:detail:)`` where it exists, or what failed; then there is no such file.
  public func backup(to target: String) throws(JournalFault) {
    guard !JournalPaths.exists(target) else {
      throw .cannotOpen(path: target, detail: "the file exists already")
    }
    let draft = target + ".part"
    try JournalPaths.remove(draft)
    do throws(JournalFault) {
      try connection.perform { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
      let file = try OwnedFile(draft, O_RDWR)
      let code = file.synchronize()
      guard code == 0 else { throw OwnedFile.fault(code, path: target) }
      try JournalPaths.move(draft, to: target)
      try JournalPaths(database: target).synchronizeFolder()
    } catch {
      unlink(draft)
      throw error
    }
  }
}
