import GRDB

/// A filter as SQLite is asked it, with its times turned into numbers once.
///
/// Entries are wanted in the order of their numbers, and the wall clock may have stepped, so the index by wall clock
/// cannot give that order: it finds the outermost numbers, and the clock is then checked row by row.
struct EntryQuery {
  private let filter: EntryFilter
  private var lower: Int64
  private var upper: Int64

  /// Prepares a query.
  ///
  /// - Parameters:
  ///   - filter: which entries.
  ///   - database: a connection.
  /// - Throws: what SQLite says.
  init(_ filter: EntryFilter, in database: Database) throws {
    self.filter = filter
    lower = filter.seqs?.lowerBound ?? .min
    upper = filter.seqs?.upperBound ?? .max
    guard filter.sinceMilliseconds != nil || filter.beforeMilliseconds != nil else { return }
    let bounds = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT min(seq), max(seq) FROM entry WHERE wall_ms >= ? AND wall_ms < ?"),
      arguments: [filter.sinceMilliseconds ?? .min, filter.beforeMilliseconds ?? .max])
    lower = max(lower, bounds?[0] ?? .max)
    upper = min(upper, bounds?[1] ?? .min)
  }

  /// Finds entries.
  ///
  /// - Parameters:
  ///   - limit: how many at most, nil for all.
  ///   - database: a connection, in a transaction.
  /// - Returns: the entries in the filter's order.
  /// - Throws: ``Damage``, or what SQLite says.
  func fetch(limit: Int?, in database: Database) throws -> [Journal.Entry] {
    var terms = ["seq >= ?", "seq <= ?"]
    var arguments: [(any DatabaseValueConvertible)?] = [lower, upper]
    func require(_ term: String, _ value: (any DatabaseValueConvertible)?) {
      guard let value else { return }
      terms.append(term)
      arguments.append(value)
    }
    require("artwork = ?", filter.artwork)
    require("kind = ?", filter.kind)
    // The index by kind leaves readings out; said aloud, SQLite sees that it may use it.
    if let kind = filter.kind, kind != Journal.Entry.readingKind { terms.append("kind <> 'reading'") }
    require("role = ?", filter.role?.rawValue)
    require("subject = ?", filter.subject)
    require("+wall_ms >= ?", filter.sinceMilliseconds)
    require("+wall_ms < ?", filter.beforeMilliseconds)
    let order = filter.order == .oldestFirst ? "ASC" : "DESC"
    let sql = """
      SELECT seq, role, kind, artwork, subject, at_ms, wall_ms, body FROM entry
      WHERE \(terms.joined(separator: " AND ")) ORDER BY seq \(order) LIMIT ?
      """
    arguments.append(max(0, limit ?? .max))
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    return try Array(rows.map { try Journal.Entry($0) })
  }

  /// Moves on behind an entry.
  ///
  /// - Parameter seq: the last one that was fetched.
  /// - Returns: whether there can be more.
  mutating func goOn(behind seq: Int64) -> Bool {
    switch filter.order {
    case .oldestFirst:
      guard seq < upper else { return false }
      lower = seq + 1
    case .newestFirst:
      guard seq > lower else { return false }
      upper = seq - 1
    }
    return true
  }
}
