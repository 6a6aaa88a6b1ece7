import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// What a journal spans, and by whose clock: that of the hall, as its last show names its zone.
struct JournalSpan {
  /// The clock of the hall.
  let clock: HallClock
  /// The hall's zone.
  let timeZone: String
  /// The last entry.
  let lastSeq: Int64
  /// The first entry that is still there.
  let firstSeq: Int64
  /// The first instant of it that is known.
  let from: WallInstant?
  /// The last instant of it that is known.
  let to: WallInstant?

  /// Looks at a journal.
  ///
  /// - Throws: status 65 and 74 where it cannot be used or read.
  init(_ reader: JournalReader) throws(CommandFault) {
    func entry(_ filter: EntryFilter) throws(CommandFault) -> Journal.Entry? {
      var one = filter
      one.limit = 1
      return try reading { () throws(JournalFault) in try reader.entries(one) }.first
    }
    let show = try entry(EntryFilter(kind: "show", role: .input, order: .newestFirst))?.subject
    var shows = JournalShows(reader)
    let zone = try show.map { fingerprint throws(CommandFault) in try shows.show(fingerprint).hall.timeZone }
    timeZone = zone ?? "UTC"
    clock = HallClock(timeZone: timeZone)
    lastSeq = try reading { () throws(JournalFault) in try reader.last().seq }
    firstSeq = try entry(EntryFilter())?.seq ?? 0
    from = try entry(EntryFilter(sinceMilliseconds: .min))?.wall
    to = try entry(EntryFilter(sinceMilliseconds: .min, order: .newestFirst))?.wall
  }

  /// What it spans, for people: `2025-06-10 09:00:00 to 2025-06-10 09:00:30 (Europe/Paris), entries 1 to 41`.
  var words: String {
    let times = from.flatMap { from in to.map { "\(clock.dayAndTime(from)) to \(clock.dayAndTime($0)) (\(timeZone))" } }
    return "\(times ?? "no time that is known"), entries \(firstSeq) to \(lastSeq)"
  }
}
