import Show

/// Reads groups of cues: `together`, `in_order`, `one_of`, and how they loop.
struct GroupReader {
  let cues: CueReader
  private var faults: FaultList { cues.faults }

  static let words = ["together", "in_order", "one_of"]
  /// The keys that only groups have.
  static let keys = ["name", "pick", "loop", "until"]
  static let deepest = 4
  static let mostRounds = 100_000

  init(cues: CueReader) { self.cues = cues }

  /// Finds keys of groups in a cue that is none.
  static func refuseKeys(_ fields: Fields, _ faults: FaultList) {
    for key in keys {
      guard let entry = fields.entry(key) else { continue }
      let hint = key == "loop" ? "repeat one cue with `every`, or put it into a group" : "leave it out"
      faults.fault(entry.keyPlace, "`\(key)` is for groups: \(words.joined(separator: ", "))", hint)
    }
  }

  /// Reads a group and puts it, and its members behind it, behind the other cues.
  ///
  /// - Parameter start: the cue with its start, follow and waits.
  func append(
    _ entry: Written.Entry, _ fields: Fields, _ start: Cue, within outer: CueReader.Enclosing?, to list: inout [Cue]
  ) {
    for key in CueReader.actionKeys {
      guard let entry = fields.entry(key) else { continue }
      faults.fault(entry.keyPlace, "`\(key)` is for single cues; a group lasts as long as its cues", "leave it out")
    }
    let depth = (outer?.depth ?? 0) + 1
    guard depth <= Self.deepest else {
      return faults.fault(entry.keyPlace, "groups are nested more than \(Self.deepest) levels deep", "make it flatter")
    }
    guard case .list(let items) = entry.value.content, items.isEmpty == false else {
      return faults.fault(
        entry.value.place, "`\(entry.key)` is a list of cues, not \(entry.value.kindInWords)",
        "begin each cue below it with `- `")
    }
    let order = order(entry.key, fields)
    var cue = start
    cue.action = .group(CueGroup(order, name: fields.name("name"), loop: loop(fields)))
    let place = list.count
    list.append(cue)
    for item in items {
      cues.append(item, within: CueReader.Enclosing(place: place, order: order, depth: depth), to: &list)
    }
    check(place, in: list, entry, fields)
  }

  private func order(_ word: String, _ fields: Fields) -> GroupOrder {
    let pick = fields.word("pick", DrawOrder.self)
    if word != "one_of", let entry = fields.entry("pick") {
      faults.fault(
        entry.keyPlace, "`pick` says which of several runs, and here all do", "use `one_of`, or leave it out")
    }
    switch word {
    case "together": return .together
    case "in_order": return .inOrder
    default: return .oneOf(pick ?? .random)
    }
  }

  private func loop(_ fields: Fields) -> CueLoop? {
    let until = fields["until"].flatMap { cues.conditions.read($0, "until", in: cues.surroundings, faults) }
    guard let written = fields["loop"] else {
      if let entry = fields.entry("until") {
        faults.fault(entry.keyPlace, "`until` ends a loop, and this group has none", "add `loop: forever`")
      }
      return nil
    }
    let hint = "write `loop: forever`, or how many rounds, 1 to \(Self.mostRounds)"
    let times = written.parsed("loop", "a number of rounds", hint, faults) { text -> Int?? in
      if text == "forever" { return .some(nil) }
      return Int(text).flatMap { (1...Self.mostRounds).contains($0) ? .some($0) : nil }
    }
    guard let times else { return nil }
    return CueLoop(
      times: times, until: until?.condition ?? .constant(false), untilText: fields["until"]?.text ?? "")
  }

  private func check(_ place: Int, in list: [Cue], _ entry: Written.Entry, _ fields: Fields) {
    let scene = Scene(id: "group", cues: list)
    guard let group = scene.group(at: place) else { return }
    let members = scene.members(of: place)
    if group.loop != nil, members.isEmpty == false, scene.shortestRound(of: place) == .zero {
      faults.fault(
        fields.entry("loop")?.keyPlace ?? entry.keyPlace, "a round of this loop can be over in no time",
        "give it a fade, a `wait` or a `then_wait`")
    }
    guard group.order == .inOrder else { return }
    for member in members.dropLast() where scene.endsByItself(member) == false {
      faults.fault(
        entry.keyPlace, "nothing ends the loop in this `in_order`: the cues behind it would never start",
        "give that loop a number of rounds, `until`, a `name` to release it by, or `follow: end` with `within`")
    }
  }
}

extension GroupOrder {
  /// The word of the language for it.
  var word: String {
    switch self {
    case .together: "together"
    case .inOrder: "in_order"
    case .oneOf: "one_of"
    }
  }
}

extension Scene {
  /// How long a round of a group takes at least; a medium that is waited for takes some time.
  func shortestRound(of place: Int) -> TimeSpan {
    let spans = members(of: place).map { member -> TimeSpan in
      var start = TimeSpan.zero
      switch cues[member].start {
      case .at(let time), .wait(let time): start = time
      }
      return start + shortest(member) + cues[member].thenWait
    }
    switch group(at: place)?.order {
    case .inOrder: return spans.reduce(.zero, +)
    case .oneOf: return spans.min() ?? .zero
    case .together, nil: return spans.max() ?? .zero
    }
  }

  private func shortest(_ place: Int) -> TimeSpan {
    let cue = cues[place]
    var natural = cue.over
    if group(at: place) != nil { natural = shortestRound(of: place) }
    guard case .end(let within) = cue.follow else { return natural }
    if case .play = cue.action { return .milliseconds(1) }
    return min(natural, within)
  }

  /// Whether a cue has an end that does not hang on leaving the scene.
  fileprivate func endsByItself(_ place: Int) -> Bool {
    guard let loop = group(at: place)?.loop, loop.times == nil else { return true }
    if case .end = cues[place].follow { return true }
    return loop.until != .constant(false) || group(at: place)?.name != nil
  }
}
