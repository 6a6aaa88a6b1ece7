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
  /// A program beside this one could not be started.
  case program(name: String, why: String)
  /// No display could be opened.
  case display(String)

  /// What happened, and the way out.
  public var description: String {
    switch self {
    case .inputOutput(let doing, let errno): "\(doing): \(String(cString: strerror(errno)))"
    case .codec(let what): what
    case .address(let what): "\(what): give HOST:PORT, for example 127.0.0.1:8090"
    case .program(let name, let why): "\(name) cannot be started (\(why)): is it installed?"
    case .display(let why): why
    case .readerGone: "whoever read the frames has gone"
    }
  }
}
