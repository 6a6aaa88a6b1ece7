import Glibc
import SleepLab

/// A folder of prepared nights, which messages name by id and never by path.
struct NightFolder: Sendable {
  /// Why a name gives no night.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case badName
    case absent(String)
    case unusable(String, why: String)

    var description: String {
      switch self {
      case .badName: "a night's name is 1 to 64 letters, digits, dots, dashes and underscores, not a path"
      case .absent(let name): "there is no night \"\(name)\" here: prepare it with `reverie prepare`"
      case .unusable(let name, let why): "the night \"\(name)\" cannot be used: \(why)"
      }
    }
  }

  /// Largest prepared night that is read, in bytes.
  static let bytesAtMost = 256 << 20

  let path: String

  /// Whether a name may be a night's.
  static func isName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count), !name.hasPrefix("."), !name.hasPrefix("-") else { return false }
    return name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 46 || byte == 45
        || byte == 95
    }
  }

  /// Opens a night by its name.
  ///
  /// - Parameter name: `demo` is the file `demo.night` of the folder: a plain file, no link.
  func night(named name: String) throws(Fault) -> Night {
    guard NightFolder.isName(name) else { throw .badName }
    // O_NONBLOCK: opening a pipe must not wait for its writer; it is then refused for what it is.
    let descriptor = open("\(path)/\(name).night", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .absent(name) : .unusable(name, why: "it is no plain file that can be read")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unusable(name, why: "it is no plain file")
    }
    guard status.st_size <= NightFolder.bytesAtMost else { throw .unusable(name, why: "it is too large") }
    guard let bytes = NightFolder.readAll(descriptor, count: Int(status.st_size)) else {
      throw .unusable(name, why: "it cannot be read")
    }
    do throws(NightFileError) { return try NightFile.read(bytes) } catch {
      throw .unusable(name, why: error.description)
    }
  }

  private static func readAll(_ descriptor: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var offset = 0
    while offset < count {
      let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + offset }, count - offset) }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return nil }
      offset += got
    }
    return bytes
  }
}
