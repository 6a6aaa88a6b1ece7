import Foundation
import Sequencer
import Show

/// What a message of a foreign device tells.
enum Hearing: Hashable, Sendable {
  /// Whether it, or what carries it, is there; the topic says which.
  case presence(Bool, on: String)
  /// Parts of its state.
  case state(KnownState)
  /// What it measures, in the units of the names.
  case senses([String: Value])
  /// It will not do what the call of that number asked.
  case refusal(String, call: Int64)
}

/// How one family of foreign devices speaks: pure, from what is wanted to messages, from messages to what they tell.
protocol ForeignPeer: Sendable {
  /// Its topics.
  var topics: ForeignTopics { get }
  /// How many steps of brightness its words have.
  var brightnessSteps: Double { get }

  /// The messages that ask the device to be something.
  ///
  /// - Parameters:
  ///   - wanted: what it is to be.
  ///   - over: how long it may take to get there; zero is at once.
  ///   - call: a number of this request, where answers name it.
  func command(_ wanted: WantedState, over: TimeSpan, call: Int64) -> [BrokerMessage]

  /// The messages that ask the device what it is; none where it cannot be asked.
  func question(call: Int64) -> [BrokerMessage]

  /// What a message on one of its state topics tells.
  func hear(_ message: BrokerMessage) -> [Hearing]
}

extension ForeignPeer {
  /// What a message on any of its topics tells.
  func hearings(of message: BrokerMessage) -> [Hearing] {
    guard topics.presences.contains(message.topic) else { return hear(message) }
    let words = (try? JSONValue(strict: message.payload))?.at(pointer: "/state")?.text ?? message.text
    switch words.lowercased() {
    case "online", "true": return [.presence(true, on: message.topic)]
    case "offline", "false": return [.presence(false, on: message.topic)]
    default: return []
    }
  }

  /// The payload as an object, read strictly; nothing where it is none.
  func object(_ message: BrokerMessage) -> JSONValue? {
    guard message.payload.count <= 65_536, let json = try? JSONValue(strict: message.payload),
      case .object = json
    else { return nil }
    return json
  }
}

extension JSONValue {
  /// The member of that name.
  subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }
  /// The number, if it is one.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The flag, if it is one.
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  /// `ON` and `OFF`, or `on` and `off`.
  var power: Bool? {
    switch text?.lowercased() {
    case "on": true
    case "off": false
    default: nil
    }
  }
  /// A number in a range; one that cannot be meant is none.
  func number(in range: ClosedRange<Double>) -> Double? { number.flatMap { range.contains($0) ? $0 : nil } }
  /// A channel of eight bits.
  var channel: UInt8? { number(in: 0...255).map { UInt8($0.rounded()) } }

  /// An object of members, those that are nothing left out.
  static func object(of members: [String: JSONValue?]) -> JSONValue { .object(members.compactMapValues { $0 }) }
}

/// The measurements of an object: which member is which, and by what it is multiplied to be in the unit of the name.
func senses(of json: JSONValue, _ names: [(member: String, name: String, factor: Double)]) -> [Hearing] {
  var found: [String: Value] = [:]
  for (member, name, factor) in names {
    if let number = json[member]?.number(in: -1e9...1e9) { found[name] = .number(number * factor) }
  }
  return found.isEmpty ? [] : [.senses(found)]
}
