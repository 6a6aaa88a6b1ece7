import Foundation
import GRDB

/// What opening a journal proves: from its newest snapshot to its end, and against the high-water mark.
struct TailVerification {
  /// What the journal says of itself.
  let meta: Meta
  /// The last entry.
  let last: Journal.Position
  /// The newest snapshot, where there is one.
  let snapshot: Journal.Snapshot?
  /// How many entries were proven.
  let count: Int

  /// Proves the tail.
  ///
  /// - Parameters:
  ///   - database: a connection, in a transaction.
  ///   - mark: the high-water mark, where there is one.
  /// - Throws: ``Damage``, or what SQLite says.
  init(_ database: Database, mark: Mark?) throws {
    meta = try Meta(database)
    let newest = try ProvenSnapshot.fetchNewest(in: database)
    snapshot = newest?.snapshot
    var walk = ChainWalk(
      after: newest?.position ?? Journal.Position(seq: meta.firstSeq - 1, hash: .zero))
    try walk.finish(in: database)
    last = walk.position
    count = walk.count
    guard last.seq >= meta.firstSeq else {
      throw Damage(finding: .lostTail(lastSeq: 0, markSeq: max(meta.firstSeq, mark?.position.seq ?? 0)))
    }
    if let mark, mark.journal == meta.journal { try Self.compare(mark.position, last: last, in: database) }
  }

  /// Compares the journal with a high-water mark that was read before it.
  ///
  /// - Parameters:
  ///   - marked: the entry at the mark.
  ///   - last: the last entry of the journal.
  ///   - database: a connection.
  /// - Throws: ``Damage`` where entries are missing at the end, or the marked one is another.
  static func compare(_ marked: Journal.Position, last: Journal.Position, in database: Database) throws {
    guard marked.seq <= last.seq else {
      throw Damage(finding: .lostTail(lastSeq: last.seq, markSeq: marked.seq))
    }
    let stored = try Data.fetchOne(database, sql: "SELECT hash FROM entry WHERE seq = ?", arguments: [marked.seq])
    if let stored, ChainHash(bytes: stored) != marked.hash {
      throw Damage(finding: .otherThanMarked(seq: marked.seq))
    }
  }
}

/// A snapshot that its digest proves, and its place in the chain.
struct ProvenSnapshot {
  /// The snapshot.
  let snapshot: Journal.Snapshot
  /// The entry after which the state was this.
  let position: Journal.Position

  /// Reads a row and proves it.
  ///
  /// - Parameters:
  ///   - row: a row of the table `snapshot`.
  ///   - database: a connection.
  /// - Throws: ``Damage``, or what SQLite says.
  init(_ row: Row, in database: Database) throws {
    let seq: Int64 = row["seq"]
    let state: Data = row["state"]
    let digest: Data = row["digest"]
    let found = Journal.Snapshot(
      seq: seq, stateHash: row["state_hash"], state: String(decoding: state, as: UTF8.self))
    let bytes = try Data.fetchOne(database, sql: "SELECT hash FROM entry WHERE seq = ?", arguments: [seq])
    guard let bytes, let hash = ChainHash(bytes: bytes), found.digest(at: hash) == ChainHash(bytes: digest) else {
      throw Damage(finding: .snapshot(seq: seq))
    }
    snapshot = found
    position = Journal.Position(seq: seq, hash: hash)
  }

  /// Finds the newest snapshot.
  ///
  /// - Parameters:
  ///   - seq: the newest up to this number.
  ///   - database: a connection.
  /// - Returns: nil where there is none.
  /// - Throws: ``Damage``, or what SQLite says.
  static func fetchNewest(upTo seq: Int64 = .max, in database: Database) throws -> ProvenSnapshot? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM snapshot WHERE seq <= ? ORDER BY seq DESC LIMIT 1", arguments: [seq]
    ).map { try ProvenSnapshot($0, in: database) }
  }
}
