import Show

/// The hours of the hall: what it keeps awake while it is open or opening, and puts to sleep at night.
///
/// It is the lowest layer but the default: a scene that wants a device on or off has its way, and so has everybody above it.
extension Sequencer {
  /// How long lights and screens that the hall puts to sleep take to be dark.
  static let fallingAsleep = TimeSpan.seconds(3)

  /// Whether devices that wake with the hall are awake in a phase by themselves.
  private func isAwake(in phase: HallPhase) -> Bool {
    switch phase {
    case .opening, .open: true
    case .closed, .closing: false
    case .mode(let id): show.hall.modes[id]?.likeOpen == true
    }
  }

  /// Whether the hall keeps a device awake now; nothing where only scenes decide.
  private func isKeptAwake(_ device: Device) -> Bool? {
    switch device.awake {
    case nil: nil
    case .always: true
    case .opening: isAwake(in: state.phase.phase) || sleepBegins(of: device).map { now < $0 } ?? false
    }
  }

  /// When a device that wakes with the hall falls asleep; nothing while the hall is awake, or while the closed looks are on
  /// their way.
  private func sleepBegins(of device: Device) -> ShowInstant? {
    guard let since = state.phase.restsSince else { return nil }
    return since + max(device.sleepsAfter, state.phase.looksTake ?? .zero)
  }

  /// What the hall wants of a property by its hours.
  func hoursValue(of property: PropertyName, _ device: Device) -> Fade? {
    guard let isAwake = isKeptAwake(device) else { return nil }
    if isAwake { return property == .power ? Fade(to: .plain(.flag(true)), at: now) : nil }
    guard let value = device.kind.sleepingValue(of: property) else { return nil }
    return Fade(
      to: value, at: sleepBegins(of: device) ?? state.phase.since, over: value.fades ? Self.fallingAsleep : .zero)
  }

  /// Takes note of a change of phase: when the hall went to rest, and until when it has to be dark.
  mutating func followHours(from before: HallPhase, to phase: HallPhase) {
    if isAwake(in: phase) {
      (state.phase.restsSince, state.phase.looksTake) = (nil, nil)
    } else if isAwake(in: before) {
      state.phase.restsSince = now
    }
    switch phase {
    case .closing: state.phase.darkness = show.hall.darkWithin.map { .due(now + $0) }
    case .closed: if before != .closing { state.phase.darkness = show.hall.darkWithin.map { .due(now + $0) } }
    case .opening, .open, .mode: endWatchOverDarkness(because: "the hall is \(phase)")
    }
  }

  /// Follows another show, which may say otherwise within what time it has to be dark.
  mutating func adoptHours() {
    guard let within = show.hall.darkWithin else {
      return endWatchOverDarkness(because: "nothing says when it has to be dark")
    }
    switch (state.phase.phase, state.phase.darkness) {
    case (.closed, nil) where state.phase.decided: state.phase.darkness = .due(now + within)
    case (.closed, .watched): state.phase.darkness = .due(now)
    default: break
    }
  }

  /// When something of the hours is due.
  var hoursInstants: [ShowInstant] {
    var instants: [ShowInstant] = []
    if case .due(let by)? = state.phase.darkness { instants.append(by) }
    for id in index.sleepers {
      if let device = show.hall.devices[id], let instant = sleepBegins(of: device) { instants.append(instant) }
    }
    return instants
  }

  /// Puts to sleep whose time has come.
  mutating func fireHours() {
    for id in index.sleepers {
      if let device = show.hall.devices[id], sleepBegins(of: device) == now { work.touchedDevices.insert(id) }
    }
  }

  // MARK: Whether it is dark

  /// Warns of what is not dark once it has to be, and goes on looking until the hall wakes.
  mutating func watchDarkness() {
    guard let darkness = state.phase.darkness, !state.alarm.isLatched else { return }
    var looked = work.touchedDevices.union(work.heardDevices)
    if case .due(let by) = darkness {
      guard by <= now else { return }
      state.phase.darkness = .watched
      looked.formUnion(index.devices)
    }
    for id in index.devices where looked.contains(id) {
      guard let device = show.hall.devices[id] else { continue }
      if let sentence = light(of: device) {
        warn("device-awake:\(id)", sentence, artworks: index.users[id] ?? [])
      } else {
        clear("device-awake:\(id)", "\(id) is dark")
      }
    }
  }

  /// Why a device is not dark, in a sentence with the way out.
  private func light(of device: Device) -> String? {
    guard show.hall.sleeps(device) else { return nil }
    let within = show.hall.darkWithin ?? .zero
    let lit = show.hall.light(of: device) { state.devices[device.id]?.desired.properties[$0]?.to }
    if let lit {
      let path = PropertyPath(device.id, lit)
      let won = resolve(path)
      let remedy =
        switch won?.layer {
        case .override?: "release it: regie release \(path)"
        case .scene?: "give \(path) another value in the closed scene"
        default: "give it `awake: opening`"
        }
      let owner = won?.artwork.map { "a scene of \($0)" } ?? won.map { "its \($0.layer.rawValue)" } ?? "nobody"
      return "\(device.id) is to be on \(within) after closing, by \(owner): \(remedy)"
    }
    guard let known = state.devices[device.id], let word = known.reported, known.online != false else { return nil }
    // A PC that tells of itself is off once it tells nothing more.
    let isLit = device.connection?.tellsItself == true || ["on", "warming", "playing"].contains(word)
    guard isLit else { return nil }
    return "\(device.id) is still \(word) \(within) after closing, though it is to be off: look at it"
  }

  private mutating func endWatchOverDarkness(because reason: String) {
    state.phase.darkness = nil
    for id in state.warnings.keys.sorted() where id.hasPrefix("device-awake:") { clear(id, reason) }
  }

  // MARK: Who may be away

  /// Whether nobody needs to be told that a device is away: it is off and cannot be reached then, or what powers it is off.
  func maySleep(_ id: DeviceID) -> Bool {
    if show.hall.devices[id]?.connection?.isAwayWhenOff == true, isToBeOff(id) { return true }
    return show.hall.sources(of: id).contains(where: isToBeOff)
  }

  private func isToBeOff(_ id: DeviceID) -> Bool {
    state.devices[id]?.desired.properties[.power]?.to == .plain(.flag(false))
  }

  /// Before when a device need not answer: it, or what powers it, is on its way to ready or to off.
  func isBusyUntil(_ id: DeviceID) -> ShowInstant {
    var instant = now
    for source in [id] + show.hall.sources(of: id) {
      guard let device = show.hall.devices[source], let power = state.devices[source]?.desired.properties[.power] else {
        continue
      }
      instant = max(instant, power.at + (power.to == .plain(.flag(true)) ? device.warmUp : device.coolDown))
    }
    return instant
  }

  /// A device was switched: what it powers has the time to come, or may go; what is away by that is missed no more.
  mutating func followSwitch(of id: DeviceID) {
    let powered = index.devices.filter { show.hall.sources(of: $0).contains(id) }
    for other in [id] + powered where state.devices[other]?.online == false && maySleep(other) { restConfirmed(other) }
    guard isToBeOff(id) == false else { return }
    for other in powered {
      guard let known = state.devices[other], known.online != true || known.confirmBy != nil,
        let device = show.hall.devices[other], device.reports
      else { continue }
      let patience = max(known.confirmBy ?? now, isBusyUntil(other) + device.confirmsWithin)
      state.devices[other]?.confirmBy = patience
    }
  }

  /// A device is away and may be so: a PC that is off says nothing more, and that it went is its answer.
  mutating func restConfirmed(_ id: DeviceID) {
    if show.hall.devices[id]?.connection?.isAwayWhenOff == true, let rev = state.devices[id]?.desired.rev {
      state.devices[id]?.confirmedRev = rev
    }
    state.devices[id]?.confirmBy = nil
    clear("device-silent:\(id)", "\(id) is off")
    clear("device-offline:\(id)", "\(id) is off")
  }
}
