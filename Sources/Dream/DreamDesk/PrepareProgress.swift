import Glibc
import SleepLab

/// Says on a terminal, and nowhere else, which step of a preparation runs.
struct PrepareProgress {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// Shows a step in place of the one before.
  func show(_ step: Preparation.Step) {
    guard isTerminal else { return }
    let place = (Preparation.Step.allCases.firstIndex(of: step) ?? 0) + 1
    write("\r\u{1B}[K\(place)/\(Preparation.Step.allCases.count) \(step.rawValue)")
  }

  /// Takes the line away.
  func finish() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  /// Says a line, on a terminal or not.
  func say(_ line: String) { write(line + "\n") }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
