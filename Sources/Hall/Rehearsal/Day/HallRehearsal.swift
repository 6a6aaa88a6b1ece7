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

  /// A rehearsal that stands at the beginning of its span.
  public init(_ show: Show, plan: RehearsalPlan) {
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
      let due = [flow.next, feed.next, rack.next].compactMap { $0 }.min()
      if hall.advanceToDeadline(before: min(due ?? instant, instant)) {
        follow()
        continue
      }
      guard let due, due <= instant else { return }
      flow.advance(to: due)
      noteCrowd()
      readSensors()
      for event in rack.reports(by: now) { take(event) }
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

  /// Any input comes in now.
  @discardableResult public mutating func take(_ event: InputEvent) -> Step {
    let step = hall.feed(event)
    follow()
    return step
  }

  mutating func readSensors() {
    for (sensor, value) in feed.readings(&flow, at: now) {
      take(.reading(sensor: sensor, value: value, arrival: .live))
    }
  }

  /// Lets devices hear what they are to be, and opens or closes the doors to visitors.
  private mutating func follow() {
    for moment in hall.takeMoments() {
      for case .desired(let device, let desired) in moment.step.effects { rack.tell(device, desired, at: now) }
      moments.append(moment)
    }
    let isOpen = isOpenToVisitors(hall.sequencer.state.phase.phase) && !hall.sequencer.state.alarm.isLatched
    if isOpen != flow.isOpen {
      flow.doors(open: isOpen, at: now)
      noteCrowd()
      readSensors()
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
