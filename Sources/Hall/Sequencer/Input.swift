import Show

/// One input of the sequencer, with its number in the journal and its instant of show time.
public struct Input: Hashable, Sendable, Codable {
  /// Its number in the journal, growing.
  public var seq: Int64
  /// When it is taken; never before the input before.
  public var at: ShowInstant
  /// What happened.
  public var event: InputEvent

  /// An input.
  public init(seq: Int64, at: ShowInstant, event: InputEvent) { (self.seq, self.at, self.event) = (seq, at, event) }
}

/// What can happen to a hall.
public enum InputEvent: Hashable, Sendable, Codable {
  /// A show was loaded: the first one, or another; its text stands in the journal under this fingerprint.
  case show(fingerprint: String)
  /// The daemon started again; `outage` is how long it was away, if that is known.
  case restarted(outage: TimeSpan?)
  /// Whatever is due at this instant; `late` if that instant lies well in the past, so that momentary effects are left out.
  case deadline(late: Bool)
  /// The wall clock at this instant, and whether it is known to be right.
  case clock(wall: WallInstant, synchronised: Bool)
  /// The programme with its local times resolved.
  case agenda(Agenda)
  /// An entry of the programme came by message, or was removed by an empty one.
  case scheduleEntry(id: ScheduleEntryID, entry: ScheduleEntry?)
  /// A reading of a sensor.
  case reading(sensor: SensorID, value: Value, arrival: Arrival)
  /// A device told its actual state.
  case report(device: DeviceID, report: DeviceReport)
  /// A device came or went.
  case availability(device: DeviceID, online: Bool)
  /// An operator's command, read and allowed.
  case command(Command)
}

/// How a reading came.
public enum Arrival: Hashable, Sendable, Codable {
  /// Live: a change is an edge.
  case live
  /// Retained, or queued while disconnected: a level, never an edge.
  case held
  /// Injected by an operator; lasts until the time given if one is, then the sensor has no value until its next reading.
  case injected(by: OperatorName)

  /// Whether an operator injected it.
  public var isInjected: Bool { if case .injected = self { true } else { false } }
}

/// What a device told of its actual state, as far as the show cares.
public struct DeviceReport: Hashable, Sendable, Codable {
  /// The number of the desired state that it answers.
  public var rev: Int64?
  /// Its state in one word: `dreaming`, `warming`, `ended` …
  public var state: String?
  /// What it warns of, each a sentence.
  public var warnings: [String]
  /// The stills that it cannot show; none where there are none.
  public var skipped: [SkippedStill]?
  /// Of the stills that it was told to be passed over, those that it can show now; none where there are none.
  public var mended: [String]?

  /// A report of a device.
  public init(
    rev: Int64? = nil, state: String? = nil, warnings: [String] = [], skipped: [SkippedStill]? = nil,
    mended: [String]? = nil
  ) {
    (self.rev, self.state, self.warnings) = (rev, state, warnings)
    (self.skipped, self.mended) = (skipped, mended)
  }
}

/// A still that a screen cannot show.
public struct SkippedStill: Hashable, Sendable, Codable {
  /// Its name in the show.
  public var still: String
  /// Why, in words.
  public var why: String

  /// A still that a screen cannot show.
  public init(still: String, why: String) { (self.still, self.why) = (still, why) }
}

extension InputEvent {
  /// The kind under which the journal lists it.
  public var kind: String {
    switch self {
    case .show: "show"
    case .restarted: "restarted"
    case .deadline: "deadline"
    case .clock: "clock"
    case .agenda: "agenda"
    case .scheduleEntry: "schedule"
    case .reading: "reading"
    case .report: "report"
    case .availability: "availability"
    case .command: "command"
    }
  }

  /// The artwork that it is about, if it is about one.
  public var artwork: ArtworkID? { if case .command(let command) = self { command.act.artwork } else { nil } }

  /// What it is about: a sensor, a device, an entry, an operator.
  public var subject: String? {
    switch self {
    case .show(let fingerprint): fingerprint
    case .scheduleEntry(let id, _): id.text
    case .reading(let sensor, _, _): sensor.text
    case .report(let device, _), .availability(let device, _): device.text
    case .command(let command): command.by.text
    case .restarted, .deadline, .clock, .agenda: nil
    }
  }
}
