import Show

// How loud a player is: the gain that the layers give it, the master of its zone, how far the zone gives way to others, then
// the ceiling of its quiet hours; silence where it is muted. An alarm stands above all of it, in the layers.

extension Sequencer {
  /// The gain of a player as its zone lets it be heard.
  ///
  /// - Parameters:
  ///   - fade: what the layers say.
  ///   - player: whose it is.
  /// - Returns: one straight way, neither end above the ceiling.
  func heard(_ fade: Fade, of player: DeviceID) -> Fade {
    let zone = index.zones[player].flatMap { show.hall.zones[$0] }
    if isMuted(player) { return Fade(to: .plain(.number(SoundZone.silence)), at: fade.at) }
    guard let zone, let goal = fade.to.number else { return fade }
    let known = state.sound?.zones[zone.id] ?? SoundState.Zone()
    let down = zone.duck.map { known.isDucked ? $0.by : 0 } ?? 0
    func mixed(_ gain: Double, down: Double) -> PropertyValue {
      .plain(.number(level(gain, in: zone, down: down, isQuiet: known.isQuiet)))
    }
    var way = Fade(
      from: fade.from?.number.map { mixed($0, down: down) }, to: mixed(goal, down: down), at: fade.at, over: fade.over,
      curve: fade.curve)
    let span = duckSpan(known, zone)
    guard span > .zero, known.duckedSince + span > now, known.duckedSince >= fade.at else { return way }
    let start = fade.value(at: known.duckedSince).number ?? goal
    way.from = mixed(start, down: known.downBefore)
    (way.at, way.curve) = (known.duckedSince, .linear)
    way.over = max(span, fade.end - known.duckedSince)
    return way
  }

  private func level(_ gain: Double, in zone: SoundZone, down: Double, isQuiet: Bool) -> Double {
    guard gain > SoundZone.silence else { return SoundZone.silence }
    let master = state.sound?.masters[zone.id]?.gain ?? zone.gain
    var level = gain + master - down
    if isQuiet, let ceiling = zone.quiet?.ceiling { level = min(level, ceiling) }
    return max(SoundZone.gains.lowerBound, min(SoundZone.gains.upperBound, level))
  }

  /// Whether a player is silent by an operator's wish.
  func isMuted(_ player: DeviceID) -> Bool {
    guard let sound = state.sound else { return false }
    return sound.muteAll != nil || index.zones[player].map { sound.mutes[$0] != nil } ?? false
  }

  /// What a player's zone makes of what the layers want.
  func soundRestraints(on player: DeviceID) -> [Restraint] {
    guard !state.alarm.isLatched, show.hall.devices[player]?.kind == .player else { return [] }
    let sound = state.sound ?? SoundState()
    var found: [Restraint] = sound.muteAll == nil ? [] : [.muted(nil)]
    guard let zone = index.zones[player].flatMap({ show.hall.zones[$0] }) else { return found }
    if sound.mutes[zone.id] != nil { found.append(.muted(zone.id)) }
    let master = sound.masters[zone.id]
    if (master?.gain ?? zone.gain) != 0 {
      found.append(.zoneMaster(zone.id, gain: master?.gain ?? zone.gain, isOperators: master != nil))
    }
    let known = sound.zones[zone.id]
    if known?.isDucked == true, let duck = zone.duck { found.append(.ducked(zone.id, by: duck.by)) }
    if known?.isQuiet == true, let quiet = zone.quiet { found.append(.quietHours(zone.id, ceiling: quiet.ceiling)) }
    return found
  }

  /// What of the sound is out of the ordinary, as the hall's state tells it; nothing where nothing is.
  var soundStatus: SoundStatus? {
    guard let sound = state.sound else { return nil }
    let zones = show.hall.zones.keys.sorted().compactMap { id -> SoundStatus.Zone? in
      let (mute, master) = (sound.mutes[id], sound.masters[id])
      let isQuiet = sound.zones[id]?.isQuiet == true
      guard mute != nil || master != nil || isQuiet else { return nil }
      return SoundStatus.Zone(zone: id.text, muted: mute != nil, master: master?.gain, quiet: isQuiet)
    }
    return sound.muteAll == nil && zones.isEmpty ? nil : SoundStatus(muted: sound.muteAll != nil, zones: zones)
  }

  /// Looks at what the zones do by themselves: quiet hours, and giving way.
  mutating func followSound() {
    guard show.hall.zones.isEmpty == false || state.sound != nil else { return }
    var sound = state.sound ?? SoundState()
    sound.zones = sound.zones.filter { show.hall.zones[$0.key] != nil }
    for (id, zone) in show.hall.zones.sorted(by: { $0.key < $1.key }) {
      var known = sound.zones[id] ?? SoundState.Zone()
      followQuietHours(zone, &known)
      followDucking(zone, &known)
      sound.zones[id] = known == SoundState.Zone() ? nil : known
    }
    state.sound = sound == SoundState() ? nil : sound
  }

  private mutating func followQuietHours(_ zone: SoundZone, _ known: inout SoundState.Zone) {
    // Until the clock is known to be right, they are what they were.
    guard let quiet = zone.quiet, let time = timeOfDay else {
      if zone.quiet == nil { known.isQuiet = false }
      return
    }
    let isQuiet = quiet.contains(time)
    guard isQuiet != known.isQuiet else { return }
    known.isQuiet = isQuiet
    work.hallTouched = true
    work.touchedDevices.formUnion(zone.players)
    let words = isQuiet ? "begin: at most \(Value.number(quiet.ceiling)) dB" : "are over"
    decide(Decision(.note, subject: zone.id.text, "\(zone.id): the quiet hours \(words)"))
  }

  private mutating func followDucking(_ zone: SoundZone, _ known: inout SoundState.Zone) {
    let sounding = zone.duck?.under.first { sounds($0) }
    guard (sounding != nil) != known.isDucked else { return }
    known.downBefore = down(known, zone, at: now)
    (known.isDucked, known.duckedSince) = (sounding != nil, now)
    work.touchedDevices.formUnion(zone.players)
    let words = sounding.map { "gives way to \($0)" } ?? "comes back"
    decide(Decision(.note, subject: zone.id.text, "\(zone.id) \(words)"))
  }

  /// By how many decibels a zone is down at an instant.
  private func down(_ known: SoundState.Zone, _ zone: SoundZone, at instant: ShowInstant) -> Double {
    let goal = known.isDucked ? zone.duck?.by ?? 0 : 0
    let span = duckSpan(known, zone)
    guard span > .zero, instant < known.duckedSince + span else { return goal }
    let part = Double((instant - known.duckedSince).milliseconds) / Double(span.milliseconds)
    return known.downBefore + (goal - known.downBefore) * part
  }

  private func duckSpan(_ known: SoundState.Zone, _ zone: SoundZone) -> TimeSpan {
    guard let duck = zone.duck, known != SoundState.Zone() else { return .zero }
    return known.isDucked ? duck.attack : duck.release
  }

  /// Whether a player can be heard: it is to play, is not muted, and has not told that it does not.
  private func sounds(_ player: DeviceID) -> Bool {
    guard let known = state.devices[player], known.online != false, isMuted(player) == false,
      case .plain(.flag(true))? = resolve(PropertyPath(player, .playing))?.fade.to
    else { return false }
    return known.reported.map { Self.silentWords.contains($0) == false } ?? true
  }

  private static let silentWords: Set<String> = ["ended", "stopped", "broken", "still"]

  // MARK: Operators

  /// Mutes or unmutes a zone, or the whole hall.
  mutating func mute(_ zone: SoundZoneID?, _ isOn: Bool, until: Until?, because reason: String) {
    var sound = state.sound ?? SoundState()
    let mute = isOn ? SoundState.Mute(until: until) : nil
    if let zone { sound.mutes[zone] = mute } else { sound.muteAll = mute }
    change(to: sound)
    let what = zone.map(\.text) ?? "the hall"
    decide(Decision(.override, subject: zone?.text, "\(what) is \(isOn ? "muted" : "heard again"), because \(reason)"))
  }

  /// Sets the master of a zone, or gives it back to its declaration.
  mutating func setMaster(_ zone: SoundZoneID, _ gain: Double?, until: Until?, because reason: String) {
    var sound = state.sound ?? SoundState()
    sound.masters[zone] = gain.map { SoundState.Master(gain: $0, until: until) }
    change(to: sound)
    let words = gain.map { "is \(Value.number($0)) dB" } ?? "is as hall.yaml says"
    decide(Decision(.override, subject: zone.text, "the master of \(zone) \(words), because \(reason)"))
  }

  private mutating func change(to sound: SoundState) {
    state.sound = sound == SoundState() ? nil : sound
    work.hallTouched = true
    work.touchedDevices.formUnion(index.devices)
  }

  /// Ends what operators wanted of the sound for a while.
  mutating func endSoundActs() {
    guard let sound = state.sound else { return }
    if let mute = sound.muteAll, isOver(mute.until) { self.mute(nil, false, until: nil, because: "its time is over") }
    for id in sound.mutes.keys.sorted() where isOver(sound.mutes[id]?.until) {
      mute(id, false, until: nil, because: "its time is over")
    }
    for id in sound.masters.keys.sorted() where isOver(sound.masters[id]?.until) {
      setMaster(id, nil, until: nil, because: "its time is over")
    }
  }

  /// When something of the sound is due by itself.
  var soundInstants: [ShowInstant] {
    var instants: [ShowInstant?] = []
    if let sound = state.sound {
      instants.append(instant(of: sound.muteAll?.until))
      instants += sound.mutes.values.map { instant(of: $0.until) } + sound.masters.values.map { instant(of: $0.until) }
    }
    for zone in show.hall.zones.values {
      guard let quiet = zone.quiet else { continue }
      instants += [quiet.from, quiet.to].map { next($0).flatMap { state.clock.instant(of: $0) } }
    }
    return instants.compactMap(\.self)
  }

  /// Carries a command about sound out.
  mutating func performSound(_ act: CommandAct, until: Until?, _ reason: String) throws(Refusal) -> String {
    switch act {
    case .mute(let zone, let isOn):
      if let zone { try check(zone) }
      mute(zone, isOn, until: until, because: reason)
      return "\(zone.map(\.text) ?? "the hall") \(isOn ? "muted" : "heard again")"
    case .master(let zone, let gain):
      try check(zone)
      if let gain, SoundZone.gains.contains(gain) == false {
        throw Refusal(.badValue, "a master goes from -100 to 12 decibels, not \(Value.number(gain))")
      }
      setMaster(zone, gain, until: until, because: reason)
      return "the master of \(zone) is \(gain.map { "\(Value.number($0)) dB" } ?? "as hall.yaml says")"
    default: return ""
    }
  }

  private func check(_ zone: SoundZoneID) throws(Refusal) {
    guard show.hall.zones[zone] == nil else { return }
    let near = nearest(to: zone.text, among: show.hall.zones.keys.map(\.text).sorted())
    throw Refusal(.unknownZone, "the hall has no sound zone \(zone)", hint: near.map { "did you mean \($0)?" })
  }
}
