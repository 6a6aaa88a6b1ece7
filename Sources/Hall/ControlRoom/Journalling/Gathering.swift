import Journal
import Sequencer
import Show

/// Something to be done once the rows before it are committed.
enum Performance: Hashable, Sendable {
  /// An effect of a step, with its number in the journal.
  case effect(Effect, seq: Int64)
  /// What is kept for devices and artworks that another show does not have is taken back: all levels but these.
  case forgetting(except: Set<String>)
  /// Devices that the daemon drives itself are those of this hall from now on.
  case driving(Hall)
  /// The first answer to a command.
  case answer(Reply, to: ReplyAddress, of: AnswerBook.Key?, bodyHash: String)
  /// An answer that was given before, again.
  case repetition(String, to: ReplyAddress)
  /// Something told on the topic of events.
  case event(Journal.Entry)

  /// Whether it waits for the disk even when the show goes on without it.
  var waitsForDisk: Bool {
    switch self {
    case .effect, .forgetting, .driving: false
    case .answer, .repetition, .event: true
    }
  }
}

/// What is gathered for one commit: rows, answers, and what is performed after it, in order.
struct Gathering: Sendable {
  /// How many rows may be gathered.
  static let mostRows = 50_000
  /// How many bytes of rows may be gathered.
  static let mostBytes = 32 << 20

  /// What is committed.
  var group = Journal.Group()
  /// The number of the entry of an erasure, which is committed alone; its group is empty.
  var erasure: Int64?
  /// What is performed then.
  var performances: [Performance] = []
  private(set) var bytes = 0

  /// Whether there is nothing to commit.
  var isEmpty: Bool { group.entries.isEmpty && group.snapshot == nil && group.shows.isEmpty }
  /// Whether it is more than may be gathered.
  var isTooMuch: Bool { group.entries.count > Self.mostRows || bytes > Self.mostBytes }

  /// The last number in it.
  var lastSeq: Int64? { erasure ?? group.entries.last?.seq }

  /// Adds a row.
  mutating func add(_ entry: Journal.Entry) {
    group.entries.append(entry)
    bytes += entry.body.utf8.count + 64
  }

  /// Takes the effects out; answers, and what is told, stay.
  mutating func takeEffects() -> [Performance] {
    let effects = performances.filter { !$0.waitsForDisk }
    performances.removeAll { !$0.waitsForDisk }
    return effects
  }
}

extension Journal.Entry {
  /// A row of a step as an entry.
  init(_ row: JournalRow, wall: WallInstant?) {
    let role: Journal.Role =
      switch row.role {
      case .input: .input
      case .decision: .decision
      case .effect: .effect
      }
    self.init(
      seq: row.seq, role: role, kind: row.kind, artwork: row.artwork, subject: row.subject,
      atMilliseconds: row.at.milliseconds, wallMilliseconds: wall?.milliseconds, body: row.body)
  }

  /// The entry as a row of a step, if it is one.
  public var row: JournalRow? {
    guard let part = JournalRow.Role(rawValue: role.rawValue) else { return nil }
    return JournalRow(
      seq: seq, role: part, kind: kind, artwork: artwork, subject: subject,
      at: ShowInstant(milliseconds: atMilliseconds), body: body)
  }

  /// Whether it is told on the topic of events: decisions, commands, faults, changes of devices; not each reading.
  var isTold: Bool {
    switch role {
    case .decision, .fault, .outcome: true
    case .input:
      // Readings come by the thousand: they are told apart first.
      kind != "reading" && ["command", "availability", "report", "show", "restarted"].contains(kind)
    case .effect, .mark: false
    }
  }

  /// What the topic of events tells: the entry, its body in place.
  ///
  /// - Parameter isCommitted: whether it is on disk; else it has no number.
  func eventText(isCommitted: Bool) -> String {
    func field(_ name: String, _ value: String?) -> String { value.map { ",\"\(name)\":\(jsonQuoted($0))" } ?? "" }
    let at = wallMilliseconds.map { jsonQuoted(WallInstant(milliseconds: $0).rfc3339) } ?? "null"
    return "{\"seq\":\(isCommitted ? "\(seq)" : "null"),\"at\":\(at),\"role\":\"\(role.rawValue)\""
      + ",\"kind\":\(jsonQuoted(kind))\(field("artwork", artwork))\(field("subject", subject)),\"body\":\(body)}"
  }
}
