import Show

/// How a trigger follows the value of its sensor: pure rules on what it has seen.
extension Trigger {
  /// A new value of the sensor: taken at once, or once it has been the same for `debounce`.
  func notice(_ value: Value?, isEdge: Bool, at local: LocalInstant, _ seen: inout TriggerState) {
    guard debounce > .zero, let value else { return take(value, isEdge: isEdge, at: local, &seen) }
    if value == seen.seen {
      seen.candidate = nil
      seen.candidateSince = nil
    } else if value != seen.candidate {
      seen.candidate = value
      seen.candidateSince = local
      seen.candidateIsEdge = isEdge
    }
  }

  /// Takes a value for real: an edge begins what an edge led to, and a change back ends it.
  func take(_ value: Value?, isEdge: Bool, at local: LocalInstant, _ seen: inout TriggerState) {
    let before = seen.seen
    seen.seen = value
    seen.candidate = nil
    seen.candidateSince = nil
    guard !event.isLevel, event.sensor != nil else { return }
    if isEdge, let before, let value, event.isEdge(from: before, to: value) {
      seen.holdsSince = local
    } else if !(value.map { event.stillHolds($0) } ?? false) {
      seen.holdsSince = nil
    }
  }

  /// A level that is looked at: it begins, is interrupted for a while, or ends.
  func followLevel(holds: Bool, at local: LocalInstant, _ seen: inout TriggerState) {
    if holds {
      seen.holdsSince = seen.holdsSince ?? local
      seen.interruptedSince = nil
      return
    }
    if unlessFor > .zero, seen.holdsSince != nil {
      let since = seen.interruptedSince ?? local
      seen.interruptedSince = since
      if local < since + unlessFor { return }
    }
    seen.holdsSince = nil
    seen.interruptedSince = nil
    seen.isSpent = false
    seen.isHeldBack = false
  }
}

extension TriggerState {
  /// The trigger fired: it is used up for this level, edge or time.
  mutating func spend(_ trigger: Trigger, next: WallInstant?) {
    isHeldBack = false
    switch trigger.event {
    case .level, .after, .timelineEnds: isSpent = true
    case .timeOfDay: nextTimeOfDay = next
    case .becomes, .changes, .rises, .falls, .mediaEnds, .reports: holdsSince = nil
    }
  }

  /// The trigger was told not to fire: a level is looked at again, an edge and a time are gone.
  mutating func holdBack(_ trigger: Trigger, next: WallInstant?) {
    switch trigger.event {
    case .level, .after, .timelineEnds: isHeldBack = true
    case .timeOfDay: nextTimeOfDay = next
    case .becomes, .changes, .rises, .falls, .mediaEnds, .reports: holdsSince = nil
    }
  }
}

extension TriggerEvent {
  var isLevel: Bool { if case .level = self { true } else { false } }

  /// Whether a change of value is the edge.
  func isEdge(from before: Value, to after: Value) -> Bool {
    switch self {
    case .becomes(_, let value): return before != value && after == value
    case .changes: return before != after
    case .rises(_, let limit, _):
      guard let a = before.number, let b = after.number else { return false }
      return a <= limit && b > limit
    case .falls(_, let limit, _):
      guard let a = before.number, let b = after.number else { return false }
      return a >= limit && b < limit
    default: return false
    }
  }

  /// Whether what the edge led to is still there.
  func stillHolds(_ value: Value) -> Bool {
    switch self {
    case .becomes(_, let wanted): value == wanted
    case .changes: false
    case .rises(_, let limit, _): value.number.map { $0 > limit } ?? false
    case .falls(_, let limit, _): value.number.map { $0 < limit } ?? false
    default: true
    }
  }

  /// What happened, for a person, with the names the artwork gives to sensors.
  func sentence(in artwork: Artwork, for time: TimeSpan) -> String {
    func name(_ sensor: SensorID) -> String { artwork.name(of: sensor) }
    let held = time > .zero ? " for \(time)" : ""
    switch self {
    case .level(let sensor, .above, let value, _): return "\(name(sensor)) is above \(value)\(held)"
    case .level(let sensor, .below, let value, _): return "\(name(sensor)) is below \(value)\(held)"
    case .level(let sensor, let comparison, let value, _):
      return "\(name(sensor)) \(comparison.rawValue) \(value)\(held)"
    case .becomes(let sensor, let value): return "\(name(sensor)) became \(value)\(held)"
    case .changes(let sensor): return "\(name(sensor)) changed\(held)"
    case .rises(let sensor, let limit, _): return "\(name(sensor)) rose above \(Value.number(limit))\(held)"
    case .falls(let sensor, let limit, _): return "\(name(sensor)) fell below \(Value.number(limit))\(held)"
    case .after(let span): return "\(span) in the scene have passed"
    case .timeOfDay(let time): return "it is \(time)"
    case .mediaEnds(let player): return "\(player.map { "the medium of \($0)" } ?? "the medium") ended"
    case .timelineEnds: return "its timeline ended"
    case .reports(let device, let state): return "\(device) reports \(state)"
    }
  }
}
