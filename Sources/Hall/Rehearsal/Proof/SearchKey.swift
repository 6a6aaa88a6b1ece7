import Sequencer
import Show

/// What tells two states of an artwork apart in the search: all that bears on which scene can come next, but neither the
/// time in the scene nor the sensors, for these may be anything.
struct SearchKey: Hashable {
  private let phase: HallPhase
  private let scene: SceneID?
  private let counters: [Double]
  private let unarmed: [TriggerID]
  private let released: [Bool]
  private let blocked: [Bool]
  private let chances: [Int64]

  init(_ hall: VirtualHall, _ terms: SearchTerms) {
    let (state, artwork) = (hall.sequencer.state, terms.artwork)
    let current = state.artworks[artwork.id]
    phase = state.phase.phase
    scene = current?.run?.scene
    counters = terms.counters.map { counter, limits in
      let value = state.sensors[counter]?.value?.number ?? 0
      return max(limits.lowerBound - 1, min(limits.upperBound + 1, value))
    }
    unarmed = current?.unarmed.filter(terms.rearmedByCounters.contains) ?? []
    let local = current?.time.local(hall.now)
    blocked = terms.guarded.map { trigger in
      guard let last = current?.lastFired[trigger.id], let local else { return false }
      return local < last + trigger.atMostEvery
    }
    let running = current?.run.flatMap { artwork.scene($0.scene) }
    released =
      running.map { scene in
        scene.cues.indices.filter { scene.group(at: $0)?.name != nil }.map {
          current?.run?.cues[$0].isReleased ?? false
        }
      } ?? []
    chances =
      terms.rotations.map { id in
        let airtime = current?.rotations[id]?.airtime ?? []
        return airtime.indices.min { (airtime[$0], $0) < (airtime[$1], $1) }.map { Int64($0) } ?? 0
      } + terms.draws.map { name, count in min(current?.draws[name]?.drawn ?? 0, Int64(4 * count)) }
  }
}

/// What of an artwork decides beside its scenes.
struct SearchTerms {
  let artwork: Artwork
  /// The counters that conditions look at, and from which to which value they can tell them apart.
  let counters: [(SensorID, ClosedRange<Double>)]
  /// The triggers that only a counter arms again: others are armed by a reading, which may come at any time.
  let rearmedByCounters: Set<TriggerID>
  /// The triggers that lead out of a scene at its entry, but not again within some time.
  let guarded: [Trigger]
  /// The rotations of scenes.
  let rotations: [SourceID]
  /// The groups of which one runs, where that decides, and among how many.
  let draws: [(String, Int)]

  init(of artwork: Artwork) {
    self.artwork = artwork
    let looked = artwork.sensorsLookedAt
    let events = artwork.scenes.flatMap(\.triggers).map(\.event)
    counters = artwork.counters.compactMap { counter in
      let id = counter.sensor(of: artwork.id).id
      guard looked.contains(id) else { return nil }
      let constants =
        events.flatMap { $0.sensor == id ? $0.constants : [] }
        + artwork.conditions.flatMap { $0.constants(of: .sensor(id)) }
      let numbers = constants.compactMap(\.number)
      guard let least = numbers.min(), let most = numbers.max() else { return nil }
      // From its start to where it can be told apart every number counts: it may have to pass through all of them.
      return (id, min(least, counter.start)...max(most, counter.start))
    }
    let counted = Set(counters.map(\.0))
    rearmedByCounters = Set(
      artwork.scenes.flatMap(\.triggers).filter { trigger in
        trigger.event.rearm != nil && trigger.event.sensor.map(counted.contains) ?? false
      }.map(\.id))
    let own = Set(artwork.counters.map { $0.sensor(of: artwork.id).id })
    guarded = artwork.scenes.filter { $0.isHasty(counters: own) }.flatMap(\.triggers).filter {
      $0.leads && $0.atMostEvery > .zero
    }
    rotations = artwork.rotations.values.filter { if case .scenes = $0.items { true } else { false } }.map(\.id)
      .sorted()
    draws = artwork.scenes.flatMap { scene in
      scene.cues.indices.compactMap { place -> (String, Int)? in
        guard case .oneOf? = scene.group(at: place)?.order,
          scene.descendants(of: place).contains(where: { scene.cues[$0].action.decides })
        else { return nil }
        return ("\(scene.id)/\(place + 1)", scene.members(of: place).count)
      }
    }
  }

  /// The scenes of the artwork to which actions lead, in the order of their names.
  func scenes(of actions: [Action]) -> [Scene] {
    let names = actions.flatMap { action -> [SceneID] in
      switch action {
      case .go(artwork: nil, let scene): return [scene]
      case .goNext(let rotation):
        if case .scenes(let scenes)? = artwork.rotations[rotation]?.items { return scenes }
        return []
      default: return []
      }
    }
    return Set(names).sorted().compactMap(artwork.scene)
  }

  /// Whether a scene can be left at the instant of its entry, whatever the sensors do then.
  func isHasty(_ scene: Scene) -> Bool {
    scene.isHasty(counters: Set(artwork.counters.map { $0.sensor(of: artwork.id).id }))
  }

  /// Whether a rotation has a scene: what it chooses next depends on how long that one was on.
  func isInRotation(_ scene: SceneID) -> Bool {
    artwork.rotations.values.contains { rotation in
      if case .scenes(let scenes) = rotation.items { scenes.contains(scene) } else { false }
    }
  }

  /// Whether a state can change in what decides while the scene goes on.
  var changesWithinScenes: Bool {
    !counters.isEmpty
      || artwork.scenes.contains { scene in scene.cues.indices.contains { scene.group(at: $0)?.name != nil } }
  }
}

extension Scene {
  fileprivate func isHasty(counters: Set<SensorID>) -> Bool {
    triggers.contains { trigger in
      switch trigger.event {
      case .timelineEnds: length == .zero
      case .after(let time): time == .zero
      case .level(let sensor, _, _, _): trigger.holdsFor == .zero && counters.contains(sensor)
      default: false
      }
    }
  }
}
