import ArgumentParser
import Endings
import Journal
import Rehearsal
import Show

extension DayReport.Topic: ExpressibleByArgument {}

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "What a day gave: visits, airtime, stills, light on canvases, devices, programme.",
    discussion: """
      Steps the journal's inputs again, on its own, so that each figure is proven and none was kept. Named topics are \
      answers too: airtime, stills, light and programme end with 1 where airtime was not fair within one showing, a pool \
      repeated a still before all were shown, a canvas had too much light, or an instant of the programme did not come \
      once.
      """)
  @Argument(
    help: ArgumentHelp(
      "Only these: \(DayReport.Topic.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "topic"))
  var topics: [DayReport.Topic] = []
  @OptionGroup var span: ReplaySpanOptions
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print CSV: topic, subject, item, figure, value, unit.") var csv = false
  @OptionGroup var file: JournalFileOption

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other: give one of them") }
  }

  func run() throws {
    let reader = try openJournal(file.journal)
    defer { reader.close() }
    var span = span
    if span.day == nil { span.day = try lastDay(of: reader) }
    let progress = ProgressLine("stepping")
    let told = try ReportedSpan(reader, try span.span(in: reader)) { seq, count in
      progress.show(Int(seq), of: Int(count))
    }
    progress.clear()
    let wanted = Set(topics.isEmpty ? DayReport.Topic.allCases : topics)
    if json {
      Output.line(told.json(of: wanted).indented)
    } else if csv {
      for line in told.csvLines(of: wanted) { Output.write(line + "\r\n") }
    } else {
      for line in told.lines(of: wanted, on: .current) { Output.line(line) }
    }
    let objections = told.report.objections.filter { topics.contains($0.topic) }
    if objections.isEmpty == false { throw CommandFault.answerIsNo }
  }

  /// The last day of a journal, by the hall's clock.
  private func lastDay(of reader: JournalReader) throws(CommandFault) -> String? {
    let whole = try JournalSpan(reader)
    return whole.to.flatMap { whole.clock.day(of: $0) }?.description
  }
}
