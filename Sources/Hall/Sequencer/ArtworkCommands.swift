import Show

/// What operators want of one artwork.
extension Sequencer {
  /// Enters a scene that an operator chose; ends a hold, and starts an artwork that was stopped.
  mutating func choose(
    _ scene: SceneID, of artwork: Artwork, _ until: Until?, _ reason: String
  ) throws(Refusal) -> String {
    try admitActs(on: artwork)
    let before = state.artworks[artwork.id]?.run?.scene.text ?? "no scene"
    if state.artworks[artwork.id]?.mode == .stopped { state.artworks[artwork.id]?.mode = .auto }
    if state.artworks[artwork.id]?.mode == .auto { state.artworks[artwork.id]?.modeUntil = nil }
    state.artworks[artwork.id]?.stopsAfterLoop = false
    endHold(artwork, because: reason)
    enter(scene, of: artwork, because: reason)
    state.artworks[artwork.id]?.run?.until = until
    return "\(artwork.id): \(before) → \(scene)"
  }

  private func admitActs(on artwork: Artwork) throws(Refusal) {
    if state.alarm.isLatched {
      throw Refusal(.alarm, "time stands still during an alarm", hint: "release the alarm first")
    }
    if state.artworks[artwork.id]?.mode == .outOfOrder {
      throw Refusal(.notAllowed, "\(artwork.id) is out of order", hint: "bring it back with mode auto first")
    }
  }

  /// The scene after or before the one that runs, in the order of the file, without those reached by the schedule alone.
  func neighbour(of artwork: Artwork, _ direction: Int) throws(Refusal) -> SceneID {
    let scenes = artwork.scenes.filter { !$0.entryByScheduleOnly }.map(\.id)
    guard !scenes.isEmpty else {
      throw Refusal(.noScene, "\(artwork.id) has no scene to go to but those of the schedule")
    }
    guard let current = state.artworks[artwork.id]?.run?.scene else { return artwork.start }
    guard let place = scenes.firstIndex(of: current) else { return artwork.start }
    return scenes[(place + direction + scenes.count) % scenes.count]
  }

  mutating func skip(_ artwork: Artwork) throws(Refusal) -> String {
    try admitActs(on: artwork)
    if state.artworks[artwork.id]?.isHeld == true {
      throw Refusal(.nothingToDo, "\(artwork.id) is held", hint: "resume it first")
    }
    guard let text = skipCue(of: artwork) else {
      throw Refusal(.nothingToDo, "no cue of \(artwork.id) runs or waits")
    }
    return "\(artwork.id): \(text)"
  }

  mutating func hold(_ artwork: Artwork, _ until: Until?, _ reason: String) throws(Refusal) -> String {
    guard let current = state.artworks[artwork.id], current.run != nil else {
      throw Refusal(.noScene, "\(artwork.id) runs no scene that could be held")
    }
    state.artworks[artwork.id]?.isHeld = true
    state.artworks[artwork.id]?.heldUntil = until
    let now = self.now
    state.artworks[artwork.id]?.time.pause(at: now)
    touch(artwork.id)
    work.touchedDevices.formUnion(artwork.devices)
    if !current.isHeld { decide(Decision(.mode, artwork: artwork.id, "\(artwork.id) is held, because \(reason)")) }
    return "\(artwork.id) held"
  }

  /// Time goes on for an artwork that was held.
  mutating func endHold(_ artwork: Artwork, because reason: String) {
    guard state.artworks[artwork.id]?.isHeld == true else { return }
    state.artworks[artwork.id]?.isHeld = false
    state.artworks[artwork.id]?.heldUntil = nil
    if !state.alarm.isLatched { resumeTime(of: artwork) }
    touch(artwork.id)
    decide(Decision(.mode, artwork: artwork.id, "\(artwork.id) goes on, because \(reason)"))
    followWindow(of: artwork)
  }

  /// Lets an artwork's own time go on: fades that were on their way go on from where they stood.
  mutating func resumeTime(of artwork: Artwork) {
    guard var current = state.artworks[artwork.id], let since = current.time.pausedAt else { return }
    let length = current.time.resume(at: now)
    for (path, value) in current.layer where value.fade.at <= since && value.fade.end > since {
      current.layer[path]?.fade.at = value.fade.at + length
    }
    state.artworks[artwork.id] = current
    work.touchedDevices.formUnion(artwork.devices)
    touch(artwork.id)
  }

  mutating func resume(_ artwork: Artwork, _ reason: String) throws(Refusal) -> String {
    if state.artworks[artwork.id]?.isHeld == true {
      endHold(artwork, because: reason)
      return "\(artwork.id) goes on"
    }
    switch state.artworks[artwork.id]?.mode {
    case .stopped:
      setMode(.auto, of: artwork, until: nil, because: reason)
      return "\(artwork.id): → \(state.artworks[artwork.id]?.run?.scene.text ?? "no scene")"
    case .outOfOrder:
      throw Refusal(.notAllowed, "\(artwork.id) is out of order", hint: "bring it back with mode auto")
    default: throw Refusal(.nothingToDo, "\(artwork.id) is neither held nor stopped")
    }
  }

  mutating func stop(_ artwork: Artwork, _ manner: StopManner, _ until: Until?, _ reason: String) -> String {
    let run = state.artworks[artwork.id]?.run
    let isRunning = run.flatMap { run in artwork.scene(run.scene).map { !run.isTimelineOver(of: $0) } } ?? false
    if manner == .afterloop && isRunning {
      state.artworks[artwork.id]?.stopsAfterLoop = true
      state.artworks[artwork.id]?.modeUntil = until
      touch(artwork.id)
      return "\(artwork.id) stops when its timeline, or the loop that runs, has ended"
    }
    stop(artwork, over: manner == .now ? .zero : nil, because: reason)
    state.artworks[artwork.id]?.modeUntil = until
    return "\(artwork.id) stopped"
  }

  /// No scene, devices at rest.
  mutating func stop(_ artwork: Artwork, over release: TimeSpan?, because reason: String) {
    endHold(artwork, because: reason)
    leave(artwork, over: release)
    state.artworks[artwork.id]?.mode = .stopped
    state.artworks[artwork.id]?.stopsAfterLoop = false
    state.artworks[artwork.id]?.window = nil
    touch(artwork.id)
    decide(Decision(.mode, artwork: artwork.id, "\(artwork.id) is stopped, because \(reason)"))
  }

  mutating func change(_ artwork: Artwork, to mode: ArtworkMode, _ until: Until?, _ reason: String) -> String {
    if mode == .stopped { return stop(artwork, .graceful, until, reason) }
    setMode(mode, of: artwork, until: until, because: reason)
    return "\(artwork.id) is \(mode.rawValue)"
  }

  /// Changes who changes the scenes.
  mutating func setMode(_ mode: ArtworkMode, of artwork: Artwork, until: Until?, because reason: String) {
    guard let before = state.artworks[artwork.id]?.mode else { return }
    state.artworks[artwork.id]?.modeUntil = until
    touch(artwork.id)
    guard before != mode else { return }
    if mode == .outOfOrder { endHold(artwork, because: reason) }
    state.artworks[artwork.id]?.mode = mode
    state.artworks[artwork.id]?.stopsAfterLoop = false
    decide(
      Decision(.mode, artwork: artwork.id, "\(artwork.id): \(before.rawValue) → \(mode.rawValue), because \(reason)"))
    switch mode {
    case .outOfOrder: showSlates(of: artwork)
    case .stopped: stop(artwork, over: nil, because: reason)
    case .auto, .manual:
      if before == .outOfOrder { clearLayer(of: artwork) }
      if state.artworks[artwork.id]?.run == nil {
        enterHome(artwork, because: reason)
      } else {
        followWindow(of: artwork)
      }
    }
  }

  /// The name of the slate that screens of an artwork out of order show.
  public static let outOfOrderSlate = "out-of-order"

  private mutating func showSlates(of artwork: Artwork) {
    leave(artwork, over: .zero)
    clearLayer(of: artwork)
    let now = self.now
    for id in artwork.devices.sorted() where show.hall.devices[id]?.kind == .screen {
      let values: [PropertyName: Value] = [.slate: .text(Self.outOfOrderSlate), .brightness: .number(1)]
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        state.artworks[artwork.id]?.layer[PropertyPath(id, name)] = LayerValue(
          fade: Fade(to: .plain(value), at: now), scene: artwork.start, goesAt: nil)
      }
    }
  }

  private mutating func clearLayer(of artwork: Artwork) {
    state.artworks[artwork.id]?.layer = [:]
    work.touchedDevices.formUnion(artwork.devices)
  }

  mutating func arm(
    _ artwork: Artwork, _ id: TriggerID, _ isArmed: Bool, _ until: Until?
  ) throws(Refusal) -> String {
    guard artwork.trigger(id) != nil else {
      let names = artwork.scenes.flatMap { $0.triggers.map(\.id.text) }
      let near = nearest(to: id.text, among: names).map { "did you mean \($0)?" }
      throw Refusal(
        .unknownTrigger, "\(artwork.id) has no trigger \(id)", hint: near ?? "it has \(names.joined(separator: ", "))")
    }
    state.artworks[artwork.id]?.armed[id] = ArmState(isArmed: isArmed, until: until)
    touch(artwork.id)
    decide(
      Decision(
        .mode, artwork: artwork.id, subject: id.text, "\(artwork.id): \(id) is \(isArmed ? "armed" : "disarmed")"))
    return "\(artwork.id): \(id) \(isArmed ? "armed" : "disarmed")"
  }
}
