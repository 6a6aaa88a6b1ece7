import Rehearsal
import Sequencer
import Show

extension Why {
  /// The answer in one sentence.
  func sentence(now: WallInstant) -> String {
    let state = status.map { " (\($0.mode))" } ?? ""
    guard let change else {
      return status?.scene == nil
        ? "\(artwork) has no scene\(state), and never changed it"
        : "\(artwork) is in \(status?.scene?.text ?? "")\(state); no change is in the journal any more"
    }
    let at = change.wall.map { " at \(time($0, now: now))" } ?? ""
    if changedThen { return "\(change.decision.sentence)\(at)" }
    let place = status?.scene.map { "stayed in \($0)" } ?? "stayed without a scene"
    return "\(artwork) \(place)\(asked(now: now)): \(reason); the last change was\(at): \(change.decision.sentence)"
  }

  /// When, as people say it: the time alone on the day of `now`.
  func time(_ wall: WallInstant, now: WallInstant) -> String {
    hall.clock.day(of: wall) == hall.clock.day(of: now) ? hall.clock.time(wall) : hall.clock.dayAndTime(wall)
  }

  private func asked(now: WallInstant) -> String {
    switch moment {
    case .now: ""
    case .window(let window): " at \(time(window.begin, now: now))"
    case .entry(let seq): " at entry \(seq)"
    }
  }

  /// Why nothing changed, in a few words.
  private var reason: String {
    let state = hall.sequencer.state
    if let sensor = state.alarm.raisedBy { return "the alarm of \(sensor) stands, and time stands still" }
    guard let current = state.artworks[artwork] else { return "it is unavailable" }
    if current.isHeld { return "an operator holds it, and time stands still for it" }
    if let found = notFired.last { return found.decision.sentence.dropping(prefix: "\(artwork): ") }
    if status?.scene == nil { return "it is \(current.mode.rawValue)" }
    if let due = outlook.first(where: { $0.leads && $0.isDue }), let objection = due.objection {
      return "\(due.sentence), but \(objection)"
    }
    if current.mode == .manual { return "only operators change its scenes in manual" }
    if let attempt = attempts.first(where: { $0.progress.part < 1 }) { return attempt.words(in: names) }
    let missing = outlook.filter(\.leads).compactMap { $0.missing(in: names, hall: hall) }
    if missing.isEmpty { return "no trigger leads out of it" }
    return missing.prefix(3).joined(separator: ", ")
  }

  private var names: Artwork? { hall.sequencer.show.artwork(artwork) }
}

extension TriggerOutlook {
  /// Whether it would fire, but for its `when`, its guards and the artwork's mode.
  var isDue: Bool { holds && (progress?.left ?? .zero) == .zero }

  /// What was not there, in a few words.
  fileprivate func missing(in artwork: Artwork?, hall: HallThen) -> String? {
    switch event {
    case .level(let sensor, _, _, _), .becomes(let sensor, _), .changes(let sensor), .rises(let sensor, _, _),
      .falls(let sensor, _, _):
      let name = artwork?.name(of: sensor) ?? sensor.text
      let value = values[name].map { "\(name) was \($0)" } ?? "\(name) had no value"
      return event.isOfChange
        ? "\(value) and did not change so" : holds ? guards.first.map { "\(value), but \($0)" } : value
    case .after(let span):
      let left = progress?.left ?? .zero
      return "\(lengthText(left)) of the \(lengthText(span)) in the scene were left"
    case .timeOfDay(let time): return "it was not \(time)"
    case .mediaEnds: return "its medium had not ended"
    case .timelineEnds: return "its timeline had not ended"
    case .reports(let device, let state): return "\(device) did not report \(state)"
    }
  }
}

extension TriggerEvent {
  /// Whether it is a change that has to be seen.
  fileprivate var isOfChange: Bool {
    switch self {
    case .becomes, .changes, .rises, .falls: true
    default: false
    }
  }
}

extension Why.Attempt {
  /// How far it came: `presence was true for 1.2 s of the 2 s`.
  fileprivate func words(in artwork: Artwork?) -> String {
    let name = outlook.event.sensor.map { artwork?.name(of: $0) ?? $0.text } ?? ""
    let what =
      switch outlook.event {
      case .level(_, .above, let value, _): "was above \(value)"
      case .level(_, .below, let value, _): "was below \(value)"
      case .level(_, .notEqual, let value, _): "was not \(value)"
      case .level(_, _, let value, _), .becomes(_, let value): "was \(value)"
      case .rises(_, let limit, _): "was above \(Value.number(limit))"
      case .falls(_, let limit, _): "was below \(Value.number(limit))"
      default: "was so"
      }
    return "\(name) \(what) for \(lengthText(progress.lasted)) of the \(lengthText(progress.needed))"
  }
}

/// A length of time as it is measured: `1.2 s` below a minute, `4m 12s` above.
func lengthText(_ span: TimeSpan) -> String {
  span < .minutes(1) ? "\(Value.number((span.inSeconds * 1000).rounded() / 1000)) s" : shortLength(span)
}

extension String {
  /// The text without its beginning, if it begins so.
  fileprivate func dropping(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}
