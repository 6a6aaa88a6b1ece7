import DeviceLines
import Sequencer
import Show

/// How a player comes to what it is to be.
extension PlayerMachine {
  /// How far ahead a start is laid that must be exact: what seeking in a film takes.
  private static let lead = TimeSpan.milliseconds(300)

  /// Does what is missing: loudness first, then what is seen.
  mutating func follow(at now: ShowInstant) {
    guard let programme else { return }
    setVolume(at: now)
    guard let media = programme.media else { return unload(at: now) }
    if file.loops != programme.loops {
      file.loops = programme.loops
      send(.set("loop-file", .text(programme.loops ? "inf" : "no")))
    }
    if loaded?.media != media || medium == .none {
      loaded = programme
      fault = nil
      let stem = media.lastIndex(of: ".").map { String(media[..<$0]) } ?? media
      stills = ["\(stem).png", "\(stem).jpg", "still.png", "still.jpg"].filter { $0 != media }
      load(media)
    } else if loaded?.continues(programme) == false {
      loaded = programme
      move(to: programme, at: now)
    }
    tell(at: now)
  }

  private mutating func unload(at now: ShowInstant) {
    if loaded != nil { send(MPVCommand([.text("stop")])) }
    (medium, loaded, fault) = (.none, nil, nil)
    file.entry = nil
    file.hasBegun = false
    tell(at: now)
  }

  /// Tells mpv to load a file, paused where it begins: the medium itself where it is to begin, a still at its only place.
  mutating func load(_ name: String) {
    let (request, loops) = (file.request + 1, file.loops)
    file = CurrentFile()
    (file.request, file.loops, file.isFresh) = (request, loops, true)
    medium = .loading
    watch.driftSeconds = nil
    send(.set("pause", .flag(true)))
    let start = fault == nil ? loaded?.from ?? 0 : 0
    send(.set("start", .text("+\(start)")))
    send(.load("\(settings.mediaFolder)/\(name)", request: request))
  }

  /// The medium is the same; where and whether it plays may be other.
  private mutating func move(to programme: PlayerProgramme, at now: ShowInstant) {
    switch medium {
    case .none, .loading, .still, .broken: return
    case .standing, .playing, .ended, .cueing:
      if programme.isPlaying { return begin(programme, at: now) }
      medium = .standing
      send(.set("pause", .flag(true)))
    }
  }

  /// Plays from where the show is now.
  mutating func begin(_ programme: PlayerProgramme, at now: ShowInstant) {
    let late = now - programme.since
    if let end = file.duration, !programme.loops, programme.position(at: now) >= end {
      medium = .ended
      file.isFresh = false
      return send(.seek(toSeconds: end))
    }
    if file.isFresh, late < .milliseconds(250) {
      file.isFresh = false
      return start()
    }
    cue(programme, at: now)
  }

  /// Goes to where the show is in a moment, and starts at that moment.
  mutating func cue(_ programme: PlayerProgramme, at now: ShowInstant) {
    let isNew = now - programme.since < .milliseconds(250)
    let startsAt = isNew ? now : now + Self.lead
    var goal = isNew ? programme.from : programme.position(at: startsAt)
    if programme.loops, let length = file.duration, length > 0 { goal = goal.truncatingRemainder(dividingBy: length) }
    file.isFresh = false
    (watch.movedAt, watch.driftSeconds) = (now, nil)
    medium = .cueing(startsAt: startsAt, isThere: false)
    send(.set("pause", .flag(true)))
    send(.seek(toSeconds: goal))
  }

  /// The word for what is there; none while it is on its way.
  private var word: String? {
    switch medium {
    case .none: programme?.media == nil ? "stopped" : nil
    case .loading, .cueing: nil
    case .standing: "stopped"
    case .playing: "playing"
    case .ended: "ended"
    case .still: "still"
    case .broken: "broken"
    }
  }

  /// Tells what is there, when it is other than was told, and what is measured every five seconds.
  mutating func tell(at now: ShowInstant) {
    guard link == .open, isOnline == true, let word, let programme else { return }
    var warnings: [String] = []
    if let fault {
      warnings.append(medium == .still ? "\(fault); a still stands in for it" : "\(fault), and there is no still")
    }
    let report = DeviceReport(rev: programme.rev, state: word, warnings: warnings)
    let isDue = !told.hasDrift || now - told.factsAt >= .seconds(5)
    let isFactsTime = medium == .playing && watch.driftSeconds != nil && isDue
    guard report != told.report || isFactsTime else { return }
    told = Told(report: report, factsAt: now, hasDrift: watch.driftSeconds != nil)
    var facts: [String: Value] = ["health": .text(fault == nil ? "ok" : "partially")]
    if let drift = watch.driftSeconds { facts["drift_ms"] = .number((drift * 1000).rounded()) }
    if let rate = file.frameRateHz { facts["frame_rate_hz"] = .number(rate) }
    if let duration = file.duration { facts["duration_s"] = .number(duration) }
    actions.append(.tell(.actual(report, facts: facts)))
  }
}
