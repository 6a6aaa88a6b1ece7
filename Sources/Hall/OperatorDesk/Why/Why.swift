import Endings
import Journal
import Sequencer
import Show

/// Why an artwork is in its scene: the last change, what led to it, what did not fire since, and who has its devices.
struct Why {
  /// A span of the wall clock.
  struct Window: Hashable {
    var begin: WallInstant
    /// Not included.
    var end: WallInstant
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

  /// The artwork.
  let artwork: ArtworkID
  /// The span that was asked about.
  let window: Window?
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

  /// Whether the scene changed in the span that was asked about.
  var changedThen: Bool {
    guard let change else { return false }
    guard let window else { return true }
    return change.wall.map { $0 >= window.begin } ?? false
  }

  /// Asks a journal.
  ///
  /// - Throws: status 1 where the hall has no such artwork, 65 and 74 where the journal cannot be used or read.
  init(artwork: ArtworkID, window: Window?, in reader: JournalReader) throws(CommandFault) {
    (self.artwork, self.window) = (artwork, window)
    let last = try reading { () throws(JournalFault) in try Self.lastSeq(before: window?.end, in: reader) }
    let past = try PastHall(reader, upTo: last)
    try explain(past)
    let book = DecisionBook(reader: reader, artwork: artwork, last: last)
    change = try book.newest("scene", after: 0, limit: 1).first
    if let change { cause = try book.cause(of: change.seq) }
    var since = (change?.seq ?? 0) + 1
    if let window, changedThen == false { since = max(since, try book.first(at: window.begin) ?? since) }
    notFired = try book.newest("not-fired", after: since - 1, limit: 5)
    others = try book.newest("mode", after: since - 1, limit: 5)
  }

  private static func lastSeq(before end: WallInstant?, in reader: JournalReader) throws(JournalFault) -> Int64 {
    guard let end else { return try reader.last().seq }
    let filter = EntryFilter(beforeMilliseconds: end.milliseconds, limit: 1, order: .newestFirst)
    return try reader.entries(filter).first?.seq ?? 0
  }

  private mutating func explain(_ past: PastHall) throws(CommandFault) {
    let (sequencer, show) = (past.sequencer, past.sequencer.show)
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
    triggers = Set(show.artwork(artwork)?.scenes.flatMap { $0.triggers.map(\.id.text) } ?? [])
    for device in (show.artwork(artwork)?.devices ?? []).sorted() {
      for property in sequencer.state.devices[device]?.desired.properties.keys.sorted() ?? [] {
        let path = PropertyPath(device, property)
        guard let won = sequencer.resolve(path) else { continue }
        properties.append(
          Property(path: path, value: won.fade.to, layer: won.layer, owner: owner(of: path, won, sequencer)))
      }
    }
  }

  private func owner(
    of path: PropertyPath, _ won: (layer: Sequencer.Layer, artwork: ArtworkID?, fade: Fade), _ sequencer: Sequencer
  ) -> String? {
    switch won.layer {
    case .override: sequencer.state.overrides[path]?.by.text
    case .scene:
      won.artwork.map { id in
        let scene = sequencer.state.artworks[id]?.layer[path]?.scene.text
        return scene.map { "\(id) \($0)" } ?? id.text
      }
    case .alarm: sequencer.state.alarm.raisedBy?.text
    case .mode: sequencer.state.phase.phase.description
    case .blackout, .default: nil
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

  /// The first entry from an instant on.
  func first(at instant: WallInstant) throws(CommandFault) -> Int64? {
    let filter = EntryFilter(sinceMilliseconds: instant.milliseconds, limit: 1)
    return try reading { () throws(JournalFault) in try reader.entries(filter) }.first?.seq
  }
}
