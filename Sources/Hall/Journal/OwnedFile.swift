import Foundation

/// An open file that closes itself.
struct OwnedFile: ~Copyable {
  private let descriptor: Int32

  /// Opens a file; a child process does not inherit it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - flags: as for open(2).
  /// - Throws: why it cannot be opened.
  init(_ path: String, _ flags: Int32) throws(JournalFault) {
    descriptor = open(path, flags | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw Self.fault(errno, path: path) }
  }

  deinit { close(descriptor) }

  /// Says in the journal's terms what errno says.
  ///
  /// - Parameters:
  ///   - code: errno.
  ///   - path: the file.
  /// - Returns: the fault.
  static func fault(_ code: Int32, path: String) -> JournalFault {
    JournalFault.fault(ofSystemError: code, path: path)
      ?? .cannotOpen(path: path, detail: String(cString: strerror(code)))
  }

  /// Locks the file for this open file alone, without waiting.
  ///
  /// - Returns: false where another holds the lock.
  func lock() -> Bool {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// Gives the lock back.
  func unlock() {
    flock(descriptor, LOCK_UN)
  }

  /// How much room there is where the file lies, in bytes; 0 if that cannot be known.
  var roomBytes: Int {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else { return 0 }
    return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }

  /// Reads from the beginning.
  ///
  /// - Parameter count: how many bytes at most.
  /// - Returns: what there is.
  func read(upTo count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let found = pread(descriptor, &bytes, count, 0)
    return Array(bytes.prefix(max(0, found)))
  }

  /// Writes bytes at a place.
  ///
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - offset: where, in bytes from the beginning.
  /// - Returns: 0, or errno.
  func write(_ bytes: [UInt8], at offset: Int) -> Int32 {
    let written = pwrite(descriptor, bytes, bytes.count, off_t(offset))
    if written == bytes.count { return 0 }
    return written < 0 ? errno : ENOSPC
  }

  /// Cuts the file.
  ///
  /// - Parameter count: to how many bytes.
  func cut(to count: Int) {
    ftruncate(descriptor, off_t(count))
  }

  /// Waits until what was written is on disk.
  ///
  /// - Returns: 0, or errno.
  func synchronize() -> Int32 {
    fsync(descriptor) == 0 ? 0 : errno
  }
}
