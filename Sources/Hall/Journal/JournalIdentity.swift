import GRDB

/// Whether a database is a journal that this version can write.
struct JournalIdentity {
  private let isJournal: Bool
  private let isNewer: Bool

  /// Looks at a database.
  ///
  /// - Parameter database: a connection.
  /// - Throws: what SQLite says.
  init(_ database: Database) throws {
    isJournal = try Int32.fetchOne(database, sql: "PRAGMA application_id") == Migrations.applicationID
    isNewer = try isJournal && Migrations.all.hasBeenSuperseded(database)
  }

  /// Refuses what is none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - hasMark: whether a journal's high-water mark lies beside it, so that what is no journal now was one.
  /// - Throws: ``JournalFault/notAJournal(path:detail:)``, ``JournalFault/newer(path:)`` or
  ///   ``JournalFault/damaged(path:finding:)``.
  func check(path: String, hasMark: Bool) throws(JournalFault) {
    guard !isNewer else { throw .newer(path: path) }
    guard !isJournal else { return }
    guard hasMark else {
      throw .notAJournal(path: path, detail: "a database of another program")
    }
    throw .damaged(path: path, finding: .header(detail: "it no longer says that it is a journal"))
  }
}
