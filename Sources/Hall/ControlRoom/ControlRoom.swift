import Journal
import Logging
import MPV
import MQTTLink
import Sequencer
import Show

// The control room. One actor, on the loop that also reads the broker's socket, owns the sequencer; nothing here waits.
//
// A turn: deadlines that have come, then the messages that were read, become inputs, each with a number; the sequencer
// steps; the rows of all steps are gathered and handed to the journal's thread, and reading stops. Once they are on disk
// the effects are performed in order, what waits is written (the broker's messages are confirmed by that), and reading
// goes on. What is different when the journal is slow or gone stands at the head of `JournalHandover`.
//
// | file | what it does |
// |---|---|
// | Turn | the turn, and what a step leaves |
// | Handing | rows to the journal, effects to the interpreter |
// | Messages, Commands, Operators' answers | what messages become |
// | Keeping | clock, signs of life, snapshots, counts, warnings |
// | Retaining | readings that are older than the configuration keeps leave the journal |
// | Shows | reload and rollback |
// | Link | connecting, announcing, another daemon |

/// Runs a hall: receives, commits, steps, performs.
public actor ControlRoom {
  /// The loop whose thread everything here runs on.
  nonisolated let loop: any Loop
  /// The jobs of this actor run on its loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  let settings: ControlRoomSettings
  let journal: any JournalPort
  let log: Logger
  let surroundings: Surroundings
  var wallClock: WallClock { surroundings.wallClock }
  let notify: SystemdNotice

  var sequencer: Sequencer
  var clock: ShowClock
  let codec = JournalRows()
  let interpreter: Interpreter

  /// The number that the next row has.
  var nextSeq: Int64
  /// The last row that is on disk.
  var lastCommitted: Int64
  var handover: JournalHandover
  /// What the turns since the last handing over left.
  var open = Gathering()
  /// What is on its way to the disk.
  var underWay: Gathering?

  var topics: TopicMap
  var link: MQTTConnection?
  var look: MQTTConnection?
  /// Whether readings that come now were queued while there was no connection.
  var isCatchingUp = true
  var inbox = Inbox()
  var heldCommands: [MQTTMessage] = []
  /// Inputs that came of effects, and are taken in the next turn.
  var comingInputs: [InputEvent] = []
  /// What driven devices told, for the next turn.
  var comingReports: [DeviceID: ComingReports] = [:]
  /// Shows that were loaded for a command or a signal, and are taken up in the next turn.
  var comingShows: [ComingShow] = []

  var buckets = OperatorBuckets()
  var answers: AnswerBook
  let oldAnswers: @Sendable (AnswerBook.Key) -> Journal.Answer?
  var tally = Tally()
  var lastReports: [DeviceID: DeviceReport] = [:]
  /// When a bad reading was last journalled, by reason and sensor.
  var badReadings: [String: ShowInstant] = [:]

  /// Warnings of the daemon itself; those of the show stand in its state.
  var warnings: [String: Warning] = [:]
  var startedAt: ShowInstant = .zero
  var shows: ShowHistory
  var lastRowAt: ShowInstant = .zero
  var lastCommitAt: BootInstant
  var lastTickAt: BootInstant?
  /// When the journal's disk was slow last.
  var lastSlowAt: ShowInstant?
  var lastTallyAt: ShowInstant = .zero
  var snapshots = SnapshotRhythm()
  /// Erases old readings.
  var retention: Retention
  var lastAnnounced: ControllerText?
  var lastCorrection: ShowInstant?
  var isCorrectionAsked = false
  var isEnding = false
  var hasLastSnapshot = false
  var hasLeft = false
  var isReady = false
  var isTurnAsked = false
  var wake: EventLoop.Deadline?
  var whenEnded: (@Sendable (RunEnd) -> Void)?

  /// A control room that has not begun.
  ///
  /// - Parameters:
  ///   - settings: names, broker, show folder.
  ///   - surroundings: what it finds around it; the machine's unless others are given.
  ///   - loop: the loop whose thread it runs on.
  ///   - journal: where rows go.
  ///   - recovered: what the journal told of the time before.
  ///   - log: where words for technicians go.
  ///   - handover: how the journal is at the start.
  ///   - oldAnswers: looks an answer up that is in the journal alone.
  package init(
    settings: ControlRoomSettings, surroundings: Surroundings? = nil, loop: any Loop, journal: any JournalPort,
    recovered: Recovered, log: Logger, handover: JournalHandover = JournalHandover(),
    oldAnswers: @escaping @Sendable (AnswerBook.Key) -> Journal.Answer? = { _ in nil }
  ) {
    (self.settings, self.loop, self.journal, self.log) = (settings, loop, journal, log)
    (self.surroundings, notify) = (surroundings ?? .machine(settings), SystemdNotice())
    lastCommitAt = loop.now
    (sequencer, clock, nextSeq) = (recovered.sequencer, recovered.clock, recovered.nextSeq)
    (lastCommitted, answers, shows) = (recovered.nextSeq - 1, recovered.answers, recovered.shows)
    (self.handover, self.oldAnswers) = (handover, oldAnswers)
    retention = Retention(keeps: settings.keepsReadings)
    topics = TopicMap(recovered.sequencer.show.hall)
    let showClock = recovered.clock
    interpreter = Interpreter(
      topics: topics,
      rack: DeviceRack(self.surroundings.makeDrivers { showClock.show(at: .now) }),
      senders: self.surroundings.makeSenders())
  }

  /// Show time now.
  var now: ShowInstant { max(clock.show(at: loop.now), sequencer.state.now) }

  /// Writes instants as long as the clock is known to be right.
  var instantWriter: InstantWriter {
    let clock = sequencer.state.clock
    return { clock.synchronised ? clock.wall(at: $0)?.rfc3339 : nil }
  }

  /// The wall time of an instant, where the clock is known to be right.
  func trustedWall(at instant: ShowInstant) -> WallInstant? {
    sequencer.state.clock.synchronised ? sequencer.state.clock.wall(at: instant) : nil
  }

  /// An instant as the journal wants it.
  func moment(at instant: ShowInstant) -> Journal.Moment {
    Journal.Moment(
      atMilliseconds: instant.milliseconds, wallMilliseconds: trustedWall(at: instant)?.milliseconds)
  }
}

/// The newest that a driven device told, of each kind.
struct ComingReports: Hashable, Sendable {
  var availability: DriverReport?
  var actual: DriverReport?
}

/// How a run ended.
public enum RunEnd: Hashable, Sendable {
  /// As it was asked to.
  case stopped
  /// Another daemon runs the hall; its node.
  case anotherDaemon(String)
}

/// What a control room needs to know.
public struct ControlRoomSettings: Sendable {
  /// The name of this machine or installation.
  public var node: String
  /// The program's version.
  public var version: String
  /// Where the broker listens.
  public var broker: BrokerAddress
  /// How the daemon proves who it is.
  public var credentials: MQTTCredentials
  /// The folder of the show.
  public var showFolder: String
  /// Whether the clock is taken for right.
  public var assumesClock: Bool
  /// Whether a hall that another daemon runs is taken over.
  public var takesOver: Bool
  /// How long readings stay in the journal; for ever unless given.
  public var keepsReadings: TimeSpan?
  /// The folder of the players' media.
  public var mediaFolder = MPVSettings.usualMediaFolder
  /// This machine's IPv4 address on the lighting network; that of the default route unless given.
  public var lightsInterface: String?
  /// The kernel's name of this start of the machine.
  public var boot = BootIdentifier.read()
  /// Delays of the link.
  public var timings = LinkTimings()

  /// Settings; see the properties.
  public init(
    node: String, version: String, broker: BrokerAddress, credentials: MQTTCredentials = MQTTCredentials(),
    showFolder: String, assumesClock: Bool = false, takesOver: Bool = false
  ) {
    (self.node, self.version, self.broker, self.credentials) = (node, version, broker, credentials)
    (self.showFolder, self.assumesClock, self.takesOver) = (showFolder, assumesClock, takesOver)
  }
}
