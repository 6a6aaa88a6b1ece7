import ArgumentParser
import Endings
import Glibc
import Journal
import Show

struct JournalExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the journal's entries as JSON, one a line, or as CSV.")
  @OptionGroup var journal: JournalArgument
  @Flag(help: "CSV with a heading line instead of JSON.") var csv = false
  @Flag(help: ArgumentHelp("JSON, one entry a line; the default.", visibility: .hidden)) var json = false
  @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var output: String?
  @Flag(help: "Replace the file if it exists.") var force = false
  @OptionGroup var selection: EntrySelection

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other: give one of them") }
    _ = try selection.filter(now: .now)
  }

  func run() throws {
    let reader = try openJournal(journal.named)
    let filter = try selection.filter(now: .now)
    let file = try output.map { try OutputFile($0, replacing: force) }
    let progress = ProgressLine("exporting", isShown: file != nil)
    let last = try reading { () throws(JournalFault) in try reader.last().seq }
    let total = filter.limit ?? Int(last)
    var count = 0
    func write(_ line: String) throws {
      count += 1
      progress.show(count, of: total)
      if let file { try file.write(line) } else if Output.write(line) == false { throw CommandFault(.inputOutput) }
    }
    do {
      try csv ? reader.exportCSV(filter, to: write) : reader.exportJSONLines(filter, to: write)
    } catch let fault as JournalFault {
      throw CommandFault(fault)
    }
    progress.clear()
    try file?.finish()
  }
}
