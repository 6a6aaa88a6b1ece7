import Show

/// Entering and leaving scenes, and where an artwork is at home.
extension Sequencer {
  /// The most transitions an artwork may make in one step.
  public static let transitionLimit = 64

  /// The scene an artwork belongs in by the phase of the hall and the programme.
  func home(of artwork: Artwork) -> SceneID {
    switch state.phase.phase {
    case .closed, .closing: return artwork.closed
    case .opening: return window(of: artwork)?.scene ?? artwork.opening ?? artwork.start
    case .open: return window(of: artwork)?.scene ?? artwork.start
    case .mode(let mode):
      if let scene = artwork.modeScenes[mode] { return scene }
      return show.hall.modes[mode]?.likeOpen == true ? artwork.start : artwork.closed
    }
  }

  /// Lets an artwork begin where it belongs, unless an operator has taken it out or an alarm stands.
  mutating func enterHome(_ artwork: Artwork, because reason: String) {
    guard let mode = state.artworks[artwork.id]?.mode, mode == .auto || mode == .manual, !state.alarm.isLatched else {
      return
    }
    let window = window(of: artwork)?.entry
    state.artworks[artwork.id]?.window = window
    let home = home(of: artwork)
    enter(home == artwork.start ? sceneInTurn(home, of: artwork) : home, of: artwork, because: reason)
  }

  /// Enters a scene: the one that ran ends, its pending triggers are cancelled, what it set and this one does not is released.
  mutating func enter(
    _ id: SceneID, of artwork: Artwork, because reason: String, values: [String: Value] = [:], when: String? = nil,
    subject: String? = nil
  ) {
    guard let scene = artwork.scene(id), var current = state.artworks[artwork.id] else { return }
    guard countTransition(of: artwork) else { return }
    let before = current.run?.scene
    let local = current.time.local(now)
    current.run = SceneRun(
      scene: id, since: now, enteredAt: local, cues: scene.cues.map { _ in CueState() },
      triggers: scene.triggers.map { _ in TriggerState() })
    state.artworks[artwork.id] = current
    release(from: artwork, into: scene, over: scene.release)
    for place in scene.triggers.indices { beginTrigger(place, of: scene, artwork) }
    touch(artwork.id)
    let path = before.map { $0 == id ? "\(id) anew" : "\($0) → \(id)" } ?? "→ \(id)"
    decide(
      Decision(
        .scene, artwork: artwork.id, subject: subject, "\(artwork.id): \(path), because \(reason)", from: before,
        to: id,
        values: values, when: when))
  }

  /// Ends the scene that runs without another one: devices go to rest over its release time, or at once.
  mutating func leave(_ artwork: Artwork, over release: TimeSpan? = nil) {
    guard let run = state.artworks[artwork.id]?.run else { return }
    let time = release ?? artwork.scene(run.scene)?.release ?? .seconds(1)
    state.artworks[artwork.id]?.run = nil
    self.release(from: artwork, into: nil, over: time)
    touch(artwork.id)
  }

  /// Counts a transition of this step; false, and said, once there are too many.
  private mutating func countTransition(of artwork: Artwork) -> Bool {
    let count = (work.transitions[artwork.id] ?? 0) + 1
    work.transitions[artwork.id] = count
    if count <= Self.transitionLimit { return true }
    if count == Self.transitionLimit + 1 {
      let scene = state.artworks[artwork.id]?.run?.scene.text ?? "no scene"
      tellCircle(of: artwork, "went round in a circle that takes no time and stays in \(scene)")
    }
    return false
  }

  /// Says that an artwork's show is at fault: it would go on for ever at one instant.
  mutating func tellCircle(of artwork: Artwork, _ what: String) {
    let text = "\(artwork.id) \(what): look at its triggers"
    decide(Decision(.fault, artwork: artwork.id, text))
    warn("circle:\(artwork.id)", text, artworks: [artwork.id])
  }

  /// Gives the properties that a scene will not set back to their default, over its release time.
  private mutating func release(from artwork: Artwork, into scene: Scene?, over time: TimeSpan) {
    guard var current = state.artworks[artwork.id] else { return }
    let stays = (scene?.properties ?? []).union(scene?.keep ?? [])
    let goes = current.time.local(now) + time
    for path in current.layer.keys.sorted() where !stays.contains(path) {
      guard let value = current.layer[path], value.goesAt == nil else { continue }
      let rest = show.hall.devices[path.device]?.defaultValue(of: path.property)
      if let rest, time > .zero, rest.fades {
        let fade = Fade(from: value.fade.value(at: now), to: rest, at: now, over: time)
        current.layer[path] = LayerValue(fade: fade, scene: value.scene, goesAt: goes)
      } else {
        current.layer[path] = nil
      }
      work.touchedDevices.insert(path.device)
    }
    state.artworks[artwork.id] = current
  }
}

extension Scene {
  /// All properties that its cues set, at any place of its timeline.
  var properties: Set<PropertyPath> {
    let actions = cues.map(\.action) + triggers.flatMap { $0.actions.map(\.action) }
    return actions.reduce(into: []) { $0.formUnion($1.properties) }
  }
}
