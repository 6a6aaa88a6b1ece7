import CLinux
import Glibc
import Synchronization

/// A child process of a test: spawned with a clean signal mask, and killed and reaped with its owner.
///
/// Foundation's `Process` hands a blocked signal mask on when it is started from a task, so that the child is deaf to
/// SIGTERM; `posix_spawn` with an emptied mask does not.
public final class ChildProcess: Sendable {
  /// What went wrong while a program was started.
  public struct SpawnFault: Error, CustomStringConvertible {
    /// The program and the system's words.
    public let description: String
  }

  /// The process id.
  public let identifier: pid_t
  /// The read end of the pipe that holds standard error (and standard output where asked), or -1.
  public let output: Int32
  /// The write end of the pipe that is the child's standard input, or -1.
  public let input: Int32
  private let exitStatus = Mutex<Int32?>(nil)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program (looked up in `PATH`) and its arguments.
  ///   - pipesInput: whether standard input is a pipe (`input`); otherwise it is empty.
  ///   - mergesOutput: whether standard output goes to the same pipe as standard error; otherwise it is discarded.
  /// - Throws: `SpawnFault` when the program cannot be started.
  public init(_ arguments: [String], pipesInput: Bool = false, mergesOutput: Bool = true) throws(SpawnFault) {
    var outputPipe: [Int32] = [-1, -1]
    var inputPipe: [Int32] = [-1, -1]
    guard linux_pipe(&outputPipe) == 0, linux_pipe(&inputPipe) == 0 else {
      throw SpawnFault(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
    if mergesOutput {
      posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 2)
    let (result, child) = Self.spawn(arguments, &actions)
    close(inputPipe[0])
    close(outputPipe[1])
    if !pipesInput || result != 0 { close(inputPipe[1]) }
    guard result == 0 else {
      close(outputPipe[0])
      throw SpawnFault(description: "\(arguments.first ?? ""): \(String(cString: strerror(result)))")
    }
    identifier = child
    output = outputPipe[0]
    input = pipesInput ? inputPipe[1] : -1
  }

  deinit {
    end()
    close(output)
    if input >= 0 { close(input) }
  }

  private static func spawn(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
  ) -> (result: Int32, child: pid_t) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = -1
    let result = posix_spawnp(&child, arguments.first ?? "", &actions, &attributes, &words, environ)
    return (result, child)
  }

  /// Sends a signal to the child, unless it was reaped before.
  public func send(_ signal: Int32) {
    exitStatus.withLock { status in
      if status == nil { _ = Glibc.kill(identifier, signal) }
    }
  }

  /// Waits until the child has ended.
  ///
  /// - Returns: its exit status, or 128 and the signal's number where a signal ended it, as a shell says it.
  @discardableResult
  public func wait() -> Int32 {
    exitStatus.withLock { known in
      if let known { return known }
      var raw: Int32 = 0
      while waitpid(identifier, &raw, 0) < 0 && errno == EINTR {}
      let status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
      known = status
      return status
    }
  }

  /// The same as `wait`, for a test with a time limit: a child that never ends does not hold the test's thread.
  ///
  /// - Throws: `CancellationError` when the limit has come.
  public func ending() async throws -> Int32 {
    while true {
      try Task.checkCancellation()
      var seen = siginfo_t()
      // Only looked at: whoever waits reaps.
      let result = waitid(P_PID, id_t(identifier), &seen, WEXITED | WNOHANG | WNOWAIT)
      if result != 0 || seen.si_signo == SIGCHLD { return wait() }
      await Task.yield()
    }
  }

  /// The next line that the child writes.
  ///
  /// - Parameter end: how long to wait for it at most.
  /// - Returns: the line without its end; nothing where the time is over, or the child has ended.
  public func nextLine(before end: ContinuousClock.Instant) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let left = (end - .now) / .milliseconds(1)
      guard left > 0 else { return nil }
      let ready = poll(&entry, 1, Int32(min(left, 60_000)))
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = read(output, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == 10 { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }

  /// What a child that has ended wrote and nobody read.
  public func remainingOutput() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while linux_readable_bytes(output) > 0 {
      let count = read(output, &buffer, buffer.count)
      if count <= 0 { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Kills the child with SIGKILL and reaps it; without effect on one that was reaped before.
  public func end() {
    send(SIGKILL)
    wait()
  }

  /// Runs a program to its end.
  ///
  /// - Parameter arguments: the program (looked up in `PATH`) and its arguments.
  /// - Returns: what it wrote to standard output and standard error.
  /// - Throws: `SpawnFault` when it cannot be started or ends with another status than 0.
  @discardableResult
  public static func run(_ arguments: [String]) throws(SpawnFault) -> String {
    let child = try ChildProcess(arguments)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(child.output, &buffer, buffer.count)
      if count > 0 { text += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    let words = String(decoding: text, as: UTF8.self)
    let status = child.wait()
    guard status == 0 else { throw SpawnFault(description: "\(arguments.joined(separator: " ")): \(status)\n\(words)") }
    return words
  }
}
