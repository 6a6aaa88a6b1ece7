import Foundation
import Journal
import MQTTLink
import Sequencer
import Show

/// What a start takes over from the journal: the state, and where time and numbers go on.
package struct Recovered: Sendable {
  /// The sequencer at the state after the last input.
  package var sequencer: Sequencer
  /// Where show time goes on.
  var clock: ShowClock
  /// How long the daemon was away, if that is known.
  var outage: TimeSpan?
  /// Whether there was a run before.
  package var isContinued = false
  /// The number of the next entry.
  package var nextSeq: Int64
  /// The answers of the last 24 hours.
  var answers = AnswerBook()
  /// The shows that ran.
  var shows = ShowHistory(current: ShowTexts(fingerprint: "", text: ""))
  /// Momentary effects of which no outcome is known.
  var unknownOutcomes: [(seq: Int64, kind: String, subject: String)] = []
  /// The show that an operator rolled back from: it is not taken up again because the daemon starts.
  var rolledBackFrom: String?
  /// Whether the snapshot was another version's, so that the state was made from all inputs.
  var isRebuilt = false
  /// How many inputs were replayed.
  var replayedInputs = 0

  /// A beginning without a time before.
  package static func fresh(nextSeq: Int64, now: BootInstant) -> Recovered {
    Recovered(
      sequencer: Sequencer(show: .none), clock: ShowClock(boot: now, show: .zero), outage: nil, nextSeq: nextSeq)
  }
}

extension Show {
  /// The show before the first one: a hall without anything.
  static let none = Show(hall: Hall(name: "none", topics: "none"), artworks: [])
}

/// Why a journal that is in order cannot be gone on with.
package struct RecoveryFault: Error, CustomStringConvertible {
  /// What is wrong, and the way out.
  package var description: String
}

/// Reads from a journal what a start goes on with: the newest snapshot, and every input after it stepped again.
package struct Recovery {
  /// How many entries before the end are looked at for effects without an outcome.
  static let outcomesLookedAt: Int64 = 5000
  private static let pageSize = 5000

  /// The journal.
  let reader: any JournalReading
  /// Its last entry.
  let last: Journal.Position
  /// Its newest snapshot.
  let snapshot: Journal.Snapshot?
  /// The newest snapshot of a journal that was put aside.
  let salvaged: Journal.Snapshot?
  /// The boot clock now.
  let now: BootInstant
  /// The kernel's name of this start of the machine.
  let boot: String?
  /// The wall clock now, where it is known to be right.
  let wall: WallInstant?

  private let codec = JournalRows()

  /// A recovery from a journal that was opened for writing.
  package init(reader: any JournalReading, opening: JournalOpening, now: BootInstant, boot: String?, wall: WallInstant?)
  {
    (self.reader, last, snapshot, salvaged) = (reader, opening.last, opening.snapshot, opening.salvaged)
    (self.now, self.boot, self.wall) = (now, boot, wall)
  }

  /// A recovery from a journal that can be read, and not written.
  ///
  /// - Throws: `JournalFault` if it cannot be read either.
  package init(reader: any JournalReading, now: BootInstant, boot: String?, wall: WallInstant?) throws(JournalFault) {
    (self.reader, last, snapshot, salvaged) = (reader, try reader.last(), try reader.snapshot(upTo: .max), nil)
    (self.now, self.boot, self.wall) = (now, boot, wall)
  }

  /// Reads it all.
  ///
  /// - Throws: `JournalFault`, or ``RecoveryFault`` for a journal of a version that this one does not know.
  package func recovered() throws -> Recovered {
    var result = Recovered.fresh(nextSeq: last.seq + 1, now: now)
    try restoreState(&result)
    guard result.sequencer.state.lastSeq > 0 else { return result }
    result.isContinued = true
    (result.clock, result.outage) = try timeBefore(result).resumed(now: now, boot: boot, wall: wall)
    result.answers = try keptAnswers(now: result.clock.show(at: now))
    result.unknownOutcomes = try effectsWithoutOutcome()
    result.rolledBackFrom = try rolledBackFrom()
    return result
  }

  private func restoreState(_ result: inout Recovered) throws {
    var after: Int64 = 0
    if let snapshot = snapshot ?? salvaged {
      if try restore(snapshot, &result) {
        // A snapshot that was saved from a damaged journal says nothing of the new one's entries.
        if self.snapshot == nil { return }
        after = snapshot.seq
      } else {
        result.isRebuilt = true
      }
    }
    while true {
      let page = try reader.entries(
        EntryFilter(role: .input, seqs: (after + 1)...(.max - 1), limit: Self.pageSize))
      for entry in page { try replay(entry, &result) }
      guard let last = page.last, page.count == Self.pageSize else { break }
      after = last.seq
    }
    if result.shows.before == nil { result.shows.before = try showBefore(result.shows.current.fingerprint) }
  }

  /// Takes a snapshot's state up.
  ///
  /// - Returns: false for the state of another version: then every input of the journal is stepped again.
  private func restore(_ snapshot: Journal.Snapshot, _ result: inout Recovered) throws -> Bool {
    guard let state = try? JSONDecoder().decode(HallState.self, from: Data(snapshot.state.utf8)) else { return false }
    // The text of a show goes with a journal that was damaged; without it there is nothing to go on with.
    if self.snapshot == nil, try reader.show(hash: state.showFingerprint) == nil { return false }
    let texts = try show(state.showFingerprint)
    guard let show = ShowSource.read(texts.text) else { throw unreadable(state.showFingerprint) }
    result.sequencer = Sequencer(show: show, state: state)
    result.shows.current = texts
    return true
  }

  private func replay(_ entry: Journal.Entry, _ result: inout Recovered) throws {
    guard let row = entry.row else { return }
    let input = try codec.input(of: row)
    result.replayedInputs += 1
    guard case .show(let fingerprint) = input.event else {
      _ = result.sequencer.step(input)
      return
    }
    let texts = try show(fingerprint)
    guard let show = ShowSource.read(texts.text) else { throw unreadable(fingerprint) }
    _ = result.sequencer.step(input, adopting: show)
    if result.shows.current.fingerprint != fingerprint && !result.shows.current.fingerprint.isEmpty {
      result.shows.before = result.shows.current
    }
    result.shows.current = texts
  }

  private func show(_ fingerprint: String) throws -> ShowTexts {
    guard let text = try reader.show(hash: fingerprint) else { throw unreadable(fingerprint) }
    return ShowTexts(fingerprint: fingerprint, text: text.text)
  }

  private func unreadable(_ fingerprint: String) -> RecoveryFault {
    RecoveryFault(
      description:
        "journal \(reader.path): the show \(fingerprint.prefix(12)) that ran cannot be read by this version; "
        + "install the version that wrote it, or name another journal")
  }

  /// The show that ran before this one.
  private func showBefore(_ current: String) throws -> ShowTexts? {
    let entries = try reader.entries(EntryFilter(kind: "show", role: .input, limit: 100, order: .newestFirst))
    let fingerprint = entries.lazy.compactMap(\.subject).first { $0 != current }
    return try fingerprint.flatMap { try reader.show(hash: $0) }.map { ShowTexts(fingerprint: $0.hash, text: $0.text) }
  }

  private func timeBefore(_ result: Recovered) throws -> TimeBefore {
    let newest = try reader.entries(EntryFilter(limit: 1, order: .newestFirst)).first
    let lastWall = newest?.wallMilliseconds.map { WallInstant(milliseconds: $0) }
    let lastAt = max(
      newest.map { ShowInstant(milliseconds: $0.atMilliseconds) } ?? .zero, result.sequencer.state.now)
    var before = TimeBefore(lastEntry: lastAt, lastEntryWall: lastWall, sign: nil)
    let signs = try reader.entries(EntryFilter(kind: LifeSign.kind, role: .mark, limit: 1, order: .newestFirst))
    if let entry = signs.first, let sign = try? JSONDecoder().decode(LifeSign.self, from: Data(entry.body.utf8)) {
      before.sign = (sign, ShowInstant(milliseconds: entry.atMilliseconds))
    }
    return before
  }

  private func keptAnswers(now: ShowInstant) throws -> AnswerBook {
    var book = AnswerBook()
    // By the wall clock they were given on; where it is not known to be right they count as given just now.
    for answer in try reader.answers() {
      let age = wall.map { max(0, $0.milliseconds - answer.wallMilliseconds) } ?? 0
      let at = now - .milliseconds(age)
      let key = AnswerBook.Key(name: OperatorName(answer.operatorName), id: answer.id)
      _ = book.answer(key, bodyHash: answer.bodyHash, reply: answer.reply, at: at)
    }
    return book
  }

  private func effectsWithoutOutcome() throws -> [(seq: Int64, kind: String, subject: String)] {
    let from = max(1, last.seq - Self.outcomesLookedAt)
    return try ["publish", "send"].flatMap { kind in
      let outcomes = try reader.entries(EntryFilter(kind: kind, role: .outcome, seqs: from...(.max - 1)))
      let known = Set(outcomes.compactMap { OutcomeBody.effect(of: $0.body) })
      let effects = try reader.entries(EntryFilter(kind: kind, role: .effect, seqs: from...(.max - 1)))
      return effects.filter { !known.contains($0.seq) }.map { ($0.seq, kind, $0.subject ?? "") }
    }
  }

  private func rolledBackFrom() throws -> String? {
    let marks = try reader.entries(
      EntryFilter(kind: ControlRoom.rollbackKind, role: .mark, limit: 1, order: .newestFirst))
    guard let mark = marks.first else { return nil }
    let later = try reader.entries(
      EntryFilter(kind: "show", role: .input, seqs: (mark.seq + 1)...(.max - 1), limit: 1))
    guard later.isEmpty else { return nil }
    return (try? JSONValue(strict: Array(mark.body.utf8)))?.at(pointer: "/from")?.text
  }
}

/// The body of an outcome: which effect it was, and what became of it.
enum OutcomeBody {
  /// Writes a body.
  static func text(effect: Int64, outcome: String) -> String {
    "{\"effect\":\(effect),\"outcome\":\(jsonQuoted(outcome))}"
  }

  /// The number of the effect that a body is about.
  static func effect(of body: String) -> Int64? {
    guard case .number(let number)? = (try? JSONValue(strict: Array(body.utf8)))?.at(pointer: "/effect") else {
      return nil
    }
    return Int64(exactly: number)
  }
}
