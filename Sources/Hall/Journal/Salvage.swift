import GRDB

/// What a damaged journal can still prove, read row by row up to where it cannot be read.
///
/// Answers and shows go over into the journal that is begun, so that a command that was answered is not executed
/// when it comes again. The state does not: whether to begin with it is for the caller to decide.
struct Salvage {
  /// The newest snapshot that its digest proves.
  private(set) var snapshot: Journal.Snapshot?
  /// The answers that their digests prove.
  private(set) var answers: [Journal.Answer] = []
  /// The shows that their digests prove.
  private(set) var shows: [Journal.ShowText] = []

  /// Reads what can be read.
  ///
  /// - Parameter path: the damaged journal, in quarantine.
  init(_ path: String) {
    guard JournalPaths.exists(path), let reader = try? ReaderConnection(path: path) else { return }
    defer { reader.close() }
    snapshot =
      Self.rows("SELECT * FROM snapshot ORDER BY seq", of: reader) { row, database in
        try ProvenSnapshot(row, in: database).snapshot
      }.last
    answers = Self.rows("SELECT * FROM answer", of: reader) { row, _ in try Journal.Answer(row) }
    shows = Self.rows("SELECT * FROM show", of: reader) { row, _ in try Journal.ShowText(row) }
  }

  private static func rows<Found>(
    _ sql: String, of reader: ReaderConnection, _ prove: (Row, Database) throws -> Found
  ) -> [Found] {
    var found: [Found] = []
    _ = try? reader.read { database in
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        if let proven = try? prove(row, database) { found.append(proven) }
      }
    }
    return found
  }
}
