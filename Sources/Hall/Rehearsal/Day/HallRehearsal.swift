import Sequencer
import Show

/// A rehearsal: the real sequencer on a virtual clock, with simulated visitors and devices around it.
///
/// At one instant the sequencer's own deadlines come first, then visitors and sensors, then devices. Nothing in it
/// reads a clock: the same show, plan and acts give the same moments, byte for byte.
public struct HallRehearsal: Sendable {
  /// The hall.
  public private(set) var hall: VirtualHall
  /// What is rehearsed.
  public let plan: RehearsalPlan
  /// The most visitors that were in the hall at once, in each minute since the beginning.
  public private(set) var crowd: [Int] = []

  var flow: VisitorFlow
  var feed: SensorFeed
  var rack: DeviceRack
  private var moments: [VirtualHall.Moment] = []
  private var commands = 0
  private var insideBefore = 0
  private var lines: ArraySlice<(at: ShowInstant, line: ScriptLine)> = []
  private var areVisitorsWanted = true
  /// What the script made happen, and what it expected in vain.
  public private(set) var remarks: [Remark] = []
  /// Whether messages pass.
  var isBrokerUp = true

  /// A rehearsal that stands at the beginning of its span.
  ///
  /// - Parameters:
  ///   - show: the show.
  ///   - plan: what is rehearsed.
  ///   - script: what happens in it beside its visitors.
  /// - Throws: every line of the script that makes no sense in this show and span.
  public init(_ show: Show, plan: RehearsalPlan, script: RehearsalScript = RehearsalScript()) throws(ScriptFaults) {
    var check = ScriptCheck(show)
    lines = try check.schedule(script, in: plan.span)[...]
    self.plan = plan
    let zone = show.hall.timeZone
    hall = VirtualHall(show: show, wall: plan.span.from) { entries, wall in
      let from = WallInstant(milliseconds: wall.milliseconds - 86_400_000)
      return AgendaResolver.resolve(entries: entries, timeZone: zone, from: from, to: wall + .hours(24 * 21))
    }
    flow = VisitorFlow(show, habits: plan.habits, seed: plan.seed)
    feed = SensorFeed(show, habits: plan.habits, seed: plan.seed)
    rack = DeviceRack(
      show, manners: plan.manners, lengths: plan.mediaLengths, usualLength: plan.usualMediaLength)
    follow()
    for device in rack.devices { take(.availability(device: device, online: true)) }
    for (sensor, value) in feed.begin(flow, at: .zero) {
      take(.reading(sensor: sensor, value: value, arrival: .live))
    }
    if plan.span.opensItself { command(.hall(.open), by: "rehearsal") }
  }

  /// The show.
  public var show: Show { hall.sequencer.show }
  /// The virtual instant.
  public var now: ShowInstant { hall.now }
  /// The end of the span.
  public var end: ShowInstant { .zero + plan.span.length }
  /// The wall time of an instant.
  public func wall(_ instant: ShowInstant) -> WallInstant { plan.span.from + (instant - .zero) }
  /// The instant of a wall time.
  public func instant(of wall: WallInstant) -> ShowInstant { .zero + (wall - plan.span.from) }

  /// How many visitors are in the hall.
  public var visitorsInside: Int { flow.inside }
  /// How many visitors came, and in how many groups.
  public var arrivals: (visitors: Int, groups: Int) { flow.arrivals }
  /// How many visitors are at an artwork.
  public func visitors(at artwork: ArtworkID) -> Int { flow.visitors(at: artwork) }
  /// What was counted at each artwork.
  public var visits: [ArtworkID: VisitCount] { flow.counts }

  /// Lets time pass, with all that happens in it.
  ///
  /// - Parameter instant: at most the end of the span is reached.
  public mutating func advance(to instant: ShowInstant) {
    let instant = min(instant, end)
    while true {
      let due = [lines.first?.at, flow.next, feed.next, rack.next].compactMap { $0 }.min().map { max($0, now) }
      if hall.advanceToDeadline(before: min(due ?? instant, instant)) {
        follow()
        continue
      }
      guard let due, due <= instant else { return }
      while let first = lines.first, first.at <= now {
        lines.removeFirst()
        play(first.line)
      }
      flow.advance(to: now)
      noteCrowd()
      readSensors()
      for event in rack.reports(by: now) { hear(event) }
    }
  }

  /// Hands out what happened since it was last asked for.
  public mutating func takeMoments() -> [VirtualHall.Moment] {
    defer { moments.removeAll(keepingCapacity: true) }
    return moments
  }

  /// An operator's command comes in now.
  ///
  /// - Returns: what came of it.
  @discardableResult public mutating func command(
    _ act: CommandAct, by name: OperatorName, end: CommandEnd? = nil, note: String? = nil
  ) -> Step {
    commands += 1
    return take(.command(Command(id: "rehearsal-\(commands)", by: name, act: act, end: end, note: note)))
  }

  /// A message comes in now, if messages pass.
  mutating func hear(_ event: InputEvent) { if isBrokerUp { take(event) } }

  /// Any input comes in now.
  @discardableResult public mutating func take(_ event: InputEvent) -> Step {
    let step = hall.feed(event)
    follow()
    return step
  }

  mutating func readSensors() {
    for (sensor, value) in feed.readings(&flow, at: now) {
      hear(.reading(sensor: sensor, value: value, arrival: .live))
    }
  }

  /// Lets devices hear what they are to be, and opens or closes the doors to visitors.
  private mutating func follow() {
    for moment in hall.takeMoments() {
      for case .desired(let device, let desired) in moment.step.effects where isBrokerUp {
        rack.tell(device, desired, at: now)
      }
      moments.append(moment)
    }
    let isSafe = !hall.sequencer.state.alarm.isLatched
    let isOpen = isOpenToVisitors(hall.sequencer.state.phase.phase) && isSafe && areVisitorsWanted
    if isOpen != flow.isOpen {
      flow.doors(open: isOpen, at: now)
      noteCrowd()
      readSensors()
    }
  }

  /// From now on visitors come, or nobody does and all leave.
  mutating func letVisitors(_ come: Bool) {
    areVisitorsWanted = come
    follow()
  }

  mutating func add(_ remark: Remark) { remarks.append(remark) }

  /// The daemon ends, and starts again: after a short outage with the deadlines that passed in it, as the control room does; then
  /// it reads the clock, which is as well known as it was.
  mutating func restart(after outage: TimeSpan?) {
    let clock = hall.sequencer.state.clock
    let back = min(now + (outage ?? .seconds(1)), end)
    if let outage, outage <= show.hall.resumeWithin {
      hall.advance(to: back, late: true)
    } else {
      hall.skip(to: back)
    }
    take(.restarted(outage: outage))
    if let shown = clock.wall(at: now) { take(.clock(wall: shown, synchronised: clock.synchronised)) }
    flow.advance(to: back)
    noteCrowd()
    _ = feed.readings(&flow, at: back)
    for (sensor, value) in feed.held(flow) where isBrokerUp {
      take(.reading(sensor: sensor, value: value, arrival: .held))
    }
  }

  private func isOpenToVisitors(_ phase: HallPhase) -> Bool {
    if case .mode(let mode) = phase { return hall.sequencer.show.hall.modes[mode]?.likeOpen ?? false }
    return phase == .open
  }

  /// Notes how many are there: in the minute that runs, and in those since it was last noted.
  mutating func noteCrowd() {
    let minute = Int(now.milliseconds / 60_000)
    while crowd.count <= minute { crowd.append(insideBefore) }
    crowd[minute] = max(crowd[minute], flow.inside)
    insideBefore = flow.inside
  }
}
