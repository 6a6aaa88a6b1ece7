import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

@Suite struct `Screens that hang stills and splice` {
  private func show(_ scenes: [Scene]) -> Show {
    var show = TestShow.show(scenes)
    for id in ["left", "right"] as [DeviceID] { show.hall.devices[id] = Device(id: id, kind: .screen) }
    return show
  }

  private func opened(_ scenes: [Scene]) -> VirtualHall {
    var hall = VirtualHall(show: show(scenes), wall: WallInstant(milliseconds: 1_749_549_600_000))
    hall.command(.hall(.open))
    return hall
  }

  private func stills(_ hall: VirtualHall, _ screen: DeviceID) -> Stills? {
    if case .stills(let stills)? = hall.told(screen, .stills) { stills } else { nil }
  }
  private func splice(_ hall: VirtualHall, _ screen: DeviceID) -> Splice? {
    if case .splice(let splice)? = hall.told(screen, .splice) { splice } else { nil }
  }

  private let walk = Stills(StillsWay(folder: "posters", every: .seconds(10), seed: 3), transition: .morph)

  @Test func `screens that one action names begin at the same instant, and become screens of stills`() {
    let hall = opened([scene("calm", cues: [Cue(action: .stills(["left", "right"], walk), over: .seconds(2))])])
    #expect(stills(hall, "left") == stills(hall, "right") && stills(hall, "left")?.way.began != nil)
    #expect(hall.told("left", .mode) == .plain(.text("stills")) && hall.told("screen", .mode) == nil)
  }

  @Test func `fields not named keep their value, and what is the same goes on where it is`() {
    var hall = opened([
      scene(
        "calm",
        cues: [
          Cue(action: .stills(["left"], walk)),
          Cue(start: .at(.seconds(7)), action: .stills(["left"], Stills(motion: 0.5))),
          Cue(start: .at(.seconds(9)), action: .stills(["left"], walk)),
          Cue(start: .at(.seconds(12)), action: .stills(["left"], Stills(StillsWay(every: .seconds(4))))),
        ])
    ])
    let began = stills(hall, "left")?.way.began
    hall.advance(by: .seconds(9))
    #expect(stills(hall, "left")?.way.began == began && stills(hall, "left")?.motion == 0.5)
    hall.advance(by: .seconds(3))
    #expect(stills(hall, "left")?.way.began == hall.now && stills(hall, "left")?.way.folder == "posters")
  }

  @Test func `a way that a scene keeps goes on at the place where it would be when its scene comes back`() {
    let calm = scene("calm", cues: [Cue(action: .stills(["left", "right"], walk))])
    let visitor = scene(
      "visitor", cues: [Cue(action: .set(["left.still": .plain(.text("star"))]))],
      keep: ["left.stills", "right.stills", "left.mode", "right.mode"])
    var hall = opened([calm, visitor])
    let began = stills(hall, "left")?.way.began
    hall.advance(by: .seconds(33))
    hall.command(.go("work", "visitor"))
    #expect(hall.told("left", .still) == .plain(.text("star")) && stills(hall, "left")?.way.began == began)
    hall.advance(by: .seconds(20))
    hall.command(.go("work", "calm"))
    #expect(hall.told("left", .still) == nil && stills(hall, "left")?.way.began == began)
  }

  @Test func `a splice that begins anew is another each time, and one that is said again goes on`() {
    let way = StillsWay(folder: "portraits", every: .seconds(50), seed: 9)
    var hall = opened([
      scene("calm", cues: [Cue(action: .splice(["screen"], Splice(way, anew: true)))]),
      scene("again", cues: [Cue(action: .splice(["screen"], Splice(losses: 0.2)))]),
    ])
    #expect(splice(hall, "screen")?.way.seed == 9 && splice(hall, "screen")?.way.began == hall.now)
    var seeds: [Int] = []
    for _ in 0..<3 {
      hall.advance(by: .seconds(5))
      hall.command(.restart("work"))
      seeds.append(splice(hall, "screen")?.way.seed ?? -1)
      #expect(splice(hall, "screen")?.way.began == hall.now)
    }
    #expect(seeds == [10, 11, 12])
    hall.advance(by: .seconds(5))
    hall.command(.go("work", "again"))
    #expect(splice(hall, "screen")?.losses == 0.2 && hall.told("screen", .mode) == .plain(.text("splice")))
  }

  @Test func `a screen that hung stills dreams again where a scene lets it dream`() {
    var hall = opened([
      scene("calm", cues: [Cue(action: .dream("screen", Dream(night: "demo")))]),
      scene("wall", cues: [Cue(action: .stills(["screen"], walk))]),
    ])
    #expect(hall.told("screen", .mode) == nil, "one that only ever dreams is not told what it is")
    hall.command(.go("work", "wall"))
    #expect(hall.told("screen", .mode) == .plain(.text("stills")))
    hall.command(.go("work", "calm"))
    #expect(hall.told("screen", .mode) == .plain(.text("dream")))
  }

  @Test func `a screen is told its way, from when on it runs, and what comes next, to the letter of the contract`()
    throws
  {
    let way = StillsWay(items: ["a", "b"], every: .milliseconds(12_500), seed: 4, fps: 8)
    let stills = Stills(way, transition: .morph, over: .seconds(3), fit: .contain, motion: 0.25)
    var hall = opened([
      scene(
        "calm",
        cues: [
          Cue(action: .stills(["left"], stills)),
          Cue(action: .splice(["right"], Splice(StillsWay(folder: "p"), losses: 0.1, substitutions: 0))),
        ])
    ])
    hall.advance(by: .seconds(1))
    func text(_ id: DeviceID) throws -> String {
      let desired = try #require(hall.sequencer.state.devices[id]?.desired)
      let clock = hall.sequencer.state.clock
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let text = DesiredText(desired) { clock.wall(at: $0)?.rfc3339 }
      return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
    #expect(
      try text("left").contains(
        #""stills":{"at":"2025-06-10T10:00:00.000Z","every":12.5,"fit":"contain","fps":8,"items":["a","b"],"#
          + #""motion":0.25,"next":null,"over":3,"seed":4,"transition":"morph"}"#))
    #expect(
      try text("right").contains(
        #""splice":{"at":"2025-06-10T10:00:00.000Z","folder":"p","losses":0.1,"substitutions":0}"#))
  }

  @Test func `values with fields are read again as they were written`() throws {
    let values: [PropertyValue] = [
      .plain(.number(0.5)), .plain(.text("a")), .plain(.flag(true)), .dream(Dream(night: "demo")), .stills(walk),
      .stills(Stills()), .splice(Splice(StillsWay(items: ["a", "b"]), losses: 0)), .splice(Splice()),
    ]
    #expect(try JSONDecoder().decode([PropertyValue].self, from: JSONEncoder().encode(values)) == values)
  }
}
