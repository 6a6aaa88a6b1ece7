import Show

/// Conditions over inputs, the hall, scenes and the time of day.
extension Sequencer {
  /// Whether a condition holds now.
  func holds(_ condition: Condition, for artwork: Artwork) -> Bool { holds(condition, for: artwork, supposing: [:]) }

  /// Whether a condition would hold now, if some of what it looks at were otherwise.
  ///
  /// - Parameters:
  ///   - condition: the condition.
  ///   - artwork: whose condition it is.
  ///   - supposed: what is supposed to have other values than it has.
  ///   - time: the time of day that is supposed to be; the clock's without one.
  public func holds(
    _ condition: Condition, for artwork: Artwork, supposing supposed: [Term: Value], at time: TimeOfDay? = nil
  ) -> Bool {
    switch condition {
    case .constant(let value): return value
    case .and(let a, let b):
      return holds(a, for: artwork, supposing: supposed, at: time)
        && holds(b, for: artwork, supposing: supposed, at: time)
    case .or(let a, let b):
      return holds(a, for: artwork, supposing: supposed, at: time)
        || holds(b, for: artwork, supposing: supposed, at: time)
    case .not(let inner): return !holds(inner, for: artwork, supposing: supposed, at: time)
    case .compare(let term, let comparison, let value):
      let found = supposed.isEmpty ? nil : supposed[term]
      return (found ?? self.value(of: term, for: artwork)).map { comparison.holds($0, value) } ?? false
    case .time(let comparison, let limit):
      return (time?.milliseconds ?? timeOfDay).map { comparison.holds($0, limit.milliseconds) } ?? false
    }
  }

  func value(of term: Term, for artwork: Artwork) -> Value? {
    switch term {
    case .sensor(let id): state.sensors[id]?.value
    case .hallPhase: .text(state.phase.phase.description)
    case .scene: state.artworks[artwork.id]?.run.map { .text($0.scene.text) }
    case .sceneOf(let other): state.artworks[other]?.run.map { .text($0.scene.text) }
    }
  }

  /// Milliseconds since local midnight, once the clock is known to be right.
  var timeOfDay: Int64? { trustedWall.map { localMilliseconds($0) }.map { positiveRemainder($0, dayLength) } }

  /// The next wall instant of a time of day, after now; nothing until the clock is known to be right.
  func next(_ time: TimeOfDay) -> WallInstant? {
    guard let wall = trustedWall else { return nil }
    let local = localMilliseconds(wall)
    let midnight = local - positiveRemainder(local, dayLength)
    for day in 0...2 {
      let wanted = midnight + Int64(day) * dayLength + time.milliseconds
      let instant = self.wall(ofLocal: wanted)
      if instant > wall { return instant }
    }
    return nil
  }

  /// The local day of a wall time, in days since 1970.
  func localDay(of wall: WallInstant) -> Int64 {
    let local = localMilliseconds(wall)
    return (local - positiveRemainder(local, dayLength)) / dayLength
  }

  private var dayLength: Int64 { 86_400_000 }

  private func positiveRemainder(_ number: Int64, _ modulus: Int64) -> Int64 {
    ((number % modulus) + modulus) % modulus
  }

  /// Local time as if it were UTC, in milliseconds.
  private func localMilliseconds(_ wall: WallInstant) -> Int64 {
    let offset = state.agenda.zone.last { $0.from <= wall } ?? state.agenda.zone.first
    return wall.milliseconds + Int64(offset?.seconds ?? 0) * 1000
  }

  /// The instant of a local time: the first where it comes twice, the change itself where the clock skips it.
  private func wall(ofLocal local: Int64) -> WallInstant {
    let zone = state.agenda.zone
    for (place, offset) in zone.enumerated() {
      let instant = WallInstant(milliseconds: local - Int64(offset.seconds) * 1000)
      let next = place + 1 < zone.count ? zone[place + 1].from : nil
      if let next, instant >= next {
        if local - Int64(zone[place + 1].seconds) * 1000 < next.milliseconds { return next }
        continue
      }
      return instant
    }
    return WallInstant(milliseconds: local)
  }
}
