import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// A hall at a time that is asked about, made again from its journal: the snapshot before it, and the inputs since.
struct HallThen {
  /// The sequencer, looking at the instant.
  let sequencer: Sequencer
  /// The first entry of what is asked about.
  let firstSeq: Int64
  /// The last entry that counts.
  let lastSeq: Int64
  /// The wall time, where it is known.
  let wall: WallInstant?
  /// The hall's clock.
  var clock: HallClock { HallClock(timeZone: sequencer.show.hall.timeZone) }

  /// Goes back to a time.
  ///
  /// - Parameters:
  ///   - moment: which.
  ///   - now: the instant by which a journal that is written is up to date.
  ///   - reader: the journal.
  ///   - hear: hears of each input of what is asked about before it is stepped, and of the sequencer then.
  /// - Throws: status 65 and 74 where the journal cannot be used or read.
  init(
    _ moment: Why.Moment, now: WallInstant, in reader: JournalReader, _ hear: (Sequencer, Input) -> Void
  ) throws(CommandFault) {
    let seqs = try Self.seqs(of: moment, in: reader)
    var past = try PastHall(reader, upTo: seqs.first - 1)
    try past.go(to: seqs.last, of: reader, hear)
    let state = past.sequencer.state
    firstSeq = seqs.first
    lastSeq = max(seqs.last, state.lastSeq)
    // Nothing happened between the last entry and the end of what is asked about: every deadline is an entry.
    var end = past.last.map { ShowInstant(milliseconds: $0.atMilliseconds) } ?? state.now
    let isLast = try reading { () throws(JournalFault) in try reader.last().seq } <= lastSeq
    switch moment {
    case .entry: end = state.now
    case .now: if let wall = past.last?.wall, now - wall <= Why.patience { end = max(end, end + (now - wall)) }
    case .window(let window):
      guard let known = state.clock.instant(of: window.end) else { break }
      end = isLast ? min(max(end, state.now), known) : known - .milliseconds(1)
    }
    sequencer = past.sequencer.looking(at: end)
    wall = state.clock.wall(at: max(end, state.now))
  }

  private static func seqs(of moment: Why.Moment, in reader: JournalReader) throws(CommandFault) -> (
    first: Int64, last: Int64
  ) {
    func seq(_ filter: EntryFilter) throws(CommandFault) -> Int64? {
      try reading { () throws(JournalFault) in try reader.entries(filter) }.first?.seq
    }
    switch moment {
    case .now:
      let last = try reading { () throws(JournalFault) in try reader.last().seq }
      guard
        let end = try reading({ () throws(JournalFault) in
          try reader.entries(EntryFilter(seqs: 0...last, limit: 1, order: .newestFirst))
        }).first?.wall
      else { return (max(last, 1), last) }
      let since = end.milliseconds - Why.patience.milliseconds
      return (try seq(EntryFilter(sinceMilliseconds: since, limit: 1)) ?? last, last)
    case .window(let window):
      let last =
        try seq(EntryFilter(beforeMilliseconds: window.end.milliseconds, limit: 1, order: .newestFirst)) ?? 0
      let first = try seq(EntryFilter(sinceMilliseconds: window.begin.milliseconds, limit: 1)) ?? last + 1
      return (min(first, last + 1), last)
    case .entry(let entry):
      let input = try seq(EntryFilter(role: .input, seqs: 0...entry, limit: 1, order: .newestFirst)) ?? entry
      return (input, entry)
    }
  }
}
