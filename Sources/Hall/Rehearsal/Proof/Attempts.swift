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
    if case .command(_, .hall, _)? = then.first {
      .phase
    } else if case .command? = then.first {
      .operators
    } else {
      .phase
    }
  }
}

extension StateSearch {
  /// All that is tried in a scene: for each trigger attempts of which the first that succeeds is enough; the timeline
  /// alone, with media that end at once and media that do not.
  func plans(for scene: Scene, in hall: VirtualHall) -> [[Attempt]] {
    let players = scene.players
    let calm = calmActs(scene, hall)
    let isInRotation = terms.artwork.rotations.values.contains { rotation in
      if case .scenes(let scenes) = rotation.items { scenes.contains(scene.id) } else { false }
    }
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
      if isInRotation {
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

  private func ways(
    to condition: Condition, _ hall: VirtualHall, given: (SensorID, Value)? = nil
  ) -> [[ScriptAct]] {
    choices.ways(to: condition, of: artwork, in: hall, given: given, by: operatorName)
  }

  /// What the sensors may be when a trigger leads to a scene that can be left at once: each that lets another of its
  /// triggers be first, or keeps it there.
  private func preparations(for trigger: Trigger, _ hall: VirtualHall) -> [[ScriptAct]] {
    let scenes = trigger.actions.flatMap { timed -> [SceneID] in
      switch timed.action {
      case .go(artwork: nil, let scene): return [scene]
      case .goNext(let rotation):
        if case .scenes(let scenes)? = terms.artwork.rotations[rotation]?.items { return scenes }
        return []
      default: return []
      }
    }
    return Set(scenes).sorted().compactMap(terms.artwork.scene).filter(isHasty).flatMap { scene in
      scene.triggers.filter(\.leads).flatMap { exit -> [[ScriptAct]] in
        guard case .level(let sensor, let comparison, let value, _) = exit.event,
          let reading = choices.values[sensor]?.first(where: { comparison.holds($0, value) })
        else { return exit.when == .constant(true) ? [] : Array(ways(to: .not(exit.when), hall).prefix(1)) }
        return ways(to: exit.when, hall, given: (sensor, reading)).prefix(1).map {
          $0 + [.reading(sensor, reading, held: false)]
        }
      }
    }
  }

  /// Whether a scene can be left at the instant of its entry, whatever the sensors do then.
  private func isHasty(_ scene: Scene) -> Bool {
    scene.triggers.contains { trigger in
      switch trigger.event {
      case .timelineEnds: scene.length == .zero
      case .after(let time): time == .zero
      case .level(let sensor, _, _, _): trigger.holdsFor == .zero && choices.values[sensor] == nil
      default: false
      }
    }
  }

  /// The attempts at a trigger: after calm, and without.
  ///
  /// - Parameter most: with how many values of its sensor it is tried.
  private func attempts(
    at trigger: Trigger, _ scene: Scene, calm: [ScriptAct], _ hall: VirtualHall, values most: Int = 2
  ) -> [Attempt] {
    let waits = trigger.holdsFor + trigger.debounce + trigger.unlessFor + trigger.atMostEvery + .seconds(1)
    var attempts: [Attempt] = []
    func add(before own: [ScriptAct] = [], then: [ScriptAct], lasting: TimeSpan? = nil, endsMedia: [DeviceID] = []) {
      let rest = calm.filter { act in !(own + then).contains { $0.sensor == act.sensor } }
      for before in rest.isEmpty ? [own] : [rest + own, own] {
        attempts.append(
          Attempt(
            trigger: trigger.id.text, before: before, then: then, lasting: lasting ?? waits, mayWait: true,
            endsMedia: endsMedia))
      }
    }
    func add(_ sensor: SensorID, from: (Value) -> Bool, to: (Value) -> Bool) {
      let values = choices.values[sensor] ?? []
      let possible = values.filter(to).map { value in (value, ways(to: trigger.when, hall, given: (sensor, value))) }
      for (value, ways) in possible.filter({ !$0.1.isEmpty }).prefix(most) {
        for acts in ways {
          let start = values.first { from($0) && $0 != value }
          add(
            before: start.map { [.reading(sensor, $0, held: false)] } ?? [],
            then: acts + [.reading(sensor, value, held: false)])
        }
      }
    }
    switch trigger.event {
    case .level(let sensor, let comparison, let value, let rearm):
      if choices.values[sensor] == nil {
        // A counter, which nobody sets.
        for acts in ways(to: trigger.when, hall) { add(then: acts, lasting: waits + scene.length) }
        break
      }
      add(
        sensor,
        from: { other in
          !comparison.holds(other, value) && (rearm.map { limit in other.number.map(limit.isReached) ?? false } ?? true)
        }, to: { comparison.holds($0, value) })
    case .becomes(let sensor, let value): add(sensor, from: { $0 != value }, to: { $0 == value })
    case .changes(let sensor): add(sensor, from: { _ in true }, to: { _ in true })
    case .rises(let sensor, let limit, let rearm):
      add(
        sensor,
        from: { value in value.number.map { $0 <= limit && (rearm?.isReached(by: $0) ?? true) } ?? false },
        to: { $0.number.map { $0 > limit } ?? false })
    case .falls(let sensor, let limit, let rearm):
      add(
        sensor,
        from: { value in value.number.map { $0 >= limit && (rearm?.isReached(by: $0) ?? true) } ?? false },
        to: { $0.number.map { $0 < limit } ?? false })
    case .after(let time): for acts in ways(to: trigger.when, hall) { add(then: acts, lasting: time + waits) }
    case .timelineEnds:
      for acts in ways(to: trigger.when, hall) {
        add(then: acts, lasting: scene.length + waits, endsMedia: scene.players)
      }
    case .timeOfDay(let time):
      for acts in ways(to: trigger.when, hall) {
        let others = acts.filter { if case .clock = $0 { false } else { true } }
        add(then: others + (time.secondBefore.map { [.clock(.at($0))] } ?? []), lasting: .seconds(2))
      }
    case .mediaEnds(let player):
      for player in player.map({ [$0] }) ?? scene.players + artwork.players.filter({ !scene.players.contains($0) }) {
        for acts in ways(to: trigger.when, hall) {
          add(then: acts + [.report(player, "playing"), .report(player, "ended")])
        }
      }
    case .reports(let device, let word):
      for acts in ways(to: trigger.when, hall) {
        add(then: acts + [.report(device, word == "ready" ? "busy" : "ready"), .report(device, word)])
      }
    }
    return attempts
  }

  /// Readings after which as few levels as can be lead out of the scene: what is so already stays.
  private func calmActs(_ scene: Scene, _ hall: VirtualHall) -> [ScriptAct] {
    var levels: [SensorID: [(Comparison, Value)]] = [:]
    for trigger in scene.triggers where trigger.leads {
      guard case .level(let sensor, let comparison, let value, _) = trigger.event else { continue }
      levels[sensor, default: []].append((comparison, value))
    }
    return levels.keys.sorted().compactMap { sensor in
      func drawn(_ value: Value?) -> Int {
        levels[sensor]?.count { limit in value.map { limit.0.holds($0, limit.1) } ?? false } ?? 0
      }
      let now = hall.sequencer.state.sensors[sensor]?.value
      guard let best = choices.values[sensor]?.min(by: { drawn($0) < drawn($1) }), drawn(best) < drawn(now) else {
        return nil
      }
      return .reading(sensor, best, held: false)
    }
  }
}

extension Trigger {
  /// Whether it can bear on which scene comes next.
  fileprivate var matters: Bool { actions.contains { $0.action.decides } }
}

extension ScriptAct {
  /// The sensor that it reads, if it is a reading.
  fileprivate var sensor: SensorID? { if case .reading(let id, _, _) = self { id } else { nil } }
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
  fileprivate var players: [DeviceID] { Set(scenes.flatMap(\.players)).sorted() }
}

extension TimeOfDay {
  fileprivate var secondBefore: TimeOfDay? {
    let seconds = Int(milliseconds / 1000) - 1
    guard seconds >= 0 else { return TimeOfDay(hour: 23, minute: 59, second: 59) }
    return TimeOfDay(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
  }
}
