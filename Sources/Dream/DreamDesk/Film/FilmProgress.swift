import Glibc

/// Tells on a terminal, and nowhere else, how far a film is: frames done, frames a second, time left.
struct FilmProgress {
  /// Seconds from one line to the next.
  private static let secondsBetween = 0.25

  private let isTerminal: Bool
  private let total: Int
  private let start: (frame: Int, seconds: Double)
  private var lastSeconds = -Double.infinity

  /// - Parameters:
  ///   - start: frames that are there already.
  ///   - total: frames of the whole.
  ///   - seconds: now, on a clock that does not jump.
  init(from start: Int, of total: Int, atSeconds seconds: Double, isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
    self.isTerminal = isTerminal && Environment["NO_COLOR"] == nil
    self.total = total
    self.start = (start, seconds)
  }

  /// The line that is due.
  ///
  /// - Parameters:
  ///   - done: frames that are there.
  ///   - seconds: now, on a clock that does not jump.
  ///   - isUnseen: whether they are lived through and not written, as what lies before a part is.
  static func line(
    done: Int, of total: Int, since start: (frame: Int, seconds: Double), atSeconds seconds: Double, isUnseen: Bool
  ) -> String {
    let passed = seconds - start.seconds
    let rate = passed > 0 ? Double(done - start.frame) / passed : 0
    let left = rate > 0 ? clock(Double(total - done) / rate) : "…"
    let tenths = (rate * 10).rounded() / 10
    let what = isUnseen ? "living through what lies before: frame" : "frame"
    return "\(what) \(done) of \(total) · \(tenths) a second · \(left) left"
  }

  /// Shows how far it is, if it is time to.
  mutating func show(done: Int, atSeconds seconds: Double, isUnseen: Bool) {
    guard isTerminal, seconds - lastSeconds >= FilmProgress.secondsBetween else { return }
    lastSeconds = seconds
    let line = FilmProgress.line(done: done, of: total, since: start, atSeconds: seconds, isUnseen: isUnseen)
    FilmProgress.write("\r\u{1B}[K\(line)")
  }

  /// Takes the line away.
  func finish() {
    if isTerminal, lastSeconds > -.infinity { FilmProgress.write("\r\u{1B}[K") }
  }

  /// Says a line of its own, on a terminal or not.
  static func say(_ line: String) { write("reverie: \(line)\n") }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let hours = whole / 3600
    return hours > 0 ? "\(hours):\(two(whole / 60 % 60)):\(two(whole % 60))" : "\(whole / 60):\(two(whole % 60))"
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
