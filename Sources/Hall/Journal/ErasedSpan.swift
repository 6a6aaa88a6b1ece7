import Foundation
import GRDB

/// Entries that follow one another and were erased, and what the chain needs to go on behind them.
struct ErasedSpan: Hashable {
  /// The first number.
  var from: Int64
  /// The last number.
  var to: Int64
  /// The hash that the last of them had.
  var hash: ChainHash
  /// Number of the entry that tells of the erasure.
  var erasure: Int64

  private init?(_ row: Row) {
    guard let from = Int64.fromDatabaseValue(row["from_seq"]), let to = Int64.fromDatabaseValue(row["to_seq"]),
      let erasure = Int64.fromDatabaseValue(row["erasure"]),
      let hash = Data.fromDatabaseValue(row["hash"]).flatMap(ChainHash.init(bytes:)), to >= from
    else { return nil }
    self.init(from: from, to: to, hash: hash, erasure: erasure)
  }

  /// Makes a span.
  ///
  /// - Parameters:
  ///   - from: the first number.
  ///   - to: the last number.
  ///   - hash: the hash that the last had.
  ///   - erasure: number of the entry that tells of it.
  init(from: Int64, to: Int64, hash: ChainHash, erasure: Int64) {
    self.from = from
    self.to = to
    self.hash = hash
    self.erasure = erasure
  }

  /// Finds the span that begins at a number.
  ///
  /// - Parameters:
  ///   - from: the number.
  ///   - database: a connection.
  /// - Returns: nil where there is none.
  /// - Throws: what SQLite says.
  static func fetch(from: Int64, in database: Database) throws -> ErasedSpan? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT from_seq, to_seq, hash, erasure FROM erased WHERE from_seq = ?"),
      arguments: [from]
    ).flatMap(ErasedSpan.init)
  }

  /// Finds all spans of an erasure.
  ///
  /// - Parameters:
  ///   - erasure: number of the entry that tells of it.
  ///   - database: a connection.
  /// - Returns: the spans in the order of their numbers.
  /// - Throws: what SQLite says.
  static func fetchAll(erasure: Int64, in database: Database) throws -> [ErasedSpan] {
    try Row.fetchAll(
      database,
      sql: "SELECT from_seq, to_seq, hash, erasure FROM erased WHERE erasure = ? ORDER BY from_seq",
      arguments: [erasure]
    ).compactMap(ErasedSpan.init)
  }

  /// Inserts the span.
  ///
  /// - Parameter database: a connection, in a transaction.
  /// - Throws: what SQLite says.
  func insert(into database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO erased (from_seq, to_seq, hash, erasure) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [from, to, Data(hash.bytes), erasure])
  }

  /// Proves the spans of an erasure by the entry that tells of it.
  ///
  /// - Parameters:
  ///   - erasure: number of the entry.
  ///   - database: a connection, in a transaction.
  /// - Throws: ``Damage`` where they are not those that were erased, or what SQLite says.
  static func prove(_ erasure: Int64, in database: Database) throws {
    let spans = try fetchAll(erasure: erasure, in: database)
    guard let body = try ErasureBody.fetch(erasure, in: database), body.digest == digest(of: spans).description,
      spans.allSatisfy({ $0.to < erasure })
    else { throw Damage(finding: .erasure(seq: erasure)) }
  }

  /// The hash over spans that an erasure's entry carries.
  ///
  /// - Parameter spans: in the order of their numbers.
  /// - Returns: the hash.
  static func digest(of spans: [ErasedSpan]) -> ChainHash {
    var digest = Digest()
    for span in spans {
      digest.add(span.from)
      digest.add(span.to)
      digest.add(span.hash)
    }
    return digest.value
  }
}

/// What the entry of an erasure says.
struct ErasureBody: Codable, Hashable {
  /// Entries from before this were erased, in milliseconds since 1970.
  var before: Int64
  /// The first and the last erased number; nil where nothing was erased.
  var from: Int64?
  var to: Int64?
  /// How many entries were erased.
  var count: Int
  /// In how many spans.
  var spans: Int
  /// ``ErasedSpan/digest(of:)`` in hexadecimal.
  var digest: String
  /// The hash before the first and that of the last of them, in hexadecimal.
  var hashBefore: String?
  var hashAfter: String?

  private enum CodingKeys: String, CodingKey {
    case before, from, to, count, spans, digest
    case hashBefore = "hash_before"
    case hashAfter = "hash_after"
  }

  /// Reads it from the entry of an erasure.
  ///
  /// - Parameters:
  ///   - seq: number of the entry.
  ///   - database: a connection.
  /// - Returns: nil where the entry is not that of an erasure.
  /// - Throws: what SQLite says.
  static func fetch(_ seq: Int64, in database: Database) throws -> ErasureBody? {
    let body = try String.fetchOne(
      database, sql: "SELECT body FROM entry WHERE seq = ? AND role = 'mark' AND kind = ?",
      arguments: [seq, Journal.Entry.erasureKind])
    return body.flatMap { try? JSONDecoder().decode(ErasureBody.self, from: Data($0.utf8)) }
  }
}

extension Journal.Entry {
  /// The kind of the mark that tells of an erasure.
  public static let erasureKind = "erasure"
  /// The kind of entry that retention may erase.
  public static let readingKind = "reading"
  /// The kind of the mark that every journal begins with.
  public static let begunKind = "begun"
}
