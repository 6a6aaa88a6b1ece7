/// What a program of the house tells the shell when it ends: the numbers of the contract, in one place.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// All that was asked was done.
  case done = 0
  /// The answer is no: unhealthy, a faulty show, a replay or two films that differ, a refused command.
  case answerIsNo = 1
  /// The command line cannot be understood.
  case usage = 64
  /// A recording, a night or another input file that cannot be used.
  case unusableInput = 65
  /// There is no such input.
  case noSuchInput = 66
  /// The broker or the daemon cannot be reached.
  case unreachable = 69
  /// A fault of the program itself.
  case internalFault = 70
  /// The output exists already, and `--force` was not given.
  case outputExists = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// A configuration that cannot be used.
  case badConfiguration = 78
}

/// An error that knows how the program ends because of it.
///
/// Its description is what the user reads: the place, and the way out; empty where all was said already. Recordings are
/// named by byte offsets, never by their file names.
public protocol ExitStatusCarrying: Error, CustomStringConvertible {
  /// The number for the shell.
  var exitStatus: ExitStatus { get }
}

/// A fault that a command finds by itself, without a type of its own.
public struct CommandFault: ExitStatusCarrying, Hashable {
  /// The number for the shell.
  public let exitStatus: ExitStatus
  /// What went wrong, where, and the way out; empty where all was said already.
  public let description: String

  /// A fault with its words.
  ///
  /// - Parameters:
  ///   - exitStatus: the number for the shell.
  ///   - description: what went wrong, where, and the way out; nothing is printed if it is empty.
  public init(_ exitStatus: ExitStatus, _ description: String = "") {
    (self.exitStatus, self.description) = (exitStatus, description)
  }

  /// The answer is no, and the output says why already.
  public static let answerIsNo = CommandFault(.answerIsNo)
}
