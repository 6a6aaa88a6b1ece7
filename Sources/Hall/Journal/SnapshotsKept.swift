import GRDB

/// Which snapshots stay: the newest few, from which a restart goes on, and of older ones one a day, from which a replay
/// can begin behind what retention has erased.
struct SnapshotsKept {
  /// What lies between two older ones at least, in show time.
  static let spacingMilliseconds: Int64 = 24 * 3_600_000

  /// How many of the newest.
  var newest: Int

  /// Removes the newest of the older ones where the one before it is less than a day older.
  ///
  /// - Parameter database: a connection, in a transaction that has inserted one snapshot.
  /// - Throws: what SQLite says.
  func thin(in database: Database) throws {
    let older = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT snapshot.seq, entry.at_ms FROM snapshot JOIN entry ON entry.seq = snapshot.seq
          ORDER BY snapshot.seq DESC LIMIT 2 OFFSET ?
          """),
      arguments: [newest])
    guard older.count == 2 else { return }
    let (last, before): (Int64, Int64) = (older[0]["at_ms"], older[1]["at_ms"])
    let (apart, isFar) = last.subtractingReportingOverflow(before)
    guard last <= before || !isFar && apart < Self.spacingMilliseconds else { return }
    let seq: Int64 = older[0]["seq"]
    try database.cachedStatement(sql: "DELETE FROM snapshot WHERE seq = ?").execute(arguments: [seq])
  }

  /// The first snapshot that stays when readings are erased: those from before the limit go with them, but not the
  /// newest ones.
  ///
  /// - Parameters:
  ///   - limitMilliseconds: readings from before this go, in milliseconds since 1970.
  ///   - database: a connection.
  /// - Returns: the entry that the snapshot is of, 0 where there is none.
  /// - Throws: what SQLite says.
  func first(from limitMilliseconds: Int64, in database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          WITH newest AS (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?), past AS (
            SELECT max(snapshot.seq) AS seq FROM snapshot JOIN entry ON entry.seq = snapshot.seq WHERE wall_ms < ?
          )
          SELECT min(seq) FROM snapshot
          WHERE seq > coalesce((SELECT seq FROM past), 0) OR seq IN (SELECT seq FROM newest)
          """),
      arguments: [newest, limitMilliseconds]) ?? 0
  }
}
