import DeviceLines
import Sequencer
import Show

// One player as a state machine. Its process is its line: opened, lost, opened again later and later.
//
// | medium | what is there | goes to |
// |---|---|---|
// | none | nothing is loaded | loading |
// | loading | mpv opens a file, paused | standing, cueing, playing; loading of a still when it is broken |
// | standing | paused at a picture | cueing, playing |
// | cueing | paused, sought to where the show is at an instant ahead | playing at that instant |
// | playing | held in step with show time | ended, standing, cueing when it is far off |
// | ended | the last picture | cueing |
// | still | a still stands in for a medium that cannot be played | loading of another |
// | broken | and there is no still either | loading of another |
//
// Invariants: at most one request for the position is under way; what events say of a file that was replaced does not
// count; a report answers a desired state only when the medium has come to rest in what was asked.

/// A player: an mpv of its own, by its JSON IPC.
public struct PlayerMachine: DeviceMachine, Hashable {
  enum Link: Hashable, Sendable { case resting(until: ShowInstant), opening, open }
  enum Medium: Hashable, Sendable {
    case none, loading, standing, playing, ended, still, broken
    case cueing(startsAt: ShowInstant, isThere: Bool)
  }

  let settings: MPVSettings
  var link = Link.resting(until: .zero)
  var medium = Medium.none
  var programme: PlayerProgramme?
  /// What the medium that is there was loaded for.
  var loaded: PlayerProgramme?
  /// Files to be tried when the medium is broken, and why it is.
  var stills: [String] = []
  var fault: String?
  var file = CurrentFile()
  var watch = PlayerWatch()
  var retry: RetryRhythm
  var isOnline: Bool?
  var told = Told()
  var actions: [LineAction] = []

  /// A player whose process has not started.
  ///
  /// - Parameters:
  ///   - settings: where media stand.
  ///   - seed: of the chance in its pauses between attempts.
  public init(_ settings: MPVSettings, seed: UInt64) {
    (self.settings, retry) = (settings, RetryRhythm(seed: seed))
  }

  /// When it next asks for the position, moves the volume, starts, or tries again.
  public var wakesAt: ShowInstant? {
    switch link {
    case .resting(let until): return until
    case .opening: return nil
    case .open:
      var next = watch.asksAt
      if case .cueing(let startsAt, let isThere) = medium {
        next = min(next, isThere ? startsAt : startsAt + .seconds(2))
      }
      if programme?.isFading(at: watch.volumeAt) == true { next = min(next, watch.volumeAt + .milliseconds(40)) }
      return next
    }
  }

  /// Takes an event.
  public mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    actions = []
    switch event {
    case .desired(let state):
      programme = PlayerProgramme(state)
      if link == .open { follow(at: now) }
    case .opened: opened(at: now)
    case .line(let line): if let message = MPVMessage(line: line) { hear(message, at: now) }
    case .bytes, .turn: break
    case .lost(let why): lost(why, at: now)
    case .due: due(at: now)
    }
    return actions
  }

  mutating func send(_ command: MPVCommand) { actions.append(.send(command.bytes)) }

  private mutating func opened(at now: ShowInstant) {
    link = .open
    (medium, loaded, file) = (.none, nil, CurrentFile())
    watch = PlayerWatch(at: now)
    for (number, property) in ["duration", "container-fps", "eof-reached"].enumerated() {
      send(.observe(property, as: number + 1))
    }
    follow(at: now)
  }

  private mutating func lost(_ why: String, at now: ShowInstant) {
    link = .resting(until: retry.failed(at: now))
    (medium, loaded) = (.none, nil)
    if isOnline != false { actions.append(.tell(.availability(online: false))) }
    isOnline = false
    told = Told()
  }

  private mutating func due(at now: ShowInstant) {
    switch link {
    case .resting(let until) where until <= now:
      link = .opening
      actions.append(.open)
    case .open:
      if now - watch.heardAt > PlayerWatch.patience {
        actions.append(.close)
        return lost("it hangs", at: now)
      }
      if case .cueing(let startsAt, let isThere) = medium, now >= (isThere ? startsAt : startsAt + .seconds(2)) {
        start()
      }
      setVolume(at: now)
      if watch.asksAt <= now { ask(at: now) }
      tell(at: now)
    default: break
    }
  }

  private mutating func ask(at now: ShowInstant) {
    watch.asksAt = now + (medium == .playing ? .milliseconds(500) : .seconds(2))
    guard watch.asked == nil else { return }
    watch.request += 1
    watch.asked = now
    send(.ask("time-pos", request: watch.request))
  }

  mutating func setVolume(at now: ShowInstant) {
    watch.volumeAt = now
    guard let volume = programme?.volume(at: now), watch.volume != volume else { return }
    watch.volume = volume
    send(.set("volume", .number(volume)))
  }

  mutating func start() {
    medium = .playing
    send(.set("pause", .flag(false)))
  }
}

/// What is known of the file that mpv was told to load last.
struct CurrentFile: Hashable, Sendable {
  /// The request that loads it.
  var request = 100
  /// The number that mpv gave it.
  var entry: Int?
  /// Whether mpv has begun with it.
  var hasBegun = false
  /// Whether it stands where it was loaded to, and was not played since.
  var isFresh = false
  /// Its length in seconds.
  var duration: Double?
  /// Its pictures a second; none for sound.
  var frameRateHz: Double?
  var loops: Bool?

  /// How long a picture stands, in seconds.
  var frameSeconds: Double { frameRateHz.map { $0 > 0 ? 1 / $0 : 0 } ?? 0 }
}

/// What is measured of a player, and when it is looked at next.
struct PlayerWatch: Hashable, Sendable {
  /// A player that says nothing for so long hangs.
  static let patience = TimeSpan.seconds(6)

  var asksAt: ShowInstant
  var asked: ShowInstant?
  var request = 100_000
  var heardAt: ShowInstant
  var movedAt: ShowInstant?
  var speed = 1.0
  var driftSeconds: Double?
  var volume: Double?
  var volumeAt: ShowInstant

  init(at now: ShowInstant = .zero) { (asksAt, heardAt, volumeAt) = (now, now, now) }
}

/// What was told of a player last.
struct Told: Hashable, Sendable {
  var report: DeviceReport?
  var factsAt: ShowInstant = .zero
  /// Whether it is told how far off it is.
  var hasDrift = false
}
