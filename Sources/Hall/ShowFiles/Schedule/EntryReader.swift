import Show

/// Reads one entry of the schedule, from hall.yaml or from a message.
struct EntryReader {
  let surroundings: Surroundings
  /// The hall's zone, for an UNTIL in UTC.
  let timeZone: String
  let faults: FaultList

  enum Kind: String, CaseIterable { case opening, window, moment }

  /// The keys that an entry of a kind needs.
  static func needed(of kind: Kind) -> [String] {
    switch kind {
    case .opening: ["kind", "date", "from", "to"]
    case .window: ["kind", "artwork", "scene", "from", "to"]
    case .moment: ["kind", "artwork", "go", "at"]
    }
  }
  /// The keys that an entry of a kind may have.
  static func keys(of kind: Kind) -> [String] {
    switch kind {
    case .opening: needed(of: kind) + ["priority", "repeat", "lead"]
    case .window: needed(of: kind) + ["priority", "repeat"]
    case .moment: needed(of: kind) + ["priority", "repeat", "missed"]
    }
  }
  /// How far a `lead` reaches back at most.
  static let longestLead = TimeSpan.hours(24)

  /// The entry.
  ///
  /// - Parameters:
  ///   - written: what stands in the text.
  ///   - usualName: its name, unless `id` gives one.
  ///   - mayName: whether it may have an `id`.
  func entry(_ written: Written, usualName: String, mayName: Bool) -> ScheduleEntry? {
    let before = faults.faults.count
    guard written.entries != nil else {
      _ = Fields(written, "an entry of the schedule", keys: ["kind"], faults)
      return nil
    }
    guard let kindText = written["kind"] else {
      faults.fault(written.place, "an entry of the schedule needs `kind`", "write opening, window or moment")
      return nil
    }
    guard let kind = kindText.word("kind", Kind.self, faults),
      let fields = Fields(
        written, "\(kind == .opening ? "an" : "a") \(kind.rawValue)",
        keys: (mayName ? ["id"] : []) + Self.keys(of: kind), faults)
    else { return nil }
    let id: ScheduleEntryID? = fields.name("id")
    let priority = fields.whole("priority", in: -100...100) ?? 0
    let scheduled: ScheduleKind? =
      switch kind {
      case .opening: opening(fields)
      case .window: window(fields)
      case .moment: moment(fields)
      }
    var entry = scheduled.map {
      ScheduleEntry(id: id ?? ScheduleEntryID(usualName), kind: $0, priority: priority)
    }
    if let rule = fields["repeat"] {
      entry?.repeats = RecurrenceReader(timeZone: timeZone, faults: faults).rule(rule, from: scheduled?.firstDate)
    }
    return faults.faults.count == before ? entry : nil
  }

  private func opening(_ fields: Fields) -> ScheduleKind? {
    let date = fields.required("date", "write the day like 2025-06-10")?.date("date", faults)
    let from = fields.required("from", "write when the doors open, like \"09:00\"")?.timeOfDay("from", faults)
    let to = fields.required("to", "write when the doors close, like \"18:30\"")?.timeOfDay("to", faults)
    let lead = fields.span("lead") ?? .zero
    if lead > Self.longestLead, let written = fields["lead"] {
      faults.fault(written.place, "`lead` is longer than a day", "write at most 24h")
    }
    guard let date, let from, let to else { return nil }
    return .opening(date: date, from: from, to: to, lead: lead)
  }

  private func window(_ fields: Fields) -> ScheduleKind? {
    let target = target(fields, "scene")
    let from = fields.required("from", "write when it begins, like 2025-06-11T14:00")?.localTime("from", faults)
    let to = fields.required("to", "write when it ends, like 2025-06-11T14:45")?.localTime("to", faults)
    guard let target, let from, let to else { return nil }
    guard (from.date, from.time) < (to.date, to.time) else {
      faults.fault(fields["to"]?.place ?? fields.place, "this window ends before it begins", "put `to` after `from`")
      return nil
    }
    return .window(target.artwork, target.scene, from: from, to: to)
  }

  private func moment(_ fields: Fields) -> ScheduleKind? {
    let target = target(fields, "go")
    let at = fields.required("at", "write when, like 2025-06-12T16:00")?.localTime("at", faults)
    let missed = fields["missed"].flatMap { missedPolicy($0) } ?? .skip
    guard let target, let at else { return nil }
    return .moment(target.artwork, target.scene, at: at, missed: missed)
  }

  private func missedPolicy(_ written: Written) -> MissedPolicy? {
    written.parsed("missed", "what becomes of it when late", "write skip, or within 60s", faults) { text in
      if text == "skip" { return .skip }
      guard text.hasPrefix("within ") else { return nil }
      return TimeSpan(String(text.dropFirst(7))).map { .within($0) }
    }
  }

  private func target(_ fields: Fields, _ key: String) -> (artwork: ArtworkID, scene: SceneID)? {
    let artwork = fields.required("artwork", "name the artwork")
    let scene = fields.required(key, "name the scene: `\(key): SCENE`")
    guard let artwork, let scene, let artworkName = artwork.text("artwork", faults),
      let sceneName = scene.text(key, faults),
      let id = surroundings.artwork(named: artworkName, at: artwork.place, faults),
      let sceneID = surroundings.scene(named: sceneName, of: id, at: scene.place, faults)
    else { return nil }
    return (id, sceneID)
  }
}

extension ScheduleKind {
  /// The day on which the entry begins the first time.
  var firstDate: LocalDate {
    switch self {
    case .opening(let date, _, _, _): date
    case .window(_, _, let from, _): from.date
    case .moment(_, _, let at, _): at.date
    }
  }
}

extension Written {
  /// A day.
  func date(_ field: String, _ faults: FaultList) -> LocalDate? {
    parsed(field, "a day", "write it like 2025-06-10", faults) { LocalDate($0) }
  }

  /// A time of day.
  func timeOfDay(_ field: String, _ faults: FaultList) -> TimeOfDay? {
    parsed(field, "a time of day", "write it like \"09:00\"", faults) { TimeOfDay($0) }
  }

  /// A day and a time, in the hall's zone.
  func localTime(_ field: String, _ faults: FaultList) -> LocalTime? {
    let hint = "write it like 2025-06-11T14:00, in the hall's own time, without zone or offset"
    return parsed(field, "a day and a time", hint, faults) { LocalTime($0) }
  }
}
