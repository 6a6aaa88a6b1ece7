import Foundation
import GRDB

/// Damage that was found while reading.
struct Damage: Error {
  var finding: JournalFinding
}

/// Walks along the chain and proves each entry by the one before.
///
/// It goes in steps, each in a short transaction of its own, so that a long journal can be verified while the daemon
/// writes. Holes must be declared: a gap by the entry after it, erased entries by spans that an erasure's entry proves.
struct ChainWalk {
  /// How many entries a step takes.
  static let entriesPerStep = 2000

  /// The last entry that was proven, or the place that is taken for granted.
  private(set) var position: Journal.Position
  /// How many entries were proven.
  private(set) var count = 0
  private var row = CanonicalRow()
  private var provenErasures: Set<Int64> = []

  /// Begins after a place that is taken for granted.
  ///
  /// - Parameter position: the place.
  init(after position: Journal.Position) {
    self.position = position
  }

  /// Proves the next entries.
  ///
  /// - Parameter database: a connection, in a transaction.
  /// - Returns: whether there may be more.
  /// - Throws: ``Damage``, or what SQLite says.
  mutating func step(in database: Database) throws -> Bool {
    let rows = try StoredRows(after: position.seq, limit: Self.entriesPerStep, in: database)
    defer { rows.stop() }
    var stepped = 0
    while let seq = try rows.next() {
      if seq != position.seq + 1 { try cross(to: seq, rows: rows, in: database) }
      let hash = rows.computedHash(after: position.hash, row: &row)
      guard hash == rows.storedHash else { throw Damage(finding: .chain(seq: seq)) }
      position = Journal.Position(seq: seq, hash: hash)
      stepped += 1
    }
    count += stepped
    return stepped == Self.entriesPerStep
  }

  /// Proves all entries that are left.
  ///
  /// - Parameter database: a connection, in a transaction.
  /// - Throws: ``Damage``, or what SQLite says.
  mutating func finish(in database: Database) throws {
    while try step(in: database) {}
  }

  private mutating func cross(to seq: Int64, rows: StoredRows, in database: Database) throws {
    while position.seq + 1 < seq, let span = try ErasedSpan.fetch(from: position.seq + 1, in: database) {
      try prove(span.erasure, in: database)
      guard span.to < seq else { throw Damage(finding: .erasure(seq: span.erasure)) }
      position = Journal.Position(seq: span.to, hash: span.hash)
    }
    if seq == position.seq + 1 { return }
    guard let entry = rows.entry, entry.follows(position.seq) else {
      throw Damage(finding: .hole(expectedSeq: position.seq + 1, foundSeq: seq))
    }
  }

  private mutating func prove(_ erasure: Int64, in database: Database) throws {
    guard !provenErasures.contains(erasure) else { return }
    try ErasedSpan.prove(erasure, in: database)
    provenErasures.insert(erasure)
  }
}
