import ArgumentParser
import Glibc

/// What a command of `reverie` tells the shell when it ends: the numbers of the contract, in one place.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// All that was asked was done.
  case done = 0
  /// The answer is no: two films differ, a check found something.
  case answerIsNo = 1
  /// The command line cannot be understood.
  case usage = 64
  /// A recording, a night or another input file that cannot be used.
  case unusableInput = 65
  /// There is no such input.
  case noSuchInput = 66
  /// The broker cannot be reached.
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
/// Its description is what the user reads: the place, and the way out. Recordings are named by byte offsets, never by
/// their file names.
public protocol ExitStatusCarrying: Error, CustomStringConvertible {
  /// The number for the shell.
  var exitStatus: ExitStatus { get }
}

/// A fault that a command finds by itself, without a type of its own.
public struct CommandFault: ExitStatusCarrying {
  /// The number for the shell.
  public let exitStatus: ExitStatus
  /// What went wrong, where, and the way out.
  public let description: String

  /// A fault with its words.
  ///
  /// - Parameters:
  ///   - exitStatus: the number for the shell.
  ///   - description: what went wrong, where, and the way out.
  public init(_ exitStatus: ExitStatus, _ description: String) {
    self.exitStatus = exitStatus
    self.description = description
  }
}

extension ParsableCommand {
  /// Parses the command line, runs the command that it names, and ends the process with the contract's number.
  ///
  /// Errors that carry a status are printed to standard error after the program's name; those of the argument parser
  /// keep their own words and status 64; any other error is a fault of the program, status 70.
  public static func runAndExit() async -> Never {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(because: error)
    }
    end(.done)
  }

  private static func end(because error: any Error) -> Never {
    if let fault = error as? any ExitStatusCarrying {
      complain(fault.description)
      end(fault.exitStatus)
    }
    let parserKnowsIt = exitCode(for: error) != .failure || error is ExitCode
    if parserKnowsIt {
      exit(withError: error)
    }
    complain("\(message(for: error)) (a fault of the program: please report it)")
    end(.internalFault)
  }

  private static func end(_ status: ExitStatus) -> Never {
    fflush(nil)
    Glibc.exit(status.rawValue)
  }

  private static func complain(_ words: String) {
    let line = "\(configuration.commandName ?? "reverie"): \(words)\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
