import Show

/// The cues of a scene that runs: what starts when.
///
/// | a cue | begins waiting | starts | ends |
/// |---|---|---|---|
/// | of the scene | with the scene | at its place, or after the cue before | with its fade, its medium, or its time-out |
/// | a group | likewise | likewise; its first round begins | with its last round (``closeRound``) |
/// | a member | with each round of its group | by the order of the group | likewise |
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
    guard let local = state.artworks[artwork.id]?.time.local(now) else { return nil }
    var mayGoOn = true
    while mayGoOn {
      guard var run = state.artworks[artwork.id]?.run else { return nil }
      let before = run.cues
      for place in run.cues.indices where run.cues[place].phase == .running {
        if let end = run.cues[place].endsAt, end <= local { run.end(place, of: scene, at: end) }
      }
      placeCues(&run, scene)
      if run.cues != before { state.artworks[artwork.id]?.run = run }
      mayGoOn = closeRounds(of: artwork, scene, upTo: local)
    }
    guard let run = state.artworks[artwork.id]?.run else { return nil }
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
    let before = scene.siblingsBefore
    for place in run.cues.indices where run.cues[place].phase == .waiting && run.cues[place].startsAt == nil {
      run.cues[place].startsAt = start(of: place, after: before[place], run, scene)
    }
  }

  /// When a waiting cue starts, if that is known yet.
  private func start(of place: Int, after before: Int?, _ run: SceneRun, _ scene: Scene) -> LocalInstant? {
    var (base, order) = (run.enteredAt, GroupOrder?.none)
    if let group = scene.cues[place].group {
      let running = run.cues[group]
      guard running.phase == .running, let roundAt = running.roundAt else { return nil }
      if let chosen = running.chosen, chosen != place { return nil }
      (base, order) = (roundAt, scene.group(at: group)?.order)
    }
    switch (scene.cues[place].start, order) {
    case (.at(let time), _): return base + time
    case (.wait(let time), .together), (.wait(let time), .oneOf): return base + time
    case (.wait(let time), let order):
      guard let before else { return base + time }
      let (cue, gone) = (scene.cues[before], run.cues[before])
      if order == nil, case .continue = cue.follow { return gone.startsAt.map { $0 + cue.thenWait + time } }
      return gone.phase == .ended ? gone.endsAt.map { $0 + cue.thenWait + time } : nil
    }
  }

  private mutating func start(_ place: Int, of scene: Scene, _ artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var run = current.run else { return }
    let cue = scene.cues[place]
    let local = current.time.local(now)
    if run.cues[place].phase == .waiting {
      let start = run.cues[place].startsAt ?? local
      run.cues[place].startsAt = start
      run.cues[place].phase = .running
      run.cues[place].endsAt = end(of: cue, from: start)
      run.lastCue = place
    }
    if let period = cue.every {
      let base = run.cues[place].repeatsAt ?? run.cues[place].startsAt ?? local
      run.cues[place].repeatsAt = base + period
    }
    state.artworks[artwork.id]?.run = run
    touch(artwork.id)
    let name = "\(scene.id)/\(place + 1)"
    decide(Decision(.cue, artwork: artwork.id, subject: name, "\(artwork.id): cue \(place + 1) of \(scene.id)"))
    if let group = scene.group(at: place) {
      return beginRound(of: place, group, at: run.cues[place].startsAt ?? local, scene, artwork)
    }
    perform(
      cue.action, over: cue.over, curve: cue.curve, policy: cue.onFailure, of: artwork,
      because: "cue \(place + 1) of \(scene.id) goes there", subject: name)
  }

  /// When a cue ends if nothing ends it before: its fade's end, for media the time-out, for a group its time-out alone.
  private func end(of cue: Cue, from start: LocalInstant) -> LocalInstant? {
    switch (cue.action, cue.follow) {
    case (.group, .continue): nil
    case (.group, .end(let within)), (.play, .end(let within)): start + within
    case (_, .end(let within)): start + min(cue.over, within)
    case (_, .continue): start + cue.over
    }
  }

  /// Ends the cue that waits for a player's medium.
  mutating func mediumEnded(on player: DeviceID, of artwork: Artwork) {
    guard let current = state.artworks[artwork.id], var run = current.run, let scene = artwork.scene(run.scene) else {
      return
    }
    let local = current.time.local(now)
    for place in run.cues.indices where run.cues[place].phase == .running {
      guard case .play(let players) = scene.cues[place].action, players[player] != nil else { continue }
      run.end(place, of: scene, at: local)
    }
    state.artworks[artwork.id]?.run = run
    touch(artwork.id)
  }

  private mutating func endTimeline(of artwork: Artwork, _ scene: Scene) {
    guard let run = state.artworks[artwork.id]?.run, !run.timelineEnded, run.isTimelineOver(of: scene) else { return }
    if run.cues.allSatisfy({ $0.repeatsAt == nil }) { state.artworks[artwork.id]?.run?.timelineEnded = true }
    if state.artworks[artwork.id]?.stopsAfterLoop == true { stop(artwork, over: nil, because: "its timeline ended") }
  }

  /// The next local instant at which a cue starts, repeats or ends, or a round closes.
  func nextCueInstant(_ run: SceneRun, _ scene: Scene) -> LocalInstant? {
    var next: LocalInstant?
    func offer(_ instant: LocalInstant?) {
      if let instant, next.map({ instant < $0 }) ?? true { next = instant }
    }
    for (place, cue) in run.cues.enumerated() {
      switch cue.phase {
      case .waiting: offer(cue.startsAt)
      case .running: offer(cue.endsAt)
      case .ended:
        // The round of its group is not over before what is to wait behind it.
        guard scene.cues[place].thenWait > .zero, let group = scene.cues[place].group,
          run.cues[group].phase == .running
        else { break }
        offer(run.roundEnd(of: group, scene))
      }
      offer(cue.repeatsAt)
    }
    return next
  }
}
