import Glibc

/// The terminal's second screen, for a view that redraws itself; the first one comes back however the process ends.
///
/// Signal handlers may call little: they write fixed bytes and let the signal do what it does without them. A handler
/// of the terminal's own size is not needed: the view asks for it at each redraw.
struct AlternateScreen: ~Copyable {
  private static let entering: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[2J"
  private static let leaving: StaticString = "\u{1B}[?25h\u{1B}[?1049l"
  private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE]

  private static func send(_ bytes: StaticString) {
    _ = write(STDOUT_FILENO, bytes.utf8Start, bytes.utf8CodeUnitCount)
  }

  /// Goes to the second screen.
  init() {
    for signal in Self.ending {
      Glibc.signal(signal) { number in
        AlternateScreen.send(AlternateScreen.leaving)
        Glibc.signal(number, SIG_DFL)
        raise(number)
      }
    }
    Self.handleStops()
    Self.send(Self.entering)
  }

  deinit {
    for signal in Self.ending + [SIGTSTP, SIGCONT] { Glibc.signal(signal, SIG_DFL) }
    Self.send(Self.leaving)
  }

  /// Ctrl-Z shows the first screen until the process goes on.
  private static func handleStops() {
    signal(SIGTSTP) { _ in
      AlternateScreen.send(AlternateScreen.leaving)
      signal(SIGTSTP, SIG_DFL)
      raise(SIGTSTP)
    }
    signal(SIGCONT) { _ in
      AlternateScreen.handleStops()
      AlternateScreen.send(AlternateScreen.entering)
    }
  }

  /// Shows lines from the top; those for which there is no room are counted in the last row.
  borrowing func show(_ lines: [String], on terminal: Terminal) {
    var shown = lines
    if terminal.rows > 1, lines.count > terminal.rows {
      shown =
        lines.prefix(terminal.rows - 1) + ["… \(lines.count - terminal.rows + 1) more lines: make the window taller"]
    }
    // Each line clears what stood behind it, so that nothing flickers.
    let text = shown.joined(separator: "\u{1B}[K\r\n")
    Output.write("\u{1B}[H\(text)\u{1B}[K\u{1B}[J")
  }
}
