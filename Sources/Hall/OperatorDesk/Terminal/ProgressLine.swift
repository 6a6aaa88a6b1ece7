import Synchronization

/// How far a long command is: one line on standard error that rewrites itself, on a terminal alone.
final class ProgressLine: Sendable {
  private let what: String
  private let isShown: Bool
  private let shownPart = Mutex(-1)

  init(_ what: String, isShown: Bool = true) {
    self.what = what
    self.isShown = isShown && Terminal.showsProgress
  }

  /// Shows how much is done, at each new hundredth.
  func show(_ done: Int, of total: Int) {
    guard isShown, total > 0 else { return }
    let part = min(100, done * 100 / total)
    let isNew = shownPart.withLock { shown in
      defer { shown = part }
      return shown != part
    }
    if isNew { Output.remark("\r\(what) \(part) %\u{1B}[K") }
  }

  /// Takes the line away.
  func clear() { if isShown { Output.remark("\r\u{1B}[K") } }
}
