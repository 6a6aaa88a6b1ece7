import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

@Suite("Nights that join with the visitors") struct ChorusTests {
  private static let chorus = Chorus(
    nights: ["b", "c", "d"], visitors: Chorus.Visitors(sensor: TestShow.count, each: 2))

  /// A hall whose screen dreams with the visitors, and another scene that goes on with it.
  private static func hall() -> VirtualHall {
    let dream = Dream(night: "a", stage: "REM", speed: 10, chorus: chorus)
    return TestShow.open([
      scene("calm", cues: [Cue(action: .dream("screen", dream), over: .seconds(3))]),
      scene("deep", cues: [Cue(action: .dream("screen", Dream(stage: "N3", chorus: chorus)), over: .seconds(2))]),
      scene("alone", cues: [Cue(action: .dream("screen", Dream(chorus: Chorus(nights: []))))]),
    ])
  }

  private func dream(_ hall: VirtualHall) -> Dream? {
    if case .dream(let dream) = hall.told("screen", .dream) { dream } else { nil }
  }

  private func joined(_ hall: VirtualHall) -> [String] { dream(hall)?.chorus?.joined ?? [] }

  @Test("a night comes with every two visitors, and goes only when one more would not bring it back")
  func follows() {
    var hall = Self.hall()
    #expect(joined(hall) == [], "nobody knows how many there are")
    for (visitors, nights) in [
      (2, []), (3, ["b"]), (9, ["b", "c", "d"]), (5, ["b", "c"]), (4, ["b", "c"]), (3, ["b"]),
    ]
      as [(Double, [String])]
    {
      hall.read(TestShow.count, visitors)
      #expect(joined(hall) == nights, "\(visitors) visitors")
    }
    hall.advance(by: .seconds(61))
    #expect(joined(hall) == [], "a count that went stale is what `when_stale` says")
  }

  @Test("where the dream is does not change when others join, and they come over the cue's time")
  func position() throws {
    var hall = Self.hall()
    let set = try #require(hall.sequencer.state.devices["screen"]?.desired.properties[.dream])
    hall.advance(by: .seconds(20))
    hall.read(TestShow.count, 8)
    let desired = try #require(hall.sequencer.state.devices["screen"]?.desired)
    let fade = try #require(desired.properties[.dream])
    #expect(fade.at == hall.now && fade.over == .seconds(3))
    #expect(dream(hall)?.since == set.at)
    let text = DesiredText(desired) { "at \($0.milliseconds)" }
    let json = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    #expect(json.contains(#""chorus":["b","c","d"]"#) && json.contains(#""at":"at \#(set.at.milliseconds)""#))
  }

  @Test("a scene that names the same chorus goes on with those who are there, and one that names none lets them go")
  func scenes() {
    var hall = Self.hall()
    hall.read(TestShow.count, 5)
    hall.read(TestShow.count, 4)
    let notes = hall.decisions(.note).count
    #expect(joined(hall) == ["b", "c"])
    hall.command(.go("work", "deep"))
    #expect(joined(hall) == ["b", "c"], "four alone would have brought one of them")
    #expect(dream(hall)?.stage == "N3" && dream(hall)?.since == nil)
    #expect(hall.decisions(.note).count == notes)
    hall.command(.go("work", "alone"))
    #expect(joined(hall) == [] && dream(hall)?.night == "a")
  }

  @Test("an artwork that is held keeps those it has until it goes on")
  func held() {
    var hall = Self.hall()
    hall.read(TestShow.count, 4)
    hall.command(.hold("work"))
    hall.read(TestShow.count, 8)
    #expect(joined(hall) == ["b"])
    hall.command(.resume("work"))
    #expect(joined(hall) == ["b", "c", "d"])
  }

  @Test("each change is told with the count that led to it")
  func told() {
    var hall = Self.hall()
    hall.read(TestShow.count, 8)
    hall.read(TestShow.count, 0)
    #expect(
      hall.decisions(.note).filter { $0.contains("dreamt") } == [
        "work: 4 nights dreamt together, for 8 by count", "work: 1 night is dreamt alone, for 0 by count",
      ])
  }

  @Test("whatever the visitors do, there are as many as they want, or as one more would want")
  func property() {
    var chance = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &chance)
    var number = seed
    func next(_ below: Int) -> Int {
      number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(number >> 33) % below
    }
    for _ in 0..<300 {
      let nights = (0..<next(8)).map { "n\($0)" }
      let each = 1 + next(5)
      var chorus = Chorus(nights: nights, visitors: .init(sensor: TestShow.count, each: each))
      for _ in 0..<40 {
        let visitors = next(30), before = chorus.size
        chorus.size = chorus.wanted(for: Double(visitors))
        let wanted = min(nights.count, max(1, (visitors + each - 1) / each) - 1)
        let kept = min(nights.count, max(1, (visitors + each) / each) - 1)
        #expect((wanted...kept).contains(chorus.size), "seed \(seed)")
        #expect(chorus.wanted(for: Double(visitors)) == chorus.size, "seed \(seed): it rests")
        if (wanted...kept).contains(before) { #expect(chorus.size == before, "seed \(seed)") }
      }
    }
  }
}
