import Show

/// What operators want: each command is carried out, or refused by the state of the show, and answered.
extension Sequencer {
  /// Carries a command out and answers it.
  mutating func carryOut(_ command: Command) {
    let note = command.note.map { " (\($0))" } ?? ""
    do {
      let end = try end(of: command)
      try guardAgainstDoubleGo(command.act)
      let text = try perform(command, until: end)
      rememberGo(command.act)
      decide(
        Decision(
          .command, artwork: command.act.artwork, subject: command.by.text,
          "\(command.by): \(command.act.word): \(text)\(note)"))
      effect(.reply(command.by, .done(command.id, seq: work.seq, effect: text)))
    } catch {
      decide(
        Decision(
          .command, artwork: command.act.artwork, subject: command.by.text,
          "\(command.by): \(command.act.word): refused, \(error.message)\(note)"))
      effect(.reply(command.by, .refused(command.id, seq: work.seq, error)))
    }
  }

  private func end(of command: Command) throws(Refusal) -> Until? {
    switch command.end {
    case nil: return nil
    case .after(let span): return .show(now + span)
    case .until(let instant):
      guard let wall = trustedWall else { throw .clockUnknown }
      guard instant > wall else { throw Refusal(.past, "`until` lies in the past", hint: "give a later instant") }
      return .wall(instant)
    case .nextOpening:
      guard let wall = trustedWall else { throw .clockUnknown }
      guard let next = state.agenda.openings.map(\.lead).filter({ $0 > wall }).min() else {
        throw Refusal(.noOpening, "the programme has no opening to come", hint: "give an instant, or `for`")
      }
      return .wall(next)
    }
  }

  private mutating func perform(_ command: Command, until: Until?) throws(Refusal) -> String {
    let reason = "\(command.by) wants it"
    switch command.act {
    case .ping: return "pong"
    case .go(let id, let scene):
      let artwork = try known(id)
      guard let scene else { return try choose(try neighbour(of: artwork, 1), of: artwork, until, reason) }
      guard artwork.scene(scene) != nil else { throw unknown(scene, of: artwork) }
      return try choose(scene, of: artwork, until, reason)
    case .next(let id): return try choose(try neighbour(of: try known(id), 1), of: try known(id), until, reason)
    case .back(let id): return try choose(try neighbour(of: try known(id), -1), of: try known(id), until, reason)
    case .restart(let id):
      let artwork = try known(id)
      return try choose(state.artworks[id]?.run?.scene ?? home(of: artwork), of: artwork, until, reason)
    case .skip(let id): return try skip(try known(id))
    case .hold(let id): return try hold(try known(id), until, reason)
    case .resume(let id): return try resume(try known(id), reason)
    case .stop(let id, let manner): return stop(try known(id), manner, until, reason)
    case .mode(let id, let mode): return change(try known(id), to: mode, until, reason)
    case .arm(let id, let trigger, let isArmed): return try arm(try known(id), trigger, isArmed, until)
    case .blackout, .grandMaster, .hall, .releaseAlarm, .reload, .rollback, .release, .override, .sense:
      return try performForHall(command, until: until, reason)
    }
  }

  private mutating func performForHall(_ command: Command, until: Until?, _ reason: String) throws(Refusal) -> String {
    switch command.act {
    case .blackout(let isOn):
      setBlackout(isOn, until: until, because: reason)
      return "blackout \(isOn ? "on" : "off")"
    case .grandMaster(let level):
      setMaster(level, until: until, because: reason)
      return "the grand master is at \(Exposure.figures(level * 100)) %"
    case .hall(let request): return try changeHall(request, until, reason)
    case .releaseAlarm: return try releaseAlarm(by: command.by)
    case .reload: return "the show was read again"
    case .rollback: return "the show before runs again"
    case .release(let path):
      guard state.overrides[path] != nil else {
        throw Refusal(.notOverridden, "\(path) is not overridden", hint: overriddenHint)
      }
      releaseOverride(path, because: reason)
      return "\(path) released"
    case .override(let path, let value): return try override(path, value, by: command.by, until)
    case .sense(let sensor, let value): return try sense(sensor, value, by: command.by, until)
    default: return ""
    }
  }

  private var overriddenHint: String {
    let names = state.overrides.keys.sorted().map(\.description)
    return names.isEmpty ? "nothing is overridden" : "overridden: \(names.joined(separator: ", "))"
  }

  private mutating func changeHall(_ request: HallRequest, _ until: Until?, _ reason: String) throws(Refusal) -> String
  {
    if case .mode(let mode) = request, show.hall.modes[mode] == nil {
      let names = show.hall.modes.keys.map(\.text).sorted()
      let near = nearest(to: mode.text, among: names + ["open", "close", "auto"])
      throw Refusal(.unknownMode, "the hall has no mode \(mode)", hint: near.map { "did you mean \($0)?" })
    }
    let before = state.phase.phase
    wish(request, until: until, because: reason)
    return "the hall: \(before) → \(state.phase.phase)"
  }

  private mutating func override(
    _ path: PropertyPath, _ value: Value, by name: OperatorName, _ until: Until?
  ) throws(Refusal) -> String {
    guard let device = show.hall.devices[path.device] else { throw unknown(path.device) }
    guard let type = device.properties[path.property] else {
      let names = device.properties.keys.map(\.rawValue).sorted()
      throw Refusal(
        .unknownProperty, "\(device.id) has no property \(path.property.rawValue) to override",
        hint: nearest(to: path.property.rawValue, among: names).map { "did you mean \($0)?" }
          ?? "it has \(names.joined(separator: ", "))")
    }
    guard type.admits(value) else { throw Refusal(.badValue, "\(path) takes \(type), not \(value)") }
    state.overrides[path] = OverrideState(value: value, by: name, since: now, until: until)
    work.touchedDevices.insert(path.device)
    for user in index.users[path.device] ?? [] { touch(user) }
    decide(Decision(.override, subject: path.description, "\(path) is \(value), because \(name) overrides it"))
    return "\(path) is \(value)"
  }

  mutating func releaseOverride(_ path: PropertyPath, because reason: String) {
    guard state.overrides.removeValue(forKey: path) != nil else { return }
    work.touchedDevices.insert(path.device)
    for user in index.users[path.device] ?? [] { touch(user) }
    decide(Decision(.override, subject: path.description, "\(path) is given back to the scenes, because \(reason)"))
  }

  private mutating func sense(_ id: SensorID, _ value: Value, by name: OperatorName, _ until: Until?) throws(Refusal)
    -> String
  {
    guard let sensor = show.hall.sensors[id] else {
      let near = nearest(to: id.text, among: show.hall.sensors.keys.map(\.text).sorted())
      throw Refusal(.unknownSensor, "there is no sensor \(id)", hint: near.map { "did you mean \($0)?" })
    }
    guard sensor.type.admits(value) else { throw Refusal(.badValue, "\(id) takes \(sensor.type), not \(value)") }
    sensorRead(id, value, .injected(by: name), until: until)
    return "\(id) reads \(value)"
  }

  // MARK: Refusals that name what was meant

  private func known(_ id: ArtworkID) throws(Refusal) -> Artwork {
    if let artwork = artwork(id) { return artwork }
    if let broken = show.unavailable.first(where: { $0.id == id }) {
      throw Refusal(.unavailable, "\(id) is unavailable: \(broken.reason)", hint: "mend its file and reload")
    }
    let near = nearest(to: id.text, among: show.artworks.map(\.id.text))
    throw Refusal(.unknownArtwork, "there is no artwork \(id)", hint: near.map { "did you mean \($0)?" })
  }

  private func unknown(_ scene: SceneID, of artwork: Artwork) -> Refusal {
    let names = artwork.scenes.map(\.id.text)
    let near = nearest(to: scene.text, among: names).map { "did you mean \($0)?" }
    return Refusal(
      .unknownScene, "\(artwork.id) has no scene \(scene)", hint: near ?? "it has \(names.joined(separator: ", "))")
  }

  private func unknown(_ device: DeviceID) -> Refusal {
    let near = nearest(to: device.text, among: show.hall.devices.keys.map(\.text).sorted())
    return Refusal(.unknownDevice, "there is no device \(device)", hint: near.map { "did you mean \($0)?" })
  }
}

extension Refusal {
  static let clockUnknown = Refusal(
    .clockUnknown, "the clock is not known to be right, so an instant means nothing yet",
    hint: "use `for` with a duration")
}
