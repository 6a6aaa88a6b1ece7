import Foundation
import GRDB
import GRDBSQLite

/// The one connection that writes to a journal, and checkpoints it.
///
/// It is made, used and closed on one thread. SQLite before 3.51.3 can damage a file when two connections write or
/// checkpoint at once, therefore there is never a second one (``JournalLock`` sees to it).
final class WriterConnection {
  /// How far SQLite goes to have a commit on disk.
  enum Synchronous: Int, Sendable {
    /// A commit can be lost when the power fails. Only for the control of the test that cuts the power.
    case normal = 1
    /// A commit is on disk when it returns.
    case full = 2
  }

  /// How long a commit waits for a program that writes to the journal though it should not, in seconds.
  private static let patienceSeconds = 2.0
  /// The write-ahead log is cut to this after a checkpoint, in bytes.
  private static let logKeptBytes = 16 << 20
  /// After so many pages in the log they are moved into the database.
  private static let checkpointPages = 2000
  /// What the log is given at once, in bytes: a bit more than it needs up to a checkpoint.
  private static let logGivenBytes = 10 << 20

  let path: String
  private let queue: DatabaseQueue

  /// Opens a journal for writing; makes the file where there is none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - synchronous: how far a commit goes.
  ///   - logPersists: whether the write-ahead log stays when the connection closes, so that readers without the
  ///     right to write to the folder can read the file afterwards.
  /// - Throws: what keeps it from being opened.
  init(path: String, synchronous: Synchronous = .full, logPersists: Bool = true) throws(JournalFault) {
    self.path = path
    var configuration = Configuration()
    configuration.label = "journal"
    configuration.busyMode = .timeout(Self.patienceSeconds)
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw JournalFault(error, path: path, systemError: errno)
    }
    try settle(synchronous, logPersists: logPersists)
  }

  /// Sets what must be set after opening, and reads it back: SQLite can keep the mode it has without a word.
  private func settle(_ synchronous: Synchronous, logPersists: Bool) throws(JournalFault) {
    let (mode, level) = try perform { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
      try database.execute(sql: "PRAGMA journal_size_limit = \(Self.logKeptBytes)")
      try database.execute(sql: "PRAGMA secure_delete = ON")
      // Moved when the groups that made it due have heard that they are on disk: see `checkpointIfDue`.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      var persists: CInt = logPersists ? 1 : 0
      sqlite3_file_control(database.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &persists)
      return (
        try String.fetchOne(database, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(database, sql: "PRAGMA synchronous")
      )
    }
    guard mode == "wal", level == synchronous.rawValue else {
      close()
      throw .inputOutput(
        path: path, detail: "SQLite stays at journal_mode=\(mode ?? "?"), synchronous=\(level ?? -1)")
    }
  }

  /// Does something with the database, outside of a transaction.
  ///
  /// - Parameter body: what to do; it must not leave a transaction open.
  /// - Returns: what it returns.
  /// - Throws: what it throws, in the journal's terms.
  func perform<Result>(_ body: (Database) throws -> Result) throws(JournalFault) -> Result {
    do {
      return try queue.writeWithoutTransaction { database in
        do {
          return try body(database)
        } catch {
          throw JournalFault(error, path: path, systemError: sqlite3_system_errno(database.sqliteConnection))
        }
      }
    } catch {
      throw JournalFault(error, path: path)
    }
  }

  /// Does something with the database in one transaction, which is undone when it throws.
  ///
  /// - Parameter body: what to do.
  /// - Returns: what it returns.
  /// - Throws: what it throws, or why the commit failed.
  func transact<Result>(_ body: (Database) throws -> Result) throws(JournalFault) -> Result {
    try perform { database in
      try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
      do {
        let result = try body(database)
        try database.cachedStatement(sql: "COMMIT").execute()
        return result
      } catch {
        // A commit that failed can leave the transaction open; one that SQLite has undone itself is over already.
        if database.isInsideTransaction { try? database.rollback() }
        throw error
      }
    }
  }

  /// Gives the write-ahead log its room before it is written to: then a sync writes what was committed and nothing
  /// about the file itself. Zeros are an empty log to SQLite, which ends at the first frame whose check sum is wrong.
  ///
  /// - Parameter path: the log's file, emptied. Where there is little room on the disk, it grows as it is written to.
  static func giveRoom(toLogAt path: String) {
    guard JournalPaths.size(path) == 0, let file = try? OwnedFile(path, O_WRONLY),
      file.roomBytes > 16 * logGivenBytes
    else { return }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    for offset in stride(from: 0, to: logGivenBytes, by: zeros.count) where file.write(zeros, at: offset) != 0 {
      return
    }
    _ = file.synchronize()
  }

  /// Moves the log into the database once it has grown long, as far as readers let it; it is then written from its
  /// start again.
  func checkpointIfDue() {
    queue.unsafeReentrantRead { database in
      let connection = database.sqliteConnection
      var (pages, most): (CInt, CInt) = (0, 0)
      sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &most, 0)
      guard pages >= Self.checkpointPages else { return }
      // A reader can keep it from moving everything: it is tried again, and the ledger watches the log's size.
      sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
      sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &most, 1)
    }
  }

  /// Brings the tables to what this version writes.
  ///
  /// - Throws: what failed; a step that failed left nothing.
  func migrate() throws(JournalFault) {
    do {
      try Migrations.all.migrate(queue)
    } catch {
      throw JournalFault(error, path: path)
    }
  }

  /// Moves the write-ahead log into the database and empties it.
  ///
  /// - Parameter patienceMilliseconds: how long to wait for readers that are in it.
  /// - Returns: whether it was emptied; readers can keep it from that.
  /// - Throws: what failed.
  func emptyLog(patienceMilliseconds: Int) throws(JournalFault) -> Bool {
    try perform { database in
      try database.execute(sql: "PRAGMA busy_timeout = \(patienceMilliseconds)")
      let busy = try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      try database.execute(sql: "PRAGMA busy_timeout = \(Int(Self.patienceSeconds * 1000))")
      return busy == 0
    }
  }

  /// Whether the file that is open no longer lies at its path: what is committed to it would be lost with it.
  var hasMoved: Bool {
    var moved: CInt = 0
    let code = queue.unsafeReentrantRead {
      sqlite3_file_control($0.sqliteConnection, nil, SQLITE_FCNTL_HAS_MOVED, &moved)
    }
    return code == SQLITE_OK && moved != 0
  }

  /// Closes the connection. What fails meanwhile does not matter: all that was promised is on disk.
  func close() {
    try? queue.close()
  }
}
