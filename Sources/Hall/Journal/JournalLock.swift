import Foundation

/// The right to write to a journal: one process has it, until it ends, however it ends.
///
/// It is an flock(2) on a file beside the journal, since closing any file of a process drops SQLite's own locks.
final class JournalLock: Sendable {
  private let file: OwnedFile

  /// Takes the lock.
  ///
  /// - Parameter paths: the journal's files.
  /// - Throws: ``JournalFault/locked(path:holder:)`` where another has it.
  init(_ paths: JournalPaths) throws(JournalFault) {
    file = try OwnedFile(paths.lock, O_RDWR | O_CREAT)
    guard file.lock() else {
      let holder = String(decoding: file.read(upTo: 64), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      throw .locked(path: paths.database, holder: holder.isEmpty ? nil : holder)
    }
    file.cut(to: 0)
    _ = file.write(Array("process \(getpid())\n".utf8), at: 0)
  }

  /// Gives the right back.
  func release() {
    file.unlock()
  }
}
