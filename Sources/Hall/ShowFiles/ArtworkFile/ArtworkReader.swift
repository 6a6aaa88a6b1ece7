import Show

/// Reads the file of one artwork.
struct ArtworkReader {
  let hall: HallFile
  let faults: FaultList

  static let keys = [
    "regie", "artwork", "title", "by", "start", "closed", "opening", "modes", "priority", "inputs", "counters", "pools",
    "rotations",
    "templates", "scenes",
  ]
  static let mostScenes = 500

  /// The artwork.
  ///
  /// - Parameters:
  ///   - written: what stands in the file.
  ///   - id: the name of the file, which must be that of the artwork.
  /// - Returns: nothing if it cannot be shown; the faults say why.
  func artwork(_ written: Written, id: ArtworkID) -> Artwork? {
    guard let fields = Fields(written, "an artwork", keys: Self.keys, faults) else { return nil }
    FormatVersion.check(fields)
    checkName(fields, id)
    var surroundings = hall.surroundings
    surroundings.artwork = id
    let inputs = inputs(fields, &surroundings)
    let (title, by) = (fields.text("title"), fields.text("by"))
    let priority = fields.whole("priority", in: 0...100)
    let start = sceneName("start", fields, "the scene while the hall is open", surroundings)
    let closed = sceneName("closed", fields, "the scene while the hall is closed", surroundings)
    let opening = fields.has("opening") ? sceneName("opening", fields, "the scene of the lead", surroundings) : nil
    let modes = modes(fields, surroundings)
    let sources = SourceReader(surroundings: surroundings, faults: faults)
    let counters = sources.counters(fields, &surroundings)
    let (pools, rotations) = readSources(fields, sources, &surroundings)
    var templates = hall.templates.with(fields.map("templates", TemplateBook.hint), faults)
    templates.surroundings = surroundings
    let scenes = scenes(fields, surroundings, templates)
    guard let start, let closed, faults.hasFaults == false else { return nil }
    var artwork = Artwork(
      id: id, title: title ?? "", by: by ?? "", start: start, closed: closed, modeScenes: modes,
      priority: priority ?? 50, inputs: inputs, counters: counters, pools: pools, rotations: rotations, scenes: scenes)
    artwork.opening = opening
    return artwork
  }

  private func readSources(
    _ fields: Fields, _ reader: SourceReader, _ surroundings: inout Surroundings
  ) -> ([SourceID: Pool], [SourceID: Rotation]) {
    let (pools, rotations) = (reader.pools(fields), reader.rotations(fields))
    for id in pools.keys { surroundings.sources[id] = .media }
    for (id, rotation) in rotations.sorted(by: { $0.key < $1.key }) {
      if pools[id] != nil, let entry = fields["rotations"]?.entries?.first(where: { $0.key == id.text }) {
        faults.fault(entry.keyPlace, "`\(id)` is the name of a pool too", "choose another name")
      }
      if case .scenes = rotation.items { surroundings.sources[id] = .scenes } else { surroundings.sources[id] = .media }
    }
    for key in ["pools", "rotations"] {
      let names = fields[key]?.entries?.map(\.key) ?? []
      surroundings.faulty.formUnion(names.filter { surroundings.sources[SourceID($0)] == nil })
    }
    return (pools, rotations)
  }

  /// The names of the scenes of a file, before anything else of it is read.
  static func sceneNames(of written: Written) -> Set<SceneID>? {
    guard let entries = written["scenes"]?.entries else { return nil }
    return Set(entries.map { SceneID($0.key) })
  }

  private func checkName(_ fields: Fields, _ id: ArtworkID) {
    guard let name = fields.required("artwork", "name it like its file: `artwork: \(id)`"),
      let text = name.text("artwork", faults), text != id.text
    else { return }
    faults.fault(name.place, "`\(shortened(text))` stands in the file of \(id)", "name the artwork like its file")
  }

  private func inputs(_ fields: Fields, _ surroundings: inout Surroundings) -> [String: SensorID] {
    var inputs: [String: SensorID] = [:]
    for entry in fields.map("inputs", "write `presence: SENSOR`") {
      if Name<Never>.isWellFormed(entry.key) == false {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name", Written.nameHint)
        continue
      }
      if Surroundings.keptWords.contains(entry.key) {
        faults.fault(entry.keyPlace, "`\(entry.key)` is a word of the language", "choose another name for the input")
        continue
      }
      guard let text = entry.value.text(entry.key, faults) else { continue }
      if let sensor = hall.surroundings.sensors[text] {
        inputs[entry.key] = sensor.id
        surroundings.sensors[entry.key] = sensor
      } else {
        surroundings.faulty.insert(entry.key)
        guard hall.surroundings.faulty.contains(text) == false else { continue }
        faults.fault(
          entry.value.place, "there is no sensor `\(shortened(text))`",
          didYouMean(text, among: hall.surroundings.sensors.keys, what: "a sensor"))
      }
    }
    return inputs
  }

  private func sceneName(
    _ key: String, _ fields: Fields, _ what: String, _ surroundings: Surroundings
  ) -> SceneID? {
    guard let written = fields.required(key, "name \(what)"), let text = written.text(key, faults),
      let artwork = surroundings.artwork
    else { return nil }
    return surroundings.scene(named: text, of: artwork, at: written.place, faults)
  }

  private func modes(_ fields: Fields, _ surroundings: Surroundings) -> [HallModeName: SceneID] {
    var modes: [HallModeName: SceneID] = [:]
    for entry in fields.map("modes", "write `MODE: SCENE`") {
      if surroundings.modes.contains(HallModeName(entry.key)) == false {
        faults.fault(
          entry.keyPlace, "the hall has no mode `\(shortened(entry.key))`",
          didYouMean(entry.key, among: surroundings.modes.map(\.text), what: "a mode"))
      }
      guard let text = entry.value.text(entry.key, faults), let artwork = surroundings.artwork else { continue }
      modes[HallModeName(entry.key)] = surroundings.scene(named: text, of: artwork, at: entry.value.place, faults)
    }
    return modes
  }

  private func scenes(_ fields: Fields, _ surroundings: Surroundings, _ templates: TemplateBook) -> [Scene] {
    guard let written = fields.required("scenes", "write at least one scene under `scenes:`") else { return [] }
    guard let entries = written.entries, entries.isEmpty == false else {
      faults.fault(
        written.place, "`scenes` names scenes, not \(written.kindInWords)", "write `scenes:` and a name below")
      return []
    }
    guard entries.count <= Self.mostScenes else {
      faults.fault(written.place, "an artwork has at most \(Self.mostScenes) scenes", "leave some out")
      return []
    }
    let reader = SceneReader(
      surroundings: surroundings, conditions: hall.conditions, templates: templates, faults: faults)
    let scenes = entries.compactMap { reader.scene($0) }
    checkTriggerNames(scenes, entries)
    return scenes
  }

  private func checkTriggerNames(_ scenes: [Scene], _ entries: [Written.Entry]) {
    var seen: [TriggerID: SceneID] = [:]
    for scene in scenes {
      for trigger in scene.triggers {
        guard let first = seen.updateValue(scene.id, forKey: trigger.id) else { continue }
        let place = entries.first { $0.key == scene.id.text }?.value["triggers"]?.place ?? fallbackPlace(entries)
        faults.fault(
          place, "two triggers are called `\(trigger.id)`, in \(first) and \(scene.id)",
          "names of triggers are unique in an artwork; choose another")
      }
    }
  }

  private func fallbackPlace(_ entries: [Written.Entry]) -> Place { entries.first?.keyPlace ?? .start }
}
