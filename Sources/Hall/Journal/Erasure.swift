import Foundation
import GRDB

/// What can be known before an erasure.
public struct ErasureOutlook: Sendable, Hashable {
  /// Whether there are readings that ``JournalWriter/erase(readingsOlderThan:seq:at:completion:)`` would erase.
  public var hasOldReadings: Bool
  /// The newest wall clock of an entry up to the instant that was asked for, in milliseconds since 1970; nil where
  /// there is none.
  public var wallBeforeMilliseconds: Int64?

  /// An outlook; see the properties.
  public init(hasOldReadings: Bool, wallBeforeMilliseconds: Int64?) {
    (self.hasOldReadings, self.wallBeforeMilliseconds) = (hasOldReadings, wallBeforeMilliseconds)
  }
}

/// What an erasure did.
public struct Erasure: Sendable, Hashable {
  /// Number of the entry that tells of it.
  public var seq: Int64
  /// How many readings were erased.
  public var count: Int
  /// Whether there are more that are old enough.
  public var isPartial: Bool

  /// What was done; see the properties.
  public init(seq: Int64, count: Int, isPartial: Bool) {
    (self.seq, self.count, self.isPartial) = (seq, count, isPartial)
  }
}

extension JournalWriter {
  /// How many readings one erasure takes at most, so that a commit behind it waits for milliseconds only.
  public static let readingsPerErasure = 50

  /// Looks, on the commit thread and without writing, whether there is something to erase.
  ///
  /// - Parameters:
  ///   - limitMilliseconds: readings from before this would go, in milliseconds since 1970.
  ///   - instantMilliseconds: entries up to this are looked at for ``ErasureOutlook/wallBeforeMilliseconds``.
  ///   - completion: hears, on the commit thread, what was found.
  public func lookForErasure(
    readingsOlderThan limitMilliseconds: Int64, entriesUpTo instantMilliseconds: Int64,
    completion: @escaping @Sendable (Result<ErasureOutlook, JournalFault>) -> Void
  ) {
    perform(completion) { ledger throws(JournalFault) in
      let kept = ledger.snapshotsKept
      return try ledger.look { database in
        let wall = try Int64.fetchOne(
          database, sql: "SELECT max(wall_ms) FROM entry WHERE wall_ms <= ?", arguments: [instantMilliseconds])
        let found = try ErasurePlan.find(
          1, before: limitMilliseconds, entriesBefore: kept.first(from: limitMilliseconds, in: database), in: database)
        return ErasureOutlook(hasOldReadings: !found.isEmpty, wallBeforeMilliseconds: wall)
      }
    }
  }

  /// Erases old readings, and appends the entry that keeps the chain provable: a `mark` of kind `erasure` with the
  /// first and last erased number, their count, the hashes before and after, and a digest of all erased spans.
  ///
  /// Only entries of kind `reading` with a wall clock are erased, and only those before the oldest snapshot that
  /// stays, so a restart never needs them, nor a replay that begins there; snapshots from before the limit go with
  /// them, but not the newest ones. It takes ``readingsPerErasure`` at most; call it again while
  /// ``Erasure/isPartial``.
  ///
  /// - Parameters:
  ///   - limitMilliseconds: readings from before this go, in milliseconds since 1970.
  ///   - seq: number of the entry that tells of it, the next in its turn.
  ///   - moment: now.
  ///   - completion: hears, on the commit thread, what was done.
  public func erase(
    readingsOlderThan limitMilliseconds: Int64, seq: Int64, at moment: Journal.Moment,
    completion: @escaping @Sendable (Result<Erasure, JournalFault>) -> Void
  ) {
    perform(completion) { ledger throws(JournalFault) in
      try ledger.append(at: moment) { database, head, insertion in
        guard seq == head.seq + 1 else { throw JournalFault.outOfOrder(expectedSeq: head.seq + 1, gotSeq: seq) }
        var plan = try ErasurePlan(
          before: limitMilliseconds, erasure: seq, keeping: SnapshotsKept(newest: insertion.snapshotsKept), in: database
        )
        let entry = try plan.perform(at: moment, in: database)
        let position = try insertion.insert(Journal.Group(entries: [entry]), after: head, into: database)
        return (position, Erasure(seq: seq, count: plan.seqs.count, isPartial: plan.isPartial))
      }
    }
  }
}

/// Which readings go, and in which spans they lie.
struct ErasurePlan {
  private let before: Int64
  private let erasure: Int64
  private let firstSnapshot: Int64
  /// The numbers of the readings, in order.
  let seqs: [Int64]
  /// Whether there are more.
  let isPartial: Bool

  /// Finds the readings.
  ///
  /// - Parameters:
  ///   - before: readings from before this, in milliseconds since 1970.
  ///   - erasure: number of the entry that tells of it.
  ///   - kept: which snapshots stay.
  ///   - database: a connection, in a transaction.
  /// - Throws: what SQLite says.
  init(before: Int64, erasure: Int64, keeping kept: SnapshotsKept, in database: Database) throws {
    self.before = before
    self.erasure = erasure
    firstSnapshot = try kept.first(from: before, in: database)
    let found = try Self.find(
      JournalWriter.readingsPerErasure + 1, before: before, entriesBefore: firstSnapshot, in: database)
    isPartial = found.count > JournalWriter.readingsPerErasure
    seqs = found.prefix(JournalWriter.readingsPerErasure).sorted()
  }

  /// Finds readings that may go, the oldest first.
  ///
  /// - Parameters:
  ///   - limit: how many at most.
  ///   - before: readings from before this, in milliseconds since 1970.
  ///   - firstKept: entries with lower numbers than this.
  ///   - database: a connection.
  /// - Returns: their numbers.
  /// - Throws: what SQLite says.
  static func find(
    _ limit: Int, before: Int64, entriesBefore firstKept: Int64, in database: Database
  ) throws -> [Int64] {
    // The kind is written out, so that SQLite sees that the index of readings serves.
    try Int64.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT seq FROM entry INDEXED BY reading_by_wall WHERE kind = 'reading' AND role <> 'mark' AND wall_ms < ?
          AND seq < ? ORDER BY wall_ms, seq LIMIT ?
          """),
      arguments: [before, firstKept, limit])
  }

  /// Erases them.
  ///
  /// - Parameters:
  ///   - moment: now.
  ///   - database: a connection, in a transaction.
  /// - Returns: the entry that tells of it.
  /// - Throws: what SQLite says.
  mutating func perform(at moment: Journal.Moment, in database: Database) throws -> Journal.Entry {
    try database.cachedStatement(sql: "DELETE FROM snapshot WHERE seq < ?").execute(arguments: [firstSnapshot])
    let spans = try spans(in: database)
    let hashBefore = try spans.first.flatMap { try Self.hash(before: $0.from, in: database) }
    for span in spans {
      try span.insert(into: database)
      try database.cachedStatement(sql: "DELETE FROM entry WHERE seq BETWEEN ? AND ?")
        .execute(arguments: [span.from, span.to])
    }
    let body = ErasureBody(
      before: before, from: spans.first?.from, to: spans.last?.to, count: seqs.count, spans: spans.count,
      digest: ErasedSpan.digest(of: spans).description, hashBefore: hashBefore?.description,
      hashAfter: spans.last?.hash.description)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Journal.Entry(
      seq: erasure, role: .mark, kind: Journal.Entry.erasureKind, atMilliseconds: moment.atMilliseconds,
      wallMilliseconds: moment.wallMilliseconds, body: String(decoding: try encoder.encode(body), as: UTF8.self))
  }

  private func spans(in database: Database) throws -> [ErasedSpan] {
    var ranges: [ClosedRange<Int64>] = []
    for seq in seqs {
      if let last = ranges.last, last.upperBound + 1 == seq {
        ranges[ranges.count - 1] = last.lowerBound...seq
      } else {
        ranges.append(seq...seq)
      }
    }
    return try ranges.map { range in
      guard let hash = try Self.storedHash(of: range.upperBound, in: database) else {
        throw Damage(finding: .chain(seq: range.upperBound))
      }
      return ErasedSpan(from: range.lowerBound, to: range.upperBound, hash: hash, erasure: erasure)
    }
  }

  private static func storedHash(of seq: Int64, in database: Database) throws -> ChainHash? {
    try Data.fetchOne(database.cachedStatement(sql: "SELECT hash FROM entry WHERE seq = ?"), arguments: [seq])
      .flatMap(ChainHash.init(bytes:))
  }

  private static func hash(before seq: Int64, in database: Database) throws -> ChainHash? {
    if let hash = try storedHash(of: seq - 1, in: database) { return hash }
    return try Data.fetchOne(database, sql: "SELECT hash FROM erased WHERE to_seq = ?", arguments: [seq - 1])
      .flatMap(ChainHash.init(bytes:))
  }
}
