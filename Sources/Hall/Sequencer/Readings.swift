import Show

/// What sensors tell.
extension Sequencer {
  /// A reading came.
  mutating func sensorRead(_ id: SensorID, _ value: Value, _ arrival: Arrival, until: Until? = nil) {
    guard let sensor = show.hall.sensors[id] else { return }
    if let held = state.sensors[id]?.injectedUntil, !isOver(held), !arrival.isInjected { return }
    let before = state.sensors[id]
    let isFresh = before.map { !$0.isStale } ?? false
    if before?.isStale == true { clear("sensor-stale:\(id)", "\(id) is read again") }
    set(sensor, value, isEdge: arrival != .held && isFresh) { state, now in
      state.readAt = now
      state.isStale = false
      state.injectedUntil = until
    }
  }

  /// Gives a sensor a value, and lets the triggers that watch it see that.
  mutating func set(
    _ sensor: Sensor, _ value: Value?, isEdge: Bool, _ change: (inout SensorState, ShowInstant) -> Void
  ) {
    let before = state.sensors[sensor.id]?.value
    var known = state.sensors[sensor.id] ?? SensorState()
    change(&known, now)
    if before != value || known.since == nil {
      known.value = value
      known.since = now
    }
    state.sensors[sensor.id] = known
    guard before != value else { return }
    if sensor.alarm { alarmContact(sensor.id, value) }
    for watcher in index.watchers[sensor.id] ?? [] {
      guard let artwork = artwork(watcher) else { continue }
      rearm(artwork, by: sensor.id, value)
      notice(artwork, sensor.id, value, isEdge: isEdge)
      work.unsettled.insert(watcher)
    }
  }

  private mutating func rearm(_ artwork: Artwork, by sensor: SensorID, _ value: Value?) {
    guard let number = value?.number, let unarmed = state.artworks[artwork.id]?.unarmed, !unarmed.isEmpty else {
      return
    }
    for id in unarmed {
      guard let event = artwork.trigger(id)?.trigger.event, event.sensor == sensor,
        event.rearm?.isReached(by: number) == true
      else { continue }
      state.artworks[artwork.id]?.unarmed.remove(id)
    }
  }

  private mutating func notice(_ artwork: Artwork, _ sensor: SensorID, _ value: Value?, isEdge: Bool) {
    guard let current = state.artworks[artwork.id], let run = current.run, let scene = artwork.scene(run.scene) else {
      return
    }
    let local = current.time.local(now)
    for place in scene.triggers.indices where scene.triggers[place].event.sensor == sensor {
      var seen = run.triggers[place]
      let trigger = scene.triggers[place]
      let before = seen.holdsSince
      let isSeen = isEdge && current.time.pausedAt == nil && !current.unarmed.contains(trigger.id)
      trigger.notice(value, isEdge: isSeen, at: local, &seen)
      state.artworks[artwork.id]?.run?.triggers[place] = seen
      if isEdge && current.time.pausedAt != nil && before == nil && !trigger.event.isLevel
        && value.map({ trigger.event.stillHolds($0) }) == true
      {
        decideNotFired(trigger, of: artwork, "time stands still")
      }
    }
  }

  /// When a sensor's readings count as stopped.
  func staleInstant(of id: SensorID) -> ShowInstant? {
    guard let known = state.sensors[id], !known.isStale, let read = known.readAt,
      let stale = show.hall.sensors[id]?.stale,
      known.injectedUntil == nil
    else { return nil }
    return read + stale
  }

  /// Lets sensors go stale, and injected readings end.
  mutating func ageSensors() {
    let due = state.sensors.filter { id, known in
      known.injectedUntil != nil && isOver(known.injectedUntil) || staleInstant(of: id).map { $0 <= now } ?? false
    }
    for id in due.keys.sorted() {
      guard let known = state.sensors[id], let sensor = show.hall.sensors[id] else { continue }
      if known.injectedUntil != nil && isOver(known.injectedUntil) {
        decide(
          Decision(.note, subject: id.text, "\(id): the injected reading is over, it has no value until it is read"))
        set(sensor, nil, isEdge: false) { state, _ in
          state.injectedUntil = nil
          state.readAt = nil
        }
      } else if let stale = staleInstant(of: id), stale <= now {
        warn(
          "sensor-stale:\(id)", "\(id) was not read for \(sensor.stale ?? .zero): look at the sensor and its link",
          artworks: index.watchers[id] ?? [])
        if sensor.alarm { alarmContactLost(id, "it was not read for \(sensor.stale ?? .zero)") }
        set(sensor, sensor.whenStale, isEdge: false) { state, _ in state.isStale = true }
      }
    }
  }
}
