import Dispatch
import Glibc
import Journal
import Logging
import MQTTLink
import OSC
import Show
import ShowFiles
import Synchronization

/// `regied`: composes journal, show, link and control room, and runs until it is told to stop.
public struct Daemon: Sendable {
  /// The program's version.
  public static let version = "0.1.0"

  private let options: EffectiveOptions
  private let log: Logger

  /// Reads options and configuration.
  ///
  /// - Throws: what is wrong with them.
  public init(_ options: DaemonOptions) throws(DaemonFault) {
    self.options = try EffectiveOptions(options)
    var log = Logger(label: "regied") { StreamLogHandler.standardError(label: $0) }
    log.logLevel = Logger.Level(rawValue: self.options.logLevel) ?? .notice
    self.log = log
  }

  /// Checks configuration and show without running anything.
  ///
  /// - Returns: what was found, a line each.
  /// - Throws: `DaemonFault` with exit code 1 where the show has faults.
  public func check() throws(DaemonFault) -> [String] {
    let loaded = ShowFolder.load(from: options.show)
    let lines = loaded.faults.map(\.description)
    guard loaded.isSound, let show = loaded.show else {
      throw .no(lines.joined(separator: "\n"))
    }
    return lines + [
      "\(options.show): \(show.hall.title): \(show.artworks.count) artworks, \(show.hall.sensors.count) sensors, "
        + "\(show.hall.devices.count) devices: no faults"
    ]
  }

  /// Runs the hall until SIGTERM or SIGINT; SIGHUP reads the show again.
  ///
  /// - Throws: why it does not, or not any more.
  public func run() async throws(DaemonFault) {
    let loop = try eventLoop()
    let folder = ShowSource.load(folder: options.show, allowingBrokenArtworks: true)
    let notices = JournalNotices()
    let opened = try openJournal(notices)
    if case .failure(let refusal) = folder, !opened.recovered.isContinued {
      _ = opened.journal.close(withinSeconds: 5)
      throw .configuration("\(options.show): \(refusal.message)")
    }
    let reader = opened.fault == nil ? try? JournalReader(path: options.journal) : nil
    let room = ControlRoom(
      settings: settings, loop: loop, journal: opened.journal, recovered: opened.recovered, log: log,
      handover: opened.fault == nil ? JournalHandover() : .closed(at: loop.now),
      oldAnswers: { key in
        (try? reader?.answer(operatorName: key.name.text, id: key.id)) ?? nil
      })
    notices.listen { notice in loop.call { room.assumeIsolated { $0.journalSaid(notice) } } }
    let signals = Signals(
      onTerminate: { loop.call { room.assumeIsolated { $0.stop() } } },
      onHangUp: { loop.call { room.assumeIsolated { $0.reloadAsked() } } })
    let (recovered, listening) = (opened.recovered, listening(for: room, loop))
    let remarks = opened.remarks.merging(listening.remarks) { $1 }
    defer { listening.listener?.end() }
    if let reader { Self.verify(reader, for: room, log: log) }
    let end: RunEnd = await withCheckedContinuation { continuation in
      loop.call {
        room.assumeIsolated {
          $0.begin(recovered, folder: folder, remarks: remarks) { continuation.resume(returning: $0) }
        }
      }
    }
    signals.end()
    _ = opened.journal.close(withinSeconds: 5)
    loop.shutDown()
    if case .anotherDaemon(let node) = end {
      throw .configuration(
        "the daemon of \(node) runs this hall already: stop it, or start this one with --takeover")
    }
  }

  private var settings: ControlRoomSettings {
    var settings = ControlRoomSettings(
      node: options.node, version: Self.version, broker: options.broker, credentials: options.credentials,
      showFolder: options.show, assumesClock: options.assumesClock, takesOver: options.takesOver)
    settings.keepsReadings = options.keepsReadings
    settings.mediaFolder = options.media
    settings.lightsInterface = options.lightsInterface
    return settings
  }

  /// Hears Open Sound Control where the configuration says so; a port that cannot be had is a warning, and the show runs.
  private func listening(
    for room: ControlRoom, _ loop: EventLoop
  ) -> (listener: OSCListener?, remarks: [String: String]) {
    guard let place = options.oscListen, let colon = place.lastIndex(of: ":"),
      let port = Int(place[place.index(after: colon)...])
    else { return (nil, [:]) }
    let intake = OSCIntake()
    do throws(OSCListener.Fault) {
      let listener = try OSCListener(host: String(place[..<colon]), port: port) { messages in
        intake.hear(messages) { loop.call { room.assumeIsolated { $0.receive(intake.takeAll()) } } }
      }
      return (listener, [:])
    } catch {
      log.error("Open Sound Control is not heard: \(error)")
      return (nil, ["osc": "Open Sound Control is not heard: \(error)"])
    }
  }

  private func eventLoop() throws(DaemonFault) -> EventLoop {
    do throws(EventLoop.Fault) { return try EventLoop(name: "control-room") } catch { throw .inside("\(error)") }
  }

  /// A journal, what it told of the time before, and what is worth a word about it.
  private struct OpenedJournal {
    var journal: any JournalPort
    var recovered: Recovered
    var remarks: [String: String]
    /// Why it could not be opened for writing yet.
    var fault: JournalFault?
  }

  private func openJournal(_ notices: JournalNotices) throws(DaemonFault) -> OpenedJournal {
    let (path, wall) = (options.journal, trustedWall?.milliseconds)
    let open: @Sendable () throws(JournalFault) -> (writer: JournalWriter, opening: JournalOpening) = {
      () throws(JournalFault) in
      try JournalWriter.open(
        path: path, at: Journal.Moment(atMilliseconds: 0, wallMilliseconds: wall), notify: { notices.say($0) })
    }
    do throws(JournalFault) {
      let (writer, opening) = try open()
      return OpenedJournal(
        journal: writer, recovered: try recover(opening, writer), remarks: Self.remarks(of: opening), fault: nil)
    } catch {
      switch error {
      case .full, .readOnly, .inputOutput, .busy:
        // A hall must show, disk or no disk; what can be read of the time before is gone on with.
        log.error("\(error); the show begins without it")
        return OpenedJournal(
          journal: LateJournal(open: open), recovered: readOnlyRecovery(), remarks: ["journal-degraded": "\(error)"],
          fault: error)
      case .notAJournal, .newer, .locked: throw .configuration(error.description)
      default: throw .inputOutput(error.description)
      }
    }
  }

  private func readOnlyRecovery() -> Recovered {
    let fresh = Recovered.fresh(nextSeq: 1, now: .now)
    guard let reader = try? JournalReader(path: options.journal) else { return fresh }
    // A reader that stays open keeps SQLite's index of the log read-only in this process, for the writer too.
    defer { reader.close() }
    let recovery = try? Recovery(reader: reader, now: .now, boot: BootIdentifier.read(), wall: trustedWall)
    return (try? recovery?.recovered()) ?? fresh
  }

  /// Proves the whole journal beside the show; damage puts it into quarantine.
  private static func verify(_ reader: JournalReader, for room: ControlRoom, log: Logger) {
    Task.detached(priority: .background) {
      do throws(JournalFault) {
        if let finding = try reader.verifyAll() {
          await room.journalIsDamaged(finding)
        } else {
          await room.journalIsProven()
        }
      } catch {
        log.error("the journal could not be proven to its end, and erases nothing in this run: \(error)")
      }
    }
  }

  private var trustedWall: WallInstant? {
    let clock = WallClock.machine(isAssumed: options.assumesClock)
    return clock.isSynchronised() ? clock.read() : nil
  }

  private func recover(_ opening: JournalOpening, _ writer: JournalWriter) throws(JournalFault) -> Recovered {
    do {
      let recovery = Recovery(
        reader: try JournalReader(path: options.journal), opening: opening, now: .now, boot: BootIdentifier.read(),
        wall: trustedWall)
      return try recovery.recovered()
    } catch {
      _ = writer.close()
      throw (error as? JournalFault) ?? .unexpected(path: options.journal, detail: "\(error)")
    }
  }

  private static func remarks(of opening: JournalOpening) -> [String: String] {
    var remarks: [String: String] = [:]
    if case .begunAnew(let finding, let quarantine) = opening.start {
      let kept = quarantine.map { "; it is kept as \($0)" } ?? ""
      remarks["journal-begun-anew"] = "the journal was damaged (\(finding))\(kept); a new one was begun"
    }
    for remark in opening.remarks where remark != .quarantineCompleted {
      remarks["journal-mark"] = remark.description
    }
    return remarks
  }
}

/// The signals that a daemon heeds, on a queue of their own.
final class Signals: Sendable {
  private let sources: Mutex<[any DispatchSourceSignal]>

  /// Heeds SIGTERM, SIGINT and SIGHUP until ``end()``.
  init(onTerminate: @escaping @Sendable () -> Void, onHangUp: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "signals")
    let made = [(SIGTERM, onTerminate), (SIGINT, onTerminate), (SIGHUP, onHangUp)].map { number, handler in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler(handler: handler)
      source.resume()
      return source
    }
    sources = Mutex(made)
  }

  /// Heeds them no more.
  func end() { sources.withLock { for source in $0 { source.cancel() } } }
}
