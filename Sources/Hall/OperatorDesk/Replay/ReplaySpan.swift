import ArgumentParser
import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// Which part of a journal is replayed, as the command line says.
struct ReplaySpanOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A day by the hall's clock, such as 2025-06-10.", valueName: "day")) var day: String?
  @Option(help: ArgumentHelp("From a time by the hall's clock, such as 14:00 or 2025-06-10T14:00.", valueName: "time"))
  var from: String?
  @Option(help: ArgumentHelp("To a time by the hall's clock.", valueName: "time")) var to: String?
  @Option(help: ArgumentHelp("The last entry that counts.", valueName: "seq")) var until: Int64?

  func validate() throws {
    if let until, until < 1 { throw ValidationError("--until \(until): entries are numbered from 1") }
    try checkSpan(day: day, from: from, to: to)
  }

  /// The span in a journal.
  ///
  /// - Throws: status 64 where the journal has nothing there, and what it spans; 65 and 74 where it cannot be used or read.
  func span(in reader: JournalReader) throws(CommandFault) -> ReplaySpan {
    let whole = try JournalSpan(reader)
    if let until, until > whole.lastSeq || until < whole.firstSeq {
      throw CommandFault(.usage, "--until \(until): \(reader.path) has entries \(whole.firstSeq) to \(whole.lastSeq)")
    }
    var (begin, end) = bounds(whole)
    if let from = begin, let to = end, from >= to {
      let (from, to) = (whole.clock.dayAndTime(from), whole.clock.dayAndTime(to))
      throw CommandFault(.usage, "--to is not after --from: \(to) is not after \(from)")
    }
    func seq(_ filter: EntryFilter) throws(CommandFault) -> Int64? {
      try reading { () throws(JournalFault) in try reader.entries(filter) }.first?.seq
    }
    let within = EntryFilter(sinceMilliseconds: begin?.milliseconds, beforeMilliseconds: end?.milliseconds, limit: 1)
    var last = within
    last.order = .newestFirst
    guard let firstSeq = try seq(within), let lastSeq = try seq(last), until.map({ $0 >= firstSeq }) ?? true else {
      throw CommandFault(.usage, "there is nothing of that time in \(reader.path): it spans \(whole.words)")
    }
    let snapshot =
      begin == nil ? nil : try reading { () throws(JournalFault) in try reader.snapshot(upTo: firstSeq - 1) }
    begin = begin.map { max($0, whole.from ?? $0) }
    end = end.map { min($0, whole.to ?? $0) }
    let final = min(until ?? .max, end == nil ? whole.lastSeq : lastSeq)
    return ReplaySpan(
      snapshot: snapshot, seqs: ((snapshot?.seq ?? 0) + 1)...max(final, (snapshot?.seq ?? 0) + 1), firstSeq: firstSeq,
      from: begin, to: end, endsWithinStep: final < whole.lastSeq)
  }

  private func bounds(_ whole: JournalSpan) -> (WallInstant?, WallInstant?) {
    let date = day.flatMap { LocalDate($0) }
    let midnight = date.flatMap { whole.clock.midnight(of: $0) }
    let next = midnight.flatMap { whole.clock.day(of: $0 + .hours(36)) }.flatMap { whole.clock.midnight(of: $0) }
    // A time without a day is one of the day that was named, else of the journal's last.
    let usual = date ?? whole.to.flatMap { whole.clock.day(of: $0) }
    return (
      whole.clock.instant(written: from, on: usual) ?? midnight, whole.clock.instant(written: to, on: usual) ?? next
    )
  }
}

/// Which part of a journal is replayed.
struct ReplaySpan {
  /// The snapshot that it begins with; nothing for the journal's beginning.
  var snapshot: Journal.Snapshot?
  /// The entries that are stepped.
  var seqs: ClosedRange<Int64>
  /// The first entry that was asked about.
  var firstSeq: Int64
  /// The beginning that was asked about.
  var from: WallInstant?
  /// The end that was asked about; not included.
  var to: WallInstant?
  /// Whether the journal goes on behind it, so that the last step may be cut in two.
  var endsWithinStep: Bool
}
