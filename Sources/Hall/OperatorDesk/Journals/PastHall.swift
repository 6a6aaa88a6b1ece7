import Endings
import Foundation
import Journal
import Sequencer
import Show
import ShowFiles

/// A hall as it was after an entry of its journal: the snapshot before it, and the inputs since then stepped again.
struct PastHall {
  /// The sequencer, as it was.
  private(set) var sequencer: Sequencer
  /// The last entry that was looked at; nothing in an empty journal.
  private(set) var last: Journal.Entry?

  /// Reads a hall's past.
  ///
  /// - Parameters:
  ///   - reader: the journal.
  ///   - seq: the last entry that counts.
  /// - Throws: status 65 where the journal is damaged or of another version, 74 where it cannot be read.
  init(_ reader: JournalReader, upTo seq: Int64 = .max) throws(CommandFault) {
    var shows = JournalShows(reader)
    let snapshot = try reading { () throws(JournalFault) in try reader.snapshot(upTo: seq) }
    // A snapshot of another version says nothing: then every input is stepped again, as the daemon does.
    let readable = snapshot.flatMap { $0.isOfThisVersion ? $0 : nil }
    sequencer =
      try readable.map { snapshot throws(CommandFault) in
        try shows.sequencer(at: snapshot, of: reader.path)
      } ?? Sequencer(show: .none)
    let first = (readable?.seq ?? 0) + 1
    if first <= seq { try step(through: first...seq, of: reader, shows: &shows) { _, _ in } }
    last = try Self.newest(upTo: seq, of: reader)
  }

  /// Goes on to a later entry.
  ///
  /// - Parameters:
  ///   - seq: the last entry that counts.
  ///   - reader: the journal.
  ///   - hear: hears of each input before it is stepped, and of the sequencer then.
  /// - Throws: status 65 where the journal is damaged or of another version, 74 where it cannot be read.
  mutating func go(
    to seq: Int64, of reader: JournalReader, _ hear: (Sequencer, Input) -> Void
  ) throws(CommandFault) {
    let first = (last?.seq ?? 0) + 1
    guard first <= seq else { return }
    var shows = JournalShows(reader)
    try step(through: first...seq, of: reader, shows: &shows, hear)
    last = try Self.newest(upTo: seq, of: reader)
  }

  private static func newest(upTo seq: Int64, of reader: JournalReader) throws(CommandFault) -> Journal.Entry? {
    let newest = EntryFilter(seqs: 0...seq, limit: 1, order: .newestFirst)
    return try reading { () throws(JournalFault) in try reader.entries(newest) }.first
  }

  private mutating func step(
    through seqs: ClosedRange<Int64>, of reader: JournalReader, shows: inout JournalShows,
    _ hear: (Sequencer, Input) -> Void
  ) throws(CommandFault) {
    var inputs = InputCursor(reader: reader, seqs: seqs)
    while let input = try inputs.next() {
      hear(sequencer, input)
      var adopted: Show?
      if case .show(let fingerprint) = input.event { adopted = try shows.show(fingerprint) }
      _ = sequencer.step(input, adopting: adopted)
    }
  }
}

/// Gives the inputs of a journal one by one, in short reads.
struct InputCursor {
  let reader: JournalReader
  private let entries = EntryReading()
  private var filter: EntryFilter
  private let lastSeq: Int64
  private var waiting: ArraySlice<Journal.Entry> = []
  private var isAtEnd = false

  /// The inputs among these entries.
  init(reader: JournalReader, seqs: ClosedRange<Int64>) {
    (self.reader, lastSeq) = (reader, seqs.upperBound)
    filter = EntryFilter(role: .input, seqs: seqs, limit: 1000)
  }

  /// The next input; nothing after the last.
  ///
  /// - Throws: status 65 where an input is of another version, 74 where it cannot be read.
  mutating func next() throws(CommandFault) -> Input? {
    if waiting.isEmpty, isAtEnd == false { try fetch() }
    guard let entry = waiting.popFirst() else { return nil }
    do { return try entries.input(entry) } catch {
      throw CommandFault(.unusableInput, "journal \(reader.path): \(error): it is of another version of regie")
    }
  }

  private mutating func fetch() throws(CommandFault) {
    waiting = try reading { () throws(JournalFault) in try reader.entries(filter) }[...]
    guard let last = waiting.last, waiting.count == filter.limit, last.seq < lastSeq else {
      isAtEnd = true
      return
    }
    filter.seqs = (last.seq + 1)...lastSeq
  }
}

/// The shows whose text is in a journal, read once each.
struct JournalShows {
  private let reader: JournalReader
  private var known: [String: Show] = [:]

  init(_ reader: JournalReader) { self.reader = reader }

  /// The show of a fingerprint.
  ///
  /// - Throws: status 65 where its text is missing, damaged or no longer understood.
  mutating func show(_ fingerprint: String) throws(CommandFault) -> Show {
    if let show = known[fingerprint] { return show }
    let short = fingerprint.prefix(12)
    guard let text = try reading({ () throws(JournalFault) in try reader.show(hash: fingerprint) }) else {
      throw CommandFault(.unusableInput, "journal \(reader.path): the text of show \(short) is not in it")
    }
    guard let files = ShowText.split(text.text), let show = ShowReader.read(files: files).show else {
      throw CommandFault(
        .unusableInput, "journal \(reader.path): the text of show \(short) is of another version of regie")
    }
    known[fingerprint] = show
    return show
  }
}
