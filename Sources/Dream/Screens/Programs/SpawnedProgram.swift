import CLinux
import Glibc
import Synchronization

/// A program that works beside this one: spawned with a clean signal mask and in a process group of its own, so that
/// what ends this program's terminal does not cut its work short; ended and reaped with its owner.
final class SpawnedProgram: Sendable {
  /// The write end of its standard input.
  let input: Int32
  /// The read end of its standard output, or -1.
  let output: Int32
  private let identifier: pid_t
  private let status = Mutex<Int32?>(nil)
  private let inputIsOpen = Mutex(true)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked up in `PATH`, and its arguments.
  ///   - readsOutput: whether its standard output comes here; otherwise it goes nowhere.
  ///   - inherited: a descriptor that it gets as number 3.
  /// - Throws: `ScreenError` when it cannot be started.
  init(_ arguments: [String], readsOutput: Bool = false, inherited: Int32? = nil) throws(ScreenError) {
    var inputPipe: [Int32] = [-1, -1], outputPipe: [Int32] = [-1, -1]
    guard linux_pipe(&inputPipe) == 0, linux_pipe(&outputPipe) == 0 else {
      throw .inputOutput(doing: "making a pipe", errno: errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
    if readsOutput {
      posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    }
    // A descriptor that has number 3 already would keep its mark to be closed: only a copy of another loses it.
    let copy = inherited.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    defer { if let copy { close(copy) } }
    if let copy { posix_spawn_file_actions_adddup2(&actions, copy, 3) }
    let (result, child) = SpawnedProgram.spawn(arguments, &actions)
    close(inputPipe[0])
    close(outputPipe[1])
    guard result == 0 else {
      close(inputPipe[1])
      close(outputPipe[0])
      throw .program(name: arguments.first ?? "", why: String(cString: strerror(result)))
    }
    if !readsOutput { close(outputPipe[0]) }
    identifier = child
    input = inputPipe[1]
    output = readsOutput ? outputPipe[0] : -1
  }

  deinit {
    closeInput()
    end(withinMilliseconds: 0)
    if output >= 0 { close(output) }
  }

  /// Tells the program that nothing more comes.
  func closeInput() {
    inputIsOpen.withLock { isOpen in
      if isOpen { close(input) }
      isOpen = false
    }
  }

  /// Writes a line to its standard input; one that it does not read any more is lost.
  func say(_ line: String) { say(Array("\(line)\n".utf8)) }

  /// Writes to its standard input; what it does not read any more is lost.
  func say(_ bytes: [UInt8]) {
    inputIsOpen.withLock { isOpen in
      var rest = bytes[...]
      while isOpen, !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Gives the program the least share of the processor.
  func lowerPriority() { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(identifier), 10) }

  /// How it ended.
  ///
  /// - Returns: nil while it runs; its exit status, or 128 and the signal's number.
  func exitStatus() -> Int32? {
    status.withLock { known in
      if let known { return known }
      var raw: Int32 = 0
      let reaped = waitpid(identifier, &raw, WNOHANG)
      guard reaped != 0 else { return nil }
      known = reaped < 0 ? 255 : raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
      return known
    }
  }

  /// Waits for its end; asks it to end when it takes too long, and ends it when it does not listen.
  ///
  /// - Returns: how it ended.
  @discardableResult
  func end(withinMilliseconds: Int) -> Int32 {
    for signal in [SIGTERM, SIGKILL] {
      let patience = signal == SIGTERM ? withinMilliseconds : 1000
      for _ in 0..<max(1, patience / 5) {
        if let status = exitStatus() { return status }
        if patience > 0 { usleep(5000) }
      }
      status.withLock { if $0 == nil { _ = kill(identifier, signal) } }
    }
    for _ in 0..<200 {
      if let status = exitStatus() { return status }
      usleep(5000)
    }
    return 255
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
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = -1
    let result = posix_spawnp(&child, arguments.first ?? "", &actions, &attributes, &words, environ)
    return (result, child)
  }
}
