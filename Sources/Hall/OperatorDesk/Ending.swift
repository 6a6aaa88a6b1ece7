import ArgumentParser
import Glibc

/// What a command of `regie` tells the shell when it ends: the numbers of the contract, in one place.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// All that was asked was done.
  case done = 0
  /// The answer is no: unhealthy, a faulty show, a replay that differs, a refused command.
  case answerIsNo = 1
  /// The command line cannot be understood.
  case usage = 64
  /// An input file that cannot be used.
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

/// Why a command of `regie` did not do what was asked, with the number that the shell gets.
public struct DeskFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number for the shell.
  public let status: ExitStatus
  /// What went wrong, where, and the way out; empty where all was said already.
  public let description: String

  /// A fault with its words.
  ///
  /// - Parameters:
  ///   - status: the number for the shell.
  ///   - description: what went wrong, where, and the way out; nothing is printed if it is empty.
  public init(_ status: ExitStatus, _ description: String = "") {
    (self.status, self.description) = (status, description)
  }

  /// The answer is no, and the output says why already.
  static let answerIsNo = DeskFault(.answerIsNo)
}

extension ParsableCommand {
  /// Parses the command line, runs the command that it names, and ends the process with the contract's number.
  ///
  /// Faults are printed to standard error after the program's name; those of the argument parser keep their own words
  /// and status 64; any other error is a fault of the program, status 70.
  public static func runAndExit() async -> Never {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot(parserWords(CommandLine.arguments.dropFirst()))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(because: error)
    }
    Output.flush()
    end(.done)
  }

  private static func end(because error: any Error) -> Never {
    Output.flush()
    if let fault = error as? DeskFault {
      if fault.description.isEmpty == false { Output.complain(fault.description) }
      end(fault.status)
    }
    if exitCode(for: error) != .failure || error is ExitCode { exit(withError: error) }
    Output.complain("\(message(for: error)) (a fault of the program: please report it)")
    end(.internalFault)
  }

  private static func end(_ status: ExitStatus) -> Never {
    fflush(nil)
    Glibc.exit(status.rawValue)
  }
}
