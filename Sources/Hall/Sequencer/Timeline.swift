import Show

/// The cues of a scene that runs.
extension Sequencer {
  /// Starts every cue whose time has come, in the order of their times, then of the file.
  ///
  /// - Returns: whether the artwork is still in the scene run it was in: a cue may have led out of it.
  mutating func runCues(of artwork: Artwork) -> Bool {
    guard let run = state.artworks[artwork.id]?.run, let scene = artwork.scene(run.scene) else { return false }
    let transitions = work.transitions[artwork.id]
    while let place = nextDueCue(of: artwork, scene) {
      start(place, of: scene, artwork)
      if work.transitions[artwork.id] != transitions { return false }
    }
    endTimeline(of: artwork, scene)
    return true
  }

  /// Ends what has come to its end, and finds the next cue to start or repeat.
  private mutating func nextDueCue(of artwork: Artwork, _ scene: Scene) -> Int? {
    guard let current = state.artworks[artwork.id], var run = current.run else { return nil }
    let local = current.time.local(now)
    for place in run.cues.indices where run.cues[place].phase == .running {
      if let end = run.cues[place].endsAt, end <= local { run.cues[place].phase = .ended }
    }
    placeCues(&run, scene)
    if run.cues != current.run?.cues { state.artworks[artwork.id]?.run = run }
    let due = run.cues.indices.compactMap { place -> (LocalInstant, Int)? in
      let cue = run.cues[place]
      if cue.phase == .waiting, let start = cue.startsAt, start <= local { return (start, place) }
      if let again = cue.repeatsAt, again <= local { return (again, place) }
      return nil
    }
    return due.min { $0 < $1 }?.1
  }

  /// Gives each waiting cue its start as soon as that is known.
  private func placeCues(_ run: inout SceneRun, _ scene: Scene) {
    for place in run.cues.indices where run.cues[place].phase == .waiting && run.cues[place].startsAt == nil {
      switch scene.cues[place].start {
      case .at(let time): run.cues[place].startsAt = run.enteredAt + time
      case .wait(let time):
        guard place > 0 else {
          run.cues[place].startsAt = run.enteredAt + time
          continue
        }
        let before = run.cues[place - 1]
        if case .end = scene.cues[place - 1].follow {
          if before.phase == .ended, let end = before.endsAt { run.cues[place].startsAt = end + time }
        } else if let start = before.startsAt {
          run.cues[place].startsAt = start + time
        }
      }
    }
  }

  private mutating func start(_ place: Int, of scene: Scene, _ artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var run = current.run else { return }
    let cue = scene.cues[place]
    let local = current.time.local(now)
    if run.cues[place].phase == .waiting {
      run.cues[place].startsAt = run.cues[place].startsAt ?? local
      run.cues[place].phase = .running
      run.cues[place].endsAt = end(of: cue, from: local)
      run.lastCue = place
    }
    if let period = cue.every {
      let base = run.cues[place].repeatsAt ?? run.cues[place].startsAt ?? local
      run.cues[place].repeatsAt = base + period
    }
    state.artworks[artwork.id]?.run = run
    touch(artwork.id)
    decide(
      Decision(
        .cue, artwork: artwork.id, subject: "\(scene.id)/\(place + 1)", "\(artwork.id): cue \(place + 1) of \(scene.id)"
      ))
    perform(
      cue.action, over: cue.over, curve: cue.curve, policy: cue.onFailure, of: artwork,
      because: "cue \(place + 1) of \(scene.id) goes there", subject: "\(scene.id)/\(place + 1)")
  }

  /// When a cue ends if nothing ends it before: its fade's end, or for media the time-out.
  private func end(of cue: Cue, from local: LocalInstant) -> LocalInstant {
    guard case .end(let within) = cue.follow else { return local + cue.over }
    if case .play = cue.action { return local + within }
    return local + min(cue.over, within)
  }

  /// Ends the cue that waits for a player's medium.
  mutating func mediumEnded(on player: DeviceID, of artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var run = current.run, let scene = artwork.scene(run.scene) else {
      return
    }
    let local = current.time.local(now)
    for place in run.cues.indices where run.cues[place].phase == .running {
      guard case .play(let players) = scene.cues[place].action, players[player] != nil else { continue }
      run.cues[place].phase = .ended
      run.cues[place].endsAt = local
    }
    state.artworks[artwork.id]?.run = run
    touch(artwork.id)
  }

  /// Ends the cue that runs and is waited for, or else starts the next one now: everything after comes sooner by as much.
  ///
  /// - Returns: what was skipped, for a person; nothing if no cue runs or waits.
  mutating func skipCue(of artwork: Artwork) -> String? {
    guard let current = state.artworks[artwork.id], var run = current.run, let scene = artwork.scene(run.scene) else {
      return nil
    }
    let local = current.time.local(now)
    defer { touch(artwork.id) }
    for place in run.cues.indices where run.cues[place].phase == .running {
      guard case .end = scene.cues[place].follow else { continue }
      run.cues[place].phase = .ended
      run.cues[place].endsAt = local
      state.artworks[artwork.id]?.run = run
      return "cue \(place + 1) of \(scene.id) ended"
    }
    let waiting = run.cues.indices.filter { run.cues[$0].phase == .waiting && run.cues[$0].startsAt != nil }
    guard let next = waiting.min(by: { (run.cues[$0].startsAt ?? local, $0) < (run.cues[$1].startsAt ?? local, $1) }),
      let start = run.cues[next].startsAt
    else { return nil }
    let gain = start - local
    for place in waiting { run.cues[place].startsAt = run.cues[place].startsAt.map { $0 + (.zero - gain) } }
    state.artworks[artwork.id]?.run = run
    return "cue \(next + 1) of \(scene.id) started \(gain) early"
  }

  private mutating func endTimeline(of artwork: Artwork, _ scene: Scene) {
    guard let run = state.artworks[artwork.id]?.run, !run.timelineEnded else { return }
    guard run.cues.allSatisfy({ $0.phase == .ended }) else { return }
    if run.cues.allSatisfy({ $0.repeatsAt == nil }) { state.artworks[artwork.id]?.run?.timelineEnded = true }
    if state.artworks[artwork.id]?.stopsAfterLoop == true { stop(artwork, over: nil, because: "its timeline ended") }
  }

  /// The next local instant at which a cue starts, repeats or ends.
  func nextCueInstant(_ run: SceneRun) -> LocalInstant? {
    var next: LocalInstant?
    func offer(_ instant: LocalInstant?) {
      if let instant, next.map({ instant < $0 }) ?? true { next = instant }
    }
    for cue in run.cues {
      switch cue.phase {
      case .waiting: offer(cue.startsAt)
      case .running: offer(cue.endsAt)
      case .ended: break
      }
      offer(cue.repeatsAt)
    }
    return next
  }
}
