import Show

/// Reads one cue of a scene.
struct CueReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let keys = ["at", "wait", "over", "curve", "follow", "within", "every", "on_failure"]

  /// The cue.
  func cue(_ written: Written) -> Cue? {
    guard let fields = Fields(written, "a cue", keys: Self.keys + ActionReader.words, faults) else { return nil }
    let (start, follow, every) = (start(fields), follow(fields), every(fields))
    let onFailure = fields["on_failure"].flatMap { failurePolicy($0) } ?? .continue
    let timing = Timing(fields)
    guard let entry = actionEntry(fields) else { return nil }
    let actions = ActionReader(surroundings: surroundings, faults: faults)
    guard let result = actions.action(entry) else { return nil }
    timing.check(for: [entry], faults)
    if timing.over != nil, result.over != nil {
      faults.fault(entry.keyPlace, "`over` stands in the cue and in the dream", "leave one of them")
    }
    return Cue(
      start: start, action: result.action, over: result.over ?? timing.over ?? .zero, curve: timing.curve ?? .linear,
      follow: follow, every: every, onFailure: onFailure)
  }

  private func actionEntry(_ fields: Fields) -> Written.Entry? {
    let entries = fields.entries.filter { ActionReader.words.contains($0.key) }
    if entries.count > 1 {
      let words = entries.map { "`\($0.key)`" }.joined(separator: " and ")
      faults.fault(entries[1].keyPlace, "a cue does one thing, and this one has \(words)", "write a cue for each")
    }
    if entries.isEmpty, fields.entries.contains(where: { LaterWords.words[$0.key] != nil }) == false {
      faults.fault(
        fields.place, "this cue does nothing", "give it an action: \(ActionReader.words.joined(separator: ", "))")
    }
    return entries.first
  }

  private func start(_ fields: Fields) -> CueStart {
    if fields.has("at"), let wait = fields.entry("wait") {
      faults.fault(wait.keyPlace, "a cue starts at a place or after a wait, not both", "leave `at` or `wait`")
    }
    if let at = fields.span("at") { return .at(at) }
    return .wait(fields.span("wait") ?? .zero)
  }

  private enum FollowWord: String, CaseIterable { case `continue`, end }

  private func follow(_ fields: Fields) -> Follow {
    let within = fields.span("within")
    guard fields.word("follow", FollowWord.self) == .end else {
      if let entry = fields.entry("within"), fields.has("follow") == false {
        faults.fault(entry.keyPlace, "`within` limits a `follow: end`", "add `follow: end`, or leave `within` out")
      }
      return .continue
    }
    if let within, within > .zero { return .end(within: within) }
    if let entry = fields.entry("follow"), within != nil || fields.has("within") == false {
      faults.fault(
        entry.keyPlace, "`follow: end` without a time-out could wait for ever",
        "add `within`, for example `within: 90s`")
    }
    return .continue
  }

  private func every(_ fields: Fields) -> TimeSpan? {
    guard let every = fields.span("every"), let entry = fields.entry("every") else { return nil }
    guard every >= .milliseconds(100) else {
      faults.fault(entry.value.place, "`every: \(every)` is too fast", "a cue repeats itself every 100ms at most")
      return nil
    }
    return every
  }

  private func failurePolicy(_ written: Written) -> FailurePolicy? {
    guard let text = written.text("on_failure", faults) else { return nil }
    let words = text.split(separator: " ").map(String.init)
    if words == ["continue"] { return .continue }
    if words == ["abandon", "scene"] { return .abandonScene }
    if words.count == 4, words[0] == "retry", words[2] == "within", let count = Int(words[1]),
      (1...20).contains(count), let within = TimeSpan(words[3]), within > .zero
    {
      return .retry(count: count, within: within)
    }
    faults.fault(
      written.place, "`\(shortened(text))` is no way to take a failure",
      "write `continue`, `retry 3 within 10s` (1 to 20 times) or `abandon scene`")
    return nil
  }
}

/// The time that a change takes, and whether the actions beside it take one.
struct Timing {
  let over: TimeSpan?
  let curve: Curve?
  private let overEntry: Written.Entry?
  private let curveEntry: Written.Entry?

  init(_ fields: Fields) {
    (over, curve) = (fields.span("over"), fields.word("curve", Curve.self))
    (overEntry, curveEntry) = (fields.entry("over"), fields.entry("curve"))
  }

  /// Finds fades without a time, and times of what takes none.
  func check(for entries: [Written.Entry], _ faults: FaultList) {
    if let fade = entries.first(where: { $0.key == "fade" }), overEntry == nil {
      faults.fault(fade.keyPlace, "this fade takes no time", "add `over`, for example `over: 8s`, or write `set`")
    }
    guard let first = entries.first, entries.contains(where: { ActionReader.timedWords.contains($0.key) }) == false
    else { return }
    let hint = first.key == "set" ? "write `fade` instead of `set`" : "leave it out"
    if let overEntry { faults.fault(overEntry.keyPlace, "`\(first.key)` takes no time", hint) }
    if let curveEntry { faults.fault(curveEntry.keyPlace, "`\(first.key)` has no curve", hint) }
  }
}
