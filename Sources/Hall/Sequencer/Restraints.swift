import Show

/// What stands between what the layers want and what a device is told: for a light's level the grand master and what canvases
/// may have, for a player's gain what its sound zone makes of it.
public enum Restraint: Hashable, Sendable {
  /// The grand master, at a level.
  case master(Double)
  /// The ceiling of a canvas, and the level up to which it lets the light.
  case ceiling(Canvas, lux: Double, level: Double)
  /// The budget of a canvas, and the level up to which it lets the light.
  case budget(Canvas, lux: Double, level: Double)
  /// An operator's silence: of a zone, or of the whole hall.
  case muted(SoundZoneID?)
  /// The master of a zone in decibels, and whether an operator has set it.
  case zoneMaster(SoundZoneID, gain: Double, isOperators: Bool)
  /// A zone gives way to a player that sounds, by so many decibels.
  case ducked(SoundZoneID, by: Double)
  /// The quiet hours of a zone, and the most that they let a player have.
  case quietHours(SoundZoneID, ceiling: Double)

  /// What it is and where it holds the light, in a few words.
  public var sentence: String {
    switch self {
    case .master(let level): "the grand master is at \(Exposure.figures(level * 100)) %"
    case .ceiling(let canvas, let lux, _): "\(canvas.title) may have \(Exposure.figures(lux)) lux at most"
    case .budget(let canvas, let lux, _):
      "\(canvas.title) has spent most of its lux-hours, and may have \(Exposure.figures(lux)) lux until the day is over"
    case .muted(let zone): "\(zone.map { "the zone \($0)" } ?? "the hall") is muted by an operator"
    case .zoneMaster(let zone, let gain, let isOperators):
      "the master of the zone \(zone) is at \(Value.number(gain)) dB, as \(isOperators ? "an operator" : "hall.yaml") says"
    case .ducked(let zone, let gain): "the zone \(zone) gives way to another by \(Value.number(gain)) dB"
    case .quietHours(let zone, let ceiling):
      "the zone \(zone) has its quiet hours, with \(Value.number(ceiling)) dB at most"
    }
  }
}

/// Alarms are above all restraints, and ways out know none.
extension Sequencer {
  /// What stands between what the layers want of a property and what is told: the grand master of a light first, the silence
  /// of a player; nothing for what is no light's level and no player's gain.
  public func restraints(on path: PropertyPath) -> [Restraint] {
    if path.property == .gain { return soundRestraints(on: path.device) }
    guard path.property == .level, let device = show.hall.devices[path.device], isRestrained(device) else { return [] }
    var found: [Restraint] = state.master.level < 1 ? [.master(state.master.level)] : []
    let wanted = mastered(path.device)?.peak(after: now) ?? 0
    for canvas in index.canvases where canvas.lights[path.device] != nil {
      guard let (lux, isBudget) = bound(of: canvas), let level = level(of: path.device, on: canvas, upToLux: lux),
        level < wanted
      else { continue }
      found.append(isBudget ? .budget(canvas, lux: lux, level: level) : .ceiling(canvas, lux: lux, level: level))
    }
    return found
  }

  /// Sets the grand master.
  mutating func setMaster(_ level: Double, until: Until?, because reason: String) {
    let before = state.master.level
    state.master = MasterState(
      level: level, since: before == level ? state.master.since : now, until: level < 1 ? until : nil)
    work.hallTouched = true
    guard before != level else { return }
    for device in index.devices where show.hall.devices[device]?.kind == .light {
      work.touchedDevices.insert(device)
      work.glides[device] = .seconds(1)
    }
    decide(
      Decision(
        .override, subject: "grand-master",
        "the grand master is at \(Exposure.figures(level * 100)) %, because \(reason)"))
  }

  /// A light's level as it goes out: what the layers want, less what restrains it.
  ///
  /// A restraint that begins, ends or changes leads the light in a glide, never in a jump.
  ///
  /// - Parameters:
  ///   - fade: what the layers want.
  ///   - device: the light.
  ///   - before: the level that was told last.
  mutating func restrained(_ fade: Fade, _ device: Device, before: Fade?) -> Fade {
    guard isRestrained(device), let output = output(device.id, fade) else {
      state.devices[device.id]?.glide = nil
      return fade
    }
    if let glide = state.devices[device.id]?.glide, now < glide.end, glide.to == output.to { return glide }
    state.devices[device.id]?.glide = nil
    guard let span = work.glides[device.id], let before, before.to != output.to else { return output }
    let rest = output.end > now ? output.end - now : .zero
    let glide = Fade(from: before.value(at: now), to: output.to, at: now, over: max(span, rest))
    state.devices[device.id]?.glide = glide
    return glide
  }

  private func isRestrained(_ device: Device) -> Bool {
    device.kind == .light && !device.egress && !state.alarm.isLatched
  }

  /// A level after the grand master and the canvases.
  private func output(_ id: DeviceID, _ fade: Fade) -> Fade? {
    guard fade.to.number != nil else { return nil }
    var most = 1.0
    for canvas in index.canvases where canvas.lights[id] != nil {
      guard let (lux, _) = bound(of: canvas), let level = level(of: id, on: canvas, upToLux: lux) else { continue }
      most = min(most, level)
    }
    return fade.scaled(by: state.master.level, upTo: most)
  }

  /// The level that the layers and the grand master give a light.
  private func mastered(_ id: DeviceID) -> Fade? {
    guard let device = show.hall.devices[id], let fade = resolve(PropertyPath(id, .level))?.fade else { return nil }
    return isRestrained(device) ? fade.scaled(by: state.master.level, upTo: 1) : fade
  }

  /// The most lux that a canvas may have now, and whether that is its budget's word.
  private func bound(of canvas: Canvas) -> (lux: Double, isBudget: Bool)? {
    switch (canvas.ceilingLux, state.canvases[canvas.id]?.heldToLux) {
    case (let ceiling?, let held?): held < ceiling ? (held, true) : (ceiling, false)
    case (let ceiling?, nil): (ceiling, false)
    case (nil, let held?): (held, true)
    case (nil, nil): nil
    }
  }

  /// The level up to which a light may go so that all the lights of a canvas give no more than so many lux together: what is
  /// too much is taken from each in proportion, but from no way out.
  private func level(of id: DeviceID, on canvas: Canvas, upToLux bound: Double) -> Double? {
    var (fixed, dimmable, own) = (0.0, 0.0, 0.0)
    for (light, calibration) in canvas.lights.sorted(by: { $0.key < $1.key }) {
      guard let device = show.hall.devices[light] else { continue }
      let lux = calibration.lux(atLevel: mastered(light)?.peak(after: now) ?? 0)
      if isRestrained(device) { dimmable += lux } else { fixed += lux }
      if light == id { own = lux }
    }
    guard fixed + dimmable > bound, dimmable > 0 else { return nil }
    let part = max(0, bound - fixed) / dimmable
    return canvas.lights[id]?.level(upToLux: own * part)
  }
}

extension Fade {
  /// The same way between levels that are dimmed and bounded.
  fileprivate func scaled(by part: Double, upTo most: Double) -> Fade {
    func bounded(_ value: PropertyValue) -> PropertyValue {
      value.number.map { .plain(.number(min(most, max(0, $0) * part))) } ?? value
    }
    var fade = self
    (fade.from, fade.to) = (from.map(bounded), bounded(to))
    return fade
  }
}
