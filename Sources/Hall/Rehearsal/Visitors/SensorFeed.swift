import Show

/// What the sensors of a rehearsal send: each change, and their value again before it would go stale.
struct SensorFeed: Sendable {
  private enum Happening: Sendable {
    case again(SensorID, sending: Int)
    case disturbance(SensorID)
    case calm(SensorID)
  }

  private let sensors: [Sensor]
  private let thresholds: [SensorID: [Double]]
  private var values: [SensorID: Value] = [:]
  private var sendings: [SensorID: Int] = [:]
  private var defects: [SensorID: SensorDefect] = [:]
  private var disturbed: [SensorID: Value] = [:]
  /// What a script makes sensors read, until visitors change it.
  private var scripted: [SensorID: Value] = [:]
  private var waiting = Waiting<Happening>()
  private var chance: Chance
  private let meanCalm: Double?

  /// The sensors of a show; those of the show's own counters, whose names have a `/`, are not fed.
  init(_ show: Show, habits: VisitorHabits, seed: UInt64) {
    sensors = show.hall.sensors.values.filter { !$0.id.text.contains("/") }.sorted { $0.id < $1.id }
    thresholds = SensorFeed.thresholds(of: show)
    chance = Chance(seed: seed, for: "sensors")
    meanCalm = habits.disturbancesPerHour > 0 ? 3_600_000 / habits.disturbancesPerHour : nil
  }

  /// When one sends next by itself.
  var next: ShowInstant? { waiting.next }

  /// All send what they read when the rehearsal begins.
  mutating func begin(_ flow: VisitorFlow, at now: ShowInstant) -> [(SensorID, Value)] {
    for sensor in sensors where sensor.kind == .measure || sensor.kind == .choice {
      calmDown(sensor.id, after: now)
    }
    return sensors.compactMap { send($0, reading(of: $0, flow), at: now) }
  }

  /// What is sent now: the sensors that changed, and those whose turn it is.
  mutating func readings(_ flow: inout VisitorFlow, at now: ShowInstant) -> [(SensorID, Value)] {
    var sent: [(SensorID, Value)] = []
    let changed = Set(flow.takeChanged())
    for sensor in sensors where changed.contains(sensor.id) {
      scripted[sensor.id] = nil
      let value = reading(of: sensor, flow)
      if value != values[sensor.id], let reading = send(sensor, value, at: now) { sent.append(reading) }
    }
    while let (_, happening) = waiting.take(by: now) {
      guard let (id, value) = follow(happening, flow, at: now), let sensor = sensors.first(where: { $0.id == id })
      else {
        continue
      }
      if let reading = send(sensor, value, at: now) { sent.append(reading) }
    }
    return sent
  }

  /// A script makes a sensor read a value.
  ///
  /// - Returns: what it sends.
  mutating func read(_ value: Value, of id: SensorID, at now: ShowInstant) -> [(SensorID, Value)] {
    guard let sensor = sensors.first(where: { $0.id == id }) else { return [(id, value)] }
    scripted[id] = value
    return send(sensor, value, at: now).map { [$0] } ?? []
  }

  /// What all sensors that are in order read, as a broker holds it.
  func held(_ flow: VisitorFlow) -> [(SensorID, Value)] {
    sensors.filter { defects[$0.id] != .silent }.map { ($0.id, reading(of: $0, flow)) }
  }

  /// A sensor breaks, or is well again.
  ///
  /// - Returns: what it sends at once.
  mutating func setDefect(
    _ defect: SensorDefect?, of id: SensorID, _ flow: VisitorFlow, at now: ShowInstant
  ) -> [(SensorID, Value)] {
    guard let sensor = sensors.first(where: { $0.id == id }) else { return [] }
    defects[id] = defect
    return send(sensor, reading(of: sensor, flow), at: now).map { [$0] } ?? []
  }

  private func reading(of sensor: Sensor, _ flow: VisitorFlow) -> Value {
    if defects[sensor.id] == .stuck, let value = values[sensor.id] { return value }
    return scripted[sensor.id] ?? flow.reading(of: sensor) ?? disturbed[sensor.id] ?? sensor.restingReading
  }

  private mutating func send(_ sensor: Sensor, _ value: Value, at now: ShowInstant) -> (SensorID, Value)? {
    guard defects[sensor.id] != .silent else { return nil }
    values[sensor.id] = value
    sendings[sensor.id, default: 0] += 1
    if let stale = sensor.stale {
      let again = TimeSpan.milliseconds(max(1, stale.milliseconds / 2))
      waiting.add(.again(sensor.id, sending: sendings[sensor.id] ?? 0), at: now + again)
    }
    return (sensor.id, value)
  }

  private mutating func follow(
    _ happening: Happening, _ flow: VisitorFlow, at now: ShowInstant
  ) -> (SensorID, Value)? {
    switch happening {
    case .again(let id, let sending):
      guard sendings[id] == sending, let sensor = sensors.first(where: { $0.id == id }) else { return nil }
      return (id, reading(of: sensor, flow))
    case .disturbance(let id):
      guard let sensor = sensors.first(where: { $0.id == id }) else { return nil }
      waiting.add(.calm(id), at: now + max(.seconds(10), chance.stay(mean: .minutes(2))))
      guard flow.isOpen else { return nil }
      disturbed[id] = disturbance(of: sensor)
      return (id, reading(of: sensor, flow))
    case .calm(let id):
      guard let sensor = sensors.first(where: { $0.id == id }) else { return nil }
      calmDown(id, after: now)
      return disturbed.removeValue(forKey: id).map { _ in (id, reading(of: sensor, flow)) }
    }
  }

  private mutating func calmDown(_ id: SensorID, after now: ShowInstant) {
    guard let meanCalm else { return }
    let calm = min(max(1, chance.waiting(mean: meanCalm).rounded()), 1e12)
    waiting.add(.disturbance(id), at: now + .milliseconds(Int64(calm)))
  }

  /// What a disturbed sensor reads: a number across one that the show asks about, another text of a choice.
  private mutating func disturbance(of sensor: Sensor) -> Value {
    if sensor.kind == .choice {
      return sensor.values.isEmpty ? .text("") : .text(sensor.values[chance.index(below: sensor.values.count)])
    }
    let rest = sensor.restingReading.number ?? 0
    guard let asked = thresholds[sensor.id], !asked.isEmpty else { return .number(rest) }
    let threshold = asked[chance.index(below: asked.count)]
    let across = threshold + (threshold >= rest ? 1 : -1) * max(1, abs(threshold - rest) / 4).rounded()
    return .number(sensor.range.map { min(max(across, $0.lowerBound), $0.upperBound) } ?? across)
  }

  /// The numbers that triggers compare each sensor with.
  private static func thresholds(of show: Show) -> [SensorID: [Double]] {
    var found: [SensorID: Set<Double>] = [:]
    for artwork in show.artworks {
      for scene in artwork.scenes {
        for trigger in scene.triggers {
          guard let sensor = trigger.event.sensor else { continue }
          found[sensor, default: []].formUnion(trigger.event.thresholds)
        }
      }
    }
    return found.mapValues { $0.sorted() }
  }
}

extension Sensor {
  /// What it reads while nothing is the matter: no, none, its value when stale, else the lowest or the first.
  var restingReading: Value {
    switch kind {
    case .presence, .contact: .flag(false)
    case .count, .measure: whenStale ?? .number(range?.lowerBound ?? 0)
    case .choice: whenStale ?? .text(values.first ?? "")
    }
  }
}

extension TriggerEvent {
  /// The number that it compares its sensor with, if it does.
  fileprivate var thresholds: [Double] {
    switch self {
    case .level(_, _, .number(let number), _): [number]
    case .rises(_, let number, _), .falls(_, let number, _): [number]
    default: []
    }
  }
}
