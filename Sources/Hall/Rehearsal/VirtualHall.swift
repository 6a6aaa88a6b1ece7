import Sequencer
import Show

/// A hall on a virtual clock: inputs at chosen instants, deadlines at their own, no hardware and no waiting.
///
/// Rehearsal, golden traces and property tests drive the same step function through it as the control room does.
public struct VirtualHall: Sendable {
  /// One input and what came of it.
  public struct Moment: Sendable, Hashable {
    /// The input.
    public var input: Input
    /// What came of it.
    public var step: Step
  }

  /// The sequencer and its state.
  public private(set) var sequencer: Sequencer
  /// All that happened, in order.
  public private(set) var moments: [Moment] = []
  /// The virtual instant.
  public private(set) var now: ShowInstant = .zero
  private let devicesAnswer: Bool
  private let resolve: @Sendable ([ScheduleEntry], WallInstant) -> Agenda

  /// A hall that has just begun with a show.
  ///
  /// - Parameters:
  ///   - show: the show.
  ///   - wall: what the wall clock says, and is known to say rightly; without it the clock stays unknown.
  ///   - devicesAnswer: whether devices that report confirm at once what they are to be.
  ///   - resolve: turns the programme's local times into instants around a wall time; without it there is no programme.
  public init(
    show: Show, wall: WallInstant? = nil, devicesAnswer: Bool = false,
    resolve: @escaping @Sendable ([ScheduleEntry], WallInstant) -> Agenda = { _, _ in .empty }
  ) {
    sequencer = Sequencer(show: show)
    self.resolve = resolve
    self.devicesAnswer = devicesAnswer
    if let wall { feed(.clock(wall: wall, synchronised: true)) }
    feed(.show(fingerprint: show.fingerprint.isEmpty ? "virtual" : show.fingerprint), adopting: show)
  }

  /// Takes an input now, and resolves the programme if that is asked for.
  @discardableResult public mutating func feed(_ event: InputEvent, adopting show: Show? = nil) -> Step {
    let input = Input(seq: sequencer.state.lastSeq + 1, at: now, event: event)
    let step = sequencer.step(input, adopting: show)
    moments.append(Moment(input: input, step: step))
    if step.effects.contains(.resolveAgenda), let wall = sequencer.state.clock.wall(at: now) {
      let agenda = resolve(sequencer.entriesInForce, wall)
      if agenda != sequencer.state.agenda { feed(.agenda(agenda)) }
    }
    if devicesAnswer { answer(step) }
    return step
  }

  private mutating func answer(_ step: Step) {
    for case .desired(let device, let desired) in step.effects
    where sequencer.show.hall.devices[device]?.reports == true {
      feed(.report(device: device, report: DeviceReport(rev: desired.rev)))
    }
  }

  /// Lets time pass to the next deadline, which is taken; without one until then, to that instant.
  ///
  /// - Returns: whether a deadline was taken.
  public mutating func advanceToDeadline(before limit: ShowInstant) -> Bool {
    guard let due = sequencer.nextDeadline, due <= limit else {
      now = max(now, limit)
      return false
    }
    now = due
    feed(.deadline(late: false))
    return true
  }

  /// Hands out what happened since it was last asked for, and forgets it: a long run keeps none of it here.
  public mutating func takeMoments() -> [Moment] {
    defer { moments.removeAll(keepingCapacity: true) }
    return moments
  }

  /// Lets time pass: each deadline up to then is taken at its own instant.
  ///
  /// - Parameter late: whether the time has already passed, so that momentary effects are left out.
  public mutating func advance(to instant: ShowInstant, late: Bool = false) {
    while let due = sequencer.nextDeadline, due <= instant {
      now = due
      feed(.deadline(late: late))
    }
    now = max(now, instant)
  }

  /// Lets time pass unseen, as when the machine is off: no deadline is taken.
  public mutating func skip(to instant: ShowInstant) { now = max(now, instant) }

  /// Lets time pass.
  public mutating func advance(by span: TimeSpan) { advance(to: now + span) }

  /// The whole run as text, one line an input: the instant, the input, what was decided, what devices are to be.
  public var trace: String { moments.map(\.line).joined(separator: "\n") + "\n" }
}

extension VirtualHall.Moment {
  /// One line: the instant, the input, `|`, the decisions and effects.
  public var line: String {
    let told = step.decisions.map { "\($0.kind.rawValue): \($0.sentence)" } + step.effects.compactMap(\.line)
    return "\(input.at) \(input.event.line)" + (told.isEmpty ? "" : " | " + told.joined(separator: " | "))
  }
}

extension InputEvent {
  /// The input in a few words.
  public var line: String {
    switch self {
    case .show: "show"
    case .restarted(let outage): "restarted after \(outage.map(\.description) ?? "?")"
    case .deadline(let late): late ? "deadline late" : "deadline"
    case .clock(_, let synchronised): synchronised ? "clock" : "clock unknown"
    case .agenda(let agenda):
      "agenda \(agenda.openings.count) openings, \(agenda.windows.count) windows, \(agenda.moments.count) moments"
    case .scheduleEntry(let id, let entry): "entry \(id) \(entry == nil ? "removed" : "set")"
    case .reading(let sensor, let value, let arrival): "\(sensor)=\(value)" + (arrival == .held ? " held" : "")
    case .report(let device, let report):
      "\(device) reports \(report.state ?? "-") rev \(report.rev.map { "\($0)" } ?? "-")"
    case .availability(let device, let online): "\(device) \(online ? "online" : "offline")"
    case .command(let command): "\(command.by) \(command.act.word) \(command.act.artwork?.text ?? "")"
    }
  }
}

extension Effect {
  /// The effect in a few words; nothing for those that follow from others.
  public var line: String? {
    switch self {
    case .desired(let device, let desired):
      let values = desired.properties.sorted { $0.key < $1.key }.filter {
        $0.value.at == desired.at || $0.value.end > desired.at
      }
      let texts = values.map { name, fade in
        "\(name.rawValue)=\(fade.to)" + (fade.over > .zero ? " over \(fade.over) \(fade.curve.rawValue)" : "")
      }
      return "\(device): \(texts.joined(separator: ", "))"
    case .publish(let publication): return "\(publication.topic) ← \(publication.payload)"
    case .send(let message): return message.description
    case .reply(let name, let reply): return "→ \(name): \(reply.ok ? "ok" : reply.error?.code.rawValue ?? "refused")"
    case .hallState(let status): return "hall is \(status.phase)"
    case .artworkState, .resolveAgenda: return nil
    }
  }
}
