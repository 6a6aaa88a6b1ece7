import BrokerFixture
import Foundation

/// strace(1) on a daemon: it holds a system call, of one thread or of whichever makes it, and nothing else.
struct HeldCalls {
  /// Whether strace is here and may trace.
  static let isUsable = (try? ChildProcess.run(["strace", "-f", "-o", "/dev/null", "true"])) != nil

  private let tracer: ChildProcess

  /// Begins to hold a call.
  ///
  /// - Parameters:
  ///   - calls: the system calls.
  ///   - thread: the name of the thread; nothing for all of them.
  ///   - process: the process.
  ///   - delay: how long each of its calls waits before it is done, as strace writes it.
  /// - Returns: nothing if there is no such thread.
  init?(_ calls: String, of thread: String? = nil, in process: pid_t, for delay: String) async throws {
    let tasks = "/proc/\(process)/task"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    let found = names.first { name in
      (try? String(contentsOfFile: "\(tasks)/\(name)/comm", encoding: .utf8)) == thread.map { $0 + "\n" }
    }
    if thread != nil && found == nil { return nil }
    let whom = found.map { ["-p", $0] } ?? ["-f", "-p", "\(process)"]
    let what = ["-e", "trace=\(calls)", "-e", "inject=\(calls):delay_enter=\(delay)"]
    tracer = try ChildProcess(["strace", "-o", "/dev/null"] + what + whom)
    // It says that it is attached; from then on each of these calls is held.
    let tracer = tracer
    let isAttached = Awaited<Bool>()
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 512)
      isAttached.add(read(tracer.output, &buffer, buffer.count) > 0)
    }
    guard await isAttached.first(where: { $0 }) != nil else { return nil }
  }

  /// Lets the calls go.
  func release() { tracer.end() }
}
