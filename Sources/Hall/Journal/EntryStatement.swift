import GRDB
import GRDBSQLite

/// Inserts entries by SQLite's own functions.
///
/// Here stand the journal's unsafe pointers for writing. The reason is speed: binding text from the row's
/// canonical bytes saves a copy and an allocation for each column. The bounds: the pointers are into
/// ``CanonicalRow/bytes``, which nothing changes between binding and the reset at the end of
/// ``insert(_:after:)``; SQLite is told that they are static, reads them only while it steps, and they are
/// unbound before the statement goes back to GRDB's cache.
struct EntryStatement {
  private static let sql = """
    INSERT INTO entry (seq, role, kind, artwork, subject, at_ms, wall_ms, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?
  private var row: CanonicalRow

  /// Takes the statement from the connection's cache.
  ///
  /// - Parameters:
  ///   - database: the connection.
  ///   - row: room for the canonical bytes, taken back by ``finish()``.
  /// - Throws: what SQLite says.
  init(_ database: Database, row: CanonicalRow) throws {
    statement = try database.cachedStatement(sql: Self.sql)
    handle = statement.sqliteStatement
    connection = database.sqliteConnection
    self.row = row
  }

  /// Inserts an entry.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - previous: the hash of the entry before.
  /// - Returns: the entry's hash.
  /// - Throws: what SQLite says.
  mutating func insert(_ entry: Journal.Entry, after previous: ChainHash) throws -> ChainHash {
    let hash = row.encode(entry, after: previous)
    let code = row.bytes.withUnsafeBytes { bytes in
      hash.withBytes { hashBytes in
        sqlite3_bind_int64(handle, 1, entry.seq)
        bind(row.role, of: bytes, at: 2)
        bind(row.kind, of: bytes, at: 3)
        bind(row.artwork, of: bytes, at: 4)
        bind(row.subject, of: bytes, at: 5)
        sqlite3_bind_int64(handle, 6, entry.atMilliseconds)
        if let wall = entry.wallMilliseconds {
          sqlite3_bind_int64(handle, 7, wall)
        } else {
          sqlite3_bind_null(handle, 7)
        }
        bind(row.body, of: bytes, at: 8)
        sqlite3_bind_blob(handle, 9, hashBytes.baseAddress, 32, nil)
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        return code
      }
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
        message: String(cString: sqlite3_errmsg(connection)))
    }
    return hash
  }

  /// Lets go of all bound pointers and gives the room back.
  ///
  /// - Returns: the room for canonical bytes.
  func finish() -> CanonicalRow {
    sqlite3_clear_bindings(handle)
    return row
  }

  private func bind(_ range: Range<Int>?, of bytes: UnsafeRawBufferPointer, at index: Int32) {
    guard let range else {
      sqlite3_bind_null(handle, index)
      return
    }
    let start = bytes.baseAddress.map { ($0 + range.lowerBound).assumingMemoryBound(to: CChar.self) }
    sqlite3_bind_text(handle, index, start, Int32(truncatingIfNeeded: range.count), nil)
  }
}
