import Sequencer
import Show

/// One attempt to make something happen: what is done before, then at one instant after the other of the timeline, and
/// how long is waited for what comes of it.
struct Attempt {
  /// The trigger that is to fire, by its name.
  var trigger: String?
  /// What is done at the beginning.
  var before: [ScriptAct] = []
  /// What is done then.
  var then: [ScriptAct] = []
  /// How long is waited between the two.
  var delay = TimeSpan.zero
  /// How long is waited for what comes of it.
  var lasting: TimeSpan
  /// Whether it is tried again later in the timeline if nothing came of it.
  var mayWait = false
  /// The players that tell the end of each medium at once.
  var endsMedia: [DeviceID] = []

  /// The attempt after some more acts, as far as it does not read the same sensors itself.
  func prepared(by acts: [ScriptAct]) -> Attempt {
    var prepared = self
    prepared.before += acts.filter { act in act.sensor == nil || !then.contains { $0.sensor == act.sensor } }
    return prepared
  }

  /// What changes of scene are put down to that no trigger or cue makes.
  var cause: StateSearch.Edge.Cause {
    if case .command(_, let act, _)? = then.first, act.artwork != nil { .operators } else { .phase }
  }
}

extension StateSearch {
  /// All that is tried in a scene: for each trigger attempts of which the first that succeeds is enough; the timeline
  /// alone, with media that end at once and media that do not.
  func plans(for scene: Scene, in hall: VirtualHall) -> [[Attempt]] {
    let calm = calmActs([scene], hall)
    // Also so that the scenes after it are not left as soon as they are entered.
    let wide = calmActs([scene] + destinations(of: scene), hall)
    return plans(for: scene, calm: calm, hall) + (wide == calm ? [] : plans(for: scene, calm: wide, hall))
  }

  private func plans(for scene: Scene, calm: [ScriptAct], _ hall: VirtualHall) -> [[Attempt]] {
    let players = scene.players
    let length = min(max(scene.length, scene.longestStay) + .seconds(1), .hours(24 * 30))
    var plans = [[Attempt(before: calm, lasting: length)]]
    if !players.isEmpty { plans.append([Attempt(before: calm, lasting: length, endsMedia: players)]) }
    for place in scene.cues.indices {
      guard let until = scene.group(at: place)?.loop?.until, until != .constant(false) else { continue }
      for acts in ways(to: until, hall) { plans.append([Attempt(before: calm + acts, lasting: length)]) }
    }
    for trigger in scene.triggers where trigger.armed && trigger.matters {
      let attempts = attempts(at: trigger, scene, calm: calm, hall)
      plans.append(attempts)
      let preparations = preparations(for: trigger, hall)
      plans += preparations.map { acts in attempts.map { $0.prepared(by: acts) } }
      if !preparations.isEmpty {
        plans += self.attempts(at: trigger, scene, calm: calm, hall, values: .max).map { [$0] }
      }
      // What a rotation chooses next depends on how long this one was on.
      if terms.isInRotation(scene.id) {
        plans.append(
          attempts.map { attempt in
            var later = attempt
            later.delay = .seconds(1)
            return later
          })
      }
    }
    return plans
  }

  func ways(
    to condition: Condition, _ hall: VirtualHall, given: (SensorID, Value)? = nil
  ) -> [[ScriptAct]] {
    choices.ways(to: condition, of: artwork, in: hall, given: given, by: operatorName)
  }

  /// Readings after which as few levels as can be lead out of scenes: what is so already stays.
  private func calmActs(_ scenes: [Scene], _ hall: VirtualHall) -> [ScriptAct] {
    let sensors = Set(scenes.flatMap(\.triggers).filter(\.leads).compactMap(\.event.sensor))
    return sensors.sorted().compactMap { sensor in
      let now = hall.sequencer.state.sensors[sensor]?.value
      guard
        let best = choices.values[sensor]?.min(by: {
          scenes.levels(of: sensor, at: $0) < scenes.levels(of: sensor, at: $1)
        }),
        scenes.levels(of: sensor, at: best) < scenes.levels(of: sensor, at: now)
      else { return nil }
      return .reading(sensor, best, held: false)
    }
  }

  /// The scenes to which a scene's triggers and cues lead.
  private func destinations(of scene: Scene) -> [Scene] {
    let actions = scene.cues.map(\.action) + scene.triggers.flatMap { $0.actions.map(\.action) }
    return terms.scenes(of: actions)
  }
}

extension [Scene] {
  /// How many levels of a sensor lead out of these scenes when it has a value.
  func levels(of sensor: SensorID, at value: Value?) -> Int {
    guard let value else { return 0 }
    return reduce(0) { count, scene in
      count
        + scene.triggers.count { trigger in
          guard trigger.leads, case .level(sensor, let comparison, let limit, _) = trigger.event else { return false }
          return comparison.holds(value, limit)
        }
    }
  }
}

extension Trigger {
  /// Whether it can bear on which scene comes next.
  fileprivate var matters: Bool { actions.contains { $0.action.decides } }
}

extension ScriptAct {
  /// The sensor that it reads, if it is a reading.
  var sensor: SensorID? { if case .reading(let id, _, _) = self { id } else { nil } }
}

extension Scene {
  /// The players that its cues start.
  var players: [DeviceID] {
    cues.reduce(into: Set<DeviceID>()) { found, cue in
      if case .play(let players) = cue.action { found.formUnion(players.keys) }
    }.sorted()
  }

  /// The longest that a trigger waits for, from its entry.
  fileprivate var longestStay: TimeSpan {
    triggers.map { trigger in if case .after(let time) = trigger.event { time } else { .zero } }.max() ?? .zero
  }
}

extension Artwork {
  /// The players that its cues start.
  var players: [DeviceID] { Set(scenes.flatMap(\.players)).sorted() }
}
