import Show

/// What changed in a step is told, once, at its end.
extension Sequencer {
  /// Tells devices, artworks and the hall what changed.
  mutating func publishChanges() {
    for artwork in show.artworks where !artwork.rotations.isEmpty { followAirtime(of: artwork) }
    followChoruses()
    followCanvases()
    followSound()
    publishDevices()
    planCanvases()
    watchDarkness()
    followPreflight()
    for artwork in show.artworks where work.touchedArtworks.contains(artwork.id) { publish(artwork) }
    if work.hallTouched { publishHall() }
  }

  private mutating func publish(_ artwork: Artwork) {
    guard let status = status(of: artwork.id) else { return }
    if let before = state.artworks[artwork.id]?.published, status.isSame(as: before) { return }
    state.artworks[artwork.id]?.published = status
    effect(.artworkState(artwork.id, status))
  }

  private mutating func publishHall() {
    let status = hallStatus
    if status == state.published { return }
    state.published = status
    effect(.hallState(status))
  }

  /// The state of the hall now.
  public var hallStatus: HallStatus {
    HallStatus(
      phase: state.phase.phase, by: state.phase.wish == nil ? "schedule" : "operator",
      until: wall(of: state.phase.wishUntil),
      blackout: state.blackout.isOn, alarm: state.alarm.isLatched, next: nextScheduledPhase,
      grandMaster: state.master.level, sound: soundStatus)
  }

  /// The state of an artwork now; nothing if the hall has no such artwork.
  public func status(of id: ArtworkID) -> ArtworkStatus? {
    guard let artwork = artwork(id), let current = state.artworks[id] else {
      return show.unavailable.first { $0.id == id }.map { broken in
        ArtworkStatus(
          scene: nil, since: nil, cue: nil, position: 0, at: now, mode: ArtworkMode.auto.rawValue, until: nil,
          overridden: [],
          health: .unavailable, reason: broken.reason, seq: work.seq)
      }
    }
    // Almost always there is none, and the devices of an artwork are many to gather.
    let devices = state.overrides.isEmpty ? [] : artwork.devices
    let warnings = activeWarnings.filter { $0.artworks.contains(id) }
    let position = current.run.map { (current.time.local(now) - $0.enteredAt).inSeconds } ?? 0
    return ArtworkStatus(
      scene: current.run?.scene, since: current.run?.since, cue: current.run?.lastCue.map { $0 + 1 },
      position: position,
      at: now, mode: current.isHeld ? "held" : current.mode.rawValue, until: wall(of: current.lasts),
      overridden: state.overrides.keys.filter { devices.contains($0.device) }.sorted(),
      health: warnings.isEmpty ? .ok : .degraded,
      reason: warnings.isEmpty ? nil : warnings.map(\.text).joined(separator: "; "), seq: work.seq)
  }

  /// The warnings that concern somebody: those of artworks that are all out of order are quiet.
  public var activeWarnings: [Warning] {
    state.warnings.sorted { $0.key < $1.key }.map(\.value).filter { warning in
      warning.artworks.isEmpty || warning.artworks.contains { state.artworks[$0]?.mode != .outOfOrder }
    }
  }
}

extension ArtworkState {
  /// Until when what an operator wanted of it lasts.
  var lasts: Until? { isHeld ? heldUntil : (modeUntil ?? run?.until) }
}

extension ArtworkStatus {
  /// Whether nothing changed but the time.
  func isSame(as other: ArtworkStatus) -> Bool {
    var copy = other
    (copy.position, copy.at, copy.seq) = (position, at, seq)
    return self == copy
  }
}
