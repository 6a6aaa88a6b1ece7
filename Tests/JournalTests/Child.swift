import Foundation

/// Programs that tests start.
enum Child {
  /// A program said that it failed.
  struct Failure: Error {
    var status: Int32
    var output: String
  }

  /// The program that hammers on a journal; it is built with the tests and lies beside them.
  static var hammer: String {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/journal-hammer"
  }

  /// Runs a program to its end.
  ///
  /// - Returns: what it printed.
  static func run(_ program: String, _ words: [String]) throws -> String {
    let child = try start(program, words)
    let output = child.output.readDataToEndOfFile()
    child.process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    guard child.process.terminationStatus == 0 else {
      throw Failure(status: child.process.terminationStatus, output: text)
    }
    return text
  }

  /// Starts a program.
  static func start(_ program: String, _ words: [String]) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + words
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, pipe.fileHandleForReading)
  }
}
