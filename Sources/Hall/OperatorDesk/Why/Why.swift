import Endings
import Journal
import Rehearsal
import Sequencer
import Show

/// Why an artwork is in its scene at a time: the state of then, made again from the journal alone; the last change, what
/// led to it, how the triggers of its scene stand, what did not fire, and who has its devices.
struct Why {
  /// A span of the wall clock.
  struct Window: Hashable {
    var begin: WallInstant
    /// Not included.
    var end: WallInstant
  }

  /// What is asked about.
  enum Moment: Hashable {
    /// How it is.
    case now
    /// A span.
    case window(Window)
    /// After the step of an entry.
    case entry(Int64)
  }

  /// A decision and where it stands in the journal.
  struct Found: Hashable {
    var seq: Int64
    var wall: WallInstant?
    var decision: Decision
  }

  /// A property of one of the artwork's devices: its value and whose it is.
  struct Property: Hashable {
    var path: PropertyPath
    var value: PropertyValue
    var layer: Sequencer.Layer
    /// The artwork, scene or operator.
    var owner: String?
  }

  /// How far a trigger came, before it ended or until the end of what is asked about.
  struct Attempt: Hashable {
    var outlook: TriggerOutlook
    var progress: TriggerOutlook.Progress
  }

  /// A journal's last entry tells how it is for so long; then nobody knows.
  static let patience = TimeSpan.minutes(1)

  /// The artwork.
  let artwork: ArtworkID
  /// What is asked about.
  let moment: Moment
  /// The hall as it was.
  let hall: HallThen
  /// The last change of scene before the end of the span; nothing if there was none.
  private(set) var change: Found?
  /// The input that led to it.
  private(set) var cause: (seq: Int64, sentence: String)?
  /// What started a trigger in the span, or since the change, that did not fire; the last ones.
  private(set) var notFired: [Found] = []
  /// Decisions on its mode in the span, or since the change.
  private(set) var others: [Found] = []
  /// The names of its triggers.
  private(set) var triggers: Set<String> = []
  /// Its state then.
  private(set) var status: ArtworkStatus?
  /// Its devices' properties then.
  private(set) var properties: [Property] = []
  /// How the triggers of its scene stood then.
  private(set) var outlook: [TriggerOutlook] = []
  /// How far triggers of its scene came in the span, the furthest first.
  private(set) var attempts: [Attempt] = []

  /// Whether the scene changed in the span that was asked about.
  var changedThen: Bool {
    guard let change else { return false }
    switch moment {
    case .now: return true
    case .window(let window): return change.wall.map { $0 >= window.begin } ?? false
    case .entry: return change.seq >= hall.firstSeq
    }
  }

  /// Asks a journal.
  ///
  /// - Throws: status 1 where the hall has no such artwork, 65 and 74 where the journal cannot be used or read.
  init(artwork: ArtworkID, moment: Moment, now: WallInstant, in reader: JournalReader) throws(CommandFault) {
    (self.artwork, self.moment) = (artwork, moment)
    var tries = AttemptBook(artwork: artwork)
    hall = try HallThen(moment, now: now, in: reader) { tries.look(at: $0, before: $1) }
    try explain(hall.sequencer)
    tries.end(hall.sequencer)
    attempts = tries.attempts
    let book = DecisionBook(reader: reader, artwork: artwork, last: hall.lastSeq)
    change = try book.newest("scene", after: 0, limit: 1).first
    if let change { cause = try book.cause(of: change.seq) }
    var since = (change?.seq ?? 0) + 1
    if moment != .now, changedThen == false { since = max(since, hall.firstSeq) }
    notFired = try book.newest("not-fired", after: since - 1, limit: 5)
    others = try book.newest("mode", after: since - 1, limit: 5)
  }

  private mutating func explain(_ sequencer: Sequencer) throws(CommandFault) {
    let show = sequencer.show
    let known = show.hall.artworkOrder.map(\.text)
    guard known.contains(artwork.text) else {
      let hint = nearest(to: artwork.text, among: known).map { "did you mean \($0)?" }
      throw CommandFault(
        .answerIsNo,
        known.isEmpty
          ? "there was no show then: ask about a later time"
          : "the hall has no artwork \(artwork): \(hint ?? "there are \(known.joined(separator: ", "))")")
    }
    status = sequencer.status(of: artwork)
    outlook = sequencer.outlook(of: artwork)
    triggers = Set(show.artwork(artwork)?.scenes.flatMap { $0.triggers.map(\.id.text) } ?? [])
    for device in (show.artwork(artwork)?.devices ?? []).sorted() {
      for property in sequencer.state.devices[device]?.desired.properties.keys.sorted() ?? [] {
        let path = PropertyPath(device, property)
        guard let won = sequencer.wishes(for: path).first(where: \.won) else { continue }
        properties.append(Property(path: path, value: won.value, layer: won.layer, owner: won.owner))
      }
    }
  }
}

/// Watches how far triggers come while inputs pass: a visitor who left too early is gone at the end.
private struct AttemptBook {
  let artwork: ArtworkID
  private var scene: SceneID?
  private var found: [TriggerID: Why.Attempt] = [:]

  init(artwork: ArtworkID) { self.artwork = artwork }

  /// How far they came, the furthest first.
  var attempts: [Why.Attempt] {
    found.values.sorted { ($1.progress.part, $0.outlook.id) < ($0.progress.part, $1.outlook.id) }
  }

  /// Looks at a hall an instant before an input.
  mutating func look(at hall: Sequencer, before input: Input) { end(hall.looking(at: input.at)) }

  /// Looks at a hall.
  mutating func end(_ hall: Sequencer) {
    let running = hall.state.artworks[artwork]?.run?.scene
    if running != scene { (scene, found) = (running, [:]) }
    for outlook in hall.outlook(of: artwork) where outlook.leads && outlook.event.sensor != nil {
      guard let progress = outlook.progress, progress.lasted > found[outlook.id]?.progress.lasted ?? .zero else {
        continue
      }
      found[outlook.id] = Why.Attempt(outlook: outlook, progress: progress)
    }
  }
}

/// Finds an artwork's decisions in a journal.
private struct DecisionBook {
  let reader: JournalReader
  let artwork: ArtworkID
  let last: Int64
  let entries = EntryReading()

  /// The newest decisions of a kind, the oldest of them first.
  func newest(_ kind: String, after seq: Int64, limit: Int) throws(CommandFault) -> [Why.Found] {
    guard seq < last else { return [] }
    let filter = EntryFilter(
      artwork: artwork.text, kind: kind, role: .decision, seqs: (seq + 1)...last, limit: limit, order: .newestFirst)
    let found = try reading { () throws(JournalFault) in try reader.entries(filter) }
    return found.reversed().compactMap { entry in
      entries.decision(entry).map { Why.Found(seq: entry.seq, wall: entry.wall, decision: $0) }
    }
  }

  /// The input whose step made an entry.
  func cause(of seq: Int64) throws(CommandFault) -> (seq: Int64, sentence: String)? {
    let filter = EntryFilter(role: .input, seqs: 0...seq, limit: 1, order: .newestFirst)
    let found = try reading { () throws(JournalFault) in try reader.entries(filter) }
    return found.first.map { ($0.seq, entries.sentence($0)) }
  }
}
