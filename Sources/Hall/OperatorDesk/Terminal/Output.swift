import Endings
import Glibc

/// Where a command writes: results to standard output, complaints to standard error.
enum Output {
  /// Prints a line, or several, of the result.
  ///
  /// A reader that has gone away (`regie log | head`) is no fault: the process ends quietly.
  static func line(_ text: String) {
    if write(text + "\n") == false { exit(errno == EPIPE ? ExitStatus.done.rawValue : ExitStatus.inputOutput.rawValue) }
  }

  /// Prints text as it is and makes it visible at once.
  ///
  /// - Returns: false where standard output can no longer be written.
  @discardableResult static func write(_ text: String) -> Bool { send(text, to: STDOUT_FILENO) }

  /// Prints a line to standard error after the program's name.
  static func complain(_ words: String) { send("regie: \(words)\n", to: STDERR_FILENO) }

  /// Prints a line to standard error as it is: progress, remarks.
  static func remark(_ words: String) { send(words, to: STDERR_FILENO) }

  /// Makes sure that nothing waits in buffers.
  static func flush() { fflush(nil) }

  @discardableResult private static func send(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while rest.isEmpty == false {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
