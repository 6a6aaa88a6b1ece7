import ArgumentParser
import Glibc

extension ParsableCommand {
  /// Parses the command line, runs the command that it names, and ends the process with the contract's number.
  ///
  /// Errors that carry a status are printed to standard error after the program's name; those of the argument parser
  /// keep their own words and status 64; any other error is a fault of the program, status 70.
  ///
  /// - Parameter words: the command line without the program's name; the process's own unless given.
  public static func runAndExit(_ words: [String]? = nil) async -> Never {
    do {
      var command = try parseAsRoot(words)
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
      if fault.description.isEmpty == false { complain(fault.description) }
      end(fault.exitStatus)
    }
    let isTheParsers = exitCode(for: error) != .failure || error is ExitCode
    if isTheParsers { exit(withError: error) }
    complain("\(message(for: error)) (a fault of the program: please report it)")
    end(.internalFault)
  }

  private static func end(_ status: ExitStatus) -> Never {
    fflush(nil)
    Glibc.exit(status.rawValue)
  }

  private static func complain(_ words: String) {
    fflush(nil)
    let line = "\(configuration.commandName ?? _commandName): \(words)\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }
}
