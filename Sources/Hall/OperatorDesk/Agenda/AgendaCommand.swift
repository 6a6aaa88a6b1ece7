import ArgumentParser
import Foundation
import Glibc
import Journal
import Show
import ShowFiles

struct AgendaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "What the programme brings next, conflicts named.",
    discussion: """
      Reads the programme from the journal: hall.yaml's entries and those that came by message. With --show it reads \
      hall.yaml's alone, from that folder. Times are by the hall's clock.
      """)
  @Option(help: "How many days ahead, 1 to 366.") var days = 7
  @Option(help: ArgumentHelp("Read the entries of this show instead.", valueName: "folder", visibility: .hidden))
  var show: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var file: JournalFileOption

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days \(days): 1 to 366") }
    if show != nil, file.journal != nil {
      throw ValidationError("--show and --journal exclude each other: give one of them")
    }
  }

  func run() throws {
    let programme = try programme(now: .now)
    if json {
      Output.line(programme.json.indented)
    } else {
      for line in programme.lines(on: .current) { Output.line(line) }
    }
  }

  private func programme(now: WallInstant) throws(DeskFault) -> Programme {
    let to = now + .hours(24 * Int64(days))
    guard let show else {
      let reader = try openJournal(file.journal)
      defer { reader.close() }
      return Programme(try PastHall(reader), from: now, to: to)
    }
    let folder = try ShowPlace.find(show)
    let loaded = ShowFolder.load(from: folder)
    guard let hall = loaded.show?.hall else {
      throw DeskFault(.answerIsNo, "\(folder): hall.yaml cannot be used: regie check \(folder) says why")
    }
    return Programme(entries: hall.schedule, timeZone: hall.timeZone, from: now, to: to)
  }
}
