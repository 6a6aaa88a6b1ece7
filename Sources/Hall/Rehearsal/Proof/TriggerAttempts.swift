import Sequencer
import Show

extension StateSearch {
  /// What the sensors may be when a trigger leads to a scene that can be left at once: each that lets another of its
  /// triggers be first, or keeps it there.
  func preparations(for trigger: Trigger, _ hall: VirtualHall) -> [[ScriptAct]] {
    terms.scenes(of: trigger.actions.map(\.action)).filter(terms.isHasty).flatMap { scene in
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

  /// The attempts at a trigger: each after calm, and without.
  ///
  /// - Parameter most: with how many values of its sensor it is tried.
  func attempts(
    at trigger: Trigger, _ scene: Scene, calm: [ScriptAct], _ hall: VirtualHall, values most: Int = 2
  ) -> [Attempt] {
    let waits = trigger.holdsFor + trigger.debounce + trigger.unlessFor + trigger.atMostEvery + .seconds(1)
    return moves(at: trigger, scene, hall, values: most).flatMap { move in
      let rest = calm.filter { act in !(move.before + move.then).contains { $0.sensor == act.sensor } }
      return (rest.isEmpty ? [move.before] : [rest + move.before, move.before]).map { before in
        Attempt(
          trigger: trigger.id.text, before: before, then: move.then, lasting: move.lasting + waits, mayWait: true,
          endsMedia: move.endsMedia)
      }
    }
  }

  /// What may make a trigger fire: acts before, the acts that do it, and how long that takes beside the trigger's own times.
  private struct Move {
    var before: [ScriptAct] = []
    var then: [ScriptAct]
    var lasting = TimeSpan.zero
    var endsMedia: [DeviceID] = []
  }

  private func moves(at trigger: Trigger, _ scene: Scene, _ hall: VirtualHall, values most: Int) -> [Move] {
    if let sensor = trigger.event.sensor, choices.values[sensor] != nil {
      return readings(at: trigger, of: sensor, hall, values: most)
    }
    return ways(to: trigger.when, hall).flatMap { acts -> [Move] in
      switch trigger.event {
      case .after(let time): return [Move(then: acts, lasting: time)]
      case .timelineEnds: return [Move(then: acts, lasting: scene.length, endsMedia: scene.players)]
      case .timeOfDay(let time):
        let others = acts.filter { if case .clock = $0 { false } else { true } }
        return [Move(then: others + (time.secondBefore.map { [.clock(.at($0))] } ?? []))]
      case .mediaEnds(let player):
        let players = player.map { [$0] } ?? scene.players + artwork.players.filter { !scene.players.contains($0) }
        return players.map { Move(then: acts + [.report($0, "playing"), .report($0, "ended")]) }
      case .reports(let device, let word):
        return [Move(then: acts + [.report(device, word == "ready" ? "busy" : "ready"), .report(device, word)])]
      // A counter, which nobody sets: its own time brings it there.
      case .level, .becomes, .changes, .rises, .falls: return [Move(then: acts, lasting: scene.length)]
      }
    }
  }

  /// Readings that make a trigger fire: from a value from which it can, to one at which it does.
  private func readings(
    at trigger: Trigger, of sensor: SensorID, _ hall: VirtualHall, values most: Int
  ) -> [Move] {
    let values = choices.values[sensor] ?? []
    let possible = values.filter(trigger.event.fires).map { value in
      (value, ways(to: trigger.when, hall, given: (sensor, value)))
    }
    // Values that hold the artwork where it leads come before those that lead on at once.
    let next = terms.scenes(of: trigger.actions.map(\.action))
    let best = possible.filter { !$0.1.isEmpty }.enumerated().sorted {
      (next.levels(of: sensor, at: $0.1.0), $0.0) < (next.levels(of: sensor, at: $1.1.0), $1.0)
    }
    return best.map(\.1).prefix(most).flatMap { value, ways in
      let start = values.first { trigger.event.isReady(at: $0) && $0 != value }
      return ways.map { acts in
        Move(
          before: start.map { [.reading(sensor, $0, held: false)] } ?? [],
          then: acts + [.reading(sensor, value, held: false)])
      }
    }
  }
}

extension TriggerEvent {
  /// Whether it fires at a value of its sensor, or at a change to it.
  fileprivate func fires(at value: Value) -> Bool {
    switch self {
    case .level(_, let comparison, let limit, _): comparison.holds(value, limit)
    case .becomes(_, let wanted): value == wanted
    case .rises(_, let limit, _): value.number.map { $0 > limit } ?? false
    case .falls(_, let limit, _): value.number.map { $0 < limit } ?? false
    case .changes, .after, .timeOfDay, .mediaEnds, .timelineEnds, .reports: true
    }
  }

  /// Whether it can fire at a change from a value: it is not at its end, and its hysteresis is over.
  fileprivate func isReady(at value: Value) -> Bool {
    if case .changes = self { return true }
    let isArmed = rearm.map { limit in value.number.map(limit.isReached) ?? false } ?? true
    return !fires(at: value) && isArmed
  }
}

extension TimeOfDay {
  fileprivate var secondBefore: TimeOfDay? {
    let seconds = Int(milliseconds / 1000) - 1
    guard seconds >= 0 else { return TimeOfDay(hour: 23, minute: 59, second: 59) }
    return TimeOfDay(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
  }
}
