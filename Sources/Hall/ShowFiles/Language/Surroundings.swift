import Show

/// What the rest of the show offers to an expression, a cue or a trigger: the names it may use.
struct Surroundings {
  /// The sensors by the names that may be used here: inputs of the artwork, and ids.
  var sensors: [String: Sensor] = [:]
  /// Names that stand for something faulty, which was reported where it stands.
  var faulty: Set<String> = []
  /// The devices.
  var devices: [DeviceID: Device] = [:]
  /// The declared modes of the hall.
  var modes: [HallModeName] = []
  /// The base of the hall's topics.
  var topics = ""
  /// The scenes of each artwork that the hall lists; `nil` where its file cannot be read.
  var scenes: [ArtworkID: Set<SceneID>?] = [:]
  /// The artwork that is read; none in hall.yaml.
  var artwork: ArtworkID?
  /// The names among ``sensors`` that are the artwork's counters.
  var counters: Set<String> = []
  /// The artwork's pools and rotations, and what they give.
  var sources: [SourceID: SourceContent] = [:]
  /// The groups of cues of the scene that is read, by their names.
  var groups: Set<GroupName> = []

  /// What a pool or a rotation gives.
  enum SourceContent { case media, scenes }

  /// The scenes of the artwork that is read, if they are known.
  var ownScenes: Set<SceneID>? { artwork.flatMap { scenes[$0] ?? nil } }

  /// Words that the language keeps for itself, so that no sensor, input or condition is named like them.
  static let keptWords: Set<String> = [
    "and", "or", "not", "is", "above", "below", "in", "hall", "scene", "time", "true", "false", "media", "timeline",
    "rearms", "at", "least", "most",
  ]

  /// A device by its name; a fault where there is none.
  func device(named name: String, at place: Place, _ faults: FaultList) -> Device? {
    if let device = devices[DeviceID(name)] { return device }
    if faulty.contains(name) == false {
      faults.fault(
        place, "there is no device `\(shortened(name))`",
        didYouMean(name, among: devices.keys.map(\.text), what: "a device"))
    }
    return nil
  }

  /// A device, or one property of it, as `DEVICE` or `DEVICE.PROPERTY`.
  func target(named name: String, at place: Place, _ faults: FaultList) -> (Device, PropertyName?)? {
    if let device = devices[DeviceID(name)] { return (device, nil) }
    guard let dot = name.lastIndex(of: "."), faulty.contains(name) == false else {
      return device(named: name, at: place, faults).map { ($0, nil) }
    }
    let word = String(name[name.index(after: dot)...])
    guard let device = device(named: String(name[..<dot]), at: place, faults) else { return nil }
    guard let property = property(word, of: device, at: place, faults) else { return nil }
    return (device, property)
  }

  /// A property of a device by its name; a fault where it has none of that name.
  func property(_ word: String, of device: Device, at place: Place, _ faults: FaultList) -> PropertyName? {
    let names = device.propertyNames
    if let property = PropertyName(rawValue: word), names.contains(property) { return property }
    faults.fault(
      place, "\(device.id) is a \(device.kind.rawValue) and has no `\(shortened(word))`",
      didYouMean(word, among: names.map(\.rawValue), what: "its property"))
    return nil
  }

  /// A scene of an artwork; a fault where it has none of that name. Unknown artworks' scenes pass.
  func scene(named name: String, of artwork: ArtworkID, at place: Place, _ faults: FaultList) -> SceneID? {
    guard Name<Named.Scene>.isWellFormed(name) else {
      faults.fault(place, "`\(shortened(name))` is no name of a scene", Written.nameHint)
      return nil
    }
    if let known = scenes[artwork] ?? nil, known.contains(SceneID(name)) == false {
      let whose = artwork == self.artwork ? "this artwork" : "\(artwork)"
      faults.fault(
        place, "\(whose) has no scene `\(name)`", didYouMean(name, among: known.map(\.text), what: "its scene"))
      return nil
    }
    return SceneID(name)
  }

  /// A pool or a rotation by its name; a fault where there is none, or where it gives something else.
  func source(_ written: Written, of content: SourceContent, _ faults: FaultList) -> SourceID? {
    guard let text = written.text("from", faults) else { return nil }
    let fitting = sources.filter { $0.value == content }.keys.map(\.text)
    let what = content == .media ? "a pool or rotation of media" : "a rotation of scenes"
    guard let known = sources[SourceID(text)] else {
      if faulty.contains(text) == false {
        faults.fault(
          written.place, "there is no pool or rotation `\(shortened(text))`",
          didYouMean(text, among: fitting, what: what))
      }
      return nil
    }
    guard known == content else {
      faults.fault(
        written.place, "`\(text)` gives \(known == .media ? "media" : "scenes")",
        content == .media ? "name \(what)" : "name \(what), or write `go: SCENE`")
      return nil
    }
    return SourceID(text)
  }

  /// An artwork of the hall; a fault where there is none of that name.
  func artwork(named name: String, at place: Place, _ faults: FaultList) -> ArtworkID? {
    if scenes[ArtworkID(name)] != nil { return ArtworkID(name) }
    faults.fault(
      place, "the hall has no artwork `\(shortened(name))`",
      didYouMean(name, among: scenes.keys.map(\.text), what: "an artwork"))
    return nil
  }
}
