import Show

// The bodies of rows, where they are not the values themselves.

struct DecisionBody: Codable {
  var sentence: String
  var from: SceneID?
  var to: SceneID?
  var values: [String: Value]?
  var when: String?
}

struct ShowBody: Codable { var fingerprint: String }
struct RestartBody: Codable { var outage: Int64? }
struct DeadlineBody: Codable { var late: Bool }
struct AvailabilityBody: Codable { var online: Bool }
struct EntryBody: Codable { var entry: ScheduleEntry? }

struct ClockBody: Codable {
  var wall: Int64
  var synchronised: Bool
}

/// The body of a reading: `{"value":true}` live, `{"held":true,"value":3}`, `{"by":"lead","value":3}` injected.
///
/// Readings are what comes most: they are written and read by hand.
struct ReadingBody: Codable {
  var value: Value
  var held: Bool?
  var by: OperatorName?

  static func text(_ value: Value, _ arrival: Arrival) -> String {
    let written =
      switch value {
      case .flag(let flag): flag ? "true" : "false"
      case .number(let number): Int64(exactly: number).map { String($0) } ?? "\(number)"
      case .text(let text): jsonQuoted(text)
      }
    return switch arrival {
    case .live: #"{"value":\#(written)}"#
    case .held: #"{"held":true,"value":\#(written)}"#
    case .injected(let name): #"{"by":\#(jsonQuoted(name.text)),"value":\#(written)}"#
    }
  }

  /// Reads a body: the usual ones at once, the others by the slow way that is given.
  static func read(_ body: String, slowly: () throws -> ReadingBody) throws -> (Value, Arrival) {
    switch body {
    case #"{"value":true}"#: return (.flag(true), .live)
    case #"{"value":false}"#: return (.flag(false), .live)
    default: break
    }
    let prefix = #"{"value":"#
    if body.hasPrefix(prefix), body.utf8.last == UInt8(ascii: "}"),
      let number = Double(body.dropFirst(prefix.count).dropLast())
    {
      return (.number(number), .live)
    }
    let read = try slowly()
    if let name = read.by { return (read.value, .injected(by: name)) }
    return (read.value, read.held == true ? .held : .live)
  }
}

/// The body of a command, in the contract's words.
struct CommandBody: Codable {
  var id: String
  var word: String
  var artwork: ArtworkID?
  var scene: SceneID?
  var how: StopManner?
  var mode: ArtworkMode?
  var on: Bool?
  var to: String?
  var device: DeviceID?
  var property: PropertyName?
  var value: Value?
  var trigger: TriggerID?
  var sensor: SensorID?
  var alarm: Bool?
  var forMilliseconds: Int64?
  var untilMilliseconds: Int64?
  var untilNextOpening: Bool?
  var note: String?

  enum CodingKeys: String, CodingKey {
    case id, word = "do", artwork, scene, how, mode, on, to, device, property, value, trigger, sensor, alarm, note
    case forMilliseconds = "for_ms"
    case untilMilliseconds = "until_ms"
    case untilNextOpening = "until_next_opening"
  }

  init(_ command: Command) {
    (id, word, note, artwork) = (command.id, command.act.word, command.note, command.act.artwork)
    switch command.end {
    case .after(let span): forMilliseconds = span.milliseconds
    case .until(let instant): untilMilliseconds = instant.milliseconds
    case .nextOpening: untilNextOpening = true
    case nil: break
    }
    switch command.act {
    case .go(_, let scene): self.scene = scene
    case .stop(_, let how): self.how = how
    case .mode(_, let mode): self.mode = mode
    case .blackout(let on): self.on = on
    case .grandMaster(let level): value = .number(level)
    case .hall(let request): to = request.word
    case .release(let path): (device, property) = (path.device, path.property)
    case .releaseAlarm: alarm = true
    case .override(let path, let value): (device, property, self.value) = (path.device, path.property, value)
    case .arm(_, let trigger, _): self.trigger = trigger
    case .sense(let sensor, let value): (self.sensor, self.value) = (sensor, value)
    case .ping, .next, .back, .restart, .skip, .hold, .resume, .reload, .rollback: break
    }
  }

  /// What is missing in a body that some other version wrote.
  struct Missing: Error { var field: String }

  func command(by name: OperatorName) throws -> Command {
    let end: CommandEnd? =
      if let forMilliseconds {
        .after(.milliseconds(forMilliseconds))
      } else if let untilMilliseconds {
        .until(WallInstant(milliseconds: untilMilliseconds))
      } else {
        untilNextOpening == true ? .nextOpening : nil
      }
    return Command(id: id, by: name, act: try act(), end: end, note: note)
  }

  private func act() throws -> CommandAct {
    func need<T>(_ value: T?, _ field: String) throws -> T {
      guard let value else { throw Missing(field: field) }
      return value
    }
    func artwork() throws -> ArtworkID { try need(self.artwork, "artwork") }
    func path() throws -> PropertyPath { PropertyPath(try need(device, "device"), try need(property, "property")) }
    switch word {
    case "ping": return .ping
    case "go": return .go(try artwork(), scene)
    case "next": return .next(try artwork())
    case "back": return .back(try artwork())
    case "restart": return .restart(try artwork())
    case "skip": return .skip(try artwork())
    case "hold": return .hold(try artwork())
    case "resume": return .resume(try artwork())
    case "stop": return .stop(try artwork(), try need(how, "how"))
    case "mode": return .mode(try artwork(), try need(mode, "mode"))
    case "blackout": return .blackout(on: try need(on, "on"))
    case "grand-master": return .grandMaster(try need(value?.number, "value"))
    case "hall": return .hall(HallRequest(try need(to, "to")))
    case "release": return alarm == true ? .releaseAlarm : .release(try path())
    case "override": return .override(try path(), try need(value, "value"))
    case "arm", "disarm": return .arm(try artwork(), try need(trigger, "trigger"), word == "arm")
    case "sense": return .sense(try need(sensor, "sensor"), try need(value, "value"))
    case "reload": return .reload
    case "rollback": return .rollback
    default: throw Missing(field: "do")
    }
  }
}

extension HallRequest {
  /// Reads the word of `to`; what is not `open`, `close` or `auto` is a mode's name.
  public init(_ word: String) {
    self =
      switch word {
      case "open": .open
      case "close": .close
      case "auto": .auto
      default: .mode(HallModeName(word))
      }
  }

  /// The word in `to`.
  public var word: String {
    switch self {
    case .open: "open"
    case .close: "close"
    case .auto: "auto"
    case .mode(let name): name.text
    }
  }
}
