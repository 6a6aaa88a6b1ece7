import Glibc

/// Starts a process of its own for a device and talks with it over a socket that it finds as descriptor 3.
///
/// The process ends when that socket closes, so that none outlives the daemon, not even one that was killed.
public struct ProcessOpener: LineOpener {
  private let arguments: [String]

  /// An opener.
  ///
  /// - Parameter arguments: the program, looked up in `PATH`, and its arguments.
  public init(_ arguments: [String]) { self.arguments = arguments }

  /// Starts the process, with a clean signal mask and in a process group of its own.
  public func open() throws(LineFault) -> OpenLine {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
      throw LineFault("no socket pair: \(String(cString: strerror(errno)))")
    }
    // A descriptor that has number 3 already would keep its mark to be closed: only a copy of another loses it.
    let theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 10)
    close(pair[1])
    defer { close(theirs) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, theirs, 3)
    let (result, child) = spawn(&actions)
    guard theirs >= 0, result == 0 else {
      close(pair[0])
      let program = arguments.first ?? "no program"
      throw LineFault("\(program) cannot be started: \(String(cString: strerror(result))); install it")
    }
    _ = fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK)
    return OpenLine(descriptor: pair[0], child: child)
  }

  private func spawn(_ actions: inout posix_spawn_file_actions_t) -> (result: Int32, child: pid_t) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
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

/// Ends children that lines had, and takes their ends from the system.
enum ChildEnding {
  /// Asks children to end, kills those that do not, and returns when they are gone.
  ///
  /// - Parameter patienceMilliseconds: how long they may take together before they are killed.
  static func end(_ children: [Int32], patienceMilliseconds: Int) {
    var left = children
    for child in left { kill(child, SIGTERM) }
    for round in 0...(patienceMilliseconds + 300) / 5 {
      left.removeAll { isGone($0) }
      if left.isEmpty { return }
      if round == patienceMilliseconds / 5 { for child in left { kill(child, SIGKILL) } }
      poll(nil, 0, 5)
    }
  }

  private static func isGone(_ child: Int32) -> Bool {
    var status: Int32 = 0
    return waitpid(child, &status, WNOHANG) != 0
  }
}
