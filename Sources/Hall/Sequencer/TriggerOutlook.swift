import Show

/// How a trigger of the scene that runs stands: what `regie why` tells of it.
public struct TriggerOutlook: Hashable, Sendable {
  /// How long something has lasted, of how long it has to.
  public struct Progress: Hashable, Sendable {
    /// How long it has lasted.
    public var lasted: TimeSpan
    /// How long it has to last.
    public var needed: TimeSpan

    /// How long is left.
    public var left: TimeSpan { max(.zero, needed - lasted) }
    /// The part that is over, 0 to 1.
    public var part: Double {
      needed > .zero ? min(1, Double(lasted.milliseconds) / Double(needed.milliseconds)) : 1
    }
  }

  /// The trigger.
  public var id: TriggerID
  /// What starts it.
  public var event: TriggerEvent
  /// What it is about when it fires, in words: `presence is true for 2s`.
  public var sentence: String
  /// The scene that it leads to, if it leads to a certain one.
  public var destination: SceneID?
  /// Whether it leads out of the scene.
  public var leads: Bool
  /// Whether what starts it is there now: the level holds, or what the edge led to; the time has come.
  public var holds: Bool
  /// The values that it and its `when` look at, by the names the artwork gives them.
  public var values: [String: Value]
  /// How much of `for` or `after` is over; nothing where nothing counts.
  public var progress: Progress?
  /// When its time of day comes.
  public var due: WallInstant?
  /// The `when` as written; empty where there is none.
  public var when: String
  /// The parts of its `when`.
  public var conditions: [ConditionPart]
  /// What keeps it from firing beside its event and its `when`, each in a few words: guards with what is left of them.
  public var guards: [String]
  /// Why it would not fire if it were due now, as the journal would have it; nothing if it would.
  public var objection: String?
}

extension Sequencer {
  /// The sequencer as it is at an instant before anything else happens.
  ///
  /// - Parameter instant: from the last input on, and not after the next deadline.
  public func looking(at instant: ShowInstant) -> Sequencer {
    var later = self
    later.state.now = max(state.now, instant)
    return later
  }

  /// How the triggers of an artwork's scene stand now, in the order of the file; none where no scene runs.
  public func outlook(of id: ArtworkID) -> [TriggerOutlook] {
    guard let artwork = artwork(id), let current = state.artworks[id], let run = current.run,
      let scene = artwork.scene(run.scene)
    else { return [] }
    return zip(scene.triggers, run.triggers).map { trigger, seen in
      TriggerOutlook(
        id: trigger.id, event: trigger.event, sentence: trigger.event.sentence(in: artwork, for: trigger.holdsFor),
        destination: trigger.destination, leads: trigger.leads, holds: isThere(trigger, seen, run, current),
        values: valuesSeen(by: trigger, of: artwork), progress: progress(of: trigger, seen, run, current),
        due: seen.nextTimeOfDay, when: trigger.whenText, conditions: parts(of: trigger.when, for: artwork),
        guards: guards(of: trigger, seen, current), objection: objection(to: trigger, seen, of: artwork, in: scene))
    }
  }

  private func isThere(
    _ trigger: Trigger, _ seen: TriggerState, _ run: SceneRun, _ current: ArtworkState
  ) -> Bool {
    switch trigger.event {
    case .level(_, let comparison, let value, _): seen.seen.map { comparison.holds($0, value) } ?? false
    case .after(let time): run.enteredAt + time <= current.time.local(now)
    case .timelineEnds: run.timelineEnded
    case .timeOfDay: false
    case .becomes, .changes, .rises, .falls, .mediaEnds, .reports: seen.holdsSince != nil
    }
  }

  private func progress(
    of trigger: Trigger, _ seen: TriggerState, _ run: SceneRun, _ current: ArtworkState
  ) -> TriggerOutlook.Progress? {
    let local = current.time.local(now)
    if case .after(let time) = trigger.event {
      return TriggerOutlook.Progress(lasted: local - run.enteredAt, needed: time)
    }
    guard trigger.holdsFor > .zero, let since = seen.holdsSince else { return nil }
    return TriggerOutlook.Progress(lasted: local - since, needed: trigger.holdsFor)
  }

  /// The guards that stand, each with what is left of it.
  private func guards(of trigger: Trigger, _ seen: TriggerState, _ current: ArtworkState) -> [String] {
    let local = current.time.local(now)
    var found: [String] = []
    if let arm = current.armed[trigger.id] {
      let end = wall(of: arm.until).flatMap { until in wall.map { " for another \(until - $0)" } } ?? ""
      found.append("\(arm.isArmed ? "armed" : "disarmed") by an operator\(end)")
    } else if !trigger.armed {
      found.append("disarmed by its file")
    }
    if current.unarmed.contains(trigger.id), let rearm = trigger.event.rearm {
      found.append("fired, and \(rearm.words)")
    }
    if let since = seen.candidateSince, let value = seen.candidate {
      let left = max(.zero, trigger.debounce - (local - since))
      found.append("debounce: \(value) counts in \(left)")
    }
    if let since = seen.interruptedSince {
      let left = max(.zero, trigger.unlessFor - (local - since))
      found.append("unless_for: interrupted, forgiven for another \(left)")
    }
    if let last = current.lastFired[trigger.id], local < last + trigger.atMostEvery {
      found.append("at_most_every \(trigger.atMostEvery): may fire in \((last + trigger.atMostEvery) - local)")
    }
    if seen.isSpent, trigger.event.isLevel, !current.unarmed.contains(trigger.id) {
      found.append("fired for this level already")
    }
    if seen.queued > 0 { found.append("\(seen.queued) wait for their turn") }
    return found
  }
}

extension Rearm {
  /// What it waits for, in words.
  fileprivate var words: String {
    switch self {
    case .below(let limit): "rearms below \(Value.number(limit))"
    case .above(let limit): "rearms above \(Value.number(limit))"
    }
  }
}
