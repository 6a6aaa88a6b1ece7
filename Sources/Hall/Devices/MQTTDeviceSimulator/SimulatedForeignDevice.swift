import Sequencer
import Show

/// A lamp or plug of another maker that is not there: takes messages on its topics, gives back what it publishes.
public struct SimulatedForeignDevice: Sendable {
  /// How it treats who speaks to it.
  public enum Manner: Hashable, Sendable, CaseIterable {
    /// Does what it is told, and says so.
    case obedient
    /// Sets nothing, and says so in its family's way.
    case refusing
    /// Takes it and becomes something else.
    case lying
    /// Takes it and says nothing of it, until it is asked.
    case terse
    /// Says nothing at all.
    case dead
  }

  /// How it treats who speaks to it.
  public var manner: Manner
  /// Its topics.
  public let topics: ForeignTopics
  /// What it is.
  public private(set) var light = SimulatedLight()
  /// How many commands it got.
  public private(set) var commands = 0
  /// How many times it was asked.
  public private(set) var questions = 0

  private let foreign: ForeignDevice
  private let kind: DeviceKind
  private var words: any SimulatedWords {
    switch foreign.family {
    case .zigbee2mqtt: ZigbeeWords(kind: kind)
    case .tasmota(_, _, let channel): TasmotaWords(kind: kind, foreign: foreign, channel: channel)
    case .esphome: ESPHomeWords(kind: kind)
    case .shellyOne(_, let part, _): ShellyOneWords(part: part)
    case .shellyTwo(let name, let part, let channel): ShellyTwoWords(name: name, part: part, channel: channel)
    }
  }

  /// A device that is off.
  ///
  /// - Parameters:
  ///   - device: its declaration; nothing comes of one that is not foreign.
  ///   - base: the base of the hall's topics.
  ///   - manner: how it treats who speaks to it.
  public init?(_ device: Device, base: String, manner: Manner = .obedient) {
    guard case .foreign(let foreign)? = device.connection, let topics = device.foreignTopics(base: base) else {
      return nil
    }
    (self.foreign, self.topics, self.manner, kind) = (foreign, topics, manner, device.kind)
  }

  /// What it publishes when it connects: that it is there, and what it is where its family says so unasked.
  public func greeting() -> [BrokerMessage] {
    if manner == .dead { return [] }
    let state = topics.question == nil ? words.state(light, topics) : []
    return topics.presences.map { presence(true, on: $0) } + state
  }

  /// What the broker publishes for it when it is lost.
  public func farewell() -> [BrokerMessage] { topics.presences.prefix(1).map { presence(false, on: $0) } }

  /// Someone turns it by hand.
  public mutating func turn(on isOn: Bool) -> [BrokerMessage] {
    light.isOn = isOn
    return manner == .dead ? [] : words.state(light, topics)
  }

  /// Takes a message.
  ///
  /// - Returns: what it publishes.
  public mutating func take(_ message: BrokerMessage) -> [BrokerMessage] {
    if manner == .dead { return [] }
    switch words.meaning(of: message, topics) {
    case .nothing: return []
    case .question(let call):
      questions += 1
      return words.answer(light, topics, call: call)
    case .command(let change, let call):
      commands += 1
      if manner == .refusing { return words.refusal(light, topics, call: call) }
      change(&light)
      if manner == .lying { light.isOn.toggle() }
      return manner == .terse ? [] : words.state(light, topics)
    }
  }

  private func presence(_ isThere: Bool, on topic: String) -> BrokerMessage {
    let text: String
    switch foreign.family {
    case .zigbee2mqtt: text = #"{"state":"\#(isThere ? "online" : "offline")"}"#
    case .tasmota: text = isThere ? "Online" : "Offline"
    case .esphome: text = isThere ? "online" : "offline"
    case .shellyOne, .shellyTwo: text = isThere ? "true" : "false"
    }
    return BrokerMessage(topic, text, isRetained: true)
  }
}

/// What a simulated light is, in whatever units its family has.
public struct SimulatedLight: Hashable, Sendable {
  /// Whether it is on.
  public var isOn = false
  /// Its brightness, as its family counts.
  public var brightness = 0.0
  /// Its colour temperature, as its family counts; nothing while it makes a colour.
  public var white: Double?
  /// Its colour, as its family writes it.
  public var color: [Double] = []
  /// What it takes, in watts.
  public var watts: Double { isOn ? 12.5 : 0.5 }
}

/// What a message asks of a simulated device.
enum SimulatedMeaning {
  case nothing
  case question(call: Double)
  case command((inout SimulatedLight) -> Void, call: Double)
}

/// How a family speaks, from the device's side.
protocol SimulatedWords {
  func meaning(of message: BrokerMessage, _ topics: ForeignTopics) -> SimulatedMeaning
  func state(_ light: SimulatedLight, _ topics: ForeignTopics) -> [BrokerMessage]
  func answer(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage]
  func refusal(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage]
}

extension SimulatedWords {
  func answer(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] {
    state(light, topics)
  }
  func refusal(_ light: SimulatedLight, _ topics: ForeignTopics, call: Double) -> [BrokerMessage] { [] }
}

/// The members of a payload that is an object.
func members(_ message: BrokerMessage) -> [String: JSONValue] {
  if case .object(let members)? = try? JSONValue(strict: message.payload) { members } else { [:] }
}

/// A number of an object.
func number(_ value: JSONValue?) -> Double? { if case .number(let number)? = value { number } else { nil } }

/// A flag of an object.
func flag(_ value: JSONValue?) -> Bool? { if case .flag(let flag)? = value { flag } else { nil } }
