import Show

/// What is due when. At one instant the order is: alarm, blackout, operators, schedule, sensors, timers.
extension Sequencer {
  /// The next instant at which something is due, given that nothing else happens; after `state.now`.
  public var nextDeadline: ShowInstant? {
    var next: ShowInstant?
    func offer(_ instant: ShowInstant?) {
      if let instant, instant > now, next.map({ instant < $0 }) ?? true { next = instant }
    }
    offer(instant(of: state.blackout.until))
    offer(instant(of: state.master.until))
    for canvas in state.canvases.values { offer(canvas.nextLook) }
    offer(instant(of: state.phase.wishUntil))
    offer(state.phase.closedAt)
    for instant in hoursInstants { offer(instant) }
    offer(preflightInstant)
    for override in state.overrides.values { offer(instant(of: override.until)) }
    for instant in soundInstants { offer(instant) }
    for entry in state.entries.values { offer(entry.unconfirmedUntil) }
    offer(nextProgrammeInstant())
    for (id, sensor) in state.sensors {
      offer(instant(of: sensor.injectedUntil))
      offer(staleInstant(of: id))
    }
    for device in state.devices.values { offer(device.confirmBy) }
    for artwork in show.artworks { offer(firstInstant(of: artwork, after: now)) }
    return next
  }

  /// The first instant at which something of an artwork is due, after another one where that is given.
  private func firstInstant(of artwork: Artwork, after earlier: ShowInstant?) -> ShowInstant? {
    guard let current = state.artworks[artwork.id] else { return nil }
    var next: ShowInstant?
    func offer(_ instant: ShowInstant?) {
      if let instant, earlier.map({ instant > $0 }) ?? true, next.map({ instant < $0 }) ?? true { next = instant }
    }
    offer(instant(of: current.modeUntil))
    offer(instant(of: current.heldUntil))
    offer(instant(of: current.run?.until))
    for arm in current.armed.values { offer(instant(of: arm.until)) }
    func offer(local: LocalInstant?) { offer(local.flatMap { current.time.instant(of: $0) }) }
    for value in current.layer.values { offer(local: value.goesAt) }
    guard let run = current.run, let scene = artwork.scene(run.scene), current.time.pausedAt == nil else { return next }
    offer(local: nextCueInstant(run, scene))
    offer(local: nextTriggerInstant(run, scene, unarmed: current.unarmed))
    for (trigger, seen) in zip(scene.triggers, run.triggers) {
      offer(seen.nextTimeOfDay.flatMap { state.clock.synchronised ? state.clock.instant(of: $0) : nil })
      guard seen.isHeldBack else { continue }
      if let last = current.lastFired[trigger.id] { offer(local: last + trigger.atMostEvery) }
      for time in trigger.when.times { offer(self.next(time).flatMap { state.clock.instant(of: $0) }) }
    }
    return next
  }

  /// Does what is due now, class by class; scenes' own timers follow in ``settle()``.
  mutating func fireDeadlines() {
    if state.blackout.isOn && isOver(state.blackout.until) {
      setBlackout(false, until: nil, because: "its time is over")
    }
    if state.master.level < 1 && isOver(state.master.until) { setMaster(1, until: nil, because: "its time is over") }
    endOperatorActs()
    followProgramme()
    fireHours()
    ageSensors()
    checkConfirmations()
    // The others have nothing to do: what changed for them has marked them by itself.
    for artwork in show.artworks where firstInstant(of: artwork, after: nil).map({ $0 <= now }) ?? false {
      work.unsettled.insert(artwork.id)
    }
  }

  /// Ends what operators wanted for a while.
  private mutating func endOperatorActs() {
    for path in state.overrides.keys.sorted() where isOver(state.overrides[path]?.until) {
      releaseOverride(path, because: "its time is over")
    }
    endSoundActs()
    if isOver(state.phase.wishUntil) { wish(nil, until: nil, because: "its time is over") }
    for artwork in show.artworks {
      guard let current = state.artworks[artwork.id] else { continue }
      if current.isHeld && isOver(current.heldUntil) { endHold(artwork, because: "its time is over") }
      if current.modeUntil != nil && isOver(current.modeUntil) {
        setMode(.auto, of: artwork, until: nil, because: "its time is over")
      }
      if current.run?.until != nil && isOver(current.run?.until) { endChosenScene(artwork) }
      for id in current.armed.keys.sorted() where isOver(current.armed[id]?.until) {
        state.artworks[artwork.id]?.armed[id] = nil
        decide(Decision(.mode, artwork: artwork.id, subject: id.text, "\(artwork.id): \(id) is as its file says again"))
      }
    }
  }

  /// The scene an operator chose for a while is over: the artwork goes on where it belongs.
  private mutating func endChosenScene(_ artwork: Artwork) {
    state.artworks[artwork.id]?.run?.until = nil
    enterHome(artwork, because: "the time an operator chose is over")
  }

  /// Runs cues and fires triggers until nothing more is due now: artworks in the hall's order.
  mutating func settle() {
    for _ in 0...Self.transitionLimit where !work.unsettled.isEmpty {
      let unsettled = work.unsettled
      let before = work.transitions
      work.unsettled = []
      for artwork in show.artworks where unsettled.contains(artwork.id) && !isGoingRound(artwork.id) {
        // What it does may be for itself to look at again: a counter that one of its triggers watches.
        work.unsettled.remove(artwork.id)
        settle(artwork)
      }
      // Conditions may look at the scenes of other artworks.
      if work.transitions != before { work.unsettled.formUnion(index.place.keys) }
    }
    for artwork in show.artworks where work.unsettled.contains(artwork.id) && !isGoingRound(artwork.id) {
      tellCircle(of: artwork, "does the same again and again without time passing")
    }
  }

  /// Whether an artwork has made more transitions in this step than it may; that was said.
  private func isGoingRound(_ id: ArtworkID) -> Bool { (work.transitions[id] ?? 0) > Self.transitionLimit }

  private mutating func settle(_ artwork: Artwork) {
    dropReleased(artwork)
    for _ in 0...(Self.transitionLimit + 1) {
      guard let current = state.artworks[artwork.id], current.run != nil, current.time.pausedAt == nil else { return }
      let transitions = work.transitions[artwork.id]
      if runCues(of: artwork), !fireTriggers(of: artwork) { return }
      if (work.transitions[artwork.id] ?? 0) > Self.transitionLimit || work.transitions[artwork.id] == transitions {
        return
      }
    }
  }

  /// Takes values out of the layer that have been given back for good.
  private mutating func dropReleased(_ artwork: Artwork) {
    guard let current = state.artworks[artwork.id] else { return }
    let local = current.time.local(now)
    let gone = current.layer.filter { $0.value.goesAt.map { $0 <= local } ?? false }.keys
    for path in gone.sorted() {
      state.artworks[artwork.id]?.layer[path] = nil
      work.touchedDevices.insert(path.device)
    }
  }
}
