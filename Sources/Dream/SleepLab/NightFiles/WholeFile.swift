import Glibc

/// Writes files whole or not at all.
public enum WholeFile {
  /// Why a file was not written. The path is not part of it.
  public enum Failure: Error, Hashable, CustomStringConvertible {
    /// There is a file already, and it may not be replaced.
    case exists
    /// The system refused, with its error number.
    case system(Int32)

    /// What went wrong, and the way out.
    public var description: String {
      switch self {
      case .exists: "the output exists already: give --force to replace it, or another name"
      case .system(let number): "the output cannot be written: \(String(cString: strerror(number)))"
      }
    }
  }

  /// Whether there is something at a path.
  ///
  /// - Parameter path: where.
  /// - Returns: true also for a folder.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes a folder unless it is there.
  ///
  /// - Parameter path: where; the folder above it must exist.
  /// - Throws: `Failure`.
  public static func makeFolder(_ path: String) throws(Failure) {
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw .system(errno) }
  }

  /// Takes a file away that was written just now.
  ///
  /// - Parameter path: where; it need not be there.
  public static func remove(_ path: String) { unlink(path) }

  /// Writes beside the place, flushes to the disk, and only then moves into place.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: where to.
  ///   - mayReplace: whether a file that is there may be replaced.
  /// - Throws: `Failure`; nothing is left behind then.
  public static func write(_ bytes: [UInt8], to path: String, mayReplace: Bool) throws(Failure) {
    try write(to: path, mayReplace: mayReplace) { take throws(Failure) in try take(bytes) }
  }

  /// Writes piece by piece beside the place, flushes to the disk, and only then moves into place.
  ///
  /// - Parameters:
  ///   - path: where to.
  ///   - mayReplace: whether a file that is there may be replaced.
  ///   - body: hands the pieces over in their order.
  /// - Throws: `Failure`; nothing is left behind then.
  public static func write(
    to path: String, mayReplace: Bool, _ body: ((([UInt8]) throws(Failure) -> Void)) throws(Failure) -> Void
  ) throws(Failure) {
    if !mayReplace, exists(path) { throw .exists }
    let (temporary, descriptor) = try openBeside(path)
    try body { (bytes) throws(Failure) in
      var written = 0
      while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw abandon(temporary, descriptor) }
        written += count
      }
    }
    guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else { throw abandon(temporary, descriptor) }
    guard close(descriptor) == 0 else { throw abandon(temporary, -1) }
    // A link refuses an existing name, a rename replaces it: both at once or not at all.
    let moved = mayReplace ? rename(temporary, path) : link(temporary, path)
    let reason = errno
    if moved != 0 || !mayReplace { unlink(temporary) }
    guard moved == 0 else { throw reason == EEXIST ? .exists : .system(reason) }
  }

  private static func openBeside(_ path: String) throws(Failure) -> (String, Int32) {
    let random = UInt64.random(in: .min ... .max)
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let place = folder.isEmpty ? (path.hasPrefix("/") ? "/" : "") : folder + "/"
    let temporary = "\(place).unfinished-\(String(random, radix: 16))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    return (temporary, descriptor)
  }

  private static func abandon(_ temporary: String, _ descriptor: Int32) -> Failure {
    let reason = errno
    if descriptor >= 0 { close(descriptor) }
    unlink(temporary)
    return .system(reason)
  }
}
