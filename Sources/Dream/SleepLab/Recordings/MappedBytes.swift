import Glibc

/// Why bytes could not be had from a file. The file's name is never part of it.
public enum FileError: Error, Hashable, CustomStringConvertible {
  /// There is no such file.
  case absent
  /// It is a folder, a pipe, a socket or a device, which cannot be mapped.
  case notAFile
  /// The system refused, with its error number.
  case system(Int32)

  /// What went wrong, and the way out.
  public var description: String {
    switch self {
    case .absent: "there is no such file: check the path"
    case .notAFile: "the path names a folder, a pipe or a device: give a file"
    case .system(let number): "the file cannot be read or written: \(String(cString: strerror(number)))"
    }
  }
}

/// The bytes of a file, mapped read-only, or bytes in memory; never copied.
///
/// This is the only place of the library that holds a pointer beyond a call. The memory is read-only and lives as long
/// as the object, and every read is checked against its length, hence `@unchecked Sendable`. A file that another
/// program shortens while it is mapped ends the process, as with every memory map.
public final class MappedBytes: @unchecked Sendable {
  /// How many bytes.
  public let count: Int
  private let memory: UnsafeRawBufferPointer
  private let isMapped: Bool
  private static let mappedAtOnceBytes = 64 << 20

  /// Maps a file.
  ///
  /// - Parameter path: where it is.
  /// - Throws: `FileError` if there is none, or if it cannot be mapped.
  public init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? FileError.absent : .system(errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    count = Int(status.st_size)
    guard count > 0 else {
      memory = UnsafeRawBufferPointer(start: nil, count: 0)
      isMapped = false
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw .system(errno)
    }
    // A night's file is mapped at once, not page by page as it is read; older systems refuse, which does no harm.
    if count <= MappedBytes.mappedAtOnceBytes { madvise(address, count, MADV_POPULATE_READ) }
    memory = UnsafeRawBufferPointer(start: address, count: count)
    isMapped = true
  }

  /// Takes bytes that are in memory.
  ///
  /// - Parameter bytes: copied once.
  public init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    copy.copyBytes(from: bytes)
    memory = UnsafeRawBufferPointer(copy)
    count = bytes.count
    isMapped = false
  }

  deinit {
    guard let address = memory.baseAddress else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: address), count)
    } else {
      memory.deallocate()
    }
  }

  /// Lends a stretch of the bytes.
  ///
  /// - Parameters:
  ///   - range: cut to what there is.
  ///   - body: may not keep the bytes.
  /// - Returns: what the body returns.
  func withBytes<Result>(in range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let lower = min(max(0, range.lowerBound), count)
    let upper = min(max(lower, range.upperBound), count)
    return withExtendedLifetime(self) { body(UnsafeRawBufferPointer(rebasing: memory[lower..<upper])) }
  }

  /// Copies a stretch of the bytes.
  ///
  /// - Parameter range: cut to what there is.
  /// - Returns: the bytes.
  public func bytes(in range: Range<Int>) -> [UInt8] {
    withBytes(in: range) { [UInt8]($0) }
  }
}
