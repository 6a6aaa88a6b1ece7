import Show

/// Reads the cues of a scene, groups and what belongs to them into one list.
struct CueReader {
  let surroundings: Surroundings
  let conditions: ConditionBook
  let templates: TemplateBook
  let faults: FaultList

  /// The keys of every cue.
  static let keys = ["at", "wait", "then_wait", "follow", "within"]
  /// The keys of cues that are no groups.
  static let actionKeys = ["over", "curve", "every", "on_failure"]
  /// The most cues of a scene, groups and their members counted.
  static let mostCues = 1000

  /// The cues, the members of each group right behind it.
  func cues(_ items: [Written]) -> [Cue] {
    var cues: [Cue] = []
    for item in items { append(item, within: nil, to: &cues) }
    guard cues.count > Self.mostCues else { return cues }
    let place = items.last?.place ?? .start
    faults.fault(
      place, "a scene has at most \(Self.mostCues) cues, and this one has \(cues.count)", "make two scenes of it")
    return []
  }

  /// A group that is being read: its place in the list, and its order.
  struct Enclosing {
    var place: Int
    var order: GroupOrder
    var depth: Int
  }

  /// Reads a cue and puts it, and what belongs to it, behind the others.
  func append(_ written: Written, within group: Enclosing?, to cues: inout [Cue]) {
    guard cues.count <= Self.mostCues, let written = templates.expanded(written, as: .cue, faults) else { return }
    let keys = Self.keys + Self.actionKeys + GroupReader.words + GroupReader.keys + ActionReader.words
    guard let fields = Fields(written, "a cue", keys: keys, faults), let entry = wordEntry(fields) else { return }
    var cue = Cue(
      start: start(fields, within: group), action: .note(""), follow: follow(fields),
      thenWait: fields.span("then_wait") ?? .zero, group: group?.place)
    if GroupReader.words.contains(entry.key) {
      GroupReader(cues: self).append(entry, fields, cue, within: group, to: &cues)
      return
    }
    GroupReader.refuseKeys(fields, faults)
    let every = every(fields, within: group)
    let timing = Timing(fields)
    guard let result = ActionReader(surroundings: surroundings, faults: faults).action(entry) else { return }
    timing.check(for: [entry], faults)
    if timing.over != nil, result.over != nil {
      faults.fault(entry.keyPlace, "`over` stands in the cue and in the dream", "leave one of them")
    }
    cue.action = result.action
    (cue.over, cue.curve) = (result.over ?? timing.over ?? .zero, timing.curve ?? .linear)
    (cue.every, cue.onFailure) = (every, fields["on_failure"].flatMap { failurePolicy($0) } ?? .continue)
    cues.append(cue)
  }

  /// The one word that says what the cue does.
  private func wordEntry(_ fields: Fields) -> Written.Entry? {
    let words = ActionReader.words + GroupReader.words
    let entries = fields.entries.filter { words.contains($0.key) }
    if entries.count > 1 {
      let words = entries.map { "`\($0.key)`" }.joined(separator: " and ")
      faults.fault(entries[1].keyPlace, "a cue does one thing, and this one has \(words)", "write a cue for each")
    }
    if entries.isEmpty {
      faults.fault(fields.place, "this cue does nothing", "give it an action: \(words.joined(separator: ", "))")
    }
    return entries.first
  }

  private func start(_ fields: Fields, within group: Enclosing?) -> CueStart {
    if fields.has("at"), let wait = fields.entry("wait") {
      faults.fault(wait.keyPlace, "a cue starts at a place or after a wait, not both", "leave `at` or `wait`")
    }
    if let at = fields.entry("at"), let group, group.order != .together {
      faults.fault(
        at.keyPlace, "cues in `\(group.order.word)` have no place of their own: their order decides",
        "write `wait`, or use `together`")
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

  private func every(_ fields: Fields, within group: Enclosing?) -> TimeSpan? {
    guard let every = fields.span("every"), let entry = fields.entry("every") else { return nil }
    if group != nil {
      faults.fault(
        entry.keyPlace, "`every` goes on as long as the scene, and this cue belongs to a group",
        "write `loop` for the group")
      return nil
    }
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
