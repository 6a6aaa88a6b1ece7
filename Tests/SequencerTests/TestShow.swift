import Rehearsal
import Sequencer
import Show

/// A small hall for tests: one artwork with the scenes given, a presence sensor, a counter, a lamp, a screen, a player.
enum TestShow {
  static let presence: SensorID = "presence"
  static let count: SensorID = "count"
  static let fire: SensorID = "fire"

  static func hall(_ order: [ArtworkID] = ["work"]) -> Hall {
    Hall(
      name: "test", topics: "hall/test", artworkOrder: order, operators: ["desk": .operator],
      sensors: [
        presence: Sensor(id: presence, kind: .presence),
        count: Sensor(id: count, kind: .count, range: 0...60, stale: .seconds(60), whenStale: .number(0)),
        fire: Sensor(id: fire, kind: .contact, alarm: true),
      ],
      devices: [
        "lamp": Device(id: "lamp", kind: .light, safe: [.color: .plain(.text("#ffffff"))]),
        "exit": Device(id: "exit", kind: .light, defaults: [.level: .plain(.number(0.5))], egress: true),
        "screen": Device(id: "screen", kind: .screen), "voice": Device(id: "voice", kind: .player),
      ],
      modes: ["cleaning": HallMode(id: "cleaning", values: ["lamp.level": .plain(.number(0.9))])])
  }

  static func show(_ scenes: [Scene], start: SceneID = "calm", closed: SceneID = "dark") -> Show {
    var all = scenes
    if !all.contains(where: { $0.id == closed }) { all.append(Scene(id: closed)) }
    return Show(
      hall: hall(),
      artworks: [Artwork(id: "work", start: start, closed: closed, inputs: ["someone": presence], scenes: all)],
      fingerprint: "test")
  }

  /// An open hall with these scenes.
  static func open(_ scenes: [Scene], start: SceneID = "calm", closed: SceneID = "dark") -> VirtualHall {
    var hall = VirtualHall(show: show(scenes, start: start, closed: closed))
    hall.command(.hall(.open))
    return hall
  }
}

extension PropertyPath: ExpressibleByStringLiteral {
  /// A path as it is written in a show: `wash.level`.
  public init(stringLiteral value: String) { self = PropertyPath(value) ?? PropertyPath("unknown", .level) }
}

extension VirtualHall {
  @discardableResult mutating func command(_ act: CommandAct, end: CommandEnd? = nil) -> Reply? {
    let step = feed(.command(Command(id: "t\(moments.count)", by: "desk", act: act, end: end)))
    for case .reply(_, let reply) in step.effects { return reply }
    return nil
  }

  mutating func read(_ sensor: SensorID, _ value: Bool, _ arrival: Arrival = .live) {
    feed(.reading(sensor: sensor, value: .flag(value), arrival: arrival))
  }
  mutating func read(_ sensor: SensorID, _ value: Double, _ arrival: Arrival = .live) {
    feed(.reading(sensor: sensor, value: .number(value), arrival: arrival))
  }

  var scene: SceneID? { sequencer.state.artworks["work"]?.run?.scene }
  /// The scenes entered so far.
  var scenes: [String] { moments.flatMap(\.step.decisions).filter { $0.kind == .scene }.compactMap { $0.to?.text } }
  func decisions(_ kind: Decision.Kind) -> [String] {
    moments.flatMap(\.step.decisions).filter { $0.kind == kind }.map(\.sentence)
  }
  /// What a property is to be, as last told.
  func told(_ device: DeviceID, _ property: PropertyName) -> PropertyValue? {
    sequencer.state.devices[device]?.desired.properties[property]?.to
  }
  var published: [String] {
    moments.flatMap(\.step.effects).compactMap { if case .publish(let message) = $0 { message.payload } else { nil } }
  }
}

func scene(
  _ id: SceneID, cues: [Cue] = [], _ triggers: [Trigger] = [], release: TimeSpan = .seconds(1),
  keep: Set<PropertyPath> = []
) -> Scene {
  Scene(id: id, cues: cues, triggers: triggers, release: release, keep: keep)
}

func go(_ id: SceneID) -> [TimedAction] { [TimedAction(.go(artwork: nil, scene: id))] }

func level(_ path: PropertyPath, _ value: Double) -> Action { .set([path: .plain(.number(value))]) }

func say(_ text: String) -> Action { .publish(Publication(topic: "t", payload: text)) }
