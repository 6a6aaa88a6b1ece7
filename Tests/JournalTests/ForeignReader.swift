import Foundation
import GRDB

/// Some other program that reads the journal and stays in one read transaction.
final class ForeignReader {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM entry") }
  }

  func count() throws -> Int? {
    try queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") }
  }

  func end() { try? queue.inDatabase { try $0.execute(sql: "COMMIT") } }
}
