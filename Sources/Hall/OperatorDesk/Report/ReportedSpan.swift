import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// A part of a journal, told in figures.
struct ReportedSpan {
  /// The figures.
  let report: DayReport
  /// The hall at the end.
  let hall: Sequencer
  /// The clock of the hall.
  let clock: HallClock
  /// The beginning, where the clock was known.
  let from: WallInstant?
  /// The end, where the clock was known.
  let to: WallInstant?

  /// Steps the inputs of a part of a journal again.
  ///
  /// - Parameters:
  ///   - reader: the journal.
  ///   - span: which part.
  ///   - progress: hears how many of how many entries were passed.
  /// - Throws: status 65 where the journal is damaged or of another version, 74 where it cannot be read.
  init(
    _ reader: JournalReader, _ span: ReplaySpan, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(CommandFault) {
    let past = try PastHall(reader, upTo: span.firstSeq - 1)
    var hall = past.sequencer
    var shows = JournalShows(reader)
    var inputs = InputCursor(reader: reader, seqs: span.firstSeq...max(span.seqs.upperBound, span.firstSeq))
    let count = span.seqs.upperBound - span.firstSeq + 1
    let beginning = span.from.flatMap { hall.state.clock.instant(of: $0) }
    var report: DayReport?
    while let input = try inputs.next() {
      var told = report ?? DayReport(hall, from: min(max(beginning ?? input.at, hall.state.now), input.at))
      told.expect(input, in: hall)
      var adopted: Show?
      if case .show(let fingerprint) = input.event { adopted = try shows.show(fingerprint) }
      let step = hall.step(input, adopting: adopted)
      told.take(input, step, in: hall)
      report = told
      progress(input.seq - span.firstSeq + 1, count)
    }
    var told = report ?? DayReport(hall, from: hall.state.now)
    let end = span.to.flatMap { hall.state.clock.instant(of: $0) }.map { max($0, hall.state.now) } ?? hall.state.now
    told.finish(at: end, in: hall)
    (self.report, self.hall) = (told, hall)
    clock = HallClock(timeZone: hall.show.hall.timeZone)
    to = hall.state.clock.wall(at: end)
    from = span.from ?? to
  }

  /// Whether a wall time is known of an instant, as the hall's clock shows it.
  func time(_ instant: ShowInstant) -> String {
    hall.state.clock.wall(at: instant).map { clock.dayAndTime($0) } ?? "show time \(instant)"
  }
}
