import Glibc

/// A file or pipe that frames are written to, wholly, however slowly the other side reads.
///
/// Unsafe by purpose: it belongs to one thread at a time.
public final class StreamWriter: @unchecked Sendable {
  private let descriptor: Int32
  private let closesAtEnd: Bool

  /// Opens a file, or takes standard output.
  ///
  /// - Parameter path: a path, or `-` for standard output. A file is made anew.
  /// - Throws: `ScreenError` when it cannot be opened.
  public init(path: String) throws(ScreenError) {
    // A reader that goes away must show as an error of `write`, not end the program.
    signal(SIGPIPE, SIG_IGN)
    if path == "-" {
      descriptor = STDOUT_FILENO
      closesAtEnd = false
    } else {
      descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      closesAtEnd = true
      guard descriptor >= 0 else { throw .inputOutput(doing: "opening the output", errno: errno) }
    }
  }

  /// Goes on with a file that was begun, which nobody else may be writing.
  ///
  /// - Parameters:
  ///   - path: a plain file.
  ///   - keptBytes: how much of it stays, from its beginning; what is behind is cut off.
  /// - Throws: `ScreenError` when it cannot be opened, is shorter, or is being written by someone.
  public init(goingOnWith path: String, keptBytes: Int) throws(ScreenError) {
    signal(SIGPIPE, SIG_IGN)
    descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
    closesAtEnd = true
    guard descriptor >= 0 else { throw .inputOutput(doing: "opening the output", errno: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw .inputOutput(doing: "opening the output, which someone else is writing", errno: errno)
    }
    let length = lseek(descriptor, 0, SEEK_END)
    guard length >= keptBytes else { throw .inputOutput(doing: "going on with the output", errno: EIO) }
    guard ftruncate(descriptor, keptBytes) == 0, lseek(descriptor, keptBytes, SEEK_SET) == keptBytes else {
      throw .inputOutput(doing: "going on with the output", errno: errno)
    }
  }

  /// Brings what was written to the disk.
  ///
  /// - Throws: `ScreenError` when it cannot be kept; a pipe has nothing to keep.
  public func flush() throws(ScreenError) {
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw .inputOutput(doing: "keeping the output", errno: errno)
    }
  }

  /// Writes into a pipe that someone else opened, and closes.
  init(pipe: Int32) {
    signal(SIGPIPE, SIG_IGN)
    descriptor = pipe
    closesAtEnd = false
  }

  deinit {
    if closesAtEnd { close(descriptor) }
  }

  /// Writes all bytes.
  ///
  /// - Parameter bytes: what to write.
  /// - Throws: `ScreenError.readerGone` when nobody reads any more, else why it failed.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(ScreenError) {
    var offset = 0
    while offset < bytes.count {
      let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
      if written > 0 {
        offset += written
      } else if errno == EPIPE {
        throw .readerGone
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 1000)
      } else if errno != EINTR {
        throw .inputOutput(doing: "writing frames", errno: errno)
      }
    }
  }

  /// Writes all bytes.
  ///
  /// - Parameter bytes: what to write.
  /// - Throws: as for bytes in memory.
  public func write(_ bytes: [UInt8]) throws(ScreenError) {
    let result = bytes.withUnsafeBytes { raw in Result { () throws(ScreenError) in try write(raw) } }
    try result.get()
  }
}
