import Show

/// The programme: openings, windows and moments, whose local times came resolved.
extension Sequencer {
  /// How long entries not seen again after a restart are kept.
  static let unconfirmedKept = TimeSpan.hours(1)
  /// A moment later than this counts as missed.
  static let onTime = TimeSpan.seconds(1)

  /// The clock was read: first, again, or after a step.
  mutating func clockRead(_ wall: WallInstant, synchronised: Bool) {
    let before = state.clock
    state.clock = ClockState(offset: wall.milliseconds - now.milliseconds, synchronised: synchronised)
    touchAll()
    if synchronised {
      clear("clock-unknown", "the clock is known to be right")
    } else {
      warn("clock-unknown", "the clock is not known to be right: the hall keeps its phase, no scheduled moment runs")
    }
    if let old = before.offset, before.synchronised, synchronised, abs(old - (state.clock.offset ?? old)) > 1000 {
      let step = TimeSpan(milliseconds: (state.clock.offset ?? old) - old)
      decide(Decision(.note, "the clock was set by \(step)"))
    }
    if before.offset != state.clock.offset { tellWaysAnew() }
    setTimesOfDay()
    followProgramme()
  }

  /// The programme was resolved anew.
  mutating func agendaResolved(_ agenda: Agenda) {
    state.agenda = agenda
    touchAll()
    let conflicts = agenda.conflicts
    for id in state.warnings.keys.sorted() where id.hasPrefix("schedule-conflict:") {
      if !conflicts.contains(where: { id == "schedule-conflict:\($0)" }) { clear(id, "the conflict is gone") }
    }
    for conflict in conflicts { warn("schedule-conflict:\(conflict)", conflict) }
    if let wall, !state.momentsDone.isEmpty {
      state.momentsDone.removeAll { $0.at + .hours(24 * 8) < wall }
    }
    setTimesOfDay()
    followProgramme(mayResolve: false)
  }

  /// An entry of the programme came by message, or was removed.
  mutating func entryChanged(_ id: ScheduleEntryID, _ entry: ScheduleEntry?) {
    if let entry {
      let isNew = state.entries[id]?.entry != entry
      state.entries[id] = ScheduleEntryState(entry: entry, unconfirmedUntil: nil)
      if isNew { decide(Decision(.schedule, subject: id.text, "the entry \(id) is in the programme")) }
    } else if state.entries.removeValue(forKey: id) != nil {
      decide(Decision(.schedule, subject: id.text, "the entry \(id) is out of the programme"))
    }
    effect(.resolveAgenda)
  }

  /// The entries in force: hall.yaml's, and those of messages, which win over one of the same name.
  public var entriesInForce: [ScheduleEntry] {
    show.hall.schedule.filter { state.entries[$0.id] == nil }
      + state.entries.sorted { $0.key < $1.key }.map(\.value.entry)
  }

  /// Whether the programme has to be resolved further ahead.
  private var agendaIsShort: Bool {
    wall.map { state.agenda.to < $0 + .hours(24 * 7) || $0 < state.agenda.from } ?? false
  }

  /// Brings phase, windows and moments to what the programme says now.
  mutating func followProgramme(mayResolve: Bool = true) {
    forgetUnconfirmed()
    followPhase(because: state.phase.wish == nil ? "the programme says so" : "an operator wants it")
    guard let wall = trustedWall else { return }
    for artwork in show.artworks { followWindow(of: artwork) }
    for moment in state.agenda.moments where moment.at <= wall { run(moment, at: wall) }
    if mayResolve && agendaIsShort && !work.step.effects.contains(.resolveAgenda) { effect(.resolveAgenda) }
  }

  private mutating func forgetUnconfirmed() {
    for id in state.entries.keys.sorted() {
      guard let until = state.entries[id]?.unconfirmedUntil, until <= now else { continue }
      state.entries[id] = nil
      decide(Decision(.schedule, subject: id.text, "the entry \(id) was not seen again and is out of the programme"))
      effect(.resolveAgenda)
    }
  }

  /// The window that stands in for an artwork's start now: the highest priority, then the narrowest, then by name.
  func window(of artwork: Artwork) -> Agenda.Window? {
    guard let wall = trustedWall else { return nil }
    return state.agenda.windows.filter { $0.artwork == artwork.id && $0.from <= wall && wall < $0.to }
      .filter { artwork.scene($0.scene) != nil }
      .min { ($1.priority, $0.to - $0.from, $0.entry) < ($0.priority, $1.to - $1.from, $1.entry) }
  }

  /// Enters the window that begins, gives back to the start when it ends.
  mutating func followWindow(of artwork: Artwork) {
    guard let current = state.artworks[artwork.id], current.mode == .auto, !current.isHeld, !state.alarm.isLatched,
      state.phase.phase == .open || state.phase.phase == .opening
    else { return }
    let window = window(of: artwork)
    guard window?.entry != current.window else { return }
    if let until = current.run?.until, !isOver(until) { return }
    let reason = window.map { "the window \($0.entry) began" } ?? "the window \(current.window?.text ?? "") ended"
    enterHome(artwork, because: reason)
  }

  private mutating func run(_ moment: Agenda.Moment, at wall: WallInstant) {
    let key = MomentKey(entry: moment.entry, at: moment.at)
    guard !state.momentsDone.contains(key) else { return }
    state.momentsDone.insert(key)
    let late = wall - moment.at
    func skip(_ reason: String) -> Decision {
      Decision(
        .schedule, artwork: moment.artwork, subject: moment.entry.text,
        "\(moment.artwork): the moment \(moment.entry) was skipped, because \(reason)")
    }
    let patience = if case .within(let span) = moment.missed { max(span, Self.onTime) } else { Self.onTime }
    guard late <= patience else { return decide(skip("it is \(late) late")) }
    guard let artwork = artwork(moment.artwork), let current = state.artworks[moment.artwork] else {
      return decide(skip("the artwork is unavailable"))
    }
    if current.isHeld { return decide(skip("an operator holds it")) }
    if current.mode != .auto { return decide(skip("it is \(current.mode.rawValue)")) }
    if state.alarm.isLatched { return decide(skip("of the alarm")) }
    if state.phase.phase == .closed || state.phase.phase == .closing {
      return decide(skip("the hall is \(state.phase.phase)"))
    }
    enter(moment.scene, of: artwork, because: "the moment \(moment.entry) came", subject: moment.entry.text)
  }

  /// Gives triggers by time of day their next instant, where they have none.
  private mutating func setTimesOfDay() {
    for artwork in show.artworks {
      guard let run = state.artworks[artwork.id]?.run, let scene = artwork.scene(run.scene) else { continue }
      for place in scene.triggers.indices {
        guard case .timeOfDay(let time) = scene.triggers[place].event, run.triggers[place].nextTimeOfDay == nil else {
          continue
        }
        let due = next(time)
        state.artworks[artwork.id]?.run?.triggers[place].nextTimeOfDay = due
      }
    }
  }

  /// The next instant at which the programme changes anything, once the clock is known to be right.
  func nextProgrammeInstant() -> ShowInstant? {
    guard let wall = trustedWall else { return nil }
    var next: WallInstant?
    func offer(_ instant: WallInstant) { if instant > wall && next.map({ instant < $0 }) ?? true { next = instant } }
    for opening in state.agenda.openings {
      offer(opening.lead)
      offer(opening.from)
      offer(opening.to)
    }
    for window in state.agenda.windows {
      offer(window.from)
      offer(window.to)
    }
    for moment in state.agenda.moments { offer(moment.at) }
    if state.agenda.to > WallInstant(milliseconds: 0) {
      offer(WallInstant(milliseconds: state.agenda.to.milliseconds - 7 * 86_400_000 + 1))
    }
    return next.flatMap { state.clock.instant(of: $0) }
  }
}
