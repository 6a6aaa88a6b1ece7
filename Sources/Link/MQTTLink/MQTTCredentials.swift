import Glibc

/// How a client proves who it is, and how it knows the broker.
public struct MQTTCredentials: Sendable {
  /// The user's name.
  public var user: String?
  /// The password.
  public var password: String?
  /// PEM file of the authorities that may have signed the broker's certificate; nil: those of the system.
  public var authorityFile: String?
  /// PEM file of the own certificate, where the broker asks for one.
  public var certificateFile: String?
  /// PEM file of the own key.
  public var keyFile: String?

  /// Credentials; all are left out unless given.
  public init(
    user: String? = nil, password: String? = nil, authorityFile: String? = nil, certificateFile: String? = nil,
    keyFile: String? = nil
  ) {
    self.user = user
    self.password = password
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }

  /// What is wrong with a file of credentials.
  public enum Fault: Error, Hashable, CustomStringConvertible {
    /// The file cannot be read; the system's words.
    case unreadable(path: String, reason: String)
    /// The file has no text in its first line, or more than 4096 bytes, or is not UTF-8.
    case noPassword(path: String)

    /// The fault and the way out.
    public var description: String {
      switch self {
      case .unreadable(let path, let reason): return "\(path): cannot be read: \(reason)"
      case .noPassword(let path):
        return "\(path): holds no password: write it as the only line, UTF-8, at most 4096 bytes"
      }
    }
  }

  /// Reads a password from a file: its first line, without the line's end.
  ///
  /// - Parameter path: a file, such as a systemd credential.
  /// - Returns: the password.
  /// - Throws: `Fault` when the file cannot be read or holds none.
  public static func password(fromFile path: String) throws(Fault) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4097)
    while bytes.count <= 4096 {
      let got = read(descriptor, &buffer, buffer.count)
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
      if got == 0 { break }
      bytes += buffer[..<got]
    }
    guard bytes.count <= 4096, let text = String(validating: bytes, as: UTF8.self) else {
      throw .noPassword(path: path)
    }
    let line = text.prefix { !$0.isNewline }
    guard !line.isEmpty else { throw .noPassword(path: path) }
    return String(line)
  }
}
