import Foundation
import GRDB

/// Writes groups into the tables, within a transaction that someone else began.
struct GroupInsertion {
  /// How many of the newest snapshots are kept.
  var snapshotsKept: Int
  /// Room that serves all rows.
  private var row = CanonicalRow()

  /// Makes it.
  ///
  /// - Parameter snapshotsKept: how many snapshots are kept, at least 1.
  init(snapshotsKept: Int) {
    self.snapshotsKept = max(1, snapshotsKept)
  }

  /// Inserts a group.
  ///
  /// - Parameters:
  ///   - group: the group, checked.
  ///   - head: the last entry before it.
  ///   - database: the connection, in a transaction.
  /// - Returns: the last entry with it.
  /// - Throws: what SQLite says.
  mutating func insert(
    _ group: Journal.Group, after head: Journal.Position, into database: Database
  ) throws -> Journal.Position {
    var head = head
    var hashAtSnapshot: ChainHash?
    if !group.entries.isEmpty {
      var statement = try EntryStatement(database, row: row)
      defer { row = statement.finish() }
      for entry in group.entries {
        head = Journal.Position(seq: entry.seq, hash: try statement.insert(entry, after: head.hash))
        if entry.seq == group.snapshot?.seq { hashAtSnapshot = head.hash }
      }
    }
    if let snapshot = group.snapshot {
      try insert(snapshot, at: hashAtSnapshot ?? Self.hash(of: snapshot.seq, in: database), into: database)
    }
    for answer in group.answers { try insert(answer, into: database) }
    for show in group.shows { try insert(show, into: database) }
    if let instant = group.forgetAnswersBefore {
      try database.cachedStatement(sql: "DELETE FROM answer WHERE at_wall_ms < ?").execute(arguments: [instant])
    }
    return head
  }

  private static func hash(of seq: Int64, in database: Database) throws -> ChainHash {
    let bytes = try Data.fetchOne(
      database.cachedStatement(sql: "SELECT hash FROM entry WHERE seq = ?"), arguments: [seq])
    guard let bytes, let hash = ChainHash(bytes: bytes) else {
      throw JournalFault.invalidGroup(detail: "the snapshot is of entry \(seq), which there is not")
    }
    return hash
  }

  private func insert(_ snapshot: Journal.Snapshot, at hash: ChainHash, into database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO snapshot (seq, state_hash, state, digest) VALUES (?, ?, ?, ?)"
    ).execute(
      arguments: [
        snapshot.seq, snapshot.stateHash, Data(snapshot.state.utf8), Data(snapshot.digest(at: hash).bytes),
      ])
    try SnapshotsKept(newest: snapshotsKept).thin(in: database)
  }

  private func insert(_ answer: Journal.Answer, into database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO answer (operator, id, body_hash, reply, seq, at_wall_ms, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        answer.operatorName, answer.id, answer.bodyHash, answer.reply, answer.seq, answer.wallMilliseconds,
        Data(answer.digest.bytes),
      ])
  }

  private func insert(_ show: Journal.ShowText, into database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO show (hash, loaded_ms, text, digest) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [show.hash, show.loadedMilliseconds, show.text, Data(show.digest.bytes)])
  }
}
