import Foundation
import GRDB
import GRDBSQLite

/// A connection that cannot write.
final class ReaderConnection: Sendable {
  let path: String
  /// Whether the file is read as if nobody could change it, since neither its write-ahead log nor the log's index
  /// can be opened.
  let isImmutable: Bool
  private let queue: DatabaseQueue

  /// Opens a journal for reading.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - immutable: whether to take it as a file that nobody changes, and that has no write-ahead log.
  /// - Throws: why it cannot be opened.
  init(path: String, immutable: Bool = false) throws(JournalFault) {
    self.path = path
    isImmutable = immutable
    var configuration = Configuration()
    configuration.label = "journal reader"
    configuration.readonly = true
    configuration.busyMode = .timeout(2)
    do {
      let name = immutable ? "file:\(Self.escaped(path))?immutable=1" : path
      queue = try DatabaseQueue(path: name, configuration: configuration)
    } catch {
      throw JournalFault(error, path: path, systemError: errno)
    }
  }

  private static func escaped(_ path: String) -> String {
    path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
  }

  /// Reads in one short transaction.
  ///
  /// - Parameter body: what to read.
  /// - Returns: what it returns.
  /// - Throws: what it throws, in the journal's terms.
  func read<Result>(_ body: (Database) throws -> Result) throws(JournalFault) -> Result {
    do {
      return try queue.read { database in
        do {
          return try body(database)
        } catch {
          throw JournalFault(error, path: path, systemError: sqlite3_system_errno(database.sqliteConnection))
        }
      }
    } catch {
      throw JournalFault(error, path: path)
    }
  }

  /// Does something that is not one short transaction: an export, a backup.
  ///
  /// - Parameter body: what to do.
  /// - Returns: what it returns.
  /// - Throws: what it throws, in the journal's terms.
  func perform<Result>(_ body: (Database) throws -> Result) throws(JournalFault) -> Result {
    do {
      return try queue.inDatabase { database in
        do {
          return try body(database)
        } catch {
          throw JournalFault(error, path: path, systemError: sqlite3_system_errno(database.sqliteConnection))
        }
      }
    } catch {
      throw JournalFault(error, path: path)
    }
  }

  /// Closes the connection.
  func close() {
    try? queue.close()
  }
}
