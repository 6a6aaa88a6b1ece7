import SleepLab
import Testing

/// W W N2 N2 N2 REM N2 REM REM, the last one cut after 15 s.
let smallNight = Night(
  id: NightID(0xAB), durationSeconds: 255,
  epochs: [Stage.wake, .wake, .n2, .n2, .n2, .rem, .n2, .rem, .rem].map {
    Epoch(
      stage: $0, scoredBy: .expert, sure: 1,
      powers: BandPowers(absolute: .init { Float($0.rawValue) + 0.5 }, relative: .init { _ in 0.2 }))
  },
  track: FeatureTrack(count: 2550) { feature in (0..<2550).map { Float($0) * (feature == .delta ? 1 : -0.5) } },
  events: [
    SleepEvent(kind: .eyeMovement, onsetSeconds: 160, durationSeconds: 0.5, amplitudeMicrovolts: 90, direction: -1),
    SleepEvent(kind: .spindle, onsetSeconds: 70, durationSeconds: 1, amplitudeMicrovolts: 50, frequencyHz: 13),
  ], provenance: [Provenance(part: "stages", signals: ["EEG C4-M1"], method: "expert")])

@Suite("The night")
struct NightTests {
  @Test("stages and periods cover the night to its cut end")
  func periods() {
    #expect(smallNight.stage(at: 0) == .wake)
    #expect(smallNight.stage(at: 254.9) == .rem)
    #expect(smallNight.stage(at: 255) == .unknown)
    #expect(smallNight.stage(at: -1) == .unknown)
    #expect(smallNight.periods(of: .rem).map(\.seconds) == [150..<180, 210..<255])
    #expect(smallNight.periods.map(\.stage) == [.wake, .n2, .rem, .n2, .rem])
  }

  @Test("waking before and after sleep is left out by whole epochs, and all times follow")
  func trimmed() throws {
    var night = smallNight
    night.events.insert(
      SleepEvent(kind: .spindle, onsetSeconds: 29.8, durationSeconds: 1, amplitudeMicrovolts: 40, frequencyHz: 12),
      at: 0)
    night.reports = [DreamReport(awakeningSeconds: 10, text: "sea"), DreamReport(awakeningSeconds: 200, text: "sky")]
    let cut = night.trimmed(marginSeconds: 20)
    #expect(cut.epochs == Array(night.epochs[1...]) && cut.durationSeconds == 225)
    // The event that crosses the new beginning goes.
    #expect(cut.events.map(\.onsetSeconds) == [40, 130] && cut.reports.map(\.awakeningSeconds) == [0, 170])
    #expect(cut.track.count == 2250 && cut.track.value(.delta, at: 0) == 300)
    #expect(cut.track.value(.delta, at: 224.9) == night.track.value(.delta, at: 254.9))
    #expect(night.trimmed(marginSeconds: 0).epochs.first?.stage == .n2)
    #expect(night.trimmed(marginSeconds: 600) == night)
    var awake = night
    awake.epochs = awake.epochs.map { Epoch(stage: .wake, scoredBy: $0.scoredBy, sure: 1, powers: nil) }
    #expect(awake.trimmed(marginSeconds: 0) == awake)
  }

  @Test("a passage through a stage runs through its periods and wraps")
  func passage() throws {
    let passage = try #require(Passage(through: smallNight, stage: .rem))
    #expect(passage.position(after: 0) == 150)
    #expect(passage.position(after: 29) == 179)
    #expect(passage.position(after: 30) == 210)
    #expect(passage.position(after: 75) == 150)
    #expect(passage.position(after: 7500 + 31) == 211)
    #expect(passage.position(after: -1) == 254)
    #expect(Passage(through: smallNight, stage: .n3) == nil)
  }

  @Test("a passage begins at the first place that is not before the one asked for")
  func passageFrom() throws {
    #expect(try #require(Passage(through: smallNight, stage: .rem, from: 190)).position(after: 0) == 210)
    #expect(try #require(Passage(through: smallNight, stage: .rem, from: 160)).position(after: 25) == 215)
    #expect(try #require(Passage(through: smallNight, from: 100)).position(after: 160) == 5)
    #expect(try #require(Passage(through: smallNight, stage: .n2, from: 1e9)).position(after: 0) == 60)
  }

  @Test("features are read between instants in straight lines, and hold beyond the ends")
  func track() {
    #expect(smallNight.track.value(.delta, at: 10.05) == 100.5)
    #expect(smallNight.track.value(.delta, at: -5) == 0)
    #expect(smallNight.track.value(.delta, at: 1e9) == 2549)
    #expect(smallNight.track.value(.delta, at: .nan) == 0)
    #expect(FeatureTrack(count: 2) { _ in [.nan] }.value(.theta, at: 0) == 0)
  }

  @Test("events are found by the time in which they begin")
  func events() {
    #expect(smallNight.events.map(\.kind) == [.spindle, .eyeMovement])
    #expect(smallNight.events(startingIn: 70..<160).map(\.kind) == [.spindle])
    #expect(smallNight.events(startingIn: 0..<70).isEmpty)
  }

  @Test("ids are sixteen lower-case hexadecimal digits")
  func ids() {
    #expect(NightID(0xAB).rawValue == "00000000000000ab")
    #expect(NightID(rawValue: "00000000000000AB") == nil)
    #expect(NightID(rawValue: "ab") == nil)
    #expect(NightID(rawValue: NightID(.max).rawValue) == NightID(.max))
  }
}
