import ArgumentParser
import Foundation
import Journal
import Show

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Why an artwork changed its scene, or did not.",
    discussion: """
      Reads the journal: one sentence, then the values and the condition that led to it, then which layer each property \
      of its devices had its value from.
      """)
  @OptionGroup var target: ArtworkArgument
  @Option(
    help: ArgumentHelp("Then instead of now: 14:32 (the last one), 10m (ago), or RFC 3339.", valueName: "instant"))
  var at: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var file: JournalFileOption

  func validate() throws { _ = try window(now: .now, zone: .current) }

  func run() throws {
    let reader = try openJournal(file.journal)
    defer { reader.close() }
    let answer = try Why(artwork: try target.id(), window: try window(now: .now, zone: .current), in: reader)
    if json {
      Output.line(answer.json.indented)
    } else {
      for line in answer.lines(on: .current, now: .now, zone: .current) { Output.line(line) }
    }
  }

  /// The span that `--at` means: the whole minute for a time to the minute, else a second.
  func window(now: WallInstant, zone: TimeZone) throws -> Why.Window? {
    guard let at else { return nil }
    let begin = try pastInstant(at, option: "--at", now: now, zone: zone)
    let isMinute = TimeOfDay(at) != nil && at.utf8.count == 5
    return Why.Window(begin: begin, end: begin + (isMinute ? .minutes(1) : .seconds(1)))
  }
}
