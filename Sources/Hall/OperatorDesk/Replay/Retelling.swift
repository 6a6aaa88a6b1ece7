import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// A part of a journal told again with another show: what was, and what would have been.
struct Retelling {
  /// The journal.
  let reader: JournalReader
  /// Which part of it.
  let span: ReplaySpan
  /// The hall as it would have been.
  private(set) var other: OtherHall
  /// What was.
  private(set) var before: HallTally
  /// What would have been.
  private(set) var after: HallTally
  /// The first thing that would have been otherwise.
  private(set) var comparison = DecisionComparison()
  /// Holes that were passed over.
  private(set) var passedOver: [String] = []
  /// How many inputs of the part there are.
  private(set) var inputs = 0
  /// The hall as it was.
  private(set) var was: Sequencer
  /// The wall time of the part's beginning, where it is known.
  private(set) var beginning: WallInstant?
  /// The last instant of the part.
  private(set) var end: ShowInstant
  private var hasBegun = false
  private var shows: JournalShows
  private let entries = EntryReading()

  /// Prepares a retelling.
  ///
  /// - Throws: status 65 and 74 where the journal cannot be used or read.
  init(_ reader: JournalReader, _ span: ReplaySpan, with show: Show) throws(CommandFault) {
    (self.reader, self.span) = (reader, span)
    shows = JournalShows(reader)
    if let snapshot = span.snapshot {
      was = try shows.sequencer(at: snapshot, of: reader.path)
      other = OtherHall(show, from: was)
    } else {
      was = Sequencer(show: .none)
      other = OtherHall(show)
    }
    end = was.state.now
    before = HallTally(was, from: end, keepsCues: false)
    after = HallTally(other.sequencer, from: end, keepsCues: false)
  }

  /// Tells it.
  ///
  /// - Parameter progress: hears the number of each entry.
  /// - Throws: status 65 where an entry cannot be used, 74 where the journal cannot be read.
  mutating func run(progress: (Int64) -> Void = { _ in }) throws {
    var walk = try JournalWalk(reader, through: span.seqs)
    try walk.go { stop in
      switch stop {
      case .entry(let entry):
        progress(entry.seq)
        if entry.seq >= span.firstSeq, !hasBegun { begin(at: entry) }
        if entry.role == .input { try take(entry) }
      case .snapshot: break
      case .resumed(let snapshot): was = try shows.sequencer(at: snapshot, of: reader.path)
      }
    }
    passedOver = walk.passedOver
    before.finish(at: end)
    after.finish(at: end)
  }

  private mutating func begin(at entry: Journal.Entry) {
    hasBegun = true
    let instant = ShowInstant(milliseconds: entry.atMilliseconds)
    (end, beginning) = (instant, entry.wall)
    let isShort = span.to.flatMap { to in entry.wall.map { to - $0 <= .hours(3) } } ?? false
    before = HallTally(was, from: instant, keepsCues: isShort)
    after = HallTally(other.sequencer, from: instant, keepsCues: isShort)
  }

  private mutating func take(_ entry: Journal.Entry) throws {
    let input: Input
    do { input = try entries.input(entry) } catch {
      throw CommandFault(.unusableInput, "journal \(reader.path): \(error): it is of another version of regie")
    }
    var adopted: Show?
    if case .show(let fingerprint) = input.event { adopted = try shows.show(fingerprint) }
    let step = was.step(input, adopting: adopted)
    let moments = other.take(input, recorded: step, by: was)
    guard hasBegun else { return }
    let moment = HallTally.Moment(input, step, of: was)
    inputs += 1
    end = max(end, input.at)
    before.take(moment, of: was.show)
    for would in moments { after.take(would, of: other.show) }
    comparison.take(moment, moments)
  }

  /// The wall time of an instant, where it is known.
  func wall(_ instant: ShowInstant) -> WallInstant? { was.state.clock.wall(at: instant) }

  /// What was told, in a line.
  var remark: String {
    let clock = HallClock(timeZone: other.show.hall.timeZone)
    let times = [beginning, wall(end)].compactMap { $0.map { clock.dayAndTime($0) } }
    return "\(times.joined(separator: " to ")) · \(counted(inputs, "input"))"
  }

  /// Both, drawn lane under lane, as SVG.
  func picture() -> String {
    var picture = TimelinePicture(
      comparing: before.record, with: after.record, of: other.show,
      from: beginning ?? WallInstant(milliseconds: 0), remark: remark)
    return picture.svg()
  }
}
