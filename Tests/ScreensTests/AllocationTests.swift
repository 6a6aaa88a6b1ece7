import AllocationCounter
import Onirica
import SleepLab
import Testing

@testable import Screens

/// Without optimisation the standard library itself allocates a small frame for each turn of a loop over an array, which
/// optimised code keeps on the stack: there only larger pieces count.
#if DEBUG
  private let smallestBytes = 128
#else
  private let smallestBytes = 1
#endif

/// Counts what a piece of work allocates on its thread.
private func allocations(ofBytes smallest: Int = smallestBytes, in work: () -> Void) -> Int64 {
  allocation_counter_reset(smallest)
  allocation_counter_watch(true)
  work()
  allocation_counter_watch(false)
  return allocation_counter_total()
}

@Suite("The frame thread's memory", .serialized)
struct AllocationTests {
  private let settings = ScreenLoop.Settings(
    width: 128, height: 72, framesPerSecond: 60, threadCount: 2, level: .best)

  /// Turns the frame thread's wheel at instants of our own.
  private func turn(_ round: FrameRound, frames: Range<Int>) {
    for index in frames {
      let began = Int64(index) * 16_666_667
      round.makeFrame(at: began, unixSeconds: 1000 + Double(index) / 60)
      round.finish(began: began, ended: began + 5_000_000)
    }
  }

  @Test("the counter sees an allocation, and only on the thread that is watched")
  func control() {
    var kept: [[Int]] = []
    #expect(allocations { kept.append([Int](repeating: 1, count: 5000)) } > 0)
    #expect(kept.count == 1)
    #expect(allocations {} == 0)
  }

  @Test(
    "after some frames nothing is allocated any more, in every stage, through a fade, beside a sound and others who dream, with every output",
    arguments: [0.8, 1])
  func loop(brightness: Double) throws {
    let heard = HeardSound { 0 }
    heard.tell(Sound(loudness: 1, low: 0.5, mid: 1, high: 1, onsets: 3))
    var settings = self.settings
    settings.sound = heard
    let stages: [Stage] = [.wake, .n1, .n2, .n3, .rem]
    let seconds = Double(stages.count) * Epoch.lengthSeconds
    let night = Night(
      id: NightID(7), durationSeconds: seconds,
      epochs: stages.map { Epoch(stage: $0, scoredBy: .expert, sure: 1, powers: nil) },
      track: FeatureTrack(count: Int(seconds * 10)) { _ in [] }, events: [], provenance: [])
    let passage = try #require(Passage(through: night))
    // Once in the life of a process the language's runtime notes each type of the kernels' arguments: not counted.
    turn(begun(settings, night: night, passage: passage, brightness: brightness), frames: 0..<360)
    let round = begun(settings, night: night, passage: passage, brightness: brightness)
    turn(round, frames: 0..<60)
    #expect(allocations { turn(round, frames: 60..<360) } == 0)
  }

  /// A frame thread's wheel with a dream that passes all stages within five seconds, thirty seconds of night a second.
  private func begun(
    _ settings: ScreenLoop.Settings, night: Night, passage: Passage, brightness: Double
  ) -> FrameRound {
    let crew = Crew(threadCount: settings.threadCount)
    let plan = Dream.Plan(width: settings.width, height: settings.height, framesPerSecond: 60, seed: 3)
    let dream = Dream(night: night, plan: plan, crew: crew, level: settings.level, scales: Governor.scales)
    dream.paintAhead().paint(at: 1000)
    dream.begin(at: 0, elapsed: 1000, preRollSeconds: 0.25)
    let exchanges = [1, 6].map {
      FrameExchange(width: settings.width, height: settings.height, everyFrames: $0)
    }
    let round = FrameRound(
      settings: settings, crew: crew, exchanges: exchanges, gauges: ScreenGauges(), startNanoseconds: 0)
    round.take(dream)
    var course = Course(night: night, passage: passage, speed: 30, anchorUnixSeconds: 1000, seed: 3)
    // Others come and go beside it, each with what its night raises.
    var other = night
    other.events = stride(from: 1.0, to: 140, by: 6).map { onset in
      SleepEvent(
        kind: .spindle, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13)
    }
    course.chorus = [
      Course.Part(
        night: other, passage: passage,
        presence: Ramp(from: 0, to: 1, sinceUnixSeconds: 1002, overSeconds: 2)), nil,
      Course.Part(
        night: other, passage: passage,
        presence: Ramp(from: 1, to: 0, sinceUnixSeconds: 1001, overSeconds: 3)),
    ]
    round.take(
      Showing(picture: .dream(course), brightness: brightness, fadeSeconds: 2, sinceUnixSeconds: 1001), at: 1000)
    return round
  }

  @Test("stills that morph, grow and darken allocate nothing on the frame thread either")
  func stills() {
    var settings = self.settings
    settings.threadCount = 1
    let act = StillsAct(stills: PaintedStills(), width: settings.width, height: settings.height)
    var wish = StillsWish()
    wish.line = .walk(StillsWish.Walk(names: (1...9).map { "\($0)" }, everySeconds: 2, anchorUnixSeconds: 1000))
    (wish.transition, wish.overSeconds, wish.motion) = (.morph, 1.5, 1)
    wish.growth = Ramp(from: 0, to: 1, sinceUnixSeconds: 1000, overSeconds: 8)
    wish.night = Ramp(from: 0, to: 1, sinceUnixSeconds: 1002, overSeconds: 4)
    act.want(wish)
    let round = FrameRound(
      settings: settings, crew: Crew(threadCount: settings.threadCount),
      exchanges: [FrameExchange(width: settings.width, height: settings.height)], gauges: ScreenGauges(),
      startNanoseconds: 0)
    round.take(Showing(picture: .act(act), brightness: 0.9, fadeSeconds: 3, sinceUnixSeconds: 1000), at: 1000)
    var counted: Int64 = 0
    for index in 0..<480 {
      act.prepare(at: 1000 + Double(index) / 60)
      let count = allocations { turn(round, frames: index..<(index + 1)) }
      if index >= 60 { counted += count }
    }
    #expect(counted == 0)
    #expect(act.report.shown != nil)
  }

  @Test("the thread of the pictures keeps nothing from one turn to the next, however long it runs")
  func pictures() {
    let plan = Dream.Plan(width: 64, height: 48, framesPerSecond: 60, seed: 3)
    let night = Night(
      id: NightID(7), durationSeconds: 30, epochs: [Epoch(stage: .rem, scoredBy: .expert, sure: 1, powers: nil)],
      track: FeatureTrack(count: 300) { _ in [] }, events: [], provenance: [])
    let dream = Dream(night: night, plan: plan, crew: Crew(threadCount: 1), level: .best)
    let mailbox = Mailbox<AheadPainter>()
    mailbox.post(dream.paintAhead())
    var turn = ScreenLoop.PaintingTurn()
    turn.take(from: mailbox, at: 1001)
    turn.take(from: mailbox, at: 1001)
    // A wrapper around what paints would be some fifty bytes.
    #expect(allocations(ofBytes: 24) { for _ in 0..<1000 { turn.take(from: mailbox, at: 1001) } } == 0)
  }
}
