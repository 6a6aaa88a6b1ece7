import Sequencer
import Show

/// Watches a scene's timeline alone: cues that fight over a property, and light that flashes.
///
/// A scene is entered, and time passes without anybody doing anything: once calm, once with media that end at once, and
/// once with each level that leads out of it, so that scenes that follow one another without a sensor between are seen.
struct LightProof {
  /// Two cues that want one property at one time.
  struct Fight: Hashable {
    var scene: SceneID
    var cues: [Int]
    var path: PropertyPath
  }

  let slice: ArtworkSlice
  let clock: HallClock
  let operatorName: OperatorName
  /// How long a scene is watched at most, and by how many steps.
  static let longest = TimeSpan.minutes(10)
  static let mostSteps = 800

  /// The fights that were seen, and the way to each.
  private(set) var fights: [Fight: [ScriptLine]] = [:]
  /// The devices that flash, the scene in which, and the way there.
  private(set) var flashes: [DeviceID: (scene: SceneID, lines: [ScriptLine])] = [:]
  private(set) var steps = 0

  init(_ slice: ArtworkSlice, clock: HallClock, operatorName: OperatorName) {
    (self.slice, self.clock, self.operatorName) = (slice, clock, operatorName)
  }

  /// Watches a scene.
  ///
  /// - Parameter begin: the hall with the whole artwork, open.
  mutating func watch(_ scene: Scene, from begin: VirtualHall) {
    let repeats = scene.cues.compactMap(\.every).max() ?? .zero
    let length = min(scene.length + repeats + repeats + .seconds(2), Self.longest)
    watch(scene, from: begin, levels: [], length: length, endsMedia: [])
    if !scene.players.isEmpty { watch(scene, from: begin, levels: [], length: length, endsMedia: scene.players) }
    let choices = Choices(of: slice.artwork, in: slice.light)
    for trigger in scene.triggers where trigger.leads {
      guard case .level(let sensor, let comparison, let value, _) = trigger.event,
        let reading = choices.values[sensor]?.first(where: { comparison.holds($0, value) })
      else { continue }
      watch(
        scene, from: begin, levels: [.reading(sensor, reading, held: false)], length: trigger.holdsFor + .seconds(3),
        endsMedia: [])
    }
  }

  private mutating func watch(
    _ scene: Scene, from begin: VirtualHall, levels: [ScriptAct], length: TimeSpan, endsMedia: [DeviceID]
  ) {
    var walk = SearchWalk(from: begin, clock: clock)
    var watched = Watched(slice.artwork)
    for act in levels { _ = walk.take(act) }
    if walk.hall.sequencer.state.artworks[slice.artwork.id]?.run?.scene != scene.id {
      watched.see(walk.takeSteps(.command(operatorName, .go(slice.artwork.id, scene.id), nil)))
    }
    let limit = walk.hall.now + length
    while walk.steps < Self.mostSteps {
      for player in endsMedia where walk.hall.sequencer.plays(player) {
        watched.see(walk.takeSteps(.report(player, "ended")))
      }
      guard let moments = walk.advanceSteps(until: limit) else { break }
      watched.see(moments)
    }
    steps += walk.steps
    for fight in watched.fights where fights[fight] == nil { fights[fight] = walk.lines }
    for (device, count) in watched.flashes.sorted(by: { $0.key < $1.key }) {
      guard let fault = count.firstFault, flashes[device] == nil else { continue }
      flashes[device] = (watched.scene(at: fault) ?? scene.id, walk.lines)
    }
  }
}

/// What was seen of a timeline.
private struct Watched {
  private let artwork: Artwork
  private(set) var fights: [LightProof.Fight] = []
  private(set) var flashes: [DeviceID: FlashCount] = [:]
  private var scene: SceneID?
  private var scenes: [(at: ShowInstant, scene: SceneID)] = []
  /// The cue that set each property last in the scene that runs, when, and until when it moves it.
  private var holders: [PropertyPath: (cue: Int, from: ShowInstant, until: ShowInstant)] = [:]
  private var desired: [DeviceID: DesiredState] = [:]

  init(_ artwork: Artwork) { self.artwork = artwork }

  /// The scene that ran at an instant.
  func scene(at instant: ShowInstant) -> SceneID? { scenes.last { $0.at <= instant }?.scene }

  mutating func see(_ moments: [VirtualHall.Moment]) {
    for moment in moments {
      for decision in moment.step.decisions where decision.artwork == artwork.id {
        if decision.kind == .scene {
          (scene, holders) = (decision.to, [:])
          if let scene { scenes.append((moment.input.at, scene)) }
        }
        if decision.kind == .cue { begin(decision, at: moment.input.at) }
      }
      for case .desired(let device, let state) in moment.step.effects { light(device, state, at: moment.input.at) }
    }
  }

  private mutating func begin(_ decision: Decision, at now: ShowInstant) {
    guard let scene, let place = decision.cuePlace(in: scene, of: artwork.id), let found = artwork.scene(scene),
      found.cues.indices.contains(place)
    else { return }
    let cue = found.cues[place]
    for path in cue.action.properties {
      if let other = holders[path], other.cue != place, other.until > now || other.from == now,
        !found.cues[other.cue].action.goes(with: cue.action, on: path)
      {
        fights.append(LightProof.Fight(scene: scene, cues: [other.cue, place].sorted(), path: path))
      }
      holders[path] = (place, now, now + cue.over)
    }
  }

  private mutating func light(_ device: DeviceID, _ state: DesiredState, at now: ShowInstant) {
    let before = desired.updateValue(state, forKey: device)
    guard state.properties[.brightness] != nil || state.properties[.level] != nil || state.properties[.color] != nil
    else { return }
    var count = flashes[device] ?? FlashCount()
    if let before {
      // Where it was at the ends of the fades that were on their way, and just before this change.
      let ends = before.properties.values.map(\.end).filter { $0 > before.at && $0 < now }
      for instant in Set(ends).sorted() { count.take(before.luminance(at: instant), at: instant) }
      count.take(before.luminance(at: now), at: now)
      let over = state.properties.values.filter { $0.at == now }.map(\.over).max() ?? .zero
      if before.picture != state.picture, over < .milliseconds(333) { count.cut(at: now) }
    }
    count.take(state.luminance(at: now), at: now)
    flashes[device] = count
  }
}

extension Decision {
  /// The place of the cue that started, if this is a cue's start.
  fileprivate func cuePlace(in scene: SceneID, of artwork: ArtworkID) -> Int? {
    guard let number = subject?.split(separator: "/").last.flatMap({ Int($0) }),
      sentence == "\(artwork): cue \(number) of \(scene)"
    else { return nil }
    return number - 1
  }
}

extension Action {
  /// Whether two actions can be on a property at one time: they want the same, or different fields of an object.
  fileprivate func goes(with other: Action, on path: PropertyPath) -> Bool {
    if path.property == .mode, let mine = mode(at: path), let its = other.mode(at: path) { return mine == its }
    switch (self, other) {
    case (.set(let mine), .set(let its)): return mine[path] == its[path]
    case (.stills(_, let mine), .stills(_, let its)): return mine == its || mine.fields.isDisjoint(with: its.fields)
    case (.splice(_, let mine), .splice(_, let its)): return mine == its || mine.fields.isDisjoint(with: its.fields)
    case (.dream(_, let mine), .dream(_, let its)):
      return mine.changed(by: its) == mine || mine.fields.isDisjoint(with: its.fields)
    default: return false
    }
  }
}

extension Action {
  /// What kind of screen it makes of one.
  private func mode(at path: PropertyPath) -> PropertyValue? {
    switch self {
    case .dream: .plain(.text("dream"))
    case .stills: .plain(.text("stills"))
    case .splice: .plain(.text("splice"))
    case .set(let values): values[path]
    default: nil
    }
  }
}

extension Dream {
  /// The names of the fields that are set.
  fileprivate var fields: Set<String> {
    let named: [(String, Bool)] = [
      ("night", night != nil), ("stage", stage != nil || from != nil), ("speed", speed != nil), ("seed", seed != nil),
      ("look", look != nil), ("chorus", chorus != nil), ("reports", reports != nil), ("stop", stop != nil),
    ]
    return Set(named.filter(\.1).map(\.0))
  }
}
