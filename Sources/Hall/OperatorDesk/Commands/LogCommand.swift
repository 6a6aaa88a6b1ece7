import ArgumentParser
import Endings
import Foundation
import Journal
import MQTTLink
import Show

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "What happened: changes of scene, commands, faults, devices.",
    discussion: """
      Reads the journal; with --follow it goes on with what happens from now on, as the hall tells it, or as another \
      journal's daemon commits it (--journal).
      """)
  @Flag(name: .shortAndLong, help: "Go on with what happens, until Ctrl-C.") var follow = false
  @OptionGroup var selection: EntrySelection
  @Flag(help: ArgumentHelp("Every entry: readings, cues, deadlines and what devices were told too.")) var all = false
  @Flag(help: "JSON, one entry a line.") var json = false
  @Flag(help: "CSV with a heading line.") var csv = false
  @OptionGroup var file: JournalFileOption
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other: give one of them") }
    _ = try selection.filter(now: .now)
  }

  func run() async throws {
    let printer = LogPrinter(form: json ? .json : (csv ? .csv : .people))
    if follow, file.journal == nil {
      try await followHall(printer)
    } else {
      let log = JournalLog(reader: try openJournal(file.journal), selection: selection, takesAll: all)
      printer.begin()
      var last = try log.printPast(to: printer, now: .now)
      while follow {
        try await Task.sleep(for: .milliseconds(500))
        last = try log.printNew(after: last, to: printer)
      }
    }
  }

  private func followHall(_ printer: LogPrinter) async throws {
    if selection.since != nil {
      throw ValidationError("--since needs --journal: the hall tells only what happens from now on")
    }
    let link = try HallLink(settings: try connection.settings())
    try await link.connect()
    let (messages, told) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(10_000))
    let topic = link.topics.event
    await link.observe(message: { if $0.topic == topic { told.yield($0.payload) } })
    try await link.subscribe([topic, link.topics.controller])
    printer.begin()
    let entries = EntryReading()
    var left = selection.limit ?? .max
    for await payload in messages {
      guard let row = LogRow(event: payload, by: entries), selection.matches(row, all: all) else { continue }
      printer.print(row)
      left -= 1
      if left == 0 { break }
    }
    await link.disconnect()
  }
}

extension EntrySelection {
  /// Whether an event is wanted.
  ///
  /// - Parameter all: whether more than news is.
  func matches(_ row: LogRow, all: Bool) -> Bool {
    guard artwork == nil || artwork == row.artwork else { return false }
    return kind == nil ? all || row.isNews : kind == row.kind
  }
}

/// Reads a journal for the log.
struct JournalLog {
  let reader: JournalReader
  let selection: EntrySelection
  /// Whether every entry is wanted, not only news.
  let takesAll: Bool
  let entries = EntryReading()

  /// Prints the newest entries that are wanted, the oldest of them first.
  ///
  /// - Returns: the number of the last entry that was looked at.
  func printPast(to printer: LogPrinter, now: WallInstant) throws -> Int64 {
    let last = try reading { () throws(JournalFault) in try reader.last().seq }
    guard last > 0 else { return 0 }
    var filter = try selection.filter(now: now)
    filter.seqs = 1...last
    if let limit = selection.limit {
      filter.limit = nil
      filter.order = .newestFirst
      var found: [LogRow] = []
      struct Enough: Error {}
      do {
        try forEach(filter) { row in
          found.append(row)
          if found.count == limit { throw Enough() }
        }
      } catch is Enough {}
      for row in found.reversed() { printer.print(row) }
    } else {
      try forEach(filter) { printer.print($0) }
    }
    return last
  }

  /// Prints the entries that came after one.
  ///
  /// - Returns: the number of the last entry that was looked at.
  func printNew(after seq: Int64, to printer: LogPrinter) throws -> Int64 {
    let last = try reading { () throws(JournalFault) in try reader.last().seq }
    guard last > seq else { return seq }
    let filter = EntryFilter(artwork: selection.artwork, kind: selection.kind, seqs: (seq + 1)...last)
    try forEach(filter) { printer.print($0) }
    return last
  }

  private func forEach(_ filter: EntryFilter, _ body: (LogRow) throws -> Void) throws {
    do {
      try reader.forEach(filter) { entry in
        let row = LogRow(entry, by: entries)
        if takesAll || selection.kind != nil || row.isNews { try body(row) }
      }
    } catch let fault as JournalFault {
      throw CommandFault(fault)
    }
  }
}
