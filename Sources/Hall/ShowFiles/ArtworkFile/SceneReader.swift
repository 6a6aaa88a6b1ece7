import Show

/// Reads one scene of an artwork.
struct SceneReader {
  let surroundings: Surroundings
  let conditions: ConditionBook
  let faults: FaultList

  static let keys = ["title", "entry", "release", "keep", "cues", "triggers"]
  static let mostCues = 1000
  static let mostTriggers = 200

  private enum EntryWord: String, CaseIterable { case schedule }

  /// The scene.
  func scene(_ entry: Written.Entry) -> Scene? {
    guard Name<Named.Scene>.isWellFormed(entry.key) else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a scene", Written.nameHint)
      return nil
    }
    var written = entry.value
    if case .nothing = written.content { written.content = .map([]) }
    guard let fields = Fields(written, "a scene", keys: Self.keys, faults) else { return nil }
    var scene = Scene(id: SceneID(entry.key), title: fields.text("title") ?? "")
    scene.entryByScheduleOnly = fields.word("entry", EntryWord.self) == .schedule
    scene.release = fields.span("release") ?? scene.release
    scene.keep = keep(fields)
    let cueReader = CueReader(surroundings: surroundings, faults: faults)
    scene.cues = limited(fields, "cues", to: Self.mostCues).compactMap { cueReader.cue($0) }
    let triggerReader = TriggerReader(surroundings: surroundings, conditions: conditions, faults: faults)
    let triggers = limited(fields, "triggers", to: Self.mostTriggers).enumerated()
    scene.triggers = triggers.compactMap { index, written in
      triggerReader.trigger(written, usualName: "\(entry.key)/\(index + 1)")
    }
    return scene
  }

  private func limited(_ fields: Fields, _ key: String, to most: Int) -> [Written] {
    if case .nothing? = fields.entry(key)?.value.content { return [] }
    let items = fields.list(key, "begin each with `- `, or write them in brackets")
    guard items.count > most else { return items }
    faults.fault(items[most].place, "a scene has at most \(most) \(key)", "make two scenes of it")
    return []
  }

  private func keep(_ fields: Fields) -> Set<PropertyPath> {
    var kept: Set<PropertyPath> = []
    for item in fields.items("keep") {
      guard let text = item.text("keep", faults),
        let (device, property) = surroundings.target(named: text, at: item.place, faults)
      else { continue }
      let properties = property.map { [$0] } ?? device.kind.propertyNames
      kept.formUnion(properties.map { PropertyPath(device.id, $0) })
    }
    return kept
  }
}
