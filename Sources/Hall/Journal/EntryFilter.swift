import GRDB

/// Which entries are wanted. Everything that is set must hold.
public struct EntryFilter: Sendable, Hashable {
  /// In which order they come.
  public enum Order: Sendable, Hashable {
    /// The lowest number first.
    case oldestFirst
    /// The highest number first.
    case newestFirst
  }

  /// Entries of this artwork.
  public var artwork: String?
  /// Entries of this kind.
  public var kind: String?
  /// Entries of this role.
  public var role: Journal.Role?
  /// Entries about this subject.
  public var subject: String?
  /// Entries from this wall clock on, in milliseconds since 1970; those without wall clock are not among them.
  public var sinceMilliseconds: Int64?
  /// Entries up to this wall clock, in milliseconds since 1970, itself not included.
  public var beforeMilliseconds: Int64?
  /// Entries with these numbers.
  public var seqs: ClosedRange<Int64>?
  /// How many at most.
  public var limit: Int?
  /// In which order.
  public var order: Order

  /// Makes a filter.
  ///
  /// - Parameters:
  ///   - artwork: entries of this artwork.
  ///   - kind: entries of this kind.
  ///   - role: entries of this role.
  ///   - subject: entries about this subject.
  ///   - sinceMilliseconds: from this wall clock on, in milliseconds since 1970.
  ///   - beforeMilliseconds: up to this wall clock, itself not included.
  ///   - seqs: entries with these numbers.
  ///   - limit: how many at most.
  ///   - order: in which order.
  public init(
    artwork: String? = nil, kind: String? = nil, role: Journal.Role? = nil, subject: String? = nil,
    sinceMilliseconds: Int64? = nil, beforeMilliseconds: Int64? = nil, seqs: ClosedRange<Int64>? = nil,
    limit: Int? = nil, order: Order = .oldestFirst
  ) {
    self.artwork = artwork
    self.kind = kind
    self.role = role
    self.subject = subject
    self.sinceMilliseconds = sinceMilliseconds
    self.beforeMilliseconds = beforeMilliseconds
    self.seqs = seqs
    self.limit = limit
    self.order = order
  }
}

extension Journal.Entry {
  /// Reads an entry from a row of the table `entry`.
  ///
  /// - Parameter row: seq, role, kind, artwork, subject, at_ms, wall_ms, body.
  /// - Throws: ``Damage`` where the row holds what was never written.
  init(_ row: Row) throws {
    let seq: Int64 = row[0]
    guard let name = String.fromDatabaseValue(row[1]), let role = Journal.Role(rawValue: name),
      let kind = String.fromDatabaseValue(row[2]), let at = Int64.fromDatabaseValue(row[5]),
      let body = String.fromDatabaseValue(row[7])
    else { throw Damage(finding: .chain(seq: seq)) }
    self.init(
      seq: seq, role: role, kind: kind, artwork: row[3], subject: row[4], atMilliseconds: at, wallMilliseconds: row[6],
      body: body)
  }
}
