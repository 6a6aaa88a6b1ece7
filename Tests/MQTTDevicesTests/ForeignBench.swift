import MQTTDeviceSimulator
import Sequencer
import Show
import Testing

@testable import MQTTDevices

/// The families, each with a lamp that does everything it can and a plug.
enum Family: String, CaseIterable, CustomTestStringConvertible {
  case zigbee2mqtt, tasmota, esphome, shellyOne, shellyTwoWhite, shellyTwoColor

  var testDescription: String { rawValue }

  /// Whether such a device can be asked what it is.
  var canBeAsked: Bool { self != .esphome }

  var lamp: Device {
    let kelvin = 2200.0...6500.0
    switch self {
    case .zigbee2mqtt:
      return light(ForeignDevice(.zigbee2mqtt(base: "z", name: "a/b"), kelvin: kelvin, makesColor: true))
    case .tasmota:
      let family = ForeignDevice.Family.tasmota(topic: "t", fullTopic: ForeignDevice.usualFullTopic, channel: 1)
      return light(ForeignDevice(family, kelvin: kelvin, makesColor: true))
    case .esphome:
      return light(ForeignDevice(.esphome(prefix: "e", id: "l", power: nil), kelvin: kelvin, makesColor: true))
    case .shellyOne:
      let family = ForeignDevice.Family.shellyOne(name: "s1", part: .color, channel: 0)
      return light(ForeignDevice(family, kelvin: kelvin, makesColor: true))
    case .shellyTwoWhite:
      return light(ForeignDevice(.shellyTwo(name: "s2", part: .cct, channel: 1), kelvin: kelvin))
    case .shellyTwoColor:
      return light(ForeignDevice(.shellyTwo(name: "s2", part: .rgb, channel: 0), makesColor: true))
    }
  }

  var plug: Device {
    switch self {
    case .zigbee2mqtt: return outlet(.zigbee2mqtt(base: "z", name: "p"))
    case .tasmota: return outlet(.tasmota(topic: "t", fullTopic: "%topic%/%prefix%/", channel: 2))
    case .esphome: return outlet(.esphome(prefix: "e", id: "p", power: "w"))
    case .shellyOne: return outlet(.shellyOne(name: "s1", part: .relay, channel: 0))
    case .shellyTwoWhite, .shellyTwoColor: return outlet(.shellyTwo(name: "s2", part: .switch, channel: 0))
    }
  }

  private func light(_ foreign: ForeignDevice) -> Device {
    var device = Device(id: "lamp", kind: .light)
    device.connection = .foreign(foreign)
    return device
  }

  private func outlet(_ family: ForeignDevice.Family) -> Device {
    var device = Device(id: "plug", kind: .switch)
    device.connection = .foreign(ForeignDevice(family))
    return device
  }
}

/// A machine and a simulated device on a clock that the test advances; messages take ten milliseconds each way.
struct ForeignBench {
  var machine: ForeignDeviceMachine
  var peer: SimulatedForeignDevice
  var now = ShowInstant(milliseconds: 1_000_000)
  /// How long a message takes.
  var lag = TimeSpan.milliseconds(10)
  /// Everything that the machine sent, with the time.
  var sent: [(at: ShowInstant, message: BrokerMessage)] = []
  var told: [DriverReport] = []
  private var under: [(at: ShowInstant, isToPeer: Bool, message: BrokerMessage)] = []
  private var rev: Int64 = 0

  init(_ device: Device, _ manner: SimulatedForeignDevice.Manner = .obedient) throws {
    machine = try #require(ForeignDeviceMachine(device, base: "hall/t", seed: 7))
    peer = try #require(SimulatedForeignDevice(device, base: "hall/t", manner: manner))
  }

  mutating func connect() {
    for message in peer.greeting() { give(.message(message)) }
    give(.linked(true))
  }

  mutating func give(_ event: ForeignEvent) {
    for action in machine.take(event, at: now) {
      switch action {
      case .publish(let message):
        #expect(message.isRetained == false)
        sent.append((now, message))
        under.append((now + lag, true, message))
      case .tell(let report): told.append(report)
      }
    }
  }

  /// Someone at the device's side says something.
  mutating func say(_ messages: [BrokerMessage]) {
    for message in messages { under.append((now + lag, false, message)) }
  }

  /// Wants something; returns its number.
  @discardableResult
  mutating func want(_ properties: [PropertyName: Value], over: TimeSpan = .zero) -> Int64 {
    rev += 1
    let fades = properties.mapValues { Fade(to: .plain($0), at: now, over: over) }
    give(.desired(DesiredState(rev: rev, at: now, properties: fades)))
    return rev
  }

  mutating func run(_ span: TimeSpan) {
    let end = now + span
    while true {
      let next = under.indices.min { under[$0].at < under[$1].at }
      let due = machine.wakesAt
      guard let instant = [next.map { under[$0].at }, due].compactMap(\.self).min(), instant <= end else { break }
      now = max(now, instant)
      if let next, under[next].at <= now, due.map({ $0 >= under[next].at }) ?? true {
        let one = under.remove(at: next)
        if one.isToPeer { say(peer.take(one.message)) } else { give(.message(one.message)) }
      } else {
        give(.due)
      }
    }
    now = end
  }

  var confirmed: Int64? { machine.confirmedRev }
  var commands: Int { peer.commands }
  var warnings: [String] {
    for case .actual(let report, _) in told.reversed() { return report.warnings }
    return []
  }
  var facts: [String: Value] {
    for case .actual(_, let facts) in told.reversed() { return facts }
    return [:]
  }
}
