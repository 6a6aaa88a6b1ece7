import DeviceLines
import Sequencer
import Show

/// What mpv says, and what a player does about it.
extension PlayerMachine {
  mutating func hear(_ message: MPVMessage, at now: ShowInstant) {
    watch.heardAt = now
    if isOnline != true {
      isOnline = true
      retry.succeeded()
      actions.append(.tell(.availability(online: true)))
    }
    if let event = message.event {
      hear(event: event, message, at: now)
    } else if let request = message.request {
      answered(request, message, at: now)
    }
    tell(at: now)
  }

  private mutating func hear(event: String, _ message: MPVMessage, at now: ShowInstant) {
    switch event {
    case "start-file": if message.entry == file.entry, file.entry != nil { file.hasBegun = true }
    case "playback-restart": if file.hasBegun { isThere(at: now) }
    case "end-file":
      if message.reason == "error", message.entry == file.entry, file.entry != nil {
        broke(message.fileError ?? "it cannot be opened")
      }
    case "property-change": changed(message, at: now)
    default: break
    }
  }

  private mutating func changed(_ message: MPVMessage, at now: ShowInstant) {
    switch message.name {
    case "duration": file.duration = message.value?.number
    case "container-fps": file.frameRateHz = message.value?.number
    case "eof-reached":
      if message.value?.flag == true, medium == .playing, programme?.loops == false { medium = .ended }
    default: break
    }
  }

  private mutating func answered(_ request: Int, _ message: MPVMessage, at now: ShowInstant) {
    if request == file.request {
      if message.error == "success" { file.entry = message.entry } else { broke(message.error ?? "it is refused") }
    } else if request == watch.request, let asked = watch.asked {
      watch.asked = nil
      if let position = message.value?.number { measure(position, between: asked, and: now) }
    }
  }

  /// The file stands where it was told to: after loading, and after every move.
  private mutating func isThere(at now: ShowInstant) {
    switch medium {
    case .loading where fault != nil: medium = .still
    case .loading:
      medium = .standing
      if let programme, programme.isPlaying { begin(programme, at: now) }
    case .cueing(let startsAt, _):
      medium = .cueing(startsAt: startsAt, isThere: true)
      if now >= startsAt { start() }
    default: break
    }
  }

  /// A file cannot be played: the next that may stand in for it is tried.
  private mutating func broke(_ why: String) {
    if fault == nil, let media = loaded?.media { fault = "it cannot play \(media): \(why)" }
    guard stills.isEmpty == false else {
      medium = .broken
      return
    }
    load(stills.removeFirst())
  }

  private mutating func measure(_ position: Double, between asked: ShowInstant, and now: ShowInstant) {
    guard medium == .playing, let programme else { return }
    let middle = asked + .milliseconds((now - asked).milliseconds / 2)
    if let end = file.duration, !programme.loops, programme.position(at: middle) >= end { return }
    let drift = PlaybackDrift(
      position: position, wanted: programme.position(at: middle), frame: file.frameSeconds,
      loop: programme.loops ? file.duration : nil)
    watch.driftSeconds = drift.seconds
    switch drift.correction {
    case .seek: if watch.movedAt.map({ now - $0 > .seconds(3) }) ?? true { cue(programme, at: now) }
    case .speed(let speed):
      guard abs(speed - watch.speed) > 0.0005 else { return }
      watch.speed = speed
      send(.set("speed", .number(speed)))
    }
  }
}
