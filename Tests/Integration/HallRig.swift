import BrokerFixture
import Foundation
import Journal
import MQTTLink
import Rehearsal
import Sequencer
import Show
import ShowFiles
import Synchronization
import Testing

/// A small hall on real parts: a broker, a daemon, a journal, and a client that hears all of it.
final class HallRig: Sendable {
  let broker: PrivateBroker
  let folder: String
  let heard = Awaited<MQTTMessage>()
  let client: MQTTClient
  private let daemon = Mutex<DaemonChild?>(nil)
  private let listener = Mutex<Task<Void, Never>?>(nil)
  private let journalFolder: String

  var showFolder: String { folder + "/show" }
  var journal: String { journalFolder + "/journal.sqlite" }
  var child: DaemonChild? { daemon.withLock { $0 } }

  /// Makes the hall's files and starts a broker; the daemon is started by ``start(_:)``.
  init(journalFolder: String? = nil) async throws {
    broker = try PrivateBroker()
    folder = NSTemporaryDirectory() + "hall-" + UUID().uuidString
    self.journalFolder = journalFolder ?? folder
    try FileManager.default.createDirectory(atPath: folder + "/show", withIntermediateDirectories: true)
    try Self.hall.write(toFile: folder + "/show/hall.yaml", atomically: true, encoding: .utf8)
    try Self.bell.write(toFile: folder + "/show/bell.yaml", atomically: true, encoding: .utf8)
    var settings = LinkSettings(
      address: try BrokerAddress(broker.url), clientIdentifier: "rig-\(UUID().uuidString.prefix(8))")
    settings.limits.unconfirmedPublications = 200
    settings.timings.reconnectDelay = .milliseconds(100)...(.milliseconds(300))
    client = try MQTTClient(settings: settings, batchesKept: 100_000)
    try await client.connect()
    for filter in ["hall/t/controller", "hall/t/state", "hall/t/artwork/#", "hall/t/device/#", "bell/#"] {
      try await client.subscribe(MQTTSubscription(filter))
    }
    let (batches, heard) = (client.batches, self.heard)
    listener.withLock { $0 = Task { for await batch in batches { for message in batch { heard.add(message) } } } }
  }

  deinit {
    daemon.withLock { $0?.kill() }
    listener.withLock { $0?.cancel() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts the daemon.
  @discardableResult
  func start(_ more: [String] = ["--assume-clock"], environment: [String] = []) throws -> DaemonChild {
    let words = ["--show", showFolder, "--journal", journal, "--broker", broker.url] + more
    let child = try DaemonChild(words, environment: environment)
    daemon.withLock { $0 = child }
    return child
  }

  /// Starts the daemon and waits until it says that it runs.
  func run() async throws {
    let before = heard.count
    let child = try start()
    let isOnline = await heard.first(from: before) { $0.topic == "hall/t/controller" && $0.text.contains("\"online\"") }
    try #require(isOnline != nil, "the daemon did not come up: \(child.log.all)")
  }

  /// What the daemon said, and how it ended if it has: for a test that fails.
  var account: String {
    guard let child else { return "no daemon" }
    let hasEnded = child.log.all.last == ""
    return child.log.all.joined(separator: "\n") + (hasEnded ? "ended with \(child.process.wait())" : "still runs")
  }

  /// Kills the daemon.
  func kill() { child?.kill() }

  /// Ends the daemon in order.
  func stop() -> Int32 { child?.stop() ?? -1 }

  /// Sends a command and waits for its answer, again with the same id where none comes.
  func ask(
    _ command: String, as name: String = "lead", retain: Bool = false, attempts: Int = 8, within seconds: Int = 3
  ) async throws -> JSONValue {
    let publication = MQTTPublication("hall/t/operator/\(name)/command", command, retain: retain)
    var fault: (any Error)?
    for _ in 0..<attempts {
      do {
        let reply = try await client.request(
          publication, responseTopic: "hall/t/operator/\(name)/reply/rig", within: .seconds(seconds))
        return try JSONValue(strict: reply.payload)
      } catch { fault = error }
    }
    throw try #require(fault)
  }

  /// The state of the bell as heard last, by a field.
  func bell(_ field: String, from start: Int = 0, is text: String) async -> Bool {
    await heard.first(from: start) { message in
      message.topic == "hall/t/artwork/bell/state"
        && (try? JSONValue(strict: message.payload))?.at(pointer: "/\(field)")?.text == text
    } != nil
  }

  // MARK: The journal afterwards

  /// Replays the journal from its beginning; the daemon must have ended in order.
  func replayed() throws -> (replay: Replay, isSameState: Bool) {
    let reader = try JournalReader(path: journal)
    defer { reader.close() }
    var texts: [String: String] = [:]
    for show in try reader.shows() { texts[show.hash] = try reader.show(hash: show.hash)?.text }
    let known = texts
    var replay = Replay(from: Sequencer(show: Show(hall: Hall(name: "none", topics: "none"), artworks: []))) { hash in
      known[hash].flatMap { ShowText.split($0) }.flatMap { ShowReader.read(files: $0).show }
    }
    for entry in try reader.entries() { if let row = Self.row(entry) { try replay.take(row) } }
    let snapshot = try #require(try reader.snapshot())
    let isSame = replay.isAt(stateHash: snapshot.stateHash)
    return (replay, isSame)
  }

  /// The entry as a row of a step, if it is one.
  private static func row(_ entry: Journal.Entry) -> JournalRow? {
    JournalRow.Role(rawValue: entry.role.rawValue).map { role in
      JournalRow(
        seq: entry.seq, role: role, kind: entry.kind, artwork: entry.artwork, subject: entry.subject,
        at: ShowInstant(milliseconds: entry.atMilliseconds), body: entry.body)
    }
  }

  /// How often each command's id was carried out.
  func commandsTaken() throws -> [String: Int] {
    let reader = try JournalReader(path: journal)
    defer { reader.close() }
    var counts: [String: Int] = [:]
    for entry in try reader.entries(EntryFilter(kind: "command", role: .input)) {
      let body = try JSONValue(strict: Array(entry.body.utf8))
      counts[body.at(pointer: "/id")?.text ?? "?", default: 0] += 1
    }
    return counts
  }

  static let hall = """
    regie: 1
    hall: t
    title: Test hall
    topics: hall/t
    timezone: Europe/Paris
    rate: 1000
    burst: 1000
    artworks: [bell]
    operators: { lead: technician, desk: operator, guest: viewer, one: operator, two: operator, three: operator }
    sensors:
      door: { kind: presence }
      crowd: { kind: count, range: 0..60, stale: 60s, when_stale: 0 }
      lift: { kind: presence, topic: building/lift, pointer: /state, map: { "UP": true, "DOWN": false } }
    devices:
      lamp: { kind: light, default: { level: 0 } }
    """

  static let bell = """
    regie: 1
    artwork: bell
    start: idle
    closed: idle
    inputs: { door: door }
    scenes:
      idle:
        cues:
          - set: { lamp.level: 0 }
        triggers:
          - { trigger: door becomes true, go: ringing }
      ringing:
        cues:
          - publish: { topic: bell/rung, payload: ding }
          - set: { lamp.level: 1 }
        triggers:
          - { trigger: door becomes false, go: idle }
    """
}
