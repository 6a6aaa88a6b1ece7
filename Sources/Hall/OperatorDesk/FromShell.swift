import ArgumentParser
import Endings
import Glibc

extension Regie {
  /// Runs the command that the shell's command line names, and ends the process with the contract's number.
  ///
  /// A reader of the output that goes away is no fault (`regie log | head`), so its signal is not taken.
  public static func runFromShell() async -> Never {
    signal(SIGPIPE, SIG_IGN)
    await runAndExit(parserWords(CommandLine.arguments.dropFirst()))
  }
}
