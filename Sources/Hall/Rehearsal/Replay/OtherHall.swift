import Sequencer
import Show

/// A hall that lives through the inputs of a journal with another show: what would have been.
///
/// What came from outside comes as it came: readings, commands, devices, the clock, outages. What followed from the
/// show is the other show's own: its deadlines, its programme, and the answers of devices to what only it told them.
/// What makes no sense in the other show is left out, and counted.
public struct OtherHall: Sendable {
  /// Inputs that were left out for one reason.
  public struct Skipped: Hashable, Sendable {
    /// Why, in a few words.
    public var reason: String
    /// How many.
    public var count: Int
    /// The number of the first of them.
    public var first: Int64
  }

  /// When a device was told something, and its number.
  private struct Told {
    var rev: Int64
    var at: ShowInstant
  }

  /// The show that would have run.
  public let show: Show
  /// The sequencer as far as it was fed.
  public private(set) var sequencer: Sequencer
  private var reasons: [String: (count: Int, first: Int64)] = [:]
  private var hasBegun: Bool
  private var moments: [HallTally.Moment] = []
  private var told: [DeviceID: [Told]] = [:]
  private var recorded: [DeviceID: [Told]] = [:]
  private static let keptRevisions = 32

  /// A hall that begins with the journal's first show.
  public init(_ show: Show) {
    (self.show, hasBegun) = (show, false)
    sequencer = Sequencer(show: Show(hall: Hall(name: "", topics: ""), artworks: []))
  }

  /// A hall that takes up the other show where a hall stood.
  ///
  /// - Parameters:
  ///   - show: the other show.
  ///   - was: the hall as it was, with the show that ran then.
  public init(_ show: Show, from was: Sequencer) {
    (self.show, hasBegun) = (show, true)
    var state = was.state
    for (id, entry) in state.entries.sorted(by: { $0.key < $1.key }) {
      guard let reason = show.objection(to: entry.entry) else { continue }
      state.entries[id] = nil
      reasons[reason] = (1, state.lastSeq)
    }
    sequencer = Sequencer(show: was.show, state: state)
    for (id, device) in state.devices {
      told[id] = [Told(rev: device.desired.rev, at: device.desired.at)]
      recorded[id] = told[id]
    }
    guard show.fingerprint != state.showFingerprint else { return }
    feed(.show(fingerprint: show.fingerprint), at: state.now, adopting: show)
    let agenda = state.agenda
    if agenda.from < agenda.to, hasOwnProgramme(beside: was) { feed(.agenda(own(agenda)), at: state.now) }
  }

  /// What was left out, the most frequent first.
  public var skipped: [Skipped] {
    reasons.map { Skipped(reason: $0.key, count: $0.value.count, first: $0.value.first) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// Takes the next input of the journal.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - step: what came of it in the hall as it was.
  ///   - was: the hall as it was, after it.
  /// - Returns: what would have come of it, with the deadlines before it.
  public mutating func take(_ input: Input, recorded step: Step, by was: Sequencer) -> [HallTally.Moment] {
    for case .desired(let device, let desired) in step.effects {
      recorded[device, default: []].append(Told(rev: desired.rev, at: desired.at))
      if recorded[device]?.count ?? 0 > Self.keptRevisions { recorded[device]?.removeFirst() }
    }
    passTime(before: input)
    if let reason = input.event.objection(in: show) { skip(input, because: reason) } else { follow(input, was) }
    defer { moments.removeAll(keepingCapacity: true) }
    return moments
  }

  private mutating func follow(_ input: Input, _ was: Sequencer) {
    switch input.event {
    case .deadline: break
    case .show:
      if hasBegun { return skip(input, because: "another show was loaded") }
      hasBegun = true
      feed(.show(fingerprint: show.fingerprint), at: input.at, adopting: show)
    case .agenda(let agenda):
      feed(.agenda(hasOwnProgramme(beside: was) ? own(agenda) : agenda), at: input.at)
    case .report(let device, var report):
      report.rev = report.rev.flatMap { confirmed(by: device, $0, at: input.at) }
      feed(.report(device: device, report: report), at: input.at)
    default: feed(input.event, at: input.at)
    }
  }

  private mutating func skip(_ input: Input, because reason: String) {
    let known = reasons[reason]
    reasons[reason] = ((known?.count ?? 0) + 1, known?.first ?? input.seq)
  }

  // MARK: Time and the programme

  /// Takes its own deadlines up to an input, as the control room does: none in an outage that no scene survives.
  private mutating func passTime(before input: Input) {
    var (end, lateAfter) = (input.at, input.at)
    switch input.event {
    case .deadline(late: true): lateAfter = sequencer.state.now
    case .restarted(let outage):
      let left = outage.map { input.at - $0 } ?? sequencer.state.now
      if let outage, outage <= sequencer.show.hall.resumeWithin { lateAfter = left } else { end = left }
    default: break
    }
    while let due = sequencer.nextDeadline, due <= end { feed(.deadline(late: due > lateAfter), at: due) }
  }

  private func hasOwnProgramme(beside was: Sequencer) -> Bool {
    sequencer.show.hall.timeZone != was.show.hall.timeZone || sequencer.entriesInForce != was.entriesInForce
  }

  private func own(_ agenda: Agenda) -> Agenda {
    AgendaResolver.resolve(
      entries: sequencer.entriesInForce, timeZone: show.hall.timeZone, from: agenda.from, to: agenda.to)
  }

  // MARK: Devices

  private mutating func feed(_ event: InputEvent, at instant: ShowInstant, adopting show: Show? = nil) {
    let input = Input(
      seq: sequencer.state.lastSeq + 1, at: max(instant, sequencer.state.now), event: event)
    let step = sequencer.step(input, adopting: show)
    moments.append(HallTally.Moment(input, step, of: sequencer))
    for case .desired(let device, let desired) in step.effects { tell(device, desired) }
  }

  /// A device that the hall as it was told something at the same instant answers as it did; to what it was not told then
  /// it answers at once, unless it is away.
  private mutating func tell(_ device: DeviceID, _ desired: DesiredState) {
    told[device, default: []].append(Told(rev: desired.rev, at: desired.at))
    if told[device]?.count ?? 0 > Self.keptRevisions { told[device]?.removeFirst() }
    guard sequencer.show.hall.devices[device]?.reports == true, sequencer.state.devices[device]?.online != false,
      recorded[device]?.last?.at != desired.at
    else { return }
    feed(.report(device: device, report: DeviceReport(rev: desired.rev)), at: desired.at)
  }

  /// The number of what this hall had told a device by the time that the hall as it was told it what it now answers.
  private func confirmed(by device: DeviceID, _ rev: Int64, at now: ShowInstant) -> Int64? {
    let asked = recorded[device]?.last { $0.rev == rev }?.at ?? now
    return told[device]?.last { $0.at <= asked }?.rev
  }
}
