import Onirica
import SleepLab
import Synchronization
import Testing

@testable import Screens

@Suite("What a screen hears")
struct HeardSoundTests {
  /// A clock of the test's own.
  private final class TestClock: Sendable {
    let nanoseconds = Atomic<Int64>(0)
  }

  @Test("the newest is heard for a second, then silence; strokes are counted on")
  func lapsing() {
    let clock = TestClock()
    let heard = HeardSound { clock.nanoseconds.load(ordering: .relaxed) }
    #expect(heard.sound(atSeconds: 0) == .silence)
    heard.tell(Sound(loudness: 0.25, low: 1.5, mid: 7, high: -.infinity, onsets: 4))
    clock.nanoseconds.store(999_999_999, ordering: .relaxed)
    #expect(heard.sound(atSeconds: 0) == Sound(loudness: 0.25, low: 1.5, mid: 1.5, high: 0, onsets: 4))
    clock.nanoseconds.store(1_000_000_000, ordering: .relaxed)
    #expect(heard.sound(atSeconds: 0) == Sound(onsets: 4))
  }

  /// The last frame of two seconds of a screen.
  private func frame(hearing sound: (any SoundSource)?) throws -> [UInt32] {
    let night = Night(
      id: NightID(7), durationSeconds: 60,
      epochs: [Epoch](repeating: Epoch(stage: .rem, scoredBy: .expert, sure: 1, powers: nil), count: 2),
      track: FeatureTrack(count: 600) { _ in [] }, events: [], provenance: [])
    let passage = try #require(Passage(through: night))
    var settings = ScreenLoop.Settings(width: 128, height: 72, framesPerSecond: 20, threadCount: 1, level: .best)
    settings.sound = sound
    let crew = Crew(threadCount: 1)
    let plan = Dream.Plan(width: 128, height: 72, framesPerSecond: 20, seed: 3)
    let dream = Dream(night: night, plan: plan, crew: crew, scales: Governor.scales)
    dream.begin(at: 0, elapsed: 1000, preRollSeconds: 0.25)
    let exchange = FrameExchange(width: 128, height: 72)
    let round = FrameRound(
      settings: settings, crew: crew, exchanges: [exchange], gauges: ScreenGauges(), startNanoseconds: 0)
    round.take(dream)
    let course = Course(night: night, passage: passage, speed: 1, anchorUnixSeconds: 1000, seed: 3)
    round.take(Showing(picture: .dream(course)), at: 1000)
    for index in 0..<40 {
      let began = Int64(index) * 50_000_000
      round.makeFrame(at: began, unixSeconds: 1000 + Double(index) / 20)
      round.finish(began: began, ended: began + 1_000_000)
    }
    let frame = try #require(exchange.take())
    return (0..<72).flatMap { y in (0..<128).map { frame[$0, y] } }
  }

  @Test("a screen follows what it hears, and in silence shows what it shows without")
  func screen() throws {
    let loud = HeardSound { 0 }
    loud.tell(Sound(loudness: 1, low: 1, mid: 1, high: 1))
    let without = try frame(hearing: nil)
    #expect(try frame(hearing: HeardSound { 0 }) == without)
    #expect(try frame(hearing: loud) != without)
  }
}
