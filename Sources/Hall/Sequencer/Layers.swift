import Show

/// One value for each property, from layers of fixed order: alarm, blackout, operator's override, the hall's mode,
/// scenes by priority, the hall's hours, the device's default.
extension Sequencer {
  /// Which layer won a property.
  public enum Layer: String, Sendable, Codable {
    /// The safe look of an alarm.
    case alarm
    /// The master at the output.
    case blackout
    /// An operator's override.
    case override
    /// A declared mode of the hall.
    case mode
    /// A scene of an artwork.
    case scene
    /// The hours of the hall: what it keeps awake, and puts to sleep.
    case hours
    /// The device's default.
    case `default`
  }

  /// The value a property of a device gets, and the layer that won it.
  ///
  /// - Returns: nothing where no layer has a value.
  public func resolve(_ path: PropertyPath) -> (layer: Layer, artwork: ArtworkID?, fade: Fade)? {
    guard let device = show.hall.devices[path.device] else { return nil }
    if state.alarm.isLatched, let value = safeValue(of: path.property, device) {
      return (.alarm, nil, Fade(to: value, at: state.alarm.since))
    }
    if state.blackout.isOn, !device.egress, let value = device.kind.blackoutValue(of: path.property) {
      return (.blackout, nil, Fade(to: value, at: state.blackout.since))
    }
    if let override = state.overrides[path] {
      return (.override, nil, Fade(to: .plain(override.value), at: override.since))
    }
    if case .mode(let id) = state.phase.phase, let mode = show.hall.modes[id], let value = mode.values[path] {
      return (.mode, nil, Fade(to: value, at: state.phase.since, over: mode.over))
    }
    if let (artwork, fade) = sceneValue(of: path, device) { return (.scene, artwork, fade) }
    if let fade = hoursValue(of: path.property, device) { return (.hours, nil, fade) }
    return device.defaultValue(of: path.property).map { (.default, nil, Fade(to: $0, at: now)) }
  }

  func safeValue(of property: PropertyName, _ device: Device) -> PropertyValue? {
    if let value = device.safe[property] { return value }
    switch (device.kind, property) {
    case (.screen, .brightness): return device.safe[.slate] == nil ? .plain(.number(0)) : .plain(.number(1))
    case (.player, .playing): return .plain(.flag(false))
    case (.player, .gain): return .plain(.number(-100))
    case (.light, .level): return device.safe.isEmpty ? nil : .plain(.number(1))
    default: return nil
    }
  }

  /// The value of the scenes: of the artworks of highest priority, the greatest or the latest.
  private func sceneValue(of path: PropertyPath, _ device: Device) -> (ArtworkID, Fade)? {
    var best: (priority: Int, artwork: ArtworkID, fade: Fade)?
    for id in index.users[path.device] ?? [] {
      guard let artwork = artwork(id), let current = state.artworks[id], let value = current.layer[path] else {
        continue
      }
      let isPulse = index.pulses[path.device]?.contains(path.property) ?? false
      let stopsAt = isPulse ? nil : current.time.pausedAt
      let fade = stopsAt.map { Fade(to: value.fade.value(at: $0), at: $0) } ?? value.fade
      if let other = best {
        if artwork.priority < other.priority { continue }
        if artwork.priority == other.priority && !wins(fade, over: other.fade, device.merge) { continue }
      }
      best = (artwork.priority, id, fade)
    }
    return best.map { ($0.artwork, $0.fade) }
  }

  private func wins(_ fade: Fade, over other: Fade, _ merge: Merge) -> Bool {
    if merge == .htp, let a = fade.to.number, let b = other.to.number { return a > b }
    return fade.at >= other.at
  }

  /// Resolves the devices that may have changed, and tells those that have.
  mutating func publishDevices() {
    for id in index.devices where work.touchedDevices.contains(id) || work.resend.contains(id) {
      guard let device = show.hall.devices[id], var known = state.devices[id] else { continue }
      var properties: [PropertyName: Fade] = [:]
      for name in index.properties[id] ?? [] {
        guard let (layer, _, wanted) = resolve(PropertyPath(id, name)) else { continue }
        let before = known.desired.properties[name]
        var fade = wanted
        if name == .level { fade = restrained(wanted, device, before: before) }
        if name == .gain && layer != .alarm { fade = heard(wanted, of: id) }
        // A way that has a lower ceiling now is another way, though it leads to the same.
        let isOtherWay = name == .gain && index.zones[id] != nil && fade.end > now && fade.from != before?.from
        // What is done anew each time is told with the moment of its wish, also where the wish before was the same.
        let isPulse = index.pulses[id]?.contains(name) ?? false
        properties[name] = isPulse ? fade : told(fade, before: isOtherWay ? nil : before)
      }
      known.glide = state.devices[id]?.glide
      let isResent = work.resend.contains(id)
      let stills = device.kind == .screen ? stillsBeside(known, id) : (next: nil, passedOver: nil)
      let isSame =
        properties == known.desired.properties && stills.next == known.desired.next
        && stills.passedOver == known.desired.passedOver
      if isSame && !isResent { continue }
      let isSwitched = properties[.power]?.to != known.desired.properties[.power]?.to
      known.desired = DesiredState(
        rev: work.seq, at: now, properties: properties, next: stills.next, passedOver: stills.passedOver)
      state.devices[id] = known
      if device.reports {
        let longest = properties.values.map { $0.end }.max() ?? now
        let ready = max(longest, isBusyUntil(id))
        state.devices[id]?.confirmBy = ready + device.confirmsWithin
      }
      if isSwitched { followSwitch(of: id) }
      effect(.desired(id, known.desired))
    }
  }

  /// A fade as it is told: the one that was told before if it leads to the same, else one that starts where the device is.
  private func told(_ fade: Fade, before: Fade?) -> Fade {
    guard let before else { return fade.end <= now ? Fade(to: fade.to, at: now) : fade }
    // What is there already stays; a way that begins somewhere else leads away first.
    if fade.to == before.to && before.end <= now && fade.value(at: now) == fade.to { return before }
    if fade.to == before.to && (fade.end <= now || fade.at == before.at && fade.over == before.over)
      && before.end <= max(now, fade.end)
    {
      return before
    }
    if fade.end <= now { return Fade(to: fade.to, at: now) }
    return fade
  }
}

extension DeviceKind {
  /// What a property is in a blackout; properties that make no light stay.
  public func blackoutValue(of property: PropertyName) -> PropertyValue? {
    switch (self, property) {
    case (.light, .level), (.screen, .brightness): .plain(.number(0))
    case (.projector, .mute), (.display, .mute): .plain(.flag(true))
    default: nil
    }
  }
}
