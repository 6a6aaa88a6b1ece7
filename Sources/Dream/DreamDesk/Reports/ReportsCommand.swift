import ArgumentParser
import Endings
import Glibc
import SleepLab

/// `reverie reports`: a curator's word on each dream report of a night.
public struct ReportsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "reports", abstract: "Approve or refuse the dream reports of a night, and have approved ones spoken.",
    discussion: """
      Nothing is shown or spoken that was not approved. Without an option it lists the reports, without their words; \
      --read prints the words on a terminal. What is said is kept in the night itself: withdrawing the night, or \
      preparing it anew, takes it away, and a screen that plays the night follows within a second.
      """)

  @Argument(help: "A prepared night.")
  var night: String

  @Option(help: "Reports to approve: 1,3 or 2-4 or all; repeat it.")
  var approve: [ReportNumbers] = []

  @Option(help: "Reports to refuse, also such as were approved.")
  var refuse: [ReportNumbers] = []

  @Flag(help: "Print the words, on a terminal alone.")
  var read = false

  @Option(
    help: ArgumentHelp(
      "A folder for a sound of each approved report: report-1.wav … by espeak-ng. Sounds of others go.",
      valueName: "folder"))
  var speak: String?

  @Option(help: "The voice of espeak-ng; the report's language if not given, and English where it has none.")
  var voice: String?

  @Flag(help: "Print JSON.")
  var json = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what contradicts itself.
  public func validate() throws {
    if read, json { throw ValidationError("--read prints words, and --json prints none: give one of them") }
    if voice != nil, speak == nil { throw ValidationError("--voice goes with --speak") }
  }

  /// Takes the curator's word; throws a fault with the contract's exit code.
  public func run() throws {
    if read, isatty(STDOUT_FILENO) != 1 {
      throw CommandFault(.usage, "words of dreams are printed on a terminal alone, where nothing keeps them")
    }
    guard NightFile.isNight(path: night) || !WholeFile.exists(night) else {
      throw CommandFault(.unusableInput, "this is no prepared night: `reverie prepare` makes one")
    }
    let opened = try NightInput.prepared(night, for: .exhibition)
    var decided = opened.night
    try decide(&decided)
    if decided.reports != opened.night.reports {
      try LabFault.guarded { () throws(WholeFile.Failure) in
        try NightFile.write(decided, to: night, mayReplace: true)
      }
    }
    if let speak { try ReportSpeech(night: decided, folder: speak, voice: voice).speak() }
    print(json ? ReportsCommand.json(decided).written() : ReportsCommand.table(decided, reads: read))
  }

  private func decide(_ night: inout Night) throws {
    let count = night.reports.count
    let approved = try numbers(approve, count), refused = try numbers(refuse, count)
    if let both = approved.intersection(refused).min() {
      throw CommandFault(.usage, "report \(both) is approved and refused at once")
    }
    for number in approved { night.reports[number - 1].approval = .approved }
    for number in refused { night.reports[number - 1].approval = .refused }
  }

  private func numbers(_ wanted: [ReportNumbers], _ count: Int) throws -> Set<Int> {
    var numbers: Set<Int> = []
    for range in wanted.flatMap(\.ranges) {
      guard let range = range ?? (count > 0 ? 1...count : nil) else {
        throw CommandFault(.unusableInput, "the night has no dream reports: prepare it with --reports")
      }
      guard range.upperBound <= count else {
        throw CommandFault(
          .unusableInput, "the night has \(count) dream reports: there is no report \(range.upperBound)")
      }
      numbers.formUnion(range)
    }
    return numbers
  }

  private static func table(_ night: Night, reads: Bool) -> String {
    guard !night.reports.isEmpty else { return "the night has no dream reports" }
    let lines = night.reports.enumerated().map { number, report in
      let time = report.awakeningSeconds.map { clock($0) } ?? "no time"
      let head = [
        InspectCommand.padded("\(number + 1)", 3), InspectCommand.padded(time, 9),
        InspectCommand.padded(report.approval.wording, 10), "\(report.text.split { $0.isWhitespace }.count) words",
        report.language ?? "",
      ].joined(separator: " ")
      return reads ? "\(head)\n    \(report.text)" : head
    }
    return lines.joined(separator: "\n")
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e6)))
    let parts = [whole / 3600, whole / 60 % 60, whole % 60]
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  private static func json(_ night: Night) -> JSONValue {
    .object([
      ("night", .text(night.id.rawValue)),
      (
        "reports",
        .list(
          night.reports.enumerated().map { number, report in
            .object([
              ("number", .count(number + 1)),
              ("awakening_s", report.awakeningSeconds.map { .number($0) } ?? .null),
              ("words", .count(report.text.split { $0.isWhitespace }.count)),
              ("language", report.language.map(JSONValue.text) ?? .null), ("approval", .text(report.approval.wording)),
            ])
          })
      ),
    ])
  }
}

extension DreamReport.Approval {
  /// As it stands in tables and in JSON.
  var wording: String {
    switch self {
    case .undecided: "undecided"
    case .approved: "approved"
    case .refused: "refused"
    }
  }
}

/// Numbers of reports, as options write them: `1,3`, `2-4`, `all`.
struct ReportNumbers: ExpressibleByArgument, Sendable {
  /// From 1; nil for all.
  let ranges: [ClosedRange<Int>?]

  init?(argument: String) {
    if argument == "all" {
      ranges = [nil]
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
      part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    }
    let read = parts.compactMap { ends -> ClosedRange<Int>? in
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
      return first >= 1 && last >= first && last <= 100_000 ? first...last : nil
    }
    guard !read.isEmpty, read.count == parts.count else { return nil }
    ranges = read
  }
}
