import Show

/// Reads what screens walk through and splice: as the value of a property, or as an action that names the screens.
struct ScreenWayReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let wayFields = ["folder", "items", "every", "seed", "fps"]
  static let stillsFields = wayFields + ["transition", "over", "fit", "motion", "next"]
  static let spliceFields = wayFields + ["losses", "substitutions", "anew"]
  /// How many stills may be named one by one.
  static let mostItems = 500
  /// How long a still's turn is, and a splice's.
  static let stillTurns: ClosedRange<TimeSpan> = .seconds(1) ... .hours(24)
  static let spliceTurns: ClosedRange<TimeSpan> = .seconds(10) ... .hours(1)
  /// The longest time for which a still may come.
  static let longestComing = TimeSpan.minutes(10)

  // MARK: Actions

  /// The `stills:` of a cue: the screens, and the fields.
  func stillsAction(_ written: Written) -> Action? {
    guard let fields = Fields(written, "`stills`", keys: ["screen"] + Self.stillsFields, faults) else { return nil }
    let (screens, stills) = (screens(fields, "hang stills"), stills(fields))
    return screens.isEmpty ? nil : stills.map { .stills(screens, $0) }
  }

  /// The `splice:` of a cue: the screens, and the fields.
  func spliceAction(_ written: Written) -> Action? {
    guard let fields = Fields(written, "`splice`", keys: ["screen"] + Self.spliceFields, faults) else { return nil }
    let (screens, splice) = (screens(fields, "splice"), splice(fields))
    return screens.isEmpty ? nil : splice.map { .splice(screens, $0) }
  }

  private func screens(_ fields: Fields, _ what: String) -> [DeviceID] {
    let hint = "say which screens \(what): `screen: SCREEN`, or `screen: [LEFT, RIGHT]` to have them in step"
    guard let written = fields.required("screen", hint) else { return [] }
    let items = fields.items("screen")
    if items.isEmpty { faults.fault(written.place, "`screen` names no screen", hint) }
    var found: [DeviceID] = []
    for item in items {
      guard let text = item.text("screen", faults),
        let device = surroundings.device(named: text, at: item.place, faults)
      else { continue }
      guard device.kind == .screen else {
        faults.fault(item.place, "\(text) is a \(device.kind.rawValue), and only screens \(what)", "name a screen")
        continue
      }
      if found.contains(device.id) { faults.fault(item.place, "\(text) stands here twice", "leave one of them") }
      found.append(device.id)
    }
    return found
  }

  // MARK: Values

  /// Stills as the value of a screen's property: the fields alone.
  func stills(_ written: Written) -> Stills? {
    Fields(written, "`stills`", keys: Self.stillsFields, faults).flatMap { stills($0) }
  }

  /// A splice as the value of a screen's property: the fields alone.
  func splice(_ written: Written) -> Splice? {
    Fields(written, "`splice`", keys: Self.spliceFields, faults).flatMap { splice($0) }
  }

  private func stills(_ fields: Fields) -> Stills? {
    let stills = Stills(
      way(fields, turns: Self.stillTurns, least: 1), transition: fields.word("transition", Stills.Transition.self),
      over: span("over", fields, .zero...Self.longestComing), fit: fields.word("fit", Stills.Fit.self),
      motion: fields.number("motion", in: 0...1), next: fields["next"].flatMap { name($0, "next") })
    return isSomething(fields, Self.stillsFields, "`stills` changes nothing", "a folder, a transition, a motion")
      ? stills : nil
  }

  private func splice(_ fields: Fields) -> Splice? {
    let splice = Splice(
      way(fields, turns: Self.spliceTurns, least: 2), losses: fields.number("losses", in: 0...1),
      substitutions: fields.number("substitutions", in: 0...1), anew: fields.flag("anew"))
    return isSomething(fields, Self.spliceFields, "`splice` changes nothing", "a folder, `every` or `anew: true`")
      ? splice : nil
  }

  private func isSomething(_ fields: Fields, _ keys: [String], _ message: String, _ examples: String) -> Bool {
    if keys.contains(where: { fields.has($0) }) { return true }
    faults.fault(fields.place, message, "give it \(examples)")
    return false
  }

  private func way(_ fields: Fields, turns: ClosedRange<TimeSpan>, least: Int) -> StillsWay {
    if fields.has("folder"), let items = fields.entry("items") {
      faults.fault(items.keyPlace, "a way leads through a folder or through items, not both", "leave one of them")
    }
    return StillsWay(
      folder: fields["folder"].flatMap { name($0, "folder") }, items: items(fields, least: least),
      every: span("every", fields, turns), seed: fields.whole("seed", in: 0...Int(UInt32.max)),
      fps: fields.number("fps", in: 1...240))
  }

  private func items(_ fields: Fields, least: Int) -> [String]? {
    guard let entry = fields.entry("items"), fields["items"] != nil else { return nil }
    let written = fields.items("items")
    let reader = SourceReader(surroundings: surroundings, faults: faults)
    let items = written.flatMap { reader.media($0) }
    if written.isEmpty || (items.count < least && items.count >= written.count) {
      let needed = least == 1 ? "a still" : "two stills"
      faults.fault(
        entry.keyPlace,
        "`items` names \(items.count == 0 ? "no still" : "one still"), and \(needed) are needed at least",
        "list them, or write a row of them like \"portraits/{1..4}.jpg\"")
    }
    guard items.count <= Self.mostItems else {
      faults.fault(
        entry.keyPlace, "`items` names \(items.count) stills",
        "name a folder where there are more than \(Self.mostItems)")
      return nil
    }
    return items
  }

  private func name(_ written: Written, _ key: String) -> String? {
    guard let text = written.text(key, faults) else { return nil }
    return PropertyReader(surroundings: surroundings, faults: faults).medium(text, at: written.place)
  }

  private func span(_ key: String, _ fields: Fields, _ range: ClosedRange<TimeSpan>) -> TimeSpan? {
    guard let span = fields.span(key), let entry = fields.entry(key) else { return nil }
    if range.contains(span) { return span }
    faults.fault(
      entry.value.place, "`\(key)` is \(span), out of its range",
      "it goes from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }
}
