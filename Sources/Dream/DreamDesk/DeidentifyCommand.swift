import ArgumentParser
import Glibc
import SleepLab

/// `reverie deidentify`: a copy of a recording without anybody in it.
public struct DeidentifyCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "deidentify", abstract: "Write a copy of a recording that says nothing of whose it is.",
    discussion: """
      The samples are the same. Person, place, date and time of day are gone; labels are made anew from what they \
      mean; annotations keep their times, and of their words only stages and known events.
      """)

  @Argument(help: "The recording: EDF, EDF+ or BDF.")
  var recording: String

  @Option(name: [.short, .long], help: "Where the copy goes.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Writes the copy whole or not at all; throws a fault with the contract's exit code.
  public func run() throws {
    if !force, WholeFile.exists(output) { throw LabFault.fault(of: WholeFile.Failure.exists) }
    let opened = try LabFault.guarded { () throws(RecordingError) in try Recording(path: recording) }
    let copy = CleanCopy(of: opened)
    let progress = ShareProgress(of: copy.byteCount)
    defer { progress.finish() }
    try LabFault.guarded { () throws(WholeFile.Failure) in
      try WholeFile.write(to: output, mayReplace: force) { take throws(WholeFile.Failure) in
        var written = 0
        try copy.write { (piece) throws(WholeFile.Failure) in
          try take(piece)
          written += piece.count
          progress.show(written)
        }
      }
    }
    progress.finish()
    let report = CopyReport(copy: copy, durationSeconds: opened.timeline.durationSeconds, repairs: opened.repairs)
    print(json ? report.json.written() : report.table)
  }
}

/// What was written, in counts: no word of the original.
struct CopyReport {
  var copy: CleanCopy
  var durationSeconds: Double
  var repairs: [Repair]

  var json: JSONValue {
    let counts = copy.annotationCounts
    return .object([
      ("bytes", .count(copy.byteCount)), ("duration_s", .measured(durationSeconds)),
      ("signals", .list(copy.labels.map(JSONValue.text))),
      (
        "annotations",
        .object([
          ("stages", .count(counts.stages)), ("events", .count(counts.events)), ("blanked", .count(counts.others)),
        ])
      ),
      ("repairs", .list(repairs.map { .text($0.code) })),
    ])
  }

  var table: String {
    let counts = copy.annotationCounts
    return [
      "\(copy.byteCount) bytes, \(PlainNumber.text(PlainNumber.rounded(durationSeconds))) s",
      "signals, as they are called now: " + (copy.labels.isEmpty ? "none" : copy.labels.joined(separator: ", ")),
      "annotations: \(counts.stages) stages, \(counts.events) events, \(counts.others) others without their words",
    ].joined(separator: "\n")
  }
}

/// Says on a terminal, and nowhere else, how much of a file is written.
final class ShareProgress {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let total: Int
  private var shown = -1

  /// Begins at nothing.
  init(of total: Int) { self.total = total }

  /// Shows the share in place of the one before, where it is another.
  func show(_ written: Int) {
    let share = total > 0 ? min(100, 100 * written / total) : 100
    guard isTerminal, share != shown else { return }
    shown = share
    write("\r\u{1B}[K\(share) %")
  }

  /// Takes the line away.
  func finish() {
    if isTerminal, shown >= 0 { write("\r\u{1B}[K") }
    shown = -1
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
