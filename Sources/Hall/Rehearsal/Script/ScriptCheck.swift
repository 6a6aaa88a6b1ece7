import Show

/// Finds what a script names and a show does not have, and lines that cannot happen when they are to.
struct ScriptCheck {
  let show: Show
  private(set) var faults: [ScriptFaults.Fault] = []

  init(_ show: Show) { self.show = show }

  /// The instant of each line.
  ///
  /// - Throws: every line that makes no sense in the show, or comes before the one before, or lies outside the span.
  mutating func schedule(
    _ script: RehearsalScript, in span: RehearsalSpan
  ) throws(ScriptFaults) -> [(at: ShowInstant, line: ScriptLine)] {
    let clock = HallClock(timeZone: show.hall.timeZone)
    var at = span.from
    var scheduled: [(at: ShowInstant, line: ScriptLine)] = []
    for line in script.lines {
      check(line)
      let next = Self.instant(line.time, after: at, clock)
      if next < at {
        fault(line, 1, "this is before the line above it", "put it in its place, or write the day before the time")
      } else if next > span.to {
        fault(line, 1, "this is after the end of the rehearsal, \(clock.dayAndTime(span.to))", "rehearse longer")
      }
      at = max(at, next)
      scheduled.append((.zero + (at - span.from), line))
    }
    if !faults.isEmpty { throw ScriptFaults(Array(faults.prefix(ScriptReader.mostFaults))) }
    return scheduled
  }

  private static func instant(_ time: ScriptTime, after before: WallInstant, _ clock: HallClock) -> WallInstant {
    switch time {
    case .after(let span): before + span
    case .on(let local): clock.instant(of: local)
    case .at(let time):
      clock.day(of: before).map { clock.instant(of: LocalTime(date: $0, time: time)) } ?? before
    }
  }

  private mutating func check(_ line: ScriptLine) {
    switch line.act {
    case .reading(let id, let value, _): check(sensor: id, reads: value, line)
    case .sensor(let id, _): check(sensor: id, reads: nil, line)
    case .command(let name, let act, _): check(act, by: name, line)
    case .report(let id, _), .availability(let id, _): device(id, line)
    case .manner(let id, _):
      if let device = device(id, line), !device.reports {
        fault(line, line.column(of: id.text), "\(id) never reports", "manners are for devices that report")
      }
    case .group(_, let id): if let id { artwork(id, line) }
    case .expect(let expectation): check(expectation, line)
    case .visitors, .visitorsPerHour, .broker, .emptyProgramme, .opening, .clock, .restart, .note: break
    }
  }

  private mutating func check(_ act: CommandAct, by name: OperatorName, _ line: ScriptLine) {
    if let role = show.hall.operators[name] {
      if role < act.role {
        fault(
          line, line.column(of: "\(name):"), "\(name) is \(role.rawValue)", "\(act.word) is for a \(act.role.rawValue)")
      }
    } else {
      unknown(name.text, "operator", show.hall.operators.keys.map(\.text), line, "\(name):")
    }
    if let id = act.artwork, let artwork = artwork(id, line) {
      if case .go(_, let scene?) = act { check(scene, of: artwork, line) }
      if case .arm(_, let trigger, _) = act, artwork.trigger(trigger) == nil {
        let known = artwork.scenes.flatMap(\.triggers).map(\.id.text)
        unknown(trigger.text, "trigger of \(id)", known, line)
      }
    }
    switch act {
    case .release(let path): property(path, nil, line)
    case .override(let path, let value): property(path, value, line)
    case .sense(let sensor, let value): check(sensor: sensor, reads: value, line)
    case .hall(.mode(let mode)):
      if show.hall.modes[mode] == nil { unknown(mode.text, "mode", show.hall.modes.keys.map(\.text), line) }
    default: break
    }
  }

  private mutating func check(_ expectation: ScriptExpectation, _ line: ScriptLine) {
    switch expectation {
    case .scene(let id, let scene, _): if let artwork = artwork(id, line) { check(scene, of: artwork, line) }
    case .mode(let id, _), .health(let id, _): artwork(id, line)
    case .property(let path, _, _): property(path, nil, line)
    case .sensor(let id, _, _):
      guard show.hall.sensors[id] == nil, show.artworks.allSatisfy({ !$0.counts(id) }) else { return }
      unknown(id.text, "sensor or counter", show.hall.sensors.keys.map(\.text), line)
    case .phase(.mode(let mode)):
      let known = show.hall.modes.keys.map(\.text) + HallPhase.reservedNames.sorted()
      if show.hall.modes[mode] == nil { unknown(mode.text, "phase or mode", known, line) }
    case .phase, .blackout, .alarm, .warning: break
    }
  }

  // MARK: Names

  private mutating func check(sensor id: SensorID, reads value: Value?, _ line: ScriptLine) {
    guard let sensor = show.hall.sensors[id] else {
      return unknown(id.text, "sensor", show.hall.sensors.keys.map(\.text), line)
    }
    if let value, !sensor.type.admits(value) {
      fault(line, line.column(of: id.text), "\(id) does not read \(value)", "it reads \(sensor.type)")
    }
  }

  @discardableResult private mutating func artwork(_ id: ArtworkID, _ line: ScriptLine) -> Artwork? {
    if let found = show.artwork(id) { return found }
    unknown(id.text, "artwork", show.artworks.map(\.id.text), line)
    return nil
  }

  @discardableResult private mutating func device(_ id: DeviceID, _ line: ScriptLine) -> Device? {
    if let found = show.hall.devices[id] { return found }
    unknown(id.text, "device", show.hall.devices.keys.map(\.text), line)
    return nil
  }

  private mutating func check(_ scene: SceneID, of artwork: Artwork, _ line: ScriptLine) {
    if artwork.scene(scene) == nil {
      unknown(scene.text, "scene of \(artwork.id)", artwork.scenes.map(\.id.text), line)
    }
  }

  private mutating func property(_ path: PropertyPath, _ value: Value?, _ line: ScriptLine) {
    let word = path.description
    guard let device = show.hall.devices[path.device] else {
      return unknown(path.device.text, "device", show.hall.devices.keys.map(\.text), line, word)
    }
    guard let type = device.properties[path.property] else {
      let known = device.properties.keys.sorted().map(\.rawValue)
      return fault(
        line, line.column(of: word), "a \(device.kind.rawValue) has no \(path.property.rawValue)",
        nearest(to: path.property.rawValue, among: known).map { "did you mean \(path.device).\($0)?" }
          ?? "it has \(known.joined(separator: ", "))")
    }
    if let value, !type.admits(value) {
      fault(line, line.column(of: word), "\(path) is never \(value)", "it is \(type)")
    }
  }

  private mutating func unknown(
    _ word: String, _ what: String, _ known: [String], _ line: ScriptLine, _ written: String? = nil
  ) {
    let sorted = known.sorted()
    let hint =
      nearest(to: word, among: sorted).map { "did you mean \($0)?" }
      ?? (sorted.isEmpty ? "the show has none" : "there are \(sorted.prefix(12).joined(separator: ", "))")
    fault(line, line.column(of: written ?? word), "there is no \(what) ‘\(word)’", hint)
  }

  private mutating func fault(_ line: ScriptLine, _ column: Int, _ message: String, _ hint: String) {
    faults.append(ScriptFaults.Fault(line: line.place.line, column: column, message: message, hint: hint))
  }
}

extension ScriptLine {
  /// The column of a word, 1 where it does not stand alone.
  fileprivate func column(of word: String) -> Int { place.columns[word] ?? 1 }
}

extension Artwork {
  /// Whether a counter of this artwork is seen as that sensor.
  fileprivate func counts(_ id: SensorID) -> Bool { counters.contains { $0.sensor(of: self.id).id == id } }
}
