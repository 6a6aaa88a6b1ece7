import Glibc

/// What is known of the terminal that a command writes to.
struct Terminal: Hashable, Sendable {
  /// Whether standard output is a terminal, so that motion makes sense.
  var isInteractive: Bool
  /// Whether colour may be used: on a terminal, without `NO_COLOR`, unless the terminal is a dumb one.
  var hasColor: Bool
  /// Its width in columns; 0 where it is not known.
  var columns: Int
  /// Its height in rows; 0 where it is not known.
  var rows: Int

  /// Not a terminal: no colour, no motion, no width.
  static let none = Terminal(isInteractive: false, hasColor: false, columns: 0, rows: 0)

  /// The terminal of standard output now.
  static var current: Terminal { of(STDOUT_FILENO) }

  /// The terminal of standard error now.
  static var errors: Terminal { of(STDERR_FILENO) }

  /// Whether progress may be drawn on standard error.
  static var showsProgress: Bool { errors.isInteractive }

  private static func of(_ descriptor: Int32) -> Terminal {
    guard isatty(descriptor) == 1 else { return .none }
    var size = winsize()
    let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
    return Terminal(
      isInteractive: isDumb == false, hasColor: noColor == false && isDumb == false,
      columns: known ? Int(size.ws_col) : 0, rows: known ? Int(size.ws_row) : 0)
  }
}
