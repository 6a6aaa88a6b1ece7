import ArgumentParser
import Endings
import Foundation
import Journal
import Rehearsal
import Sequencer
import Show
import Testing

@testable import OperatorDesk

/// What a command prints without a terminal.
func printed(_ lines: [String]) -> String { lines.joined(separator: "\n") }

let paris = TimeZone(identifier: "Europe/Paris") ?? .gmt

@Suite("A hall's past")
struct PastHallTests {
  @Test("the journal alone gives the state that the daemon had, with a snapshot and without", arguments: [nil, 0])
  func state(snapshotAfter: Int64?) async throws {
    let day = try JournalledDay(snapshotAfter: snapshotAfter)
    try await day.commit()
    let reader = try openJournal(day.path)
    #expect(try (reader.snapshot() != nil) == (snapshotAfter != nil))
    let past = try PastHall(reader)
    #expect(try past.sequencer.state.digest() == day.sequencer.state.digest())
  }

  @Test("status from the journal alone")
  func status() async throws {
    let day = try JournalledDay(snapshotAfter: 0)
    try await day.commit()
    var status = try Status.ofJournal(day.path, now: JournalledDay.nine + .seconds(90))
    #expect(status.isHealthy == false)
    #expect(status.problems.contains("device-offline:onirica-screen"))
    status.links[0].detail = status.links[0].detail.replacingOccurrences(of: day.folder, with: "FOLDER")
    try golden("status-journal.txt", printed(status.lines(on: .none)) + "\n")
    try golden("status-journal.json", status.json.indented + "\n")
  }

  @Test("the log tells news, or every entry, in each of its forms")
  func log() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let reader = try openJournal(day.path)
    let entries = EntryReading()
    let rows = try reader.entries().map { LogRow($0, by: entries) }
    let printer = LogPrinter(form: .people, terminal: .none, zone: paris)
    let news = rows.filter(\.isNews).map { printer.line(for: $0, now: JournalledDay.nine) }
    try golden("log.txt", printed(news) + "\n")
    try golden("log-all.csv", rows.map(\.csv).joined(separator: "\n") + "\n")
    for row in rows { #expect(JSON(parsing: row.json.utf8) != nil, "\(row.json)") }
  }

  @Test("the agenda names openings, windows, moments and conflicts by the hall's clock")
  func agenda() async throws {
    let day = try JournalledDay()
    try await day.commit()
    let past = try PastHall(try openJournal(day.path))
    let programme = Programme(past, from: JournalledDay.nine, to: JournalledDay.nine + .hours(48))
    try golden("agenda.txt", printed(programme.lines(on: .none)) + "\n")
    try golden("agenda.json", programme.json.indented + "\n")
  }

  @Test("what is no journal is refused by what is wrong with it")
  func noJournal() throws {
    let folder = NSTemporaryDirectory() + "desk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("regie: 1\n".utf8).write(to: URL(filePath: folder + "/text"))
    func status(_ name: String) -> Endings.ExitStatus? {
      do throws(CommandFault) { _ = try openJournal(folder + "/" + name) } catch { return error.exitStatus }
      return nil
    }
    #expect(status("none") == .noSuchInput)
    #expect(status("text") == .unusableInput)
  }
}

@Suite("Reports of a journal")
struct ReportTests {
  @Test("the report of a day is made from the journal alone, and its figures are those of text, JSON and CSV")
  func report() async throws {
    let day = try JournalledDay()
    try day.pass(to: 3600)
    try await day.commit()
    let reader = try openJournal(day.path)
    let options = try ReplaySpanOptions.parse(["--day", "2025-06-10"])
    let told = try ReportedSpan(reader, try options.span(in: reader))
    try golden("report.txt", printed(told.lines(of: Set(DayReport.Topic.allCases), on: .none)) + "\n")
    try golden("report.json", told.json(of: [.visits, .scenes, .programme]).indented + "\n")
    try golden("report.csv", printed(told.csvLines(of: [.visits, .scenes])) + "\n")
    #expect(told.report.objections.isEmpty)
  }
}
