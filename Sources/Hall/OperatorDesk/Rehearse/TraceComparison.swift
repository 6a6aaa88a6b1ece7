import Endings
import Foundation

/// Compares a trace with one that was kept, line by line; the first difference is remembered.
final class TraceComparison {
  /// The kept trace.
  let path: String
  /// How many lines were the same.
  private(set) var lines = 0
  /// The first difference, for a person.
  private(set) var difference: String?
  private let kept: [Substring]

  /// - Throws: status 66 where there is no such file, 65 where it is no text.
  init(with path: String) throws(CommandFault) {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandFault(
        .noSuchInput, "--expect \(path): there is no such file that can be read; keep one with --trace")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFault(.unusableInput, "--expect \(path): this is no text; keep a trace with --trace")
    }
    kept = text.split(separator: "\n", omittingEmptySubsequences: true)
  }

  /// Compares the next line.
  func take(_ line: String) {
    guard difference == nil else { return }
    let before = lines < kept.count ? kept[lines] : nil
    guard let before, before == line else { return differ(before, line[...]) }
    lines += 1
  }

  /// Ends the comparison: nothing that was kept may be missing.
  func finish() {
    if difference == nil, lines < kept.count { differ(kept[lines], nil) }
  }

  private func differ(_ before: Substring?, _ now: Substring?) {
    difference =
      "\(path):\(lines + 1): the trace differs:\n  kept  \(printable(String(before ?? "nothing")))\n"
      + "  now   \(printable(String(now ?? "nothing")))\nif this is what is meant, keep it anew: --trace \(path) --force"
  }
}
