import Sequencer
import Show

/// What became of each instant of the programme: each happens once, or it is said why not.
public struct ProgrammeTally: DayTally, Sendable {
  /// An instant of the programme.
  public struct Planned: Hashable, Sendable, Comparable {
    /// When.
    public var at: WallInstant
    /// What: `doors open`, `window ifm-tour begins`.
    public var what: String

    /// By instant, then what.
    public static func < (left: Planned, right: Planned) -> Bool { (left.at, left.what) < (right.at, right.what) }
  }

  /// What became of it.
  public struct Outcome: Hashable, Sendable {
    /// How often it happened.
    public var times = 0
    /// Why it did not, or what stood in its way.
    public var reason: String?
  }

  /// The instants that lay in the span.
  public private(set) var instants: [Planned: Outcome] = [:]
  private var windows: [ArtworkID: ScheduleEntryID] = [:]
  private var seenTo: WallInstant?

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    windows = hall.state.artworks.compactMapValues(\.window)
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    guard hall.state.clock.synchronised, let now = hall.state.clock.wall(at: input.at) else { return }
    plan(hall, upTo: now, since: seenTo ?? WallInstant(milliseconds: now.milliseconds - 1))
    seenTo = max(now, seenTo ?? now)
    for decision in step.decisions {
      switch decision.kind {
      case .phase:
        guard let phase = decision.subject else { continue }
        happened("the hall is \(phase)", at: now)
      case .scene where decision.subject != nil:
        happened("moment \(decision.subject ?? "")", at: now)
      case .schedule:
        guard let entry = decision.subject else { continue }
        excuse("moment \(entry)", by: now, decision.sentence)
      default: break
      }
    }
    for artwork in hall.show.artworks {
      let (before, after) = (windows[artwork.id], hall.state.artworks[artwork.id]?.window)
      guard before != after else { continue }
      if let before { happened("window \(before) of \(artwork.id) ends", at: now) }
      if let after { happened("window \(after) of \(artwork.id) begins", at: now) }
    }
  }

  /// Takes the instants that have come.
  private mutating func plan(_ hall: Sequencer, upTo now: WallInstant, since: WallInstant) {
    func add(_ at: WallInstant, _ what: String, unless reason: String?) {
      guard at > since, at <= now, instants[Planned(at: at, what: what)] == nil else { return }
      instants[Planned(at: at, what: what)] = Outcome(reason: reason)
    }
    let wish = hall.state.phase.wish == nil ? nil : "an operator had the hall"
    for opening in hall.state.agenda.openings {
      if opening.lead < opening.from { add(opening.lead, "the hall is opening", unless: wish) }
      add(opening.from, "the hall is open", unless: wish)
      add(opening.to, "the hall is closing", unless: wish)
    }
    for window in hall.state.agenda.windows {
      let current = hall.state.artworks[window.artwork]
      let reason =
        current.map { $0.isHeld ? "an operator held it" : $0.mode == .auto ? nil : "it was \($0.mode.rawValue)" }
        ?? "the artwork was unavailable"
      add(window.from, "window \(window.entry) of \(window.artwork) begins", unless: reason)
      add(window.to, "window \(window.entry) of \(window.artwork) ends", unless: reason)
    }
    for moment in hall.state.agenda.moments { add(moment.at, "moment \(moment.entry)", unless: nil) }
  }

  private mutating func happened(_ what: String, at now: WallInstant) {
    guard let place = latest(what, by: now) else { return }
    instants[place]?.times += 1
  }

  private mutating func excuse(_ what: String, by now: WallInstant, _ reason: String) {
    guard let place = latest(what, by: now) else { return }
    instants[place]?.reason = reason
  }

  /// The latest instant of that name that has come, a minute late at most.
  private func latest(_ what: String, by now: WallInstant) -> Planned? {
    instants.keys.filter { $0.what == what && $0.at <= now && now - $0.at <= .minutes(1) }.max()
  }
}
