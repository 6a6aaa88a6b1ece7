import Show

/// Reads one scene of an artwork.
struct SceneReader {
  let surroundings: Surroundings
  let conditions: ConditionBook
  let templates: TemplateBook
  let faults: FaultList

  static let keys = ["title", "entry", "release", "keep", "cues", "triggers"]
  static let mostTriggers = 200

  private enum EntryWord: String, CaseIterable { case schedule }
  /// What `entry` may say.
  static var entryWords: [String] { EntryWord.allCases.map(\.rawValue) }

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
    var surroundings = surroundings
    let cues = limited(fields, "cues", to: CueReader.mostCues)
    surroundings.groups = Self.groupNames(in: cues)
    let cueReader = CueReader(
      surroundings: surroundings, conditions: conditions, templates: templates, faults: faults)
    scene.cues = cueReader.cues(cues)
    surroundings.groups.formUnion(scene.cues.indices.compactMap { scene.group(at: $0)?.name })
    checkGroupNames(scene, at: fields.entry("cues")?.keyPlace ?? entry.keyPlace)
    let triggerReader = TriggerReader(surroundings: surroundings, conditions: conditions, faults: faults)
    let triggers = limited(fields, "triggers", to: Self.mostTriggers).enumerated()
    scene.triggers = triggers.compactMap { index, written in
      templates.expanded(written, as: .trigger, faults)
        .flatMap { triggerReader.trigger($0, usualName: "\(entry.key)/\(index + 1)") }
    }
    return scene
  }

  /// The names of groups, before anything else is read: a cue may release one that stands behind it.
  private static func groupNames(in cues: [Written]) -> Set<GroupName> {
    cues.reduce(into: []) { names, cue in
      for word in GroupReader.words {
        guard case .list(let members)? = cue[word]?.content else { continue }
        if let name = cue["name"]?.text { names.insert(GroupName(name)) }
        names.formUnion(groupNames(in: members))
      }
    }
  }

  private func checkGroupNames(_ scene: Scene, at place: Place) {
    let names = scene.cues.indices.compactMap { scene.group(at: $0)?.name }
    guard let twice = Dictionary(grouping: names, by: { $0 }).filter({ $0.value.count > 1 }).keys.min() else { return }
    faults.fault(place, "two groups of this scene are called `\(twice)`", "names of groups are unique in a scene")
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
      let properties = property.map { [$0] } ?? device.propertyNames
      kept.formUnion(properties.map { PropertyPath(device.id, $0) })
    }
    return kept
  }
}
