import Journal
import Rehearsal
import Sequencer
import Show

/// The first thing that a replay does not give as the journal has it, explained.
struct ReplayDifference: Hashable, Sendable {
  /// What is not the same.
  enum Subject: Hashable, Sendable {
    /// An input, a decision or an effect: the entry of the journal beside that of the replay.
    case entry(JournalRow?, JournalRow?)
    /// The state, at a snapshot of the journal: its hash beside that of the replay.
    case state(String, String)
  }

  /// The number of the entry.
  var seq: Int64
  /// What is not the same.
  var subject: Subject
  /// When, in show time.
  var at: ShowInstant
  /// When, by the wall clock, where that was known.
  var wall: WallInstant?
  /// The input whose step it is: its number, and what it is in one sentence.
  var input: (seq: Int64, sentence: String)
  /// The fields that differ.
  var fields: [FieldDifference]

  /// The artwork it is about, if it is about one.
  var artwork: String? {
    guard case .entry(let recorded, let replayed) = subject else { return nil }
    return recorded?.artwork ?? replayed?.artwork
  }

  /// What is not the same, in a word.
  var word: String {
    guard case .entry(let recorded, let replayed) = subject else { return "state" }
    return (recorded ?? replayed)?.role.rawValue ?? ""
  }

  static func == (left: ReplayDifference, right: ReplayDifference) -> Bool {
    (left.seq, left.subject, left.at) == (right.seq, right.subject, right.at)
  }
  func hash(into hasher: inout Hasher) { hasher.combine(seq) }
}

extension ReplayDifference {
  /// Explains what a replay found.
  init(_ found: Replay.Difference, clock: ClockState, _ entries: EntryReading) {
    seq = found.seq
    subject = .entry(found.journalled, found.replayed)
    at = found.input.at
    wall = clock.wall(at: at)
    input = (found.input.seq, entries.sentence(of: found.input))
    fields = FieldDifference.between(found.journalled?.json, found.replayed?.json)
  }

  /// The difference as people read it: two columns.
  func lines(on terminal: Terminal, zone: String) -> [String] {
    let clock = HallClock(timeZone: zone)
    let time = wall.map { clock.dayAndTime($0) } ?? "show time \(at)"
    let about = artwork.map { ", \($0)" } ?? ""
    var head = "entry \(seq) (\(time)\(about)): "
    switch subject {
    case .entry(nil, _): head += "the replay gives a \(word) that the journal has not"
    case .entry(_, nil): head += "the journal has a \(word) that the replay does not give"
    case .entry: head += "another \(word)"
    case .state(let recorded, let replayed):
      head += "the state is \(replayed.prefix(12)), the snapshot has \(recorded.prefix(12))"
    }
    var table = Table(["", "the journal has", "the replay gives"])
    let isWhole = fields.count == 1 && fields[0].path.isEmpty
    let shown = isWhole ? fields[0].members : fields
    for field in shown.prefix(Self.mostFields) {
      table.add([
        .init(field.path, .faint), .init(clipped(field.recorded?.words ?? "—", to: 60)),
        .init(field.replayed?.words ?? "—"),
      ])
    }
    var lines = [Style.bad.applied(to: printable(head), on: terminal)]
    lines.append("  of the input \(input.seq): \(printable(input.sentence))")
    lines += table.lines(on: terminal, indent: 2)
    if shown.count > Self.mostFields {
      lines.append("  and \(shown.count - Self.mostFields) more: --json has them all")
    }
    return lines
  }

  /// How many fields are shown to people.
  private static let mostFields = 20

  /// The difference as scripts read it.
  var json: JSON {
    var (recorded, replayed): (JSON, JSON) = (.null, .null)
    switch subject {
    case .entry(let left, let right): (recorded, replayed) = (left?.json ?? .null, right?.json ?? .null)
    case .state(let left, let right): (recorded, replayed) = (.text(left), .text(right))
    }
    return .object([
      "seq": .number(Double(seq)), "about": .text(word), "artwork": .optional(artwork),
      "at_ms": .number(Double(at.milliseconds)), "at": .instant(wall),
      "input": .object(["seq": .number(Double(input.seq)), "text": .text(input.sentence)]),
      "recorded": recorded, "replayed": replayed,
      "fields": .list(
        fields.map { field in
          .object([
            "path": .text(field.path), "recorded": field.recorded ?? .null, "replayed": field.replayed ?? .null,
          ])
        }),
    ])
  }
}

extension FieldDifference {
  /// The fields of what only one side has.
  fileprivate var members: [FieldDifference] {
    let (left, right) = (recorded?.leaves() ?? [], replayed?.leaves() ?? [])
    return left.map { FieldDifference(path: $0.path, recorded: $0.value) }
      + right.map { FieldDifference(path: $0.path, replayed: $0.value) }
  }
}

extension JSON {
  /// A value as people read it: texts without quotes.
  fileprivate var words: String { text ?? description }

  /// The values in it that hold no others, by their paths.
  fileprivate func leaves(at path: String = "") -> [(path: String, value: JSON)] {
    switch self {
    case .object(let members):
      members.flatMap { $0.value.leaves(at: path.isEmpty ? $0.name : "\(path).\($0.name)") }
    case .list(let elements): elements.enumerated().flatMap { $1.leaves(at: "\(path)[\($0)]") }
    default: [(path, self)]
    }
  }
}
