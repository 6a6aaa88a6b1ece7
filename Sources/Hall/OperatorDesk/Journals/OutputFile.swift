import Endings
import Glibc

/// A file that a command writes: there under its name only once it is whole.
final class OutputFile {
  private let path: String
  private let draft: String
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Throws: status 73 where it exists and is not to be replaced, 74 where it cannot be written.
  init(_ path: String, replacing: Bool) throws(CommandFault) {
    if replacing == false, access(path, F_OK) == 0 {
      throw CommandFault(.outputExists, "\(path) exists already: name another file, or replace it with --force")
    }
    (self.path, draft) = (path, path + ".part")
    descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw CommandFault(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
    if isFinished == false { unlink(draft) }
  }

  /// Adds text.
  ///
  /// - Throws: status 74 where it cannot be written.
  func write(_ text: String) throws(CommandFault) {
    waiting += text.utf8
    if waiting.count > 1 << 16 { try flush() }
  }

  /// Puts the file in its place.
  ///
  /// - Throws: status 74 where it cannot be.
  func finish() throws(CommandFault) {
    try flush()
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else { throw fault }
    isFinished = true
  }

  private func flush() throws(CommandFault) {
    var rest = waiting[...]
    while rest.isEmpty == false {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw fault }
      rest = rest.dropFirst(count)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private var fault: CommandFault { CommandFault(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
}
