import Rehearsal
import Sequencer
import Show

/// Plays a rehearsal at a multiple of real time: a view that redraws itself on a terminal, else a line a change of scene.
struct LivePlay {
  /// Seconds of show in a second.
  let speed: Double
  private static let frame = Duration.milliseconds(100)

  init(speed: Double) { self.speed = speed }

  /// Plays to the end of the span.
  func play(_ session: inout RehearsalSession) async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    let screen = Terminal.current.isInteractive ? AlternateScreen() : nil
    if screen == nil {
      let (walls, zone) = (session.rehearsal, HallClock(timeZone: session.rehearsal.show.hall.timeZone))
      session.listeners.append { moment in
        for decision in moment.step.decisions where Self.told.contains(decision.kind) {
          Output.line("\(zone.time(walls.wall(moment.input.at))) \(printable(decision.sentence))")
        }
      }
    }
    while !session.isDone {
      let passed = clock.now - begun
      let due = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
      let target = min(due * speed * 1000, Double(session.rehearsal.end.milliseconds))
      let ahead = ShowInstant(milliseconds: Int64(target)) - session.rehearsal.now
      if ahead > .zero { try session.advance(by: ahead) }
      screen?.show(Self.view(of: session, speed: speed, on: .current), on: .current)
      if session.isDone { break }
      try await clock.sleep(for: Self.frame)
    }
    session.finish()
  }

  private static let told: Set<Decision.Kind> = [
    .scene, .phase, .schedule, .alarm, .blackout, .override, .mode, .warning, .cleared, .fault,
  ]

  /// The hall as it is at this instant of the rehearsal.
  static func view(of session: RehearsalSession, speed: Double, on terminal: Terminal) -> [String] {
    let rehearsal = session.rehearsal
    let clock = HallClock(timeZone: rehearsal.show.hall.timeZone)
    let state = rehearsal.hall.sequencer.state
    let master = state.alarm.isLatched ? " · ALARM" : (state.blackout.isOn ? " · blackout" : "")
    let head =
      "\(clock.dayAndTime(rehearsal.wall(rehearsal.now))) · \(state.phase.phase)\(master) · "
      + "\(counted(rehearsal.visitorsInside, "visitor")) · ×\(Value.number(speed))"
    var table = Table(["artwork", "scene", "for", "mode", "here", "health"])
    for artwork in rehearsal.show.artworks {
      guard let status = rehearsal.hall.sequencer.status(of: artwork.id) else { continue }
      let since = status.since.map { shortLength(rehearsal.now - $0) } ?? ""
      let here = rehearsal.visitors(at: artwork.id)
      table.add([
        .init(artwork.id.text), .init(status.scene?.text ?? "—"), .init(since, .faint),
        .init(status.mode == ArtworkMode.auto.rawValue ? "" : status.mode, .warning),
        .init(here == 0 ? "" : "\(here)"), .init(status.reason ?? "", .warning),
      ])
    }
    let foot = Style.faint.applied(
      to: "a rehearsal until \(clock.dayAndTime(rehearsal.plan.span.to)) · Ctrl-C ends it", on: terminal)
    return [Style.heading.applied(to: head, on: terminal), ""] + table.lines(on: terminal) + ["", foot]
  }
}
