import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

@Suite("The hall's sound") struct SoundTests {
  /// Two players in a zone that gives way to a third, and is quiet from 20:00 to 08:00.
  private static func hall() -> VirtualHall {
    var hall = TestShow.hall()
    for id in ["birds", "wind", "voice"] as [DeviceID] { hall.devices[id] = Device(id: id, kind: .player) }
    var garden = SoundZone(id: "garden", players: ["birds", "wind"], gain: -6)
    if let from = TimeOfDay("20:00"), let to = TimeOfDay("08:00") {
      garden.quiet = SoundZone.QuietHours(from: from, to: to, ceiling: -30)
    }
    garden.duck = SoundZone.Ducking(under: ["voice"], by: 12, attack: .milliseconds(500), release: .seconds(2))
    hall.zones = ["garden": garden, "desk": SoundZone(id: "desk", players: ["voice"])]
    let play: Action = .set([
      "birds.playing": .plain(.flag(true)), "birds.gain": .plain(.number(-3)), "wind.gain": .plain(.number(-100)),
    ])
    let speak: Action = .set(["birds.gain": .plain(.number(-3)), "voice.playing": .plain(.flag(true))])
    let show = Show(
      hall: hall,
      artworks: [
        Artwork(
          id: "work", start: "calm", closed: "dark", inputs: ["someone": TestShow.presence],
          scenes: [
            scene("calm", cues: [Cue(action: play)]),
            scene("speech", cues: [Cue(action: speak)]), scene("dark"),
          ])
      ], fingerprint: "test")
    var virtual = VirtualHall(show: show)
    virtual.command(.hall(.open))
    return virtual
  }

  private func gain(_ hall: VirtualHall, _ player: DeviceID) -> Double? { hall.told(player, .gain)?.number }
  private func way(_ hall: VirtualHall, _ player: DeviceID) -> Fade? {
    hall.sequencer.state.devices[player]?.desired.properties[.gain]
  }

  /// The ways of a player's gain as they were told, each once in a row.
  private func ways(_ hall: VirtualHall, _ player: DeviceID) -> [String] {
    var ways: [String] = []
    for case .desired(player, let desired) in hall.moments.flatMap(\.step.effects) {
      guard let fade = desired.properties[.gain] else { continue }
      let start = fade.over > .zero ? fade.from.map { "\($0) → " } ?? "" : ""
      let way = start + fade.to.description + (fade.over > .zero ? " in \(fade.over)" : "")
      if way != ways.last { ways.append(way) }
    }
    return ways
  }

  @Test("what is out of the ordinary stands in the hall's state, and why a player is as loud as it is can be told")
  func told() {
    var hall = Self.hall()
    func why(_ player: DeviceID) -> [String] {
      hall.sequencer.restraints(on: PropertyPath(player, .gain)).map(\.sentence)
    }
    #expect(hall.sequencer.hallStatus.sound == nil && why("voice") == [])
    #expect(why("birds") == ["the master of the zone garden is at -6 dB, as hall.yaml says"])
    hall.command(.master("garden", -20))
    hall.command(.mute("garden", on: true))
    #expect(
      hall.sequencer.hallStatus.sound
        == SoundStatus(
          muted: false, zones: [SoundStatus.Zone(zone: "garden", muted: true, master: -20, quiet: false)]))
    #expect(
      why("birds") == [
        "the zone garden is muted by an operator", "the master of the zone garden is at -20 dB, as an operator says",
      ])
    hall.command(.mute(nil, on: true))
    #expect(
      why("voice") == ["the hall is muted by an operator"] && hall.sequencer.state.published?.sound?.muted == true)
    hall.command(.mute(nil, on: false))
    hall.command(.mute("garden", on: false))
    hall.command(.master("garden", nil))
    #expect(hall.sequencer.state.published?.sound == nil)
    hall.command(.go("work", "speech"))
    #expect(why("birds").contains("the zone garden gives way to another by 12 dB"))
  }

  @Test("a zone's master is added to what the scene says, and silence stays silence") func masters() {
    var hall = Self.hall()
    #expect(gain(hall, "birds") == -9 && gain(hall, "wind") == -100 && gain(hall, "voice") == 0)
    #expect(hall.command(.master("garden", -20))?.ok == true)
    #expect(gain(hall, "birds") == -23 && gain(hall, "voice") == 0)
    hall.command(.master("garden", nil))
    #expect(gain(hall, "birds") == -9 && hall.sequencer.state.sound == nil)
    #expect(hall.command(.master("gardn", 0))?.ok == false)
    #expect(hall.command(.master("garden", 13))?.ok == false)
    hall.command(.override("birds.gain", .number(0)))
    #expect(gain(hall, "birds") == -6)
  }

  @Test("mute is mute, for a zone or for all, and ends with its time") func mutes() {
    var hall = Self.hall()
    hall.command(.mute("garden", on: true))
    #expect(gain(hall, "birds") == -100 && gain(hall, "voice") == 0)
    hall.command(.override("birds.gain", .number(12)))
    #expect(gain(hall, "birds") == -100, "an override does not lift it")
    hall.command(.mute(nil, on: true), end: .after(.minutes(5)))
    #expect(gain(hall, "voice") == -100)
    hall.advance(by: .minutes(4))
    #expect(gain(hall, "voice") == -100)
    hall.advance(by: .minutes(2))
    #expect(gain(hall, "voice") == 0 && gain(hall, "birds") == -100)
    hall.command(.mute("garden", on: false))
    #expect(gain(hall, "birds") == 6)
  }

  @Test("a zone goes down while another sounds, in its time, and comes back in its own") func ducking() throws {
    var hall = Self.hall()
    hall.advance(by: .seconds(10))
    hall.command(.go("work", "speech"))
    let begun = hall.sequencer.state.now
    let down = try #require(way(hall, "birds"))
    #expect(down.to.number == -21 && down.from?.number == -9 && down.over == .milliseconds(500) && down.at == begun)
    #expect(gain(hall, "voice") == 0)
    hall.advance(by: .seconds(3))
    #expect(gain(hall, "birds") == -21)
    hall.feed(.report(device: "voice", report: DeviceReport(state: "ended")))
    let back = try #require(way(hall, "birds"))
    #expect(back.to.number == -9 && back.from?.number == -21 && back.over == .seconds(2))
    hall.advance(by: .milliseconds(500))
    hall.feed(.report(device: "voice", report: DeviceReport(state: "playing")))
    let again = try #require(way(hall, "birds"))
    #expect(again.to.number == -21)
    #expect(abs(try #require(again.from?.number) - -18) < 0.1, "it goes on from where it was, without a jump")
    hall.command(.mute("desk", on: true))
    #expect(gain(hall, "birds") == -9, "what is muted is not given way to")
    let golden = ["-6", "-9", "-9 → -21 in 500ms", "-21 → -9 in 2s", "-18 → -21 in 500ms", "-18 → -9 in 2s"]
    #expect(ways(hall, "birds") == golden)
  }

  @Test("an alarm silences all at once, above master and mute") func alarm() {
    var hall = Self.hall()
    hall.command(.master("garden", 12))
    hall.read(TestShow.fire, true)
    for player in ["birds", "wind", "voice"] as [DeviceID] {
      #expect(gain(hall, player) == -100 && hall.told(player, .playing) == .plain(.flag(false)))
      #expect(way(hall, player)?.over == .zero)
    }
  }

  @Test("whatever operators, scenes and announcements do, no player is above the ceiling in quiet hours")
  func ceiling() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      var chance = SeededGenerator(seed: seed)
      var hall = Self.hall()
      let noon = try #require(WallInstant(rfc3339: "2025-06-10T12:00:00Z"))
      hall.feed(.clock(wall: noon, synchronised: true))
      var quietSteps = 0
      for _ in 0..<150 {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: hall.command(.master("garden", Double.random(in: -60...12, using: &chance)))
        case 1:
          let zone: SoundZoneID? = Bool.random(using: &chance) ? "garden" : nil
          hall.command(.mute(zone, on: Bool.random(using: &chance)))
        case 2: hall.command(.go("work", Bool.random(using: &chance) ? "calm" : "speech"))
        case 3: hall.command(.override("birds.gain", .number(Double.random(in: -80...12, using: &chance))))
        case 4: hall.command(.release("birds.gain"))
        case 5:
          let word = ["playing", "ended"].randomElement(using: &chance)
          hall.feed(.report(device: "voice", report: DeviceReport(state: word)))
        default: break
        }
        hall.advance(by: .milliseconds(Int64.random(in: 0...2_000_000, using: &chance)))
        guard hall.sequencer.state.sound?.zones["garden"]?.isQuiet == true else { continue }
        quietSteps += 1
        for player in ["birds", "wind"] as [DeviceID] {
          let fade = try #require(way(hall, player))
          let highest = max(try #require(fade.to.number), fade.from?.number ?? -100)
          #expect(highest <= -30 || fade.end <= hall.sequencer.state.now && fade.to.number ?? 0 <= -30, "seed \(seed)")
        }
      }
      #expect(quietSteps > 10, "seed \(seed): \(quietSteps)")
    }
  }

  @Test("quiet hours begin and end by the hall's clock, each once, and the trace is the same every time")
  func quietHours() throws {
    func day() throws -> (trace: [String], hall: VirtualHall) {
      var hall = Self.hall()
      let evening = try #require(WallInstant(rfc3339: "2025-06-10T19:30:00Z"))
      hall.feed(.clock(wall: evening, synchronised: true))
      hall.advance(by: .minutes(13 * 60))
      let notes = hall.moments.flatMap { moment in
        moment.step.decisions.filter { $0.subject == "garden" }.map { "\(moment.input.at) \($0.sentence)" }
      }
      return (notes, hall)
    }
    let (trace, hall) = try day()
    #expect(trace.count == 2 && trace[0].hasSuffix("garden: the quiet hours begin: at most -30 dB"), "\(trace)")
    #expect(trace.last?.hasSuffix("garden: the quiet hours are over") == true)
    #expect(gain(hall, "birds") == -9)
    let again = try day()
    #expect(again.trace == trace)
    #expect(try again.hall.sequencer.state.digest() == hall.sequencer.state.digest())
  }

  @Test("a hall without zones has no trace of them in its state") func untouched() throws {
    var hall = TestShow.open([scene("calm")])
    hall.command(.mute(nil, on: true))
    #expect(hall.sequencer.state.sound != nil && hall.told("voice", .gain)?.number == -100)
    hall.command(.mute(nil, on: false))
    #expect(hall.sequencer.state.sound == nil && hall.told("voice", .gain)?.number == 0)
  }
}
