import Foundation
import Journal
import Logging
import MQTTLink
import Sequencer
import Show
import ShowFiles
import Synchronization
import Testing

@testable import ControlRoom

/// A control room of one test: real loop and real journal, no broker, and a wall clock that the test sets.
final class RoomBench: Sendable {
  let room: ControlRoom
  private let log: AsyncStream<String>
  private let line: AsyncStream<String>.Continuation
  private let loop: EventLoop
  private let journal: any JournalPort
  private let ended = AsyncStream<Void>.makeStream()

  /// Starts a room on a journal.
  ///
  /// - Parameters:
  ///   - path: the journal's file.
  ///   - wall: what the wall clock says.
  ///   - keeps: how long readings are kept.
  ///   - drivers: what drives devices; the machine's own where nothing is given.
  ///   - senders: what sends messages without the broker.
  ///   - cue: a cue that the scene of the test hall has beside its own, as YAML.
  ///   - broker: the broker's address; nobody listens there unless another is given.
  ///   - lamp: how the test hall declares its lamp, as YAML.
  ///   - journal: puts something between the room and the journal.
  init(
    _ path: String, at wall: WallInstant, keeps: TimeSpan? = nil, drivers: [any DeviceDriver]? = [],
    senders: [any MessageSender] = [], cue: String? = nil, broker: String = "mqtt://127.0.0.1:1",
    lamp: String = "{ kind: light, default: { level: 0 } }",
    through journal: (JournalWriter) -> any JournalPort = { $0 }
  ) async throws {
    let moment = Journal.Moment(atMilliseconds: 0, wallMilliseconds: wall.milliseconds)
    let (writer, opening) = try JournalWriter.open(path: path, at: moment)
    let recovered = try Recovery(
      reader: try JournalReader(path: path), opening: opening, now: .now, boot: BootIdentifier.read(), wall: wall
    ).recovered()
    var settings = ControlRoomSettings(
      node: "test", version: "0", broker: try BrokerAddress(broker), showFolder: "none", takesOver: true)
    settings.keepsReadings = keeps
    let (lines, line) = AsyncStream<String>.makeStream()
    let loop = try EventLoop(name: "test")
    let seam = WallSeam(wall)
    var surroundings = Surroundings.machine(settings)
    surroundings.wallClock = WallClock(read: { seam.now }, isSynchronised: { true })
    if let drivers { surroundings.makeDrivers = { _ in drivers } }
    surroundings.makeSenders = { senders }
    self.journal = journal(writer)
    (self.loop, log, self.line) = (loop, lines, line)
    room = ControlRoom(
      settings: settings, surroundings: surroundings, loop: loop, journal: self.journal, recovered: recovered,
      log: Logger(label: "test") { _ in LineLog(line: line) })
    let (room, end, show) = (room, ended.continuation, Self.show(cue: cue, lamp: lamp))
    loop.call {
      room.assumeIsolated { $0.begin(recovered, folder: show, remarks: [:]) { _ in end.yield() } }
    }
  }

  /// A sensor says so many times something new.
  func say(_ count: Int) async {
    for number in 0..<count {
      await room.receive([MQTTMessage(topic: "hall/t/sensor/crowd", payload: Array("\(number % 50 + 1)".utf8))])
    }
  }

  /// The same, and waits until all of it is on disk.
  func journals(_ count: Int) async -> Bool {
    await say(count)
    let end = ContinuousClock.now + .seconds(20)
    while await !room.isAtRest {
      if ContinuousClock.now > end { return false }
      await Task.yield()
    }
    return true
  }

  /// Waits until a line of the log, behind those that were waited for before, has some words.
  func hears(_ words: String) async -> Bool {
    let (line, end) = (self.line, "no \(words): \(UUID().uuidString)")
    DispatchQueue.global().asyncAfter(deadline: .now() + 20) { line.yield(end) }
    for await line in log {
      if line == end { return false }
      if line.contains(words), !line.hasPrefix("no ") { return true }
    }
    return false
  }

  /// Ends in order.
  func stop() async {
    await room.stop()
    for await _ in ended.stream { break }
    _ = journal.close(withinSeconds: 5)
    loop.shutDown()
  }

  private static func show(cue: String?, lamp: String) -> Result<(show: Show, texts: ShowTexts), Refusal> {
    let read = ShowReader.read(files: [
      ShowFile(
        path: "hall.yaml",
        text: """
          regie: 1
          hall: t
          title: Test hall
          topics: hall/t
          timezone: Europe/Paris
          artworks: [lamp]
          sensors:
            crowd: { kind: count, range: 0..60 }
            touch: { kind: measure, osc: /touch/1 }
          devices:
            lamp: \(lamp)
          """),
      ShowFile(
        path: "lamp.yaml",
        text: """
          regie: 1
          artwork: lamp
          start: few
          closed: few
          inputs: { crowd: crowd }
          scenes:
            few:
              cues:
                - set: { lamp.level: 0 }
          """ + (cue.map { "\n      - \($0)" } ?? "")),
    ])
    guard let show = read.show else { return .failure(Refusal(.faultyShow, "\(read.faults)")) }
    return .success((show, ShowTexts(fingerprint: show.fingerprint, text: ShowText.join(read.files))))
  }
}

extension ControlRoom {
  /// Whether all that came is on disk.
  var isAtRest: Bool { inbox.isEmpty && open.isEmpty && handover.phase == .idle }
}

/// A wall clock that runs with the machine's, from where it was set.
struct WallSeam: Sendable {
  private let begin: WallInstant
  private let since = BootInstant.now

  init(_ wall: WallInstant) { begin = wall }

  var now: WallInstant { begin + .milliseconds((BootInstant.now.nanoseconds - since.nanoseconds) / 1_000_000) }
}

/// Passes each line of a log on.
struct LineLog: LogHandler {
  let line: AsyncStream<String>.Continuation
  var metadata = Logger.Metadata()
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    line.yield("\(event.message) \(event.metadata ?? [:])")
  }
}
