import Foundation
import GRDB

/// Reads a journal, while a daemon writes it or from the file alone. It cannot change it.
///
/// Each read is short, so that it never holds the write-ahead log; calls wait for the disk. When the journal was begun
/// anew (``JournalNotice/reopened(_:)``, ``JournalWriter/quarantine(because:at:completion:)``) a reader goes on with
/// the file that was put aside: open another one.
public final class JournalReader: Sendable {
  /// How the file is read.
  public enum Access: Sendable, Hashable {
    /// As it is now, also while a daemon writes.
    case live
    /// As if nobody could change it: neither the folder nor the log's index can be written, and the write-ahead log is
    /// empty or absent. What a daemon writes meanwhile may not be seen.
    case immutable
  }

  /// The file.
  public let path: String
  /// How it is read.
  public var access: Access { connection.isImmutable ? .immutable : .live }

  let connection: ReaderConnection
  let paths: JournalPaths

  /// Opens a journal for reading.
  ///
  /// - Parameter path: the file.
  /// - Throws: why it cannot be read. Where the folder cannot be written, there is no index of the write-ahead
  ///   log, and the log holds entries, it cannot be: its newest entries would be missing; copy both files to a
  ///   folder that can be.
  public convenience init(path: String) throws(JournalFault) {
    guard JournalPaths.exists(path) else { throw .cannotOpen(path: path, detail: "there is no such file") }
    self.init(path: path, connection: try Self.connect(path))
  }

  private init(path: String, connection: ReaderConnection) {
    self.path = path
    self.connection = connection
    paths = JournalPaths(database: path)
  }

  private static func connect(_ path: String) throws(JournalFault) -> ReaderConnection {
    let hasMark = Mark.read(path + ".mark") != nil
    do throws(JournalFault) {
      let connection = try ReaderConnection(path: path)
      try connection.read { try JournalIdentity($0).check(path: path, hasMark: hasMark) }
      return connection
    } catch {
      switch error {
      case .cannotOpen, .readOnly: break
      case .damaged(_, .header(let detail)) where !hasMark: throw .notAJournal(path: path, detail: detail)
      default: throw error
      }
      guard (JournalPaths.size(path + "-wal") ?? 0) == 0 else {
        throw .cannotOpen(
          path: path,
          detail: "its newest entries are in \(path)-wal, which needs a folder that can be written: copy both")
      }
      let connection = try ReaderConnection(path: path, immutable: true)
      try connection.read { try JournalIdentity($0).check(path: path, hasMark: hasMark) }
      return connection
    }
  }

  /// Finds entries.
  ///
  /// - Parameter filter: which.
  /// - Returns: the entries in the filter's order; all of them in memory, so set a limit.
  /// - Throws: what kept them from being read.
  public func entries(_ filter: EntryFilter = EntryFilter()) throws(JournalFault) -> [Journal.Entry] {
    try connection.read { try EntryQuery(filter, in: $0).fetch(limit: filter.limit, in: $0) }
  }

  /// The last committed entry.
  ///
  /// - Returns: number and hash.
  /// - Throws: what kept it from being read.
  public func last() throws(JournalFault) -> Journal.Position {
    try connection.read { database in
      guard let row = try Row.fetchOne(database, sql: "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1") else {
        return .start
      }
      let bytes: Data = row[1]
      guard let hash = ChainHash(bytes: bytes) else { throw Damage(finding: .chain(seq: row[0])) }
      return Journal.Position(seq: row[0], hash: hash)
    }
  }

  /// Finds the newest snapshot.
  ///
  /// - Parameter seq: the newest of those that belong to this entry or one before.
  /// - Returns: nil where there is none.
  /// - Throws: ``JournalFault/damaged(path:finding:)`` where it is not what was written, or what kept it from
  ///   being read.
  public func snapshot(upTo seq: Int64 = .max) throws(JournalFault) -> Journal.Snapshot? {
    try connection.read { try ProvenSnapshot.fetchNewest(upTo: seq, in: $0)?.snapshot }
  }

  /// Finds the answer that a command got.
  ///
  /// - Parameters:
  ///   - operatorName: the operator's name.
  ///   - id: the command's id.
  /// - Returns: nil where there is none (any more).
  /// - Throws: ``JournalFault/damaged(path:finding:)`` where it is not what was written, or what kept it from
  ///   being read.
  public func answer(operatorName: String, id: String) throws(JournalFault) -> Journal.Answer? {
    try connection.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM answer WHERE operator = ? AND id = ?"),
        arguments: [operatorName, id]
      ).map { try Journal.Answer($0) }
    }
  }

  /// All answers that are still kept.
  ///
  /// - Returns: the answers, the oldest first.
  /// - Throws: ``JournalFault/damaged(path:finding:)`` where one is not what was written, or what kept them
  ///   from being read.
  public func answers() throws(JournalFault) -> [Journal.Answer] {
    try connection.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM answer ORDER BY at_wall_ms, seq").map { try Journal.Answer($0) }
    }
  }

  /// Finds the text of a show that was loaded.
  ///
  /// - Parameter hash: the show's hash.
  /// - Returns: nil where no such show was loaded.
  /// - Throws: ``JournalFault/damaged(path:finding:)`` where it is not what was written, or what kept it from
  ///   being read.
  public func show(hash: String) throws(JournalFault) -> Journal.ShowText? {
    try connection.read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM show WHERE hash = ?", arguments: [hash])
        .map { try Journal.ShowText($0) }
    }
  }

  /// All shows that were loaded.
  ///
  /// - Returns: their hashes and when they were loaded last, without their texts, the newest first.
  /// - Throws: what kept them from being read.
  public func shows() throws(JournalFault) -> [(hash: String, loadedMilliseconds: Int64?)] {
    try connection.read { database in
      try Row.fetchAll(database, sql: "SELECT hash, loaded_ms FROM show ORDER BY loaded_ms DESC, hash")
        .map { ($0[0], $0[1]) }
    }
  }

  /// Closes the file.
  public func close() {
    connection.close()
  }
}
