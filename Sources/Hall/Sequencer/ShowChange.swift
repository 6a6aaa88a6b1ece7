import Show

/// Another show, and another run of the daemon.
extension Sequencer {
  /// Takes up a show: artworks whose files are the same go on, the others begin anew.
  mutating func adopt(_ newShow: Show, fingerprint: String) {
    let old = show
    let isFirst = state.showFingerprint.isEmpty
    show = newShow
    index = ShowIndex(newShow)
    state.showFingerprint = fingerprint
    adoptDevices(from: old)
    var fresh: [Artwork] = []
    var kept: [ArtworkID: ArtworkState] = [:]
    for artwork in newShow.artworks {
      if let current = state.artworks[artwork.id], old.artwork(artwork.id) == artwork {
        kept[artwork.id] = current
      } else {
        kept[artwork.id] = begun(artwork, from: state.artworks[artwork.id], old.artwork(artwork.id))
        fresh.append(artwork)
      }
    }
    state.artworks = kept
    state.overrides = state.overrides.filter {
      newShow.hall.devices[$0.key.device]?.properties[$0.key.property] != nil
    }
    for id in state.canvases.keys where newShow.hall.canvases[id] == nil {
      state.canvases[id] = nil
      clear("canvas-light:\(id)", "the canvas \(id) is not in this show")
    }
    if case .mode(let mode) = state.phase.wish, newShow.hall.modes[mode] == nil { state.phase.wish = nil }
    touchAll()
    decide(
      Decision(
        .note, subject: fingerprint,
        "\(isFirst ? "the show is loaded" : "another show is loaded"): \(newShow.hall.title)"))
    tellUnavailable(before: old)
    effect(.resolveAgenda)
    adoptHours()
    followPhase(because: "the show is loaded")
    for artwork in fresh where state.artworks[artwork.id]?.run == nil {
      enterHome(artwork, because: isFirst ? "the show begins" : "its file was changed")
    }
  }

  /// What stays of an artwork whose file was changed: its operators' mode and hold, its own time, and where the pools and
  /// rotations have got to that are the same.
  private func begun(_ artwork: Artwork, from before: ArtworkState?, _ old: Artwork?) -> ArtworkState {
    var begun = ArtworkState()
    if let before {
      (begun.mode, begun.modeUntil, begun.time) = (before.mode, before.modeUntil, before.time)
      (begun.isHeld, begun.heldUntil) = (before.isHeld, before.heldUntil)
      for (id, pool) in artwork.pools where pool == old?.pools[id] { begun.draws[id.text] = before.draws[id.text] }
      for (id, rotation) in artwork.rotations where rotation == old?.rotations[id] {
        begun.rotations[id] = before.rotations[id]
      }
    }
    if state.alarm.isLatched { begun.time.pause(at: now) }
    return begun
  }

  private mutating func adoptDevices(from old: Show) {
    for id in state.devices.keys where show.hall.devices[id] == nil { state.devices[id] = nil }
    for id in state.sensors.keys where show.hall.sensors[id] == nil && !id.isCounter { state.sensors[id] = nil }
    adoptCounters()
    for id in index.devices where state.devices[id] == nil { state.devices[id] = DeviceState() }
    expectSensors()
    for id in index.devices where old.hall.devices[id]?.kind != show.hall.devices[id]?.kind {
      state.devices[id]?.desired.properties = [:]
    }
    for (id, warning) in state.warnings.sorted(by: { $0.key < $1.key }) {
      let subject = id.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
      let isGone =
        id.hasPrefix("device-") && show.hall.devices[DeviceID(subject)] == nil
        || id.hasPrefix("sensor-") && show.hall.sensors[SensorID(subject)] == nil || id.hasPrefix("circle:")
      if isGone { clear(id, "\(warning.text): no longer, by another show") }
    }
  }

  /// A sensor that should be read from time to time, and was never, goes stale like any other; an alarm contact is missed at once.
  private mutating func expectSensors() {
    for (id, sensor) in show.hall.sensors.sorted(by: { $0.key < $1.key }) where state.sensors[id] == nil {
      if sensor.stale != nil { state.sensors[id] = SensorState(readAt: now) }
      if sensor.alarm { alarmContactLost(id, "it was never read") }
    }
  }

  private mutating func tellUnavailable(before old: Show) {
    for broken in old.unavailable where !show.unavailable.contains(broken) {
      clear("artwork-unavailable:\(broken.id)", "\(broken.id) can be shown again")
    }
    for broken in show.unavailable {
      warn("artwork-unavailable:\(broken.id)", "\(broken.id) is unavailable: \(broken.reason)", artworks: [broken.id])
      if let status = status(of: broken.id) { effect(.artworkState(broken.id, status)) }
    }
  }

  /// The daemon started again: what operators wanted stays; scenes go on, or begin anew after a long outage.
  mutating func restarted(after outage: TimeSpan?) {
    touchAll()
    state.clock.synchronised = false
    let now = self.now
    for id in state.entries.keys { state.entries[id]?.unconfirmedUntil = now + Self.unconfirmedKept }
    for id in index.devices {
      state.devices[id]?.online = nil
      if state.devices[id]?.confirmBy != nil, let patience = show.hall.devices[id]?.confirmsWithin {
        let ready = isBusyUntil(id)
        state.devices[id]?.confirmBy = ready + patience
      }
    }
    work.resend.formUnion(index.devices)
    if let outage, outage <= show.hall.resumeWithin {
      return decide(Decision(.note, "the daemon was away for \(outage): scenes go on where they would be"))
    }
    decide(
      Decision(
        .note, "the daemon was away for \(outage.map(\.description) ?? "an unknown time"): artworks start afresh"))
    for artwork in show.artworks {
      guard let current = state.artworks[artwork.id], current.run != nil else { continue }
      let reason = "the daemon was away"
      if current.mode == .manual, let scene = current.run?.scene, !state.alarm.isLatched {
        enter(scene, of: artwork, because: reason)
      } else {
        enterHome(artwork, because: reason)
      }
    }
  }
}
