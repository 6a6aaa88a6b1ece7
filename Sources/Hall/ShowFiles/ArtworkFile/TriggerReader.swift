import Show

/// Reads one trigger of a scene.
struct TriggerReader {
  let surroundings: Surroundings
  let conditions: ConditionBook
  let faults: FaultList

  static let events = ["trigger", "after", "at"]
  static let guards = [
    "for", "unless_for", "debounce", "at_most_every", "when", "mode", "max", "name", "armed", "over", "curve",
  ]
  /// How many runs of a trigger wait or run beside unless `max` says otherwise.
  static let usualMax = 10

  /// The trigger.
  ///
  /// - Parameters:
  ///   - written: what stands in the text.
  ///   - usualName: its name unless `name:` gives one.
  func trigger(_ written: Written, usualName: String) -> Trigger? {
    let keys = Self.events + Self.guards + ActionReader.words
    guard let fields = Fields(written, "a trigger", keys: keys, faults) else { return nil }
    let name: TriggerID? = fields.name("name")
    let event = event(fields)
    var trigger = Trigger(id: name ?? TriggerID(usualName), event: event ?? .timelineEnds, actions: actions(fields))
    readGuards(fields, of: event, into: &trigger)
    if let when = fields["when"] {
      trigger.when = conditions.read(when, "when", in: surroundings, faults)?.condition ?? .constant(true)
      trigger.whenText = when.text ?? ""
    }
    trigger.mode = mode(fields, actions: trigger.actions)
    trigger.armed = fields.flag("armed") ?? true
    return event == nil ? nil : trigger
  }

  private func event(_ fields: Fields) -> TriggerEvent? {
    let given = Self.events.compactMap { fields.entry($0) }
    if given.count > 1 {
      faults.fault(
        given[1].keyPlace, "a trigger has one start, and this one has `\(given[0].key)` and `\(given[1].key)`",
        "write two triggers, or put the rest into `for` and `when`")
    }
    guard let first = given.first else {
      faults.fault(fields.place, "nothing starts this trigger", "give it `trigger`, `after` or `at`")
      return nil
    }
    switch first.key {
    case "trigger": return fields["trigger"].flatMap { TriggerParser.read($0, in: surroundings, faults) }
    case "after": return fields.span("after").map { .after($0) }
    default:
      return fields["at"]?.parsed("at", "a time of day", "write it like \"17:30\"", faults) { text in
        TimeOfDay(text).flatMap { $0.milliseconds < 86_400_000 ? .timeOfDay($0) : nil }
      }
    }
  }

  private func readGuards(_ fields: Fields, of event: TriggerEvent?, into trigger: inout Trigger) {
    trigger.holdsFor = fields.span("for") ?? .zero
    trigger.unlessFor = fields.span("unless_for") ?? .zero
    trigger.debounce = fields.span("debounce") ?? .zero
    trigger.atMostEvery = fields.span("at_most_every") ?? .zero
    if let event, event.sensor == nil {
      for key in ["for", "unless_for", "debounce"] {
        guard let entry = fields.entry(key) else { continue }
        faults.fault(
          entry.keyPlace, "`\(key)` needs something that lasts, and this trigger watches no sensor",
          key == "for" ? "write the time into `after`, or leave `for` out" : "leave it out")
      }
    }
    if let entry = fields.entry("unless_for"), fields.has("for") == false {
      faults.fault(entry.keyPlace, "`unless_for` forgives interruptions of a `for`", "add `for`, or leave it out")
    }
  }

  private func actions(_ fields: Fields) -> [TimedAction] {
    let entries = fields.entries.filter { ActionReader.words.contains($0.key) }
    if entries.isEmpty {
      faults.fault(fields.place, "this trigger does nothing", "give it an action, for example `go: SCENE`")
      return []
    }
    let timing = Timing(fields)
    timing.check(for: entries, faults)
    let reader = ActionReader(surroundings: surroundings, faults: faults)
    let actions = entries.compactMap { entry -> TimedAction? in
      guard let result = reader.action(entry) else { return nil }
      let isTimed = ActionReader.timedWords.contains(entry.key)
      return TimedAction(
        result.action, over: result.over ?? (isTimed ? timing.over : nil) ?? .zero,
        curve: isTimed ? timing.curve ?? .linear : .linear)
    }
    // Leaving the scene comes last, whatever the order of the keys: nothing of this trigger is left undone.
    return actions.filter { $0.action.leavesScene == false } + actions.filter(\.action.leavesScene)
  }

  private enum ModeWord: String, CaseIterable { case single, restart, queued, parallel }

  private func mode(_ fields: Fields, actions: [TimedAction]) -> TriggerMode {
    let max = fields.whole("max", in: 1...100)
    let word = fields.word("mode", ModeWord.self)
    let isMany = word == .queued || word == .parallel
    if isMany, let entry = fields.entry("mode"), actions.contains(where: { $0.action.leavesScene }) {
      faults.fault(entry.value.place, "a `go` cannot be `\(word?.rawValue ?? "")`", "use `single` or `restart`")
    }
    if let entry = fields.entry("max"), isMany == false {
      faults.fault(entry.keyPlace, "`max` is for `queued` and `parallel`", "add `mode: queued`, or leave `max` out")
    }
    switch word {
    case nil, .single: return .single
    case .restart: return .restart
    case .queued: return .queued(max: max ?? Self.usualMax)
    case .parallel: return .parallel(max: max ?? Self.usualMax)
    }
  }
}
