import Foundation
import MQTTDeviceSimulator
import Sequencer
import Show
import Testing

@testable import MQTTDevices

@Suite("A foreign device") struct ForeignDeviceMachineTests {
  @Test("becomes what is wanted and confirms it by its own words", arguments: Family.allCases)
  func obedient(family: Family) throws {
    var bench = try ForeignBench(family.lamp)
    bench.connect()
    let wanted: [PropertyName: Value] =
      family == .shellyTwoColor
      ? [.level: .number(0.5), .color: .text("#ff8000")] : [.level: .number(0.5), .kelvin: .number(3000)]
    let rev = bench.want(wanted)
    bench.run(.seconds(10))
    #expect(bench.confirmed == rev && bench.warnings.isEmpty)
    #expect(bench.peer.light.isOn)
    #expect(bench.commands == 1)
    #expect(bench.facts["assumed"] == .flag(false) && bench.facts["health"] == .text("ok"))
    #expect(try #require(bench.facts["level"]?.number) - 0.5 < 0.01)
    let dark = bench.want([.level: .number(0)])
    bench.run(.seconds(10))
    #expect(bench.confirmed == dark && bench.peer.light.isOn == false)
  }

  @Test("that is a plug switches, and tells what it measures", arguments: Family.allCases)
  func plug(family: Family) throws {
    var bench = try ForeignBench(family.plug)
    bench.connect()
    let rev = bench.want([.power: .flag(true)])
    bench.run(.seconds(10))
    #expect(bench.confirmed == rev && bench.peer.light.isOn)
    if family == .esphome { bench.give(.message(BrokerMessage("e/sensor/w/state", "12.5"))) }
    #expect(bench.facts["power_w"] == .number(12.5))
    if family == .shellyOne { #expect(bench.facts["energy_kwh"] == .number(0.1)) }
    #expect(bench.told.contains(.actual(DeviceReport(rev: rev, state: "on"), facts: bench.facts)))
  }

  @Test("that is right already is not told again, so that nothing flashes", arguments: Family.allCases)
  func rightAlready(family: Family) throws {
    var bench = try ForeignBench(family.plug)
    _ = bench.peer.turn(on: true)
    let rev = bench.want([.power: .flag(true)])
    #expect(bench.sent.isEmpty, "there is no link yet")
    bench.connect()
    bench.run(.seconds(10))
    #expect(bench.confirmed == rev && bench.commands == 0)
    #expect(bench.peer.questions == (family.canBeAsked ? 1 : 0))
  }

  @Test("that says nothing of a command is asked, and confirms then", arguments: Family.allCases)
  func terse(family: Family) throws {
    guard family.canBeAsked else { return }
    var bench = try ForeignBench(family.plug, .terse)
    bench.connect()
    bench.run(.seconds(10))
    let rev = bench.want([.power: .flag(true)])
    bench.run(.seconds(1))
    #expect(bench.confirmed == nil && bench.facts["assumed"] == .flag(true))
    bench.run(.seconds(2))
    #expect(bench.confirmed == rev && bench.commands == 1 && bench.facts["assumed"] == .flag(false))
  }

  @Test("that is dead is told later and later, counts as missing, and comes back", arguments: Family.allCases)
  func dead(family: Family) throws {
    var bench = try ForeignBench(family.plug, .dead)
    bench.give(.linked(true))
    bench.want([.power: .flag(true)])
    bench.run(.minutes(60))
    #expect(bench.told == [.availability(online: false)], "it is never told of as if it had said something")
    let commands = bench.sent.count { $0.message.topic == bench.peer.topics.command }
    #expect(commands > 30 && commands < 300, "\(commands)")
    let before = bench.sent.count
    for number in 0..<50 { bench.want([.power: .flag(number % 2 == 0)]) }
    #expect(bench.sent.count == before, "it is not told more often because more is wanted of it")
    let rev = bench.want([.power: .flag(true)])
    bench.peer.manner = .obedient
    bench.say(bench.peer.greeting())
    bench.run(.seconds(10))
    #expect(bench.confirmed == rev && bench.told.contains(.availability(online: true)))
  }

  @Test("that lies is told of as what it is, and never confirms", arguments: Family.allCases)
  func lying(family: Family) throws {
    var bench = try ForeignBench(family.plug, .lying)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.minutes(10))
    #expect(bench.confirmed == nil)
    #expect(bench.warnings == ["it says off: look at it"] && bench.facts["health"] == .text("partially"))
    #expect(bench.commands > 5 && bench.commands < 40, "\(bench.commands)")
    bench.peer.manner = .obedient
    bench.run(.minutes(2))
    #expect(bench.confirmed == 1 && bench.warnings.isEmpty)
  }

  @Test("that refuses is told of", arguments: Family.allCases)
  func refusing(family: Family) throws {
    var bench = try ForeignBench(family.plug, .refusing)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.minutes(1))
    #expect(bench.confirmed == nil && bench.warnings.count == 1, "\(bench.warnings)")
    if family == .shellyTwoWhite { #expect(bench.warnings == ["it refuses: Invalid argument 'ct'!"]) }
  }

  @Test("that says it is offline is told nothing; back again, it gets the newest wish", arguments: Family.allCases)
  func away(family: Family) throws {
    var bench = try ForeignBench(family.plug)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.seconds(5))
    bench.say(bench.peer.farewell())
    bench.run(.seconds(1))
    #expect(bench.told.last == .availability(online: false))
    let before = bench.sent.count
    bench.want([.power: .flag(false)])
    let rev = bench.want([.power: .flag(false)])
    bench.run(.minutes(30))
    #expect(bench.sent.count == before)
    bench.say(bench.peer.greeting())
    bench.run(.seconds(5))
    #expect(bench.confirmed == rev && bench.peer.light.isOn == false)
    #expect(bench.told.contains(.availability(online: true)))
  }

  @Test("that is turned by hand is told again what it is to be", arguments: Family.allCases)
  func turnedByHand(family: Family) throws {
    var bench = try ForeignBench(family.plug)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.minutes(1))
    bench.say(bench.peer.turn(on: false))
    bench.run(.milliseconds(100))
    #expect(bench.peer.light.isOn == false)
    bench.run(.seconds(5))
    #expect(bench.peer.light.isOn && bench.commands == 2)
  }

  @Test("takes the newest of a flood of wishes, at its own pace", arguments: Family.allCases)
  func flood(family: Family) throws {
    var bench = try ForeignBench(family.lamp)
    bench.connect()
    bench.run(.seconds(10))
    for number in 1...1000 {
      bench.want([.level: .number(Double(number) / 1000), .color: .text("#ff0000")])
      bench.run(.milliseconds(1))
    }
    bench.run(.seconds(10))
    #expect(bench.confirmed == 1000 && bench.commands <= 11, "\(bench.commands)")
  }

  @Test("without a link nothing is sent; after one it is asked first, then told the newest", arguments: Family.allCases)
  func unlinked(family: Family) throws {
    var bench = try ForeignBench(family.plug)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.seconds(10))
    bench.give(.linked(false))
    let before = bench.sent.count
    let rev = bench.want([.power: .flag(false)])
    bench.run(.minutes(5))
    #expect(bench.sent.count == before && bench.confirmed == 1)
    bench.connect()
    bench.run(.seconds(5))
    #expect(bench.confirmed == rev && bench.commands == 2)
  }

  @Test("is given the time of a fade before it is asked, and its places on the way are not held against it")
  func fade() throws {
    var bench = try ForeignBench(Family.zigbee2mqtt.lamp, .terse)
    bench.connect()
    bench.run(.seconds(5))
    let rev = bench.want([.level: .number(1)], over: .seconds(8))
    bench.run(.seconds(4))
    let half = #"{"state":"ON","brightness":120}"#
    bench.give(.message(BrokerMessage("z/a/b", half)))
    bench.run(.seconds(5))
    #expect(bench.warnings.isEmpty && bench.commands == 1 && bench.confirmed == nil)
    bench.run(.seconds(3))
    #expect(bench.confirmed == rev && bench.commands == 1)
    #expect(bench.sent.contains { $0.message.text.contains(#""transition":8"#) })
  }

  @Test("behind a bridge that is offline is away, whatever it said itself")
  func bridge() throws {
    var bench = try ForeignBench(Family.zigbee2mqtt.plug)
    bench.connect()
    bench.want([.power: .flag(true)])
    bench.run(.seconds(5))
    bench.give(.message(BrokerMessage("z/bridge/state", "offline", isRetained: true)))
    #expect(bench.told.last == .availability(online: false))
    bench.give(.message(BrokerMessage("z/p/availability", #"{"state":"online"}"#)))
    #expect(bench.told.last == .availability(online: false))
    bench.give(.message(BrokerMessage("z/bridge/state", #"{"state":"online"}"#, isRetained: true)))
    #expect(bench.told.contains(.availability(online: true)))
  }

  @Test("that cannot do all that is wanted does what it can, and says what it cannot")
  func shortfalls() throws {
    var device = Family.zigbee2mqtt.lamp
    device.connection = .foreign(ForeignDevice(.zigbee2mqtt(base: "z", name: "a"), kelvin: 2200...4000))
    var bench = try ForeignBench(device)
    bench.connect()
    let white = bench.want([.level: .number(1), .kelvin: .number(6500)])
    bench.run(.seconds(5))
    #expect(bench.confirmed == white && bench.warnings == ["6500 K are asked for, and it makes 4000 K"])
    #expect(bench.facts["health"] == .text("partially") && bench.facts["kelvin"] == .number(4000))
    let red = bench.want([.level: .number(1), .color: .text("#ff0000")])
    bench.run(.seconds(5))
    #expect(bench.confirmed == red && bench.warnings == ["it makes no colours, and is asked for #ff0000"])
  }
}
