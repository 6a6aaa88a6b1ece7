import Foundation

/// The files that make up a journal, and those that stand beside it.
struct JournalPaths: Sendable, Hashable {
  /// The database.
  let database: String

  /// The write-ahead log of SQLite.
  var log: String { database + "-wal" }
  /// The index of the write-ahead log, shared by all who have it open.
  var sharedIndex: String { database + "-shm" }
  /// The high-water mark.
  var mark: String { database + ".mark" }
  /// The lock that one daemon holds.
  var lock: String { database + ".lock" }
  /// What a quarantine that is under way has still to do.
  var intent: String { database + ".quarantine" }
  /// A new journal until it is whole.
  var draft: String { database + ".new" }
  /// The folder of all these.
  var folder: String {
    let folder = (database as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// Where a damaged journal goes.
  ///
  /// - Parameter number: from 1.
  /// - Returns: its files.
  func quarantine(_ number: Int) -> JournalPaths {
    JournalPaths(database: "\(database).damaged-\(number)")
  }

  /// Whether a file is there.
  ///
  /// - Parameter path: the file.
  /// - Returns: true for anything under that name.
  static func exists(_ path: String) -> Bool {
    size(path) != nil
  }

  /// The size of a file.
  ///
  /// - Parameter path: the file.
  /// - Returns: bytes, nil where there is none.
  static func size(_ path: String) -> Int64? {
    var status = stat()
    return lstat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  /// Renames a file, where it is there.
  ///
  /// - Parameters:
  ///   - from: its name.
  ///   - to: its new name; a file of that name is replaced.
  /// - Throws: why it cannot be renamed.
  static func move(_ from: String, to: String) throws(JournalFault) {
    guard exists(from) else { return }
    guard rename(from, to) == 0 else { throw OwnedFile.fault(errno, path: from) }
  }

  /// Removes a file, where it is there.
  ///
  /// - Parameter path: the file.
  /// - Throws: why it cannot be removed.
  static func remove(_ path: String) throws(JournalFault) {
    guard unlink(path) == 0 || errno == ENOENT else { throw OwnedFile.fault(errno, path: path) }
  }

  /// Waits until the folder's names are on disk.
  ///
  /// - Throws: what failed.
  func synchronizeFolder() throws(JournalFault) {
    let file = try OwnedFile(folder, O_RDONLY | O_DIRECTORY)
    let code = file.synchronize()
    guard code == 0 else { throw OwnedFile.fault(code, path: folder) }
  }
}
