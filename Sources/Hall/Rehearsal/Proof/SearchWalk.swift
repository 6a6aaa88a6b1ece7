import Sequencer
import Show

/// A hall on one way through the search, and the lines of a script that lead there from where it began.
struct SearchWalk {
  private(set) var hall: VirtualHall
  private(set) var lines: [ScriptLine] = []
  /// How many inputs were stepped on this way.
  private(set) var steps = 0
  private var toldAt: ShowInstant
  private let clock: HallClock

  init(from hall: VirtualHall, clock: HallClock) {
    (self.hall, self.clock, toldAt) = (hall, clock, hall.now)
  }

  /// Does an act now.
  ///
  /// - Returns: what was decided.
  mutating func take(_ act: ScriptAct) -> [Decision] { takeSteps(act).flatMap(\.step.decisions) }

  /// Adds a line that changes nothing: an expectation, a note.
  mutating func tell(_ act: ScriptAct) {
    lines.append(ScriptLine(.after(hall.now - toldAt), act))
    toldAt = hall.now
  }

  /// Steps to the next deadline, if there is one until then; else to that instant.
  ///
  /// - Returns: what was decided; nothing if no deadline came.
  mutating func advance(until limit: ShowInstant) -> [Decision]? {
    advanceSteps(until: limit)?.flatMap(\.step.decisions)
  }

  /// Does an act now; what came of it, input by input.
  mutating func takeSteps(_ act: ScriptAct) -> [VirtualHall.Moment] {
    if case .clock(.at(let time)) = act, hall.sequencer.state.phase.phase == .opening { keepOpening(at: time) }
    guard let event = event(of: act) else { return [] }
    tell(act)
    hall.feed(event)
    return takeMoments()
  }

  /// The programme has an opening at the time to which the clock is about to be set, so that it finds the hall opening.
  private mutating func keepOpening(at time: TimeOfDay) {
    let lead = ScriptOpening.leadProven
    guard let now = hall.sequencer.state.clock.wall(at: hall.now), let day = clock.day(of: now),
      let doors = clock.local(clock.instant(of: LocalTime(date: day, time: time)) + lead)
    else { return }
    let opening = ScriptAct.opening(ScriptOpening(doors: .on(doors), lasting: ScriptOpening.lastingProven, lead: lead))
    guard let event = event(of: opening) else { return }
    tell(opening)
    hall.feed(event)
  }

  /// Steps to the next deadline; what came of it, input by input.
  mutating func advanceSteps(until limit: ShowInstant) -> [VirtualHall.Moment]? {
    guard hall.advanceToDeadline(before: limit) else { return nil }
    return takeMoments()
  }

  private mutating func takeMoments() -> [VirtualHall.Moment] {
    let moments = hall.takeMoments()
    steps += moments.count
    return moments
  }

  private func event(of act: ScriptAct) -> InputEvent? {
    switch act {
    case .reading(let sensor, let value, let held):
      return .reading(sensor: sensor, value: value, arrival: held ? .held : .live)
    case .command(let name, let act, _):
      return .command(Command(id: "check-\(hall.sequencer.state.lastSeq)", by: name, act: act))
    case .report(let device, let word):
      let rev = hall.sequencer.state.devices[device]?.desired.rev
      return .report(device: device, report: DeviceReport(rev: rev, state: word))
    case .opening(let opening):
      let id = ScheduleEntryID("check-\(hall.sequencer.state.lastSeq)")
      guard let now = hall.sequencer.state.clock.wall(at: hall.now) else { return nil }
      return opening.entry(id, at: now, clock).map { .scheduleEntry(id: id, entry: $0) }
    case .clock(.at(let time)):
      guard let shown = hall.sequencer.state.clock.wall(at: hall.now), let day = clock.day(of: shown) else {
        return nil
      }
      return .clock(wall: clock.instant(of: LocalTime(date: day, time: time)), synchronised: true)
    default: return nil
    }
  }
}

extension ScriptOpening {
  /// The lead of the openings that a search brings about.
  static let leadProven = TimeSpan.minutes(15)
  /// How long the doors are open then: short, so that another opening can be the one that a time of day finds.
  static let lastingProven = TimeSpan.minutes(1)
}

extension VirtualHall {
  /// A hall whose programme is empty but for what is put into it, and whose clock shows the time of its zone.
  init(proving show: Show, from begin: WallInstant) {
    let zone = show.hall.timeZone
    self.init(show: show, wall: begin) { entries, wall in
      AgendaResolver.resolve(
        entries: entries, timeZone: zone, from: wall + .hours(-24), to: wall + .hours(24 * 21))
    }
  }
}
