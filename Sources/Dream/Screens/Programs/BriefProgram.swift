import Glibc

/// A program that is asked one thing and ends: what could take this one down with it is asked there.
public enum BriefProgram {
  /// What it said, and how it ended.
  public struct Answer: Sendable, Hashable {
    /// The first line of its standard output; nil where there was none.
    public let line: String?
    /// Its exit status, or 128 and the signal's number.
    public let status: Int32
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - milliseconds: after which it is ended.
  /// - Returns: its answer.
  /// - Throws: `ScreenError` when it cannot be started.
  public static func answer(of command: [String], withinMilliseconds milliseconds: Int) throws(ScreenError) -> Answer {
    let program = try SpawnedProgram(command, readsOutput: true)
    program.closeInput()
    let status = program.end(withinMilliseconds: milliseconds)
    var lines = LineReader(descriptor: program.output)
    return Answer(line: lines.read().first, status: status)
  }

  /// Runs a program to its end on what it reads.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - input: what it reads on its standard input.
  ///   - milliseconds: after which it is ended.
  /// - Returns: its exit status, or 128 and the signal's number.
  /// - Throws: `ScreenError` when it cannot be started.
  public static func run(
    _ command: [String], input: [UInt8], withinMilliseconds milliseconds: Int
  ) throws(ScreenError) -> Int32 {
    let program = try SpawnedProgram(command)
    program.say(input)
    program.closeInput()
    return program.end(withinMilliseconds: milliseconds)
  }
}
