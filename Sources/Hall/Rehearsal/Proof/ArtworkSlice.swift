import Sequencer
import Show

/// The part of a show that decides about one artwork: what the search steps instead of the whole hall.
///
/// Sensors do not go stale and devices need not confirm: what these do, a reading or an operator can do too. Other
/// artworks are stand-ins with their scenes' names, if a condition looks at them. What repeats itself and decides
/// nothing is left out of the search, and kept for the proofs of its light.
struct ArtworkSlice {
  /// The artwork as its file has it.
  let artwork: Artwork
  /// The artwork without what repeats itself and decides nothing.
  let quiet: Artwork
  /// The show in which the ways through its scenes are searched.
  let ways: Show
  /// The show in which its light is looked at.
  let light: Show

  init(of artwork: Artwork, in show: Show) {
    self.artwork = artwork
    quiet = artwork.withoutIdleRepetition
    var hall = show.hall
    let others = artwork.artworksLookedAt.filter { $0 != artwork.id }
    let standIns = show.hall.artworkOrder.filter(others.contains).compactMap { show.artwork($0)?.standIn }
    let rest = Self.rest(of: show, but: artwork)
    hall.artworkOrder = standIns.map(\.id) + [artwork.id, rest.id]
    hall.schedule = []
    // What a canvas may have only ever dims, and would make every instant another state.
    hall.canvases = [:]
    hall.doubleGo = .zero
    let devices = artwork.devices.union(artwork.devicesHeard)
    hall.devices = hall.devices.filter { devices.contains($0.key) }
    for id in hall.devices.keys { hall.devices[id]?.reports = false }
    let sensors = artwork.sensorsLookedAt
    hall.sensors = hall.sensors.filter { sensors.contains($0.key) || $0.value.alarm }
    // What others count may be anything.
    for other in show.artworks where other.id != artwork.id {
      for counter in other.counters.map({ $0.sensor(of: other.id) }) where sensors.contains(counter.id) {
        hall.sensors[counter.id] = counter
      }
    }
    for id in hall.sensors.keys {
      hall.sensors[id]?.stale = nil
      hall.sensors[id]?.whenStale = nil
    }
    light = Show(hall: hall, artworks: standIns + [artwork, rest], fingerprint: "light")
    ways = Show(hall: hall, artworks: standIns + [quiet, rest], fingerprint: "ways")
  }

  /// What stands for all other artworks: the hall is closing for as long as the slowest of them takes.
  private static func rest(of show: Show, but artwork: Artwork) -> Artwork {
    let longest = show.artworks.filter { $0.id != artwork.id }.compactMap { $0.scene($0.closed)?.length }.max()
    let closing = Cue(action: .note("the others close"), over: longest ?? .zero)
    let scene = Scene(id: SceneID("rest"), cues: [closing])
    return Artwork(id: ArtworkID("the-rest-of-the-hall"), start: scene.id, closed: scene.id, scenes: [scene])
  }
}

extension Artwork {
  /// An artwork that is in a scene when told so, and does nothing.
  fileprivate var standIn: Artwork {
    var bare = self
    bare.scenes = scenes.map { Scene(id: $0.id) }
    (bare.counters, bare.pools, bare.rotations, bare.inputs) = ([], [:], [:], [:])
    return bare
  }

  /// All conditions of its scenes.
  var conditions: [Condition] {
    scenes.flatMap { scene in
      scene.triggers.map(\.when)
        + scene.cues.indices.compactMap { scene.group(at: $0)?.loop?.until }
    }
  }

  /// The sensors that its triggers and conditions look at; counters too.
  var sensorsLookedAt: Set<SensorID> {
    conditions.reduce(into: Set(scenes.flatMap { $0.triggers.compactMap(\.event.sensor) })) { $0.formUnion($1.sensors) }
  }

  /// The artworks whose scenes its conditions look at.
  fileprivate var artworksLookedAt: Set<ArtworkID> {
    conditions.reduce(into: []) { $0.formUnion($1.artworks) }
  }

  /// The devices whose reports its triggers wait for.
  var devicesHeard: Set<DeviceID> {
    Set(
      scenes.flatMap(\.triggers).compactMap { trigger in
        if case .reports(let device, _) = trigger.event { device } else { nil }
      })
  }

  /// Without cues that repeat themselves, and the rounds of endless loops, where these decide nothing.
  fileprivate var withoutIdleRepetition: Artwork {
    var quiet = self
    for place in quiet.scenes.indices { quiet.scenes[place].dropIdleRepetition() }
    return quiet
  }
}

extension Scene {
  fileprivate mutating func dropIdleRepetition() {
    for place in cues.indices where cues[place].every != nil && !cues[place].action.decides {
      cues[place].every = nil
    }
    for place in cues.indices {
      guard let group = group(at: place), let loop = group.loop, loop.times == nil, group.name == nil,
        loop.until == .constant(false), !descendants(of: place).contains(where: { cues[$0].action.decides })
      else { continue }
      // Its first round lasts as long as any visit: no other begins.
      for member in members(of: place).suffix(1) { cues[member].thenWait = .hours(24 * 365) }
    }
  }

  /// The places of all cues in a group, and in the groups in it.
  func descendants(of group: Int) -> [Int] { members(of: group).flatMap { [$0] + descendants(of: $0) } }
}

extension Action {
  /// Whether it bears on which scene comes next.
  var decides: Bool {
    switch self {
    case .go, .goNext, .count, .release: true
    case .set, .dream, .stills, .splice, .play, .still, .publish, .send, .note, .group: false
    }
  }
}

extension Condition {
  /// The artworks whose scenes this condition looks at.
  var artworks: Set<ArtworkID> {
    switch self {
    case .constant, .time: []
    case .and(let a, let b), .or(let a, let b): a.artworks.union(b.artworks)
    case .not(let inner): inner.artworks
    case .compare(.sceneOf(let id), _, _): [id]
    case .compare: []
    }
  }

  /// The constants that something is compared with.
  func constants(of term: Term) -> [Value] {
    switch self {
    case .constant, .time: []
    case .and(let a, let b), .or(let a, let b): a.constants(of: term) + b.constants(of: term)
    case .not(let inner): inner.constants(of: term)
    case .compare(term, _, let value): [value]
    case .compare: []
    }
  }
}
