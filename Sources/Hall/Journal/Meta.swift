import Foundation
import GRDB

/// What a journal says of itself as a whole.
struct Meta: Sendable, Hashable {
  /// The format of the chain that this program writes.
  static let format = "1"

  /// Identity: 32 hexadecimal digits.
  var journal: String
  /// Number of the first entry.
  var firstSeq: Int64

  /// Gives a new journal its identity.
  ///
  /// - Parameter firstSeq: number of its first entry.
  init(firstSeq: Int64) {
    journal = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
    self.firstSeq = firstSeq
  }

  /// Reads it.
  ///
  /// - Parameter database: a connection.
  /// - Throws: what SQLite says, or that it is not there.
  init(_ database: Database) throws {
    guard
      let journal = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'journal'"),
      let first = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'first'"),
      let firstSeq = Int64(first)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the table meta lacks its rows") }
    self.journal = journal
    self.firstSeq = firstSeq
  }

  /// Writes it.
  ///
  /// - Parameter database: a connection, in a transaction.
  /// - Throws: what SQLite says.
  func insert(into database: Database) throws {
    for (name, value) in [("format", Self.format), ("journal", journal), ("first", String(firstSeq))] {
      try database.execute(sql: "INSERT INTO meta (name, value) VALUES (?, ?)", arguments: [name, value])
    }
  }
}
