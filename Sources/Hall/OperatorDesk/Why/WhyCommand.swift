import ArgumentParser
import Journal
import Show

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Why an artwork changed its scene, or did not.",
    discussion: """
      Makes the hall of then again from the journal, on its own: one sentence, then how each trigger of the scene stood, \
      with its values, conditions and guards, then which layer each property of the devices had its value from.
      """)
  @Argument(help: ArgumentHelp("The artwork, as hall.yaml names it.", valueName: "artwork")) var artwork: String?
  @Option(
    help: ArgumentHelp(
      "Then instead of now: 14:32 (the last one), 2025-06-10T14:32, by the hall's clock; 10m (ago), or an entry's number.",
      valueName: "time"))
  var at: String?
  @Option(
    help: ArgumentHelp(
      "What each layer wishes for a device, or for one property of it.", valueName: "device[.property]"))
  var device: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var file: JournalFileOption

  func validate() throws {
    _ = try asked()
    if artwork == nil, device == nil { throw ValidationError("name an artwork, or a device with --device") }
    if artwork != nil, device != nil {
      throw ValidationError("an artwork and --device are two questions: ask one after the other")
    }
    _ = try id()
  }

  func run() throws {
    let reader = try openJournal(file.journal)
    defer { reader.close() }
    let now = WallInstant.now
    let moment = try asked()?.question(in: JournalSpan(reader), now: now) ?? .now
    if let device {
      let answer = try DeviceWhy(device, in: HallThen(moment, now: now, in: reader) { _, _ in })
      return tell(answer.json) { answer.lines(on: .current, now: now) }
    }
    guard let id = try id() else { return }
    let answer = try Why(artwork: id, moment: moment, now: now, in: reader)
    tell(answer.json) { answer.lines(on: .current, now: now) }
  }

  private func id() throws -> ArtworkID? { try artwork.map { try name($0, "the artwork") } }

  private func asked() throws -> AskedTime? { try at.map { try AskedTime($0) } }

  private func tell(_ answer: JSON, _ lines: () -> [String]) {
    if json { return Output.line(answer.indented) }
    for line in lines() { Output.line(line) }
  }
}
