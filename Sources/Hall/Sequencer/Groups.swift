import Show

/// Groups of cues: their rounds, and what ends them.
extension Sequencer {
  /// Begins a round of a group that runs: its members wait anew, one of them is chosen where only one runs.
  mutating func beginRound(of place: Int, _ group: CueGroup, at start: LocalInstant, _ scene: Scene, _ artwork: Artwork)
  {
    let members = scene.members(of: place)
    var chosen: Int?
    if case .oneOf(let order) = group.order, !members.isEmpty {
      chosen = members[draw(order, of: members.count, from: "\(scene.id)/\(place + 1)", artwork.id)]
    }
    guard var run = state.artworks[artwork.id]?.run else { return }
    run.cues[place].roundAt = start
    run.cues[place].chosen = chosen
    run.resetMembers(of: place, scene)
    state.artworks[artwork.id]?.run = run
  }

  /// Closes the rounds whose members have all ended: the next one begins, or the group ends.
  ///
  /// - Returns: whether there were any, so that the timeline has to be looked at again.
  mutating func closeRounds(of artwork: Artwork, _ scene: Scene, upTo local: LocalInstant) -> Bool {
    guard let run = state.artworks[artwork.id]?.run else { return false }
    // Inner groups stand behind outer ones: they close first.
    for place in run.cues.indices.reversed() where run.cues[place].phase == .running {
      guard let group = scene.group(at: place), let end = run.roundEnd(of: place, scene), end <= local else { continue }
      closeRound(of: place, group, at: end, scene, artwork)
      return true
    }
    return false
  }

  private mutating func closeRound(
    of place: Int, _ group: CueGroup, at end: LocalInstant, _ scene: Scene, _ artwork: Artwork
  ) {
    guard let run = state.artworks[artwork.id]?.run, let began = run.cues[place].roundAt else { return }
    let rounds = run.cues[place].rounds + 1
    state.artworks[artwork.id]?.run?.cues[place].rounds = rounds
    touch(artwork.id)
    if let reason = whyOver(group, run.cues[place], rounds, of: artwork, tookTime: end > began) {
      state.artworks[artwork.id]?.run?.end(place, of: scene, at: end)
      guard group.loop != nil else { return }
      decide(
        Decision(
          .cue, artwork: artwork.id, subject: "\(scene.id)/\(place + 1)",
          "\(artwork.id): the loop of cue \(place + 1) of \(scene.id) ended after \(rounds) rounds, because \(reason)"))
      if state.artworks[artwork.id]?.stopsAfterLoop == true { stop(artwork, over: nil, because: "its loop ended") }
      return
    }
    beginRound(of: place, group, at: end, scene, artwork)
  }

  /// Why a group does not begin another round; nothing if it does.
  private func whyOver(
    _ group: CueGroup, _ seen: CueState, _ rounds: Int, of artwork: Artwork, tookTime: Bool
  ) -> String? {
    guard let loop = group.loop else { return "it does not loop" }
    if state.artworks[artwork.id]?.stopsAfterLoop == true { return "\(artwork.id) stops after it" }
    if seen.isReleased { return "it was released" }
    if let times = loop.times, rounds >= times { return "that is how many it has" }
    if holds(loop.until, for: artwork) { return "\(loop.untilText) holds" }
    return tookTime ? nil : "a round of it took no time"
  }

  /// Lets the loop of a group go at the end of its round.
  mutating func release(_ name: GroupName, of artwork: Artwork) {
    guard let run = state.artworks[artwork.id]?.run, let scene = artwork.scene(run.scene),
      let place = scene.group(named: name)
    else { return }
    guard run.cues[place].phase == .running else {
      return decide(
        Decision(
          .notFired, artwork: artwork.id, subject: name.text, "\(artwork.id): \(name) does not run: nothing to release")
      )
    }
    state.artworks[artwork.id]?.run?.cues[place].isReleased = true
    decide(
      Decision(
        .cue, artwork: artwork.id, subject: "\(scene.id)/\(place + 1)",
        "\(artwork.id): \(name) is released, and ends with its round"))
  }

  /// Ends the innermost cue that runs and is waited for, or else starts the next one now: everything after comes sooner
  /// by as much.
  ///
  /// - Returns: what was skipped, for a person; nothing if no cue runs or waits.
  mutating func skipCue(of artwork: Artwork) -> String? {
    guard let current = state.artworks[artwork.id], var run = current.run, let scene = artwork.scene(run.scene) else {
      return nil
    }
    let local = current.time.local(now)
    defer { touch(artwork.id) }
    let running = run.cues.indices.filter { run.cues[$0].phase == .running && scene.isWaitedFor($0) }
    if let place = running.min(by: { (-scene.depth(of: $0), $0) < (-scene.depth(of: $1), $1) }) {
      run.end(place, of: scene, at: local)
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
}

extension SceneRun {
  /// Whether all cues of the scene's own list have ended.
  func isTimelineOver(of scene: Scene) -> Bool {
    cues.indices.allSatisfy { scene.cues[$0].group != nil || cues[$0].phase == .ended }
  }

  /// When the round of a group that runs is over: its members have ended, and what was to wait behind them has passed.
  /// Nothing as long as one has not ended.
  func roundEnd(of place: Int, _ scene: Scene) -> LocalInstant? {
    guard var latest = cues[place].roundAt else { return nil }
    let chosen = cues[place].chosen
    for member in scene.members(of: place) where chosen == nil || member == chosen {
      guard cues[member].phase == .ended, let end = cues[member].endsAt else { return nil }
      latest = max(latest, end + scene.cues[member].thenWait)
    }
    return latest
  }

  /// Ends a cue, and with a group everything in it.
  mutating func end(_ place: Int, of scene: Scene, at instant: LocalInstant) {
    cues[place].phase = .ended
    cues[place].endsAt = instant
    guard scene.group(at: place) != nil else { return }
    for member in scene.members(of: place) where cues[member].phase != .ended { end(member, of: scene, at: instant) }
  }

  /// Lets the members of a group wait anew, and theirs.
  mutating func resetMembers(of place: Int, _ scene: Scene) {
    for member in scene.members(of: place) {
      cues[member] = CueState()
      if scene.group(at: member) != nil { resetMembers(of: member, scene) }
    }
  }
}

extension Scene {
  /// Whether something begins, or a round closes, only when a cue has ended.
  func isWaitedFor(_ place: Int) -> Bool {
    if case .end = cues[place].follow { return true }
    if group(at: place)?.loop != nil { return true }
    guard let outer = cues[place].group.flatMap({ group(at: $0) }) else { return false }
    return outer.order == .inOrder || outer.loop != nil
  }

  /// In how many groups a cue stands.
  func depth(of place: Int) -> Int { cues[place].group.map { depth(of: $0) + 1 } ?? 0 }

  /// How long its cues take at most: groups with all their rounds, one round where they loop without end, the longest
  /// where one of several runs, each time-out in full; repetitions apart.
  public var length: TimeSpan { length(ofMembersOf: nil, order: nil) }

  private func length(ofMembersOf group: Int?, order: GroupOrder?) -> TimeSpan {
    var (longest, start, end) = (TimeSpan.zero, TimeSpan.zero, TimeSpan.zero)
    var before: Cue?
    for place in members(of: group) {
      let cue = cues[place]
      switch (cue.start, order) {
      case (.at(let time), _), (.wait(let time), .together), (.wait(let time), .oneOf): start = time
      case (.wait(let time), let order):
        let afterEnd = order != nil || before.map { if case .end = $0.follow { true } else { false } } ?? false
        start = (afterEnd ? end : start) + (before?.thenWait ?? .zero) + time
      }
      end = start + length(of: cue, at: place)
      longest = max(longest, end + (group == nil ? .zero : cue.thenWait))
      before = cue
    }
    return longest
  }

  private func length(of cue: Cue, at place: Int) -> TimeSpan {
    var natural = cue.over
    if case .group(let group) = cue.action {
      let round = length(ofMembersOf: place, order: group.order)
      natural = TimeSpan(milliseconds: round.milliseconds * Int64(group.loop?.times ?? 1))
    }
    guard case .end(let within) = cue.follow else { return natural }
    if case .play = cue.action { return within }
    return min(natural, within)
  }
}
