import BrokerFixture
import Foundation
import Testing

/// What a program left behind: its status and what it printed.
struct Ended {
  var status: Int32
  var output: String
  var errors: String
}

/// `regie` as it was built, run as a child process against a broker and a daemon of its own.
final class Desk {
  let folder: String
  let broker: PrivateBroker
  private(set) var daemon: ChildProcess?

  /// The programs of this build stand beside the tests.
  static var programs: URL {
    (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])).deletingLastPathComponent()
  }

  var journal: String { folder + "/journal.sqlite" }
  var show: String { folder + "/show" }
  var address: String { "mqtt://127.0.0.1:\(broker.port)" }

  init() throws {
    folder = NSTemporaryDirectory() + "desk-" + UUID().uuidString
    broker = try PrivateBroker()
    try FileManager.default.createDirectory(atPath: show, withIntermediateDirectories: true)
    try write("hall.yaml", JournalledDay.hall)
    try write("onirica.yaml", JournalledDay.onirica)
  }

  deinit {
    daemon?.end()
    try? FileManager.default.removeItem(atPath: folder)
  }

  func write(_ name: String, _ text: String) throws {
    let file = URL(filePath: show + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Starts the daemon, and waits until it answers.
  func startDaemon() throws {
    daemon = try ChildProcess([
      Self.programs.appending(path: "regied").path(percentEncoded: false), "--show", show, "--journal", journal,
      "--broker", address, "--assume-clock",
    ])
    for _ in 0..<20 where try run("ping --timeout 1s").status == 0 { return }
    Issue.record("the daemon never answered")
  }

  /// Ends the daemon as systemd does.
  func stopDaemon() {
    daemon?.send(SIGTERM)
    daemon?.wait()
    daemon = nil
  }

  /// A command that runs, and where its errors go.
  struct Running {
    var child: ChildProcess
    var errors: String
  }

  /// Runs a command to its end; words in single quotes hold together.
  ///
  /// - Parameter environment: variables beside the usual ones, as `NAME=VALUE`.
  func run(_ line: String, environment: [String] = []) throws -> Ended {
    end(try begin(line, environment: environment))
  }

  /// Starts a command.
  func begin(_ line: String, environment: [String] = []) throws -> Running {
    let program = Self.programs.appending(path: "regie").path(percentEncoded: false)
    let errors = folder + "/errors-\(UUID().uuidString)"
    let child = try ChildProcess(
      [
        "env", "-u", "REGIE_HALL", "-u", "REGIE_PASSWORD", "HOME=\(folder)", "TZ=Europe/Paris",
        "REGIE_BROKER=\(address)", "REGIE_USER=lead",
      ] + environment + ["sh", "-c", "exec \"$@\" 2>\"$0\"", errors, program] + words(line))
    return Running(child: child, errors: errors)
  }

  /// Waits for the end of a command.
  func end(_ running: Running) -> Ended {
    let output = text(of: running.child)
    let status = running.child.wait()
    let errors = (try? String(contentsOfFile: running.errors, encoding: .utf8)) ?? ""
    return Ended(status: status, output: output, errors: errors)
  }

  /// All that a child writes until it ends.
  func text(of child: ChildProcess) -> String {
    let handle = FileHandle(fileDescriptor: dup(child.output), closeOnDealloc: true)
    return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
  }
}
