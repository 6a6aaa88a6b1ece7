import Show

extension Artwork {
  /// What starts a trigger, as a show writes it: `presence is true for 2s`, `after 10m`.
  public func words(of trigger: Trigger) -> String {
    let held = trigger.holdsFor > .zero ? " for \(trigger.holdsFor)" : ""
    return words(of: trigger.event) + held
  }

  private func words(of event: TriggerEvent) -> String {
    let name = event.sensor.map { self.name(of: $0) } ?? ""
    switch event {
    case .level(_, let comparison, let value, _): return "\(name) \(comparison.word) \(value)"
    case .becomes(_, let value): return "\(name) becomes \(value)"
    case .changes: return "\(name) changes"
    case .rises(_, let limit, _): return "\(name) rises above \(Value.number(limit))"
    case .falls(_, let limit, _): return "\(name) falls below \(Value.number(limit))"
    case .after(let span): return "after \(span)"
    case .timeOfDay(let time): return "at \(time)"
    case .mediaEnds(let player): return player.map { "media of \($0) ends" } ?? "media ends"
    case .timelineEnds: return "timeline ends"
    case .reports(let device, let state): return "\(device) reports \(state)"
    }
  }
}

extension Comparison {
  /// The comparison as a trigger writes it.
  public var word: String {
    switch self {
    case .above: "is above"
    case .below: "is below"
    default: rawValue
    }
  }
}

extension TriggerEvent {
  /// Whether time alone brings it about: nobody has to come, and no device to say anything but that it has ended.
  public var isOfTime: Bool {
    switch self {
    case .after, .timeOfDay, .mediaEnds, .timelineEnds: true
    default: false
    }
  }
}

extension Scene {
  /// A cue and where it stands: `cue 3, at 12s`.
  func words(ofCue place: Int) -> String {
    if case .at(let time) = cues[place].start, time > .zero { return "cue \(place + 1), at \(time)" }
    return "cue \(place + 1)"
  }
}

extension ScheduleEntry {
  /// The artwork and the scene that it leads to, if it leads to one.
  public var destination: (ArtworkID, SceneID)? {
    switch kind {
    case .opening: nil
    case .window(let artwork, let scene, _, _): (artwork, scene)
    case .moment(let artwork, let scene, _, _): (artwork, scene)
    }
  }

  /// Whether it lasts for a while.
  var isWindow: Bool { if case .window = kind { true } else { false } }

  /// When it is, and how it repeats, for a person: `2025-06-10 14:00–14:45, daily, 3 times`.
  var timeText: String {
    let time =
      switch kind {
      case .opening(let date, let from, let to, _): "\(date) \(from)–\(to)"
      case .window(_, _, let from, let to):
        "\(from.date) \(from.time)–" + (from.date == to.date ? "\(to.time)" : "\(to.date) \(to.time)")
      case .moment(_, _, let at, _): "\(at.date) \(at.time)"
      }
    return ([time] + (repeats?.words ?? [])).joined(separator: ", ")
  }
}

extension Recurrence {
  /// How it repeats, for a person.
  var words: [String] {
    let unit =
      switch frequency {
      case .daily: ("daily", "days")
      case .weekly: ("weekly", "weeks")
      case .monthly: ("monthly", "months")
      case .yearly: ("yearly", "years")
      }
    var words = [interval == 1 ? unit.0 : "every \(interval) \(unit.1)"]
    if !weekdays.isEmpty {
      words.append(
        "on " + weekdays.map { $0.rawValue.prefix(1) + $0.rawValue.dropFirst().lowercased() }.joined(separator: " "))
    }
    if let count { words.append(count == 1 ? "once" : "\(count) times") }
    if let until { words.append("until \(until.date)") }
    return words
  }
}
