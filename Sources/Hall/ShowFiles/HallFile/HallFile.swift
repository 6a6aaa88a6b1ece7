import Foundation
import Show

/// What hall.yaml says, and what it offers to the artworks' files.
struct HallFile {
  var hall: Hall
  var surroundings: Surroundings
  var conditions: ConditionBook
  /// The templates that all artworks may use.
  var templates: TemplateBook
  /// Where each artwork stands in the list.
  var artworkPlaces: [ArtworkID: Place]
}

/// Reads hall.yaml.
struct HallReader {
  let faults: FaultList
  /// The scenes of each artwork's file, where it can be read.
  let scenes: [ArtworkID: Set<SceneID>?]
  /// The profiles of the show's fixture files, by their paths.
  var fixtures: [String: FixtureProfile] = [:]
  /// The boxes that the show describes.
  var boxes = BoxBook()

  static let keys = [
    "regie", "hall", "title", "topics", "timezone", "resume_within", "artworks", "operators", "sensors", "devices",
    "conditions", "templates", "schedule", "modes", "universes", "canvases", "zones", "close_within",
    "blackout_within", "alarm_within", "dark_within", "preflight", "double_go", "rate", "burst",
  ]
  static let mostEntries = 2000

  /// The names of the artworks, before anything else of the file is read.
  static func artworkNames(of written: Written) -> [ArtworkID] {
    guard let written = written["artworks"] else { return [] }
    var items = [written]
    if case .list(let listed) = written.content { items = listed }
    return items.compactMap(\.text).filter(ArtworkID.isWellFormed).map { ArtworkID($0) }
  }

  /// The hall; what has faults is left out of it.
  func hall(_ written: Written) -> HallFile? {
    guard let fields = Fields(written, "the hall", keys: Self.keys, faults) else { return nil }
    FormatVersion.check(fields)
    let name = fields.required("hall", "give the hall a name, for example `hall: \"7.1\"`")?.text("hall", faults)
    var hall = Hall(name: name ?? "", title: fields.text("title") ?? "", topics: topics(fields))
    hall.timeZone = timeZone(fields)
    readTimes(fields, into: &hall)
    hall.operators = operators(fields)
    var surroundings = Surroundings()
    (surroundings.topics, surroundings.scenes) = (hall.topics, scenes)
    let sensors = SensorReader(topics: hall.topics, faults: faults)
    for entry in entries(fields, "sensors", "write `NAME: { kind: presence }`") {
      if let sensor = sensors.sensor(entry) {
        hall.sensors[sensor.id] = sensor
        surroundings.sensors[entry.key] = sensor
      } else {
        surroundings.faulty.insert(entry.key)
      }
    }
    let devices = DeviceReader(faults: faults, boxes: boxes)
    let deviceEntries = entries(fields, "devices", "write `NAME: { kind: light }`")
    for entry in deviceEntries {
      if let device = devices.device(entry) {
        hall.devices[device.id] = device
        surroundings.devices[device.id] = device
      } else {
        surroundings.faulty.insert(entry.key)
      }
    }
    LineSharing(faults: faults).share(&hall.devices, deviceEntries)
    hall.zones = ZoneReader(devices: hall.devices, faulty: surroundings.faulty, faults: faults).zones(fields)
    ForeignTopicCheck(faults: faults).check(hall, deviceEntries)
    PowerReader(faults: faults).checkSources(hall, deviceEntries, faulty: surroundings.faulty)
    hall.universes = UniverseReader(faults: faults).universes(fields)
    hall.canvases = CanvasReader(devices: hall.devices, faulty: surroundings.faulty, faults: faults).canvases(fields)
    hall.fixtures = PatchReader(faults: faults, files: fixtures).fixtures(of: hall, deviceEntries)
    let modes = ModeReader(surroundings: surroundings, faults: faults).modes(fields)
    hall.modes = Dictionary(modes.map { ($0.id, $0) }) { first, _ in first }
    surroundings.modes = modes.map(\.id)
    let conditions = ConditionBook(
      entries(fields, "conditions", "write `NAME: time >= 17:30`"), in: surroundings, faults)
    let places = artworks(fields, into: &hall)
    hall.schedule = schedule(fields, surroundings, zone: hall.timeZone)
    let templates = TemplateBook(of: "hall.yaml").with(fields.map("templates", TemplateBook.hint), faults)
    return HallFile(
      hall: hall, surroundings: surroundings, conditions: conditions, templates: templates, artworkPlaces: places)
  }

  private func entries(_ fields: Fields, _ key: String, _ hint: String) -> [Written.Entry] {
    let entries = fields.map(key, hint)
    guard entries.count > Self.mostEntries else { return entries }
    faults.fault(entries[Self.mostEntries].keyPlace, "a hall has at most \(Self.mostEntries) \(key)", "leave some out")
    return Array(entries.prefix(Self.mostEntries))
  }

  private func topics(_ fields: Fields) -> String {
    guard let written = fields.required("topics", "name the base of the hall's topics, for example hall/7.1"),
      let text = written.text("topics", faults),
      PublicationReader.check(topic: text, at: written.place, faults)
    else { return "" }
    return text
  }

  private func timeZone(_ fields: Fields) -> String {
    guard let written = fields["timezone"], let text = written.text("timezone", faults) else { return "UTC" }
    let names = TimeZone.knownTimeZoneIdentifiers + ["UTC"]
    if names.contains(text), TimeZone(identifier: text) != nil { return text }
    let hint = nearest(to: text, among: names).map { "did you mean `\($0)`?" } ?? "name it like Europe/Paris"
    faults.fault(written.place, "there is no time zone `\(shortened(text))`", hint)
    return "UTC"
  }

  private func readTimes(_ fields: Fields, into hall: inout Hall) {
    hall.resumeWithin = fields.span("resume_within") ?? hall.resumeWithin
    hall.closeWithin = fields.span("close_within") ?? hall.closeWithin
    hall.blackoutWithin = fields.span("blackout_within") ?? hall.blackoutWithin
    hall.alarmWithin = fields.span("alarm_within") ?? hall.alarmWithin
    hall.darkWithin = fields.span("dark_within")
    hall.preflight = fields.span("preflight") ?? hall.preflight
    hall.doubleGo = fields.span("double_go") ?? hall.doubleGo
    hall.rate = fields.whole("rate", in: 1...1000) ?? hall.rate
    hall.burst = fields.whole("burst", in: 1...1000) ?? hall.burst
  }

  private func operators(_ fields: Fields) -> [OperatorName: Role] {
    var operators: [OperatorName: Role] = [:]
    for entry in entries(fields, "operators", "write `NAME: operator`") {
      if Name<Named.Operator>.isWellFormed(entry.key) == false {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of an operator", Written.nameHint)
      } else if let role = entry.value.word(entry.key, Role.self, faults) {
        operators[OperatorName(entry.key)] = role
      }
    }
    return operators
  }

  private func artworks(_ fields: Fields, into hall: inout Hall) -> [ArtworkID: Place] {
    var places: [ArtworkID: Place] = [:]
    guard fields.required("artworks", "list the artworks in the order in which they are stepped") != nil else {
      return [:]
    }
    for item in fields.items("artworks") {
      guard let id: ArtworkID = item.name("artworks", faults) else { continue }
      if id.text == "hall" {
        faults.fault(item.place, "an artwork cannot be called `hall`", "its file would be hall.yaml; rename it")
      } else if places.updateValue(item.place, forKey: id) != nil {
        faults.fault(item.place, "`\(id)` stands twice in the list", "leave one of them")
      } else {
        hall.artworkOrder.append(id)
      }
    }
    return places
  }

  private func schedule(_ fields: Fields, _ surroundings: Surroundings, zone: String) -> [ScheduleEntry] {
    if case .nothing? = fields.entry("schedule")?.value.content { return [] }
    let reader = EntryReader(surroundings: surroundings, timeZone: zone, faults: faults)
    var entries: [ScheduleEntry] = []
    let items = fields.list("schedule", "begin each entry with `- `")
    for (index, item) in items.prefix(Self.mostEntries).enumerated() {
      guard let entry = reader.entry(item, usualName: "show-\(index + 1)", mayName: true) else { continue }
      if entries.contains(where: { $0.id == entry.id }) {
        faults.fault(item.place, "two entries are called `\(entry.id)`", "give one of them another `id`")
      }
      entries.append(entry)
    }
    return entries
  }
}
