import Show

/// The phase of the hall: by the programme, or by an operator's wish.
extension Sequencer {
  /// The phase that should be shown now, if that can be known.
  private var wantedPhase: HallPhase? {
    switch state.phase.wish {
    case .open: .open
    case .close: .closed
    case .mode(let mode): .mode(mode)
    case .auto, nil: trustedWall.map { scheduledPhase(at: $0) } ?? (state.phase.decided ? nil : .closed)
    }
  }

  /// The phase by the programme: of two openings that overlap, the one that makes the hall more open.
  func scheduledPhase(at wall: WallInstant) -> HallPhase {
    var phase = HallPhase.closed
    for opening in state.agenda.openings {
      if opening.from <= wall && wall < opening.to { return .open }
      if opening.lead <= wall && wall < opening.from { phase = .opening }
    }
    return phase
  }

  /// The next change of phase by the programme.
  var nextScheduledPhase: HallStatus.NextPhase? {
    guard let wall = trustedWall else { return nil }
    let phase = scheduledPhase(at: wall)
    let instants = state.agenda.openings.flatMap { [$0.lead, $0.from, $0.to] }.filter { $0 > wall }.sorted()
    for instant in instants where scheduledPhase(at: instant) != phase {
      return HallStatus.NextPhase(phase: scheduledPhase(at: instant), at: instant)
    }
    return nil
  }

  /// Puts an operator's wish for the hall in the place of the programme, or ends it.
  mutating func wish(_ request: HallRequest?, until: Until?, because reason: String) {
    state.phase.wish = request == .auto ? nil : request
    state.phase.wishUntil = state.phase.wish == nil ? nil : until
    work.hallTouched = true
    followPhase(because: reason)
  }

  /// Brings the phase to what is wanted, and the artworks with it.
  mutating func followPhase(because reason: String) {
    if let closed = state.phase.closedAt, closed <= now {
      state.phase.closedAt = nil
      change(to: .closed, because: "the closed looks are reached")
    }
    guard let wanted = wantedPhase else { return }
    let shown = state.phase.phase
    if wanted == shown && state.phase.decided || wanted == .closed && shown == .closing { return }
    state.phase.closedAt = nil
    if wanted == .closed && state.phase.decided {
      change(to: .closing, because: reason)
      goHome(because: "the hall is closing")
      let longest = show.artworks.compactMap { closingLength($0) }.max() ?? .zero
      if state.phase.restsSince == now { state.phase.looksTake = longest }
      if longest > .zero {
        state.phase.closedAt = now + longest
      } else {
        change(to: .closed, because: "the closed looks are reached")
      }
      return
    }
    let wasOpen = shown == .open || shown == .opening
    change(to: wanted, because: reason)
    if wasOpen && (wanted == .open || wanted == .opening) {
      if wanted == .open { leaveOpeningScenes() }
      return
    }
    goHome(because: "the hall is \(wanted)")
  }

  private mutating func change(to phase: HallPhase, because reason: String) {
    let before = state.phase.phase
    state.phase.phase = phase
    state.phase.since = now
    state.phase.decided = true
    followHours(from: before, to: phase)
    touchAll()
    decide(Decision(.phase, subject: phase.description, "the hall: \(before) → \(phase), because \(reason)"))
  }

  /// Lets all artworks begin where they belong in this phase; closing passes through holds, and ends them.
  private mutating func goHome(because reason: String) {
    for artwork in show.artworks {
      guard let current = state.artworks[artwork.id] else { continue }
      if current.isHeld {
        guard state.phase.phase == .closing else { continue }
        endHold(artwork, because: reason)
      }
      enterHome(artwork, because: reason)
    }
  }

  /// The doors are open: artworks that were in their scene for the lead begin.
  private mutating func leaveOpeningScenes() {
    for artwork in show.artworks {
      guard let scene = artwork.opening, let current = state.artworks[artwork.id], current.run?.scene == scene,
        !current.isHeld
      else { continue }
      enterHome(artwork, because: "the doors are open")
    }
  }

  /// How long an artwork takes to its closed look.
  private func closingLength(_ artwork: Artwork) -> TimeSpan? {
    guard state.artworks[artwork.id]?.run?.scene == artwork.closed, let scene = artwork.scene(artwork.closed) else {
      return nil
    }
    return scene.length + (scene.cues.isEmpty ? scene.release : .zero)
  }
}
