import Glibc

/// What can go wrong where frames leave the program.
public enum ScreenError: Error, Sendable, CustomStringConvertible {
  /// A file or pipe could not be opened, read or written; errno says why.
  case inputOutput(doing: String, errno: Int32)
  /// A picture could not be encoded or decoded.
  case codec(String)
  /// The address of the preview cannot be used.
  case address(String)
  /// Whoever reads the frames has gone.
  case readerGone

  /// What happened, and the way out.
  public var description: String {
    switch self {
    case .inputOutput(let doing, let errno): "\(doing): \(String(cString: strerror(errno)))"
    case .codec(let what): what
    case .address(let what): "\(what): give HOST:PORT, for example 127.0.0.1:8090"
    case .readerGone: "whoever read the frames has gone"
    }
  }
}
