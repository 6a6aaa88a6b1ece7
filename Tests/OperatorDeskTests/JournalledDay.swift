import Foundation
import Journal
import Sequencer
import Show
import ShowFiles
import Testing

/// A short day of a small hall, stepped and committed to a real journal in a folder of its own.
///
/// | show time | what happens |
/// |---|---|
/// | 0 s | the clock is known (10 June 2025, 09:00 in Paris), the show is loaded, the programme opens the hall |
/// | 10 s | a visitor comes; 2 s later onirica goes to descent |
/// | 20 s | nine visitors; it is not quiet yet, but `when` keeps chorus for after 17:30 |
/// | 30 s | lead overrides wash.level; the screen is away |
final class JournalledDay {
  let folder: String
  let fingerprint: String
  private(set) var sequencer: Sequencer
  private var group = Journal.Group()
  private var seq: Int64 = 1
  private let rows = JournalRows()
  private let show: Show
  private let writer: JournalWriter
  private let altering: (JournalRow) -> JournalRow

  /// 10 June 2025, 09:00:00 in Paris.
  static let nine = WallInstant(milliseconds: 1_749_538_800_000)

  var path: String { folder + "/journal.sqlite" }

  /// Lives the day.
  ///
  /// - Parameters:
  ///   - snapshotAfter: 0 for a snapshot once the hall is open.
  ///   - living: whether anything happens once the hall is open.
  ///   - storing: what the journal says that onirica's file was, where that is not what ran.
  ///   - altering: writes something else into the journal than what was decided.
  init(
    snapshotAfter: Int64? = nil, living: Bool = true, storing: String? = nil,
    altering: @escaping (JournalRow) -> JournalRow = { $0 }
  ) throws {
    self.altering = altering
    folder = NSTemporaryDirectory() + "desk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let files = [ShowFile(path: "hall.yaml", text: Self.hall), ShowFile(path: "onirica.yaml", text: Self.onirica)]
    let loaded = ShowReader.read(files: files)
    #expect(loaded.faults.map(\.description) == [])
    show = try #require(loaded.show)
    fingerprint = show.fingerprint
    sequencer = Sequencer(show: show)
    let moment = Journal.Moment(atMilliseconds: 0, wallMilliseconds: Self.nine.milliseconds)
    writer = try JournalWriter.open(path: folder + "/journal.sqlite", at: moment).writer
    group.shows = [
      Journal.ShowText(
        hash: fingerprint, loadedMilliseconds: Self.nine.milliseconds,
        text: ShowText.join([files[0], ShowFile(path: "onirica.yaml", text: storing ?? Self.onirica)]))
    ]
    try begin(snapshotAfter: snapshotAfter)
    if living { try live(snapshotAfter: snapshotAfter) }
  }

  deinit {
    writer.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func begin(snapshotAfter: Int64?) throws {
    try feed(.clock(wall: Self.nine, synchronised: true), at: 0)
    try feed(.show(fingerprint: fingerprint), at: 0, adopting: show)
    try feed(
      .agenda(
        AgendaResolver.resolve(
          entries: sequencer.entriesInForce, timeZone: "Europe/Paris", from: Self.nine, to: Self.nine + .hours(48))),
      at: 0)
    if snapshotAfter == 0 { try keepSnapshot() }
  }

  private func live(snapshotAfter: Int64?) throws {
    try feed(.availability(device: "onirica-screen", online: true), at: 1)
    try feed(.reading(sensor: "onirica-presence", value: .flag(true), arrival: .live), at: 10)
    try pass(to: 20)
    try feed(.reading(sensor: "onirica-count", value: .number(9), arrival: .live), at: 20)
    try pass(to: 30)
    let act = CommandAct.override("wash.level", .number(0.3))
    try feed(.command(Command(id: "x", by: "lead", act: act, note: "a photograph")), at: 30)
    try feed(.availability(device: "onirica-screen", online: false), at: 30)
    if snapshotAfter == 30 { try keepSnapshot() }
  }

  /// Takes each deadline up to a time, in seconds.
  func pass(to seconds: Int64) throws {
    let end = ShowInstant(milliseconds: seconds * 1000)
    while let due = sequencer.nextDeadline, due <= end {
      try feed(.deadline(late: false), atMilliseconds: due.milliseconds)
    }
  }

  /// Takes an input and puts its rows into the group.
  func feed(_ event: InputEvent, at seconds: Int64, adopting show: Show? = nil) throws {
    try feed(event, atMilliseconds: seconds * 1000, adopting: show)
  }

  private func feed(_ event: InputEvent, atMilliseconds at: Int64, adopting show: Show? = nil) throws {
    let input = Input(seq: seq + 1, at: ShowInstant(milliseconds: at), event: event)
    let step = sequencer.step(input, adopting: show)
    for row in try rows.rows(of: step, input: input).map(altering) {
      seq = row.seq
      group.entries.append(
        Journal.Entry(
          seq: row.seq, role: try #require(Journal.Role(rawValue: row.role.rawValue)), kind: row.kind,
          artwork: row.artwork, subject: row.subject, atMilliseconds: at,
          wallMilliseconds: Self.nine.milliseconds + at, body: row.body))
    }
  }

  /// Lives on while the journal is degraded: nothing is recorded; then the gap is declared, with a snapshot behind it.
  func lose(_ body: () throws -> Void) throws {
    let (kept, first) = (group.entries, seq + 1)
    try body()
    let now = sequencer.state.now.milliseconds
    let moment = Journal.Moment(atMilliseconds: now, wallMilliseconds: Self.nine.milliseconds + now)
    let gap = Journal.Entry.gap(from: first, to: seq, at: moment)
    group.entries = kept + [gap]
    seq = gap.seq
    try keepSnapshot()
  }

  private func keepSnapshot() throws {
    group.snapshot = Journal.Snapshot(
      seq: seq, stateHash: try sequencer.state.digest(),
      state: String(decoding: try sequencer.state.canonicalJSON(), as: UTF8.self))
  }

  /// Puts what happened so far on disk.
  func commit() async throws {
    try await writer.commit(group)
    group = Journal.Group()
  }

  static let hall = """
    regie: 1
    hall: "7.1"
    topics: hall/7.1
    timezone: Europe/Paris
    artworks: [onirica]
    operators: { desk: operator, lead: technician }
    sensors:
      onirica-presence: { kind: presence }
      onirica-count: { kind: count, range: 0..60 }
    devices:
      onirica-screen: { kind: screen }
      wash: { kind: light, model: rgb, universe: 1, slot: 1, default: "#000000", safe: "#ffffff" }
    schedule:
      - { kind: opening, date: 2025-06-10, from: "09:00", to: "18:30", lead: 15m }
      - { kind: window, artwork: onirica, scene: chorus, from: 2025-06-11T14:00, to: 2025-06-11T14:45 }
      - { kind: moment, artwork: onirica, go: chorus, at: 2025-06-11T16:00 }
    """

  static let onirica = """
    regie: 1
    artwork: onirica
    title: Onirica ()
    start: slumber
    closed: asleep
    inputs: { presence: onirica-presence, crowd: onirica-count }
    scenes:
      slumber:
        cues:
          - dream: { screen: onirica-screen, night: demo, stage: N3, speed: 60 }
          - fade: { wash: "#0a1230" }
            over: 8s
        triggers:
          - { trigger: presence is true, for: 2s, go: descent }
      descent:
        cues:
          - dream: { screen: onirica-screen, stage: REM, over: 6s }
        triggers:
          - trigger: crowd is above 8
            when: time >= 17:30
            go: chorus
          - { trigger: presence is false, for: 45s, go: slumber }
      chorus:
        cues:
          - dream: { screen: onirica-screen, stage: REM, over: 4s }
        triggers:
          - { after: 90s, go: descent }
      asleep:
        cues:
          - dream: { screen: onirica-screen, stop: true, over: 5s }
    """
}

extension PropertyPath: ExpressibleByStringLiteral {
  /// Reads `DEVICE.PROPERTY`.
  public init(stringLiteral value: String) { self = PropertyPath(value) ?? PropertyPath("unknown", .level) }
}
