import ArgumentParser
import Endings
import Foundation
import Journal
import Show
import ShowFiles

struct AgendaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "What the programme brings next, conflicts named.",
    discussion: """
      Reads the programme from the journal: hall.yaml's entries and those that came by message. Away from the journal, \
      --show reads hall.yaml's from a folder, and the others from the broker. Times are by the hall's clock.
      """)
  @Option(help: "How many days ahead, 1 to 366.") var days = 7
  @Option(
    help: ArgumentHelp("Read hall.yaml of this show, and the messages that the broker keeps.", valueName: "folder"))
  var show: String?
  @Flag(help: ArgumentHelp("With --show: hall.yaml's entries alone, without asking the broker.")) var offline = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var file: JournalFileOption
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days \(days): 1 to 366") }
    if show != nil, file.journal != nil {
      throw ValidationError("--show and --journal exclude each other: give one of them")
    }
    if offline, show == nil { throw ValidationError("--offline goes with --show: the journal never asks the broker") }
  }

  func run() async throws {
    let now = WallInstant.now
    let to = now + .hours(24 * Int64(days))
    let programme: Programme
    if let show {
      programme = try await fromShow(show, now: now, to: to)
    } else {
      let reader = try openJournal(file.journal)
      defer { reader.close() }
      programme = Programme(try PastHall(reader), from: now, to: to)
    }
    if json {
      Output.line(programme.json.indented)
    } else {
      for line in programme.lines(on: .current) { Output.line(line) }
    }
  }

  private func fromShow(_ given: String, now: WallInstant, to: WallInstant) async throws -> Programme {
    let folder = try ShowPlace.find(given)
    guard let show = ShowFolder.load(from: folder).show else {
      throw CommandFault(.answerIsNo, "\(folder): hall.yaml cannot be used: regie check \(folder) says why")
    }
    let told = offline ? [] : try await messages(for: show)
    // An entry of a message wins over one of the same name in hall.yaml.
    let names = Set(told.map(\.id))
    let entries = show.hall.schedule.filter { names.contains($0.id) == false } + told
    return Programme(entries: entries, timeZone: show.hall.timeZone, from: now, to: to)
  }

  /// The entries that the broker keeps; those with faults are named and left out, as the daemon does.
  private func messages(for show: Show) async throws -> [ScheduleEntry] {
    let link = try HallLink(settings: try connection.settings())
    try await link.connect()
    try await link.subscribe([link.topics.schedule])
    let retained = await link.retained
    await link.disconnect()
    return retained.sorted { $0.key < $1.key }.compactMap { topic, payload in
      guard let levels = link.topics.levels(of: topic), levels.count == 2 else { return nil }
      let id = ScheduleEntryID(String(levels[1]))
      do throws(EntryFaults) { return try ScheduleEntryReader.read(json: payload, id: id, show: show) } catch {
        Output.complain("\(printable(topic)): \(printable(error.description))")
        return nil
      }
    }
  }
}
