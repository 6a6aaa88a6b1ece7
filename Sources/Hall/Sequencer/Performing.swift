import Show

/// What cues and triggers do to the layer of scenes.
extension Sequencer {
  /// Performs an action for an artwork.
  ///
  /// - Parameters:
  ///   - policy: what is done if a device does not confirm it.
  mutating func perform(
    _ action: Action, over: TimeSpan, curve: Curve, policy: FailurePolicy = .continue, of artwork: Artwork,
    because reason: String, values: [String: Value] = [:], when: String? = nil, subject: String? = nil
  ) {
    switch action {
    case .set(let properties):
      for path in properties.keys.sorted() {
        guard let value = properties[path] else { continue }
        put(value, at: path, over: over, curve: curve, of: artwork)
      }
    case .dream(let screen, let patch):
      let path = PropertyPath(screen, .dream)
      put(.dream(dream(at: path, of: artwork).changed(by: patch)), at: path, over: over, curve: curve, of: artwork)
      // One that was another kind of screen dreams again; of one that never was, its own default is not touched.
      if state.devices[screen]?.desired.properties[.mode] != nil {
        put(.plain(.text("dream")), at: PropertyPath(screen, .mode), over: over, curve: curve, of: artwork)
      }
    case .stills(let screens, let patch):
      for screen in screens { hang(patch, on: screen, over: over, curve: curve, of: artwork) }
    case .splice(let screens, let patch):
      splice(patch, on: screens, over: over, curve: curve, of: artwork)
    case .play(let players):
      for (player, playback) in players.sorted(by: { $0.key < $1.key }) { play(playback, on: player, of: artwork) }
    case .still(let screens):
      for (screen, source) in screens.sorted(by: { $0.key < $1.key }) {
        let path = PropertyPath(screen, .still)
        guard let still = name(of: .next(source), at: path, of: artwork) else { continue }
        put(.plain(.text(still)), at: path, over: over, curve: curve, of: artwork, from: source)
      }
    case .publish(let publication): tell(.publish(publication), of: artwork)
    case .send(let message): tell(.send(message), of: artwork)
    case .go(let other, let scene):
      go(from: artwork, to: other, scene, reason, values: values, when: when, subject: subject)
    case .goNext(let id):
      goNext(id, of: artwork, reason, values: values, when: when, subject: subject)
    case .count(let changes):
      for (counter, change) in changes.sorted(by: { $0.key < $1.key }) { count(counter, change, of: artwork) }
    case .release(let group): release(group, of: artwork)
    case .note(let text):
      decide(Decision(.note, artwork: artwork.id, text))
    case .group: break
    }
    if policy != .continue {
      for device in action.devices {
        state.devices[device]?.retry = RetryState(artwork: artwork.id, policy: policy, tried: 0)
      }
    }
  }

  /// A message belongs to its moment: one that comes late is left out.
  private mutating func tell(_ message: Effect, of artwork: Artwork) {
    guard work.isLate else { return effect(message) }
    decide(
      Decision(
        .notFired, artwork: artwork.id, subject: message.subject,
        "\(artwork.id): a message was left out, its time was missed"))
  }

  private mutating func go(
    from artwork: Artwork, to other: ArtworkID?, _ scene: SceneID, _ reason: String, values: [String: Value],
    when: String?, subject: String?
  ) {
    guard let other, other != artwork.id else {
      return enter(scene, of: artwork, because: reason, values: values, when: when, subject: subject)
    }
    guard let target = self.artwork(other), let state = state.artworks[other], state.mode == .auto, !state.isHeld else {
      return decide(
        Decision(
          .notFired, artwork: other, subject: subject,
          "\(other): \(artwork.id) wanted \(scene), but only operators change its scenes now"))
    }
    enter(scene, of: target, because: "\(artwork.id): \(reason)", values: values, when: when, subject: subject)
  }

  /// What a screen dreams by this artwork's scenes, or by its default.
  private func dream(at path: PropertyPath, of artwork: Artwork) -> Dream {
    if case .dream(let dream) = state.artworks[artwork.id]?.layer[path]?.fade.to { return dream }
    if case .dream(let dream) = show.hall.devices[path.device]?.defaultValue(of: .dream) { return dream }
    return Dream()
  }

  private mutating func play(_ playback: Playback, on player: DeviceID, of artwork: Artwork) {
    guard let media = name(of: playback.media, at: PropertyPath(player, .media), of: artwork) else { return }
    var values: [(PropertyName, Value)] = [
      (.media, .text(media)), (.position, .number(playback.position)), (.loop, .flag(playback.loop)),
    ]
    if let gain = playback.gain { values.append((.gain, .number(gain))) }
    values.append((.playing, .flag(true)))
    for (name, value) in values {
      put(.plain(value), at: PropertyPath(player, name), over: .zero, curve: .linear, of: artwork)
    }
    work.resend.insert(player)
    if state.devices[player]?.reported == "ended" { state.devices[player]?.reported = nil }
  }

  /// Puts a value into the layer of an artwork's scenes.
  ///
  /// - Parameter source: the pool or rotation that it was taken from.
  mutating func put(
    _ value: PropertyValue, at path: PropertyPath, over: TimeSpan, curve: Curve, of artwork: Artwork,
    from source: SourceID? = nil
  ) {
    guard let run = state.artworks[artwork.id]?.run else { return }
    let from =
      state.artworks[artwork.id]?.layer[path]?.fade.value(at: now)
      ?? state.devices[path.device]?.desired.properties[path.property]?.value(at: now)
    let fade = Fade(from: over > .zero ? from : nil, to: value, at: now, over: over, curve: curve)
    state.artworks[artwork.id]?.layer[path] = LayerValue(fade: fade, scene: run.scene, goesAt: nil, source: source)
    work.touchedDevices.insert(path.device)
    touch(artwork.id)
  }
}
