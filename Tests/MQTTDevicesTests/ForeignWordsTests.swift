import Foundation
import MQTTDeviceSimulator
import Sequencer
import Show
import Testing

@testable import MQTTDevices

@Suite("The words of foreign devices") struct ForeignWordsTests {
  private func commands(_ device: Device, _ properties: [PropertyName: Value], over: TimeSpan) throws -> [String] {
    var bench = try ForeignBench(device)
    bench.connect()
    bench.run(.seconds(5))
    bench.say(bench.peer.turn(on: properties[.level] == .number(0)))
    bench.run(.seconds(1))
    let before = bench.sent.count
    bench.want(properties, over: over)
    return bench.sent.dropFirst(before).map { "\($0.message.topic) \($0.message.text)" }
  }

  @Test("a colour, a white and darkness are said as each family says them")
  func lamps() throws {
    let color: [PropertyName: Value] = [.level: .number(0.5), .color: .text("#ff8000")]
    let white: [PropertyName: Value] = [.level: .number(1), .kelvin: .number(4000)]
    let dark: [PropertyName: Value] = [.level: .number(0)]
    let expected: [(Family, [PropertyName: Value], String)] = [
      (
        .zigbee2mqtt, color,
        #"z/a/b/set {"brightness":127,"color":{"x":0.543,"y":0.407},"state":"ON","transition":1.5}"#
      ),
      (.zigbee2mqtt, white, #"z/a/b/set {"brightness":254,"color_temp":250,"state":"ON","transition":1.5}"#),
      (.zigbee2mqtt, dark, #"z/a/b/set {"state":"OFF","transition":1.5}"#),
      (
        .tasmota, color,
        "cmnd/t/Backlog NoDelay;Fade 1;NoDelay;Speed 3;NoDelay;HSBColor 30,100,50;NoDelay;Power1 1"
      ),
      (
        .tasmota, white,
        "cmnd/t/Backlog NoDelay;Fade 1;NoDelay;Speed 3;NoDelay;CT 250;NoDelay;Dimmer 100;NoDelay;Power1 1"
      ),
      (.tasmota, dark, "cmnd/t/Backlog NoDelay;Fade 1;NoDelay;Speed 3;NoDelay;Power1 0"),
      (
        .esphome, color,
        #"e/light/l/command {"brightness":128,"color":{"b":0,"g":128,"r":255},"state":"ON","transition":2}"#
      ),
      (.esphome, white, #"e/light/l/command {"brightness":255,"color_temp":250,"state":"ON","transition":2}"#),
      (
        .shellyOne, color,
        #"shellies/s1/color/0/set {"blue":0,"gain":50,"green":128,"mode":"color","red":255,"transition":1500,"#
          + #""turn":"on","white":0}"#
      ),
      (
        .shellyOne, white,
        #"shellies/s1/color/0/set {"brightness":100,"mode":"white","temp":4000,"transition":1500,"turn":"on"}"#
      ),
      (.shellyOne, dark, #"shellies/s1/color/0/set {"transition":1500,"turn":"off"}"#),
      (
        .shellyTwoWhite, white,
        #"s2/rpc {"id":2,"method":"CCT.Set","params":{"brightness":100,"ct":4000,"id":1,"on":true,"#
          + #""transition_duration":1.5},"src":"hall/t/device/lamp"}"#
      ),
      (
        .shellyTwoColor, color,
        #"s2/rpc {"id":2,"method":"RGB.Set","params":{"brightness":50,"id":0,"on":true,"rgb":[255,128,0],"#
          + #""transition_duration":1.5},"src":"hall/t/device/lamp"}"#
      ),
    ]
    for (family, wanted, text) in expected {
      let said = try commands(family.lamp, wanted, over: .milliseconds(1500))
      #expect(said == [text], "\(family)")
    }
  }

  @Test("plugs are said on and off, whatever the topics are made of")
  func plugs() throws {
    let texts = try Family.allCases.map { try commands($0.plug, [.power: .flag(true)], over: .zero)[0] }
    #expect(
      texts == [
        #"z/p/set {"state":"ON"}"#, "t/cmnd/Backlog NoDelay;Power2 1", "e/switch/p/command ON",
        "shellies/s1/relay/0/command on",
        #"s2/rpc {"id":2,"method":"Switch.Set","params":{"id":0,"on":true},"src":"hall/t/device/plug"}"#,
        #"s2/rpc {"id":2,"method":"Switch.Set","params":{"id":0,"on":true},"src":"hall/t/device/plug"}"#,
      ])
  }

  @Test(
    "whatever is wanted, what a device of each family says after rounding counts as that", arguments: Family.allCases)
  func rounding(family: Family) throws {
    var generator = Seeded(state: 11)
    for round in 0..<400 {
      var bench = try ForeignBench(family.lamp)
      bench.connect()
      let level = Double.random(in: 0...1, using: &generator)
      var wanted: [PropertyName: Value] = [.level: .number(round % 9 == 0 ? level / 500 : level)]
      if family == .shellyTwoColor || (family != .shellyTwoWhite && Bool.random(using: &generator)) {
        let channels = (0..<3).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let color = Color(red: channels[0], green: channels[1], blue: channels[2])
        wanted[.color] = .text(color.description)
      } else {
        wanted[.kelvin] = .number(Double.random(in: 2200...6500, using: &generator))
      }
      let rev = bench.want(wanted)
      bench.run(.seconds(1))
      bench.run(.seconds(4))
      #expect(bench.confirmed == rev && bench.commands <= 1, "\(wanted) \(bench.sent) \(bench.warnings)")
    }
  }

  @Test("a difference that the eye sees counts as one")
  func differences() {
    let wanted = WantedState(brightness: 0.5, tint: .color(Color(red: 255, green: 0, blue: 0)))
    var known = KnownState(isOn: true, brightness: 0.5, tint: .color(Chromaticity(Color(red: 255, green: 8, blue: 0))))
    #expect(known.differences(from: wanted, steps: 254) == ([], []))
    known.brightness = 0.52
    #expect(known.differences(from: wanted, steps: 254).differing == ["it says 52 % where 50 % is wanted"])
    known = KnownState(isOn: true, brightness: 0.5, tint: .color(Chromaticity(Color(red: 255, green: 90, blue: 0))))
    #expect(known.differences(from: wanted, steps: 254).differing == ["it says another colour than #ff0000"])
    known.tint = .mireds(250)
    #expect(known.differences(from: wanted, steps: 254).differing == ["it says 4000 K where #ff0000 is wanted"])
    known.tint = nil
    #expect(known.differences(from: wanted, steps: 254).untold == ["its colour"])
  }

  @Test("hue and saturation lead back to their colour")
  func hueSaturation() throws {
    var generator = Seeded(state: 5)
    for _ in 0..<2000 {
      let channels = (0..<3).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let color = Color(red: channels[0], green: channels[1], blue: channels[2]).atFullStrength
      let back = HueSaturation(color).color
      let furthest = [
        Int(color.red) - Int(back.red), Int(color.green) - Int(back.green), Int(color.blue) - Int(back.blue),
      ].map(abs).max()
      #expect(try #require(furthest) <= 1, "\(color) \(back)")
    }
  }

  @Test("no message makes a machine fall over or confirm", arguments: Family.allCases)
  func hostile(family: Family) throws {
    var generator = Seeded(state: 23)
    let pieces = [
      "{", "}", "[", "]", "\"state\"", "\"ON\"", ":", ",", "1e308", "-1", "null", "\"brightness\"", "nan", "\u{0}",
      "\"params\"", "\"switch:0\"", "\"result\"", "\"error\"", "\"id\"", "9007199254740993", "\"POWER1\"", "\"color\"",
    ]
    for device in [family.lamp, family.plug] {
      var bench = try ForeignBench(device, .dead)
      bench.give(.linked(true))
      bench.want(device.kind == .light ? [.level: .number(0.3)] : [.power: .flag(true)])
      let topics = bench.peer.topics.heard
      for _ in 0..<3000 {
        let count = Int.random(in: 0...12, using: &generator)
        var payload = (0..<count).flatMap { _ in Array((pieces.randomElement(using: &generator) ?? "").utf8) }
        if Bool.random(using: &generator) { payload.append(UInt8.random(in: 0...255, using: &generator)) }
        guard let topic = topics.randomElement(using: &generator) else { continue }
        bench.give(.message(BrokerMessage(topic, payload)))
        bench.run(.milliseconds(50))
      }
      if device.kind == .light { #expect(bench.confirmed == nil) }
    }
  }
}

/// A generator with a seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
