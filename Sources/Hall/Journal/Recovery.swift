import GRDB

/// Brings a journal that was opened again after a fault back to what was acknowledged.
///
/// After a failed sync nothing is known of what is on disk, and a second sync would succeed without having written
/// anything. So the write-ahead log is not trusted: what is in it is written into the database, anew, and it is
/// emptied, before anything else is committed. Groups that were reported as failed and are there all the same are
/// then removed: failed means not in the journal.
struct Recovery {
  /// How long to wait for readers that are in the write-ahead log.
  private static let patienceMilliseconds = 1000

  private let connection: WriterConnection
  private let acknowledged: Journal.Position

  /// Prepares.
  ///
  /// - Parameters:
  ///   - connection: the journal, found in order.
  ///   - acknowledged: the last entry that was acknowledged.
  init(_ connection: WriterConnection, acknowledged: Journal.Position) {
    self.connection = connection
    self.acknowledged = acknowledged
  }

  /// Recovers.
  ///
  /// - Parameter last: the last entry that is there.
  /// - Returns: the last entry that is left: the acknowledged one.
  /// - Throws: ``JournalFault/busy(path:)`` where readers keep the log from being emptied, damage where an
  ///   acknowledged entry is not there, or what SQLite says.
  func perform(last: Journal.Position) throws(JournalFault) -> Journal.Position {
    guard try connection.emptyLog(patienceMilliseconds: Self.patienceMilliseconds) else {
      throw .busy(path: connection.path)
    }
    let seq = acknowledged.seq
    try connection.transact { database in
      try TailVerification.compare(acknowledged, last: last, in: database)
      guard last.seq > seq else { return }
      for table in ["answer", "snapshot", "entry"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE seq > ?", arguments: [seq])
      }
    }
    return acknowledged
  }
}
