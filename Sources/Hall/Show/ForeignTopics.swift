/// The topics of a foreign device: a message is told by its topic alone, so every place that needs one asks here.
public struct ForeignTopics: Hashable, Sendable {
  private let family: ForeignDevice.Family
  private let kind: DeviceKind
  /// Where a Shelly of a later generation sends its answers, without `/rpc`: a topic of the hall's own for the device.
  public let answerPrefix: String

  /// The topics of a device.
  ///
  /// - Parameters:
  ///   - foreign: how it is reached.
  ///   - id: its name in the hall.
  ///   - kind: what it is.
  ///   - base: the base of the hall's topics.
  public init(_ foreign: ForeignDevice, of id: DeviceID, kind: DeviceKind, base: String) {
    (family, self.kind) = (foreign.family, kind)
    answerPrefix = "\(base)/device/\(id)"
  }

  /// Where it tells its state, first those of its state proper.
  public var states: [String] {
    switch family {
    case .zigbee2mqtt(let base, let name): ["\(base)/\(name)"]
    case .tasmota: [tasmota("stat", "RESULT"), tasmota("tele", "STATE"), tasmota("tele", "SENSOR")]
    case .esphome(let prefix, let id, let power):
      ["\(prefix)/\(entity)/\(id)/state"] + (power.map { ["\(prefix)/sensor/\($0)/state"] } ?? [])
    case .shellyOne(let name, let part, let channel):
      ["", "/status", "/power", "/energy"].map { "shellies/\(name)/\(part.rawValue)/\(channel)\($0)" }
    case .shellyTwo(let name, _, _): ["\(name)/events/rpc", "\(answerPrefix)/rpc"]
    }
  }

  /// Where it, or what carries it, tells whether it is there; all of them must say so.
  public var presences: [String] {
    switch family {
    case .zigbee2mqtt(let base, let name): ["\(base)/\(name)/availability", "\(base)/bridge/state"]
    case .tasmota: [tasmota("tele", "LWT")]
    case .esphome(let prefix, _, _): ["\(prefix)/status"]
    case .shellyOne(let name, _, _): ["shellies/\(name)/online"]
    case .shellyTwo(let name, _, _): ["\(name)/online"]
    }
  }

  /// Where it is told what to be.
  public var command: String {
    switch family {
    case .zigbee2mqtt(let base, let name): "\(base)/\(name)/set"
    case .tasmota: tasmota("cmnd", "Backlog")
    case .esphome(let prefix, let id, _): "\(prefix)/\(entity)/\(id)/command"
    case .shellyOne(let name, let part, let channel):
      "shellies/\(name)/\(part.rawValue)/\(channel)/\(part == .relay ? "command" : "set")"
    case .shellyTwo(let name, _, _): "\(name)/rpc"
    }
  }

  /// Where it is asked what it is; nothing where it cannot be asked, since what it told last is kept by the broker.
  public var question: String? {
    switch family {
    case .zigbee2mqtt(let base, let name): "\(base)/\(name)/get"
    case .tasmota: tasmota("cmnd", "State")
    case .esphome: nil
    case .shellyOne(let name, _, _): "shellies/\(name)/command"
    case .shellyTwo(let name, _, _): "\(name)/rpc"
    }
  }

  /// All that it is heard on.
  public var heard: [String] { states + presences }

  /// All topics that are the device's own: no other and not the hall may use them.
  public var foreign: [String] {
    (heard + [command] + (question.map { [$0] } ?? [])).filter { $0.hasPrefix(answerPrefix + "/") == false }
  }

  /// What it is, beyond its topics: two devices of one hall may not be the same output.
  public var output: String {
    switch family {
    case .zigbee2mqtt, .esphome, .shellyOne: command
    case .tasmota(_, _, let channel): "\(command) \(channel)"
    case .shellyTwo(_, let part, let channel): "\(command) \(part.rawValue):\(channel)"
    }
  }

  private var entity: String { kind == .light ? "light" : "switch" }

  private func tasmota(_ prefix: String, _ last: String) -> String {
    guard case .tasmota(let topic, let fullTopic, _) = family else { return "" }
    let whole = fullTopic.replacing("%prefix%", with: prefix).replacing("%topic%", with: topic)
    return whole + (whole.hasSuffix("/") ? "" : "/") + last
  }
}

extension Device {
  /// The topics of a foreign device; nothing for any other.
  ///
  /// - Parameter base: the base of the hall's topics.
  public func foreignTopics(base: String) -> ForeignTopics? {
    guard case .foreign(let foreign)? = connection else { return nil }
    return ForeignTopics(foreign, of: id, kind: kind, base: base)
  }
}

extension Hall {
  /// The foreign devices that are heard on each topic.
  public var foreignListeners: [String: [DeviceID]] {
    var listeners: [String: [DeviceID]] = [:]
    for (id, device) in devices.sorted(by: { $0.key < $1.key }) {
      for topic in device.foreignTopics(base: topics)?.heard ?? [] { listeners[topic, default: []].append(id) }
    }
    return listeners
  }
}
