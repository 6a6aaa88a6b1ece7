import GRDB
import GRDBSQLite

/// Steps through stored entries, and gives their bytes as they lie in the file.
///
/// Here stand the journal's unsafe pointers for reading. The reason is speed, and that bytes which are no longer
/// UTF-8 are not repaired before they are hashed. The bounds: column pointers are read between two steps only.
struct StoredRows {
  private static let sql = """
    SELECT seq, role, kind, artwork, subject, at_ms, wall_ms, body, hash FROM entry WHERE seq > ? ORDER BY seq LIMIT ?
    """

  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?

  /// Begins after an entry.
  ///
  /// - Parameters:
  ///   - seq: number of that entry.
  ///   - limit: how many rows at most.
  ///   - database: a connection, in a transaction.
  /// - Throws: what SQLite says.
  init(after seq: Int64, limit: Int, in database: Database) throws {
    statement = try database.cachedStatement(sql: Self.sql)
    handle = statement.sqliteStatement
    connection = database.sqliteConnection
    sqlite3_reset(handle)
    sqlite3_bind_int64(handle, 1, seq)
    sqlite3_bind_int64(handle, 2, Int64(limit))
  }

  /// Steps to the next row.
  ///
  /// - Returns: its number, nil after the last.
  /// - Throws: what SQLite says.
  func next() throws -> Int64? {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return sqlite3_column_int64(handle, 0)
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return nil
    default:
      let error = DatabaseError(
        resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
        message: String(cString: sqlite3_errmsg(connection)))
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Stops before the last row.
  func stop() {
    sqlite3_reset(handle)
  }

  /// The hash that the row has by its own bytes.
  ///
  /// - Parameters:
  ///   - previous: the hash of the entry before.
  ///   - row: room for the canonical bytes.
  /// - Returns: the hash.
  func computedHash(after previous: ChainHash, row: inout CanonicalRow) -> ChainHash {
    row.begin(after: previous, seq: sqlite3_column_int64(handle, 0))
    for column in Int32(1)...4 { row.append(text: text(column)) }
    row.append(
      at: sqlite3_column_int64(handle, 5),
      wall: sqlite3_column_type(handle, 6) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, 6))
    row.append(text: text(7))
    return row.hash
  }

  /// The hash that is stored with the row.
  var storedHash: ChainHash? {
    let count = Int(sqlite3_column_bytes(handle, 8))
    guard count == 32, let start = sqlite3_column_blob(handle, 8) else { return nil }
    return ChainHash(bytes: UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The row as an entry; bytes that are not UTF-8 are replaced. Nil for a role that there is not.
  var entry: Journal.Entry? {
    guard let role = string(1).flatMap(Journal.Role.init(rawValue:)) else { return nil }
    return Journal.Entry(
      seq: sqlite3_column_int64(handle, 0), role: role, kind: string(2) ?? "", artwork: string(3),
      subject: string(4), atMilliseconds: sqlite3_column_int64(handle, 5),
      wallMilliseconds: sqlite3_column_type(handle, 6) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, 6),
      body: string(7) ?? "")
  }

  private func string(_ column: Int32) -> String? {
    text(column).map { String(decoding: $0, as: UTF8.self) }
  }

  private func text(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }
}
