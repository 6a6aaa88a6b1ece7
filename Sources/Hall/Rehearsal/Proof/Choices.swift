import Sequencer
import Show

/// What the surroundings of an artwork may be: for each thing that its conditions look at, one value of each kind that
/// they can tell apart.
struct Choices {
  /// The values of each sensor, in a fixed order; counters, which nobody sets, are not among them.
  let values: [SensorID: [Value]]
  /// The scenes of each artwork that is looked at.
  let scenes: [ArtworkID: [SceneID]]
  /// The most surroundings that are tried for one condition.
  static let most = 512

  init(of artwork: Artwork, in show: Show) {
    let events = artwork.scenes.flatMap(\.triggers).map(\.event)
    var values: [SensorID: [Value]] = [:]
    for id in artwork.sensorsLookedAt {
      guard let sensor = show.hall.sensors[id] else { continue }
      let constants =
        events.flatMap { $0.sensor == id ? $0.constants : [] }
        + artwork.conditions.flatMap { $0.constants(of: .sensor(id)) }
      values[id] = Self.values(of: sensor, toldApartBy: constants.compactMap(\.number))
    }
    self.values = values
    var scenes: [ArtworkID: [SceneID]] = [:]
    for other in show.artworks where other.id != artwork.id { scenes[other.id] = other.scenes.map(\.id) }
    self.scenes = scenes
  }

  /// A value of each kind: all of a few, or a number at each constant, between them, and beyond.
  static func values(of sensor: Sensor, toldApartBy constants: [Double]) -> [Value] {
    switch sensor.type {
    case .flag: return [.flag(false), .flag(true)]
    case .choice(let texts): return texts.map { .text($0) }
    case .text, .color: return []
    case .number(let range):
      let edges = Set(constants).sorted()
      guard let first = edges.first, let last = edges.last else { return [.number(range?.lowerBound ?? 0)] }
      var numbers = [max(first - 1, range?.lowerBound ?? first - 1)]
      for (place, edge) in edges.enumerated() {
        numbers.append(edge)
        if place + 1 < edges.count { numbers.append((edge + edges[place + 1]) / 2) }
      }
      numbers.append(min(last + 1, range?.upperBound ?? last + 1))
      return Set(numbers).sorted().filter { range?.contains($0) ?? true }.map { .number($0) }
    }
  }

  /// Surroundings in which a condition holds: those that change the least first.
  ///
  /// - Parameters:
  ///   - condition: the condition.
  ///   - artwork: whose condition it is.
  ///   - hall: the hall as it is.
  ///   - given: a sensor that has a value already.
  /// - Returns: at most two ways to make it hold, each the acts that it takes; one without acts where it holds already.
  func ways(
    to condition: Condition, of artwork: Artwork, in hall: VirtualHall, given: (SensorID, Value)? = nil,
    by operatorName: OperatorName
  ) -> [[ScriptAct]] {
    if condition == .constant(true) { return [[]] }
    let given = given.map { [Term.sensor($0.0): $0.1] } ?? [:]
    var variables: [(term: Term, values: [Value?])] = []
    for sensor in condition.sensors.sorted() where given[.sensor(sensor)] == nil {
      guard let values = values[sensor] else { continue }
      let now = hall.sequencer.state.sensors[sensor]?.value
      variables.append((.sensor(sensor), [nil] + values.filter { $0 != now }))
    }
    for other in condition.artworks.sorted() {
      let now = hall.sequencer.state.artworks[other]?.run?.scene
      variables.append((.sceneOf(other), [nil] + (scenes[other] ?? []).filter { $0 != now }.map { .text($0.text) }))
    }
    let times: [TimeOfDay?] = [nil] + condition.times.sorted().flatMap { [$0, $0.minuteBefore] }
    var found: [(changes: Int, acts: [ScriptAct])] = []
    var tried = 0
    var places = Array(repeating: 0, count: variables.count + 1)
    repeat {
      tried += 1
      var supposed = given
      for (place, variable) in zip(places, variables) { supposed[variable.term] = variable.values[place] }
      let time = times[places[variables.count]]
      if hall.sequencer.holds(condition, for: artwork, supposing: supposed, at: time) {
        let acts = Self.acts(for: supposed.filter { given[$0.key] == nil }, at: time, by: operatorName)
        found.append((acts.count, acts))
        if acts.isEmpty { break }
      }
    } while tried < Self.most && Self.advance(&places, below: variables.map(\.values.count) + [times.count])
    return found.enumerated().sorted { ($0.1.changes, $0.0) < ($1.1.changes, $1.0) }.prefix(2).map(\.1.acts)
  }

  private static func acts(for supposed: [Term: Value], at time: TimeOfDay?, by name: OperatorName) -> [ScriptAct] {
    var acts: [ScriptAct] = time.map { [.clock(.at($0))] } ?? []
    var readings: [(SensorID, Value)] = []
    for (term, value) in supposed {
      switch term {
      case .sensor(let id): readings.append((id, value))
      case .sceneOf(let id): if let text = value.text { acts.append(.command(name, .go(id, SceneID(text)), nil)) }
      case .hallPhase, .scene: break
      }
    }
    acts.sort { $0.description < $1.description }
    return acts + readings.sorted { $0.0 < $1.0 }.map { .reading($0.0, $0.1, held: false) }
  }

  /// Counts on, the first place fastest; false after the last.
  private static func advance(_ places: inout [Int], below limits: [Int]) -> Bool {
    for place in places.indices {
      places[place] += 1
      if places[place] < limits[place] { return true }
      places[place] = 0
    }
    return false
  }
}

extension TimeOfDay {
  /// A minute before, on the same day.
  fileprivate var minuteBefore: TimeOfDay? {
    let seconds = Int(milliseconds / 1000) - 60
    guard seconds >= 0 else { return nil }
    return TimeOfDay(hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60)
  }
}

extension TriggerEvent {
  /// The values that it compares its sensor with.
  var constants: [Value] {
    let rearms: [Value] =
      switch rearm {
      case .below(let limit), .above(let limit): [.number(limit)]
      case nil: []
      }
    switch self {
    case .level(_, _, let value, _), .becomes(_, let value): return [value] + rearms
    case .rises(_, let limit, _), .falls(_, let limit, _): return [.number(limit)] + rearms
    case .changes, .after, .timeOfDay, .mediaEnds, .timelineEnds, .reports: return []
    }
  }
}
