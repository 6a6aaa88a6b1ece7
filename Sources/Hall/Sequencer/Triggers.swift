import Show

/// What leads out of a scene that runs.
extension Sequencer {
  /// Readies a trigger at the entry of its scene: it sees the sensor as it is now.
  mutating func beginTrigger(_ place: Int, of scene: Scene, _ artwork: Artwork) {
    let trigger = scene.triggers[place]
    var begun = TriggerState()
    if let sensor = trigger.event.sensor { begun.seen = state.sensors[sensor]?.value }
    if case .timeOfDay(let time) = trigger.event { begun.nextTimeOfDay = next(time) }
    state.artworks[artwork.id]?.run?.triggers[place] = begun
  }

  /// Fires the first trigger that is due.
  ///
  /// - Returns: whether one led to a scene, so that everything has to be looked at again.
  mutating func fireTriggers(of artwork: Artwork) -> Bool {
    guard let run = state.artworks[artwork.id]?.run, let scene = artwork.scene(run.scene) else { return false }
    let transitions = work.transitions[artwork.id]
    for place in scene.triggers.indices {
      follow(place, of: scene, artwork)
      guard isDue(place, of: scene, artwork) else { continue }
      fire(place, of: scene, artwork)
      if work.transitions[artwork.id] != transitions || state.artworks[artwork.id]?.run == nil { return true }
    }
    return false
  }

  /// Brings what a trigger has seen up to now: debounced changes become real, levels begin, are interrupted, end.
  private mutating func follow(_ place: Int, of scene: Scene, _ artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var seen = current.run?.triggers[place] else { return }
    let trigger = scene.triggers[place]
    let local = current.time.local(now)
    if let candidate = seen.candidate, let since = seen.candidateSince, since + trigger.debounce <= local {
      trigger.take(candidate, isEdge: seen.candidateIsEdge, at: local, &seen)
    }
    if case .level(_, let comparison, let value, _) = trigger.event {
      trigger.followLevel(holds: seen.seen.map { comparison.holds($0, value) } ?? false, at: local, &seen)
    }
    seen.running.removeAll { $0 <= local }
    if seen == current.run?.triggers[place] { return }
    state.artworks[artwork.id]?.run?.triggers[place] = seen
  }

  private func isDue(_ place: Int, of scene: Scene, _ artwork: Artwork) -> Bool {
    guard let current = state.artworks[artwork.id], let run = current.run else { return false }
    let (trigger, seen, local) = (scene.triggers[place], run.triggers[place], current.time.local(now))
    if seen.queued > 0 && seen.running.isEmpty { return true }
    switch trigger.event {
    case .level:
      guard !seen.isSpent, seen.interruptedSince == nil, !current.unarmed.contains(trigger.id) else { return false }
      return seen.holdsSince.map { $0 + trigger.holdsFor <= local } ?? false
    case .becomes, .changes, .rises, .falls:
      return seen.holdsSince.map { $0 + trigger.holdsFor <= local } ?? false
    case .mediaEnds, .reports: return seen.holdsSince != nil
    case .after(let time): return !seen.isSpent && run.enteredAt + time <= local
    case .timeOfDay:
      guard let due = seen.nextTimeOfDay, let wall = trustedWall else { return false }
      return due <= wall
    case .timelineEnds: return run.timelineEnded && !seen.isSpent
    }
  }

  private mutating func fire(_ place: Int, of scene: Scene, _ artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var seen = current.run?.triggers[place] else { return }
    let (trigger, local) = (scene.triggers[place], current.time.local(now))
    if let reason = objection(to: trigger, seen, of: artwork, in: scene) {
      let wasHeldBack = seen.isHeldBack
      seen.holdBack(trigger, next: nextAfterMissing(trigger))
      state.artworks[artwork.id]?.run?.triggers[place] = seen
      if !wasHeldBack { decideNotFired(trigger, of: artwork, reason) }
      return
    }
    if seen.queued > 0 && seen.running.isEmpty {
      seen.queued -= 1
    } else {
      seen.spend(trigger, next: nextAfterMissing(trigger))
      if case .queued = trigger.mode, !seen.running.isEmpty {
        seen.queued += 1
        state.artworks[artwork.id]?.run?.triggers[place] = seen
        return
      }
    }
    let length = trigger.actions.map(\.over).max() ?? .zero
    if length > .zero { seen.running.append(local + length) }
    state.artworks[artwork.id]?.run?.triggers[place] = seen
    if trigger.event.rearm != nil { state.artworks[artwork.id]?.unarmed.insert(trigger.id) }
    if trigger.atMostEvery > .zero { state.artworks[artwork.id]?.lastFired[trigger.id] = local }
    act(trigger, of: artwork, since: seen.holdsSince, local)
  }

  private mutating func act(_ trigger: Trigger, of artwork: Artwork, since: LocalInstant?, _ local: LocalInstant) {
    let reason = trigger.event.sentence(in: artwork, for: trigger.holdsFor)
    let values = valuesSeen(by: trigger, of: artwork)
    let when = trigger.whenText.isEmpty ? nil : trigger.whenText
    if !trigger.leads {
      decide(
        Decision(
          .trigger, artwork: artwork.id, subject: trigger.id.text, "\(artwork.id): \(reason)", values: values,
          when: when))
    }
    for timed in trigger.actions {
      perform(
        timed.action, over: timed.over, curve: timed.curve, of: artwork, because: reason, values: values, when: when,
        subject: trigger.id.text)
    }
  }

  /// Why a trigger that is due does not fire; nothing if it does.
  func objection(to trigger: Trigger, _ seen: TriggerState, of artwork: Artwork, in scene: Scene) -> String? {
    guard let current = state.artworks[artwork.id] else { return "the artwork is gone" }
    if !(current.armed[trigger.id]?.isArmed ?? trigger.armed) { return "it is disarmed" }
    if trigger.leads {
      if current.mode == .manual { return "only operators change scenes in manual" }
      if let until = current.run?.until, !isOver(until) { return "an operator chose this scene for a while" }
    }
    if let last = current.lastFired[trigger.id], current.time.local(now) < last + trigger.atMostEvery {
      return "it fired less than \(trigger.atMostEvery) ago"
    }
    if !holds(trigger.when, for: artwork) { return "\(trigger.whenText) does not hold" }
    switch trigger.mode {
    case .single:
      if trigger.destination == scene.id { return "the scene runs already" }
      if !seen.running.isEmpty { return "what it did before still goes on" }
    case .restart: break
    case .queued(let max): if !seen.running.isEmpty && seen.queued >= max { return "\(max) wait already" }
    case .parallel(let max): if seen.running.count >= max { return "\(max) go on already" }
    }
    return nil
  }

  private func nextAfterMissing(_ trigger: Trigger) -> WallInstant? {
    if case .timeOfDay(let time) = trigger.event { next(time) } else { nil }
  }

  mutating func decideNotFired(_ trigger: Trigger, of artwork: Artwork, _ reason: String) {
    let what = trigger.event.sentence(in: artwork, for: trigger.holdsFor)
    decide(
      Decision(
        .notFired, artwork: artwork.id, subject: trigger.id.text, "\(artwork.id): \(what), but \(reason)",
        to: trigger.destination, values: valuesSeen(by: trigger, of: artwork),
        when: trigger.whenText.isEmpty ? nil : trigger.whenText))
  }

  /// The values that a trigger and its condition look at, by the names the artwork gives them.
  func valuesSeen(by trigger: Trigger, of artwork: Artwork) -> [String: Value] {
    var values: [String: Value] = [:]
    for sensor in trigger.when.sensors.union(trigger.event.sensor.map { [$0] } ?? []) {
      values[artwork.name(of: sensor)] = state.sensors[sensor]?.value
    }
    return values
  }

  /// The next local instant at which a trigger may be due without anything else happening; times of day apart.
  func nextTriggerInstant(_ run: SceneRun, _ scene: Scene, unarmed: SortedSet<TriggerID>) -> LocalInstant? {
    var next: LocalInstant?
    func offer(_ instant: LocalInstant?) {
      if let instant, next.map({ instant < $0 }) ?? true { next = instant }
    }
    for (trigger, seen) in zip(scene.triggers, run.triggers) {
      if seen.candidate != nil { offer(seen.candidateSince.map { $0 + trigger.debounce }) }
      if let since = seen.interruptedSince { offer(since + trigger.unlessFor) }
      if seen.queued > 0 { offer(seen.running.min()) }
      switch trigger.event {
      case .level:
        guard !seen.isSpent, !seen.isHeldBack, seen.interruptedSince == nil, !unarmed.contains(trigger.id) else {
          continue
        }
        offer(seen.holdsSince.map { $0 + trigger.holdsFor })
      case .after(let time): if !seen.isSpent && !seen.isHeldBack { offer(run.enteredAt + time) }
      case .timelineEnds: break
      default: offer(seen.holdsSince.map { $0 + trigger.holdsFor })
      }
    }
    return next
  }
}
