import SleepLab
import Testing

@testable import Onirica

@Suite("The same frames, always")
struct DeterminismTests {
  private let night = madeUpNight(
    [.n2, .rem],
    events: [
      SleepEvent(
        kind: .spindle, onsetSeconds: 28.1, durationSeconds: 1, amplitudeMicrovolts: 60, frequencyHz: 13),
      SleepEvent(
        kind: .eyeMovement, onsetSeconds: 30.1, durationSeconds: 0.4, amplitudeMicrovolts: 120, direction: 1),
    ])

  /// FNV-1a over the pixels of every tenth frame, each of which depends on all before.
  private func digest(level: KernelLevel, threads: Int, seed: UInt64 = 5, scale: Double? = nil) -> UInt64 {
    let crew = Crew(threadCount: threads)
    let plan = Dream.Plan(width: 200, height: 112, framesPerSecond: 20, seed: seed)
    let dream = Dream(night: night, plan: plan, crew: crew, level: level, scales: scale.map { [1, $0] } ?? [1])
    let limiter = Limiter(width: 200, height: 112, crew: crew, level: level)
    let planes = VideoPlanes(width: 200, height: 112, crew: crew, level: level)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    dream.begin(at: 28, elapsed: 0)
    for index in 0..<60 {
      if index == 40, scale != nil { dream.useScale(1) }
      let seconds = Double(index) / 20
      dream.advance(to: 28 + seconds, elapsed: seconds)
      limiter.limit(dream, at: seconds)
      let frame = limiter.shown
      planes.convert(frame)
      guard index.isMultiple(of: 10) else { continue }
      for y in 0..<112 { for x in 0..<200 { hash = (hash ^ UInt64(frame[x, y])) &* 0x100_0000_01b3 } }
      for byte in planes.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return hash
  }

  @Test("every level and every number of threads gives the same bits, over stages, events and film")
  func levelsAndThreads() {
    let reference = digest(level: .portable, threads: 1)
    #expect(digest(level: .portable, threads: 3) == reference)
    for (index, level) in KernelLevel.allCases.enumerated() where level != .portable && level.isAvailable {
      #expect(digest(level: level, threads: 1 + index % 2) == reference, "level \(level)")
    }
  }

  @Test("another seed gives other frames")
  func seeds() {
    #expect(digest(level: .best, threads: 2, seed: 6) != digest(level: .best, threads: 2, seed: 5))
  }

  @Test("a change of the internal size keeps the picture, and is the same everywhere too")
  func scales() {
    let reference = digest(level: .portable, threads: 1, scale: 0.5)
    #expect(digest(level: .best, threads: 2, scale: 0.5) == reference)
    #expect(reference != digest(level: .best, threads: 1))
  }

  @Test("a frame that the limiter draws and sweeps at once is the one that is drawn and limited by turns")
  func drawnAndSwept() {
    for (scale, size) in [(1, (200, 112)), (0.5, (192, 96)), (0.7, (200, 111))] as [(Double, (Int, Int))] {
      let crew = Crew(threadCount: 2)
      let dream = Dream(
        night: night, plan: Dream.Plan(width: size.0, height: size.1, framesPerSecond: 20, seed: 5), crew: crew,
        scales: [scale])
      let one = Limiter(width: size.0, height: size.1, crew: crew, level: .best)
      let other = Limiter(width: size.0, height: size.1, crew: crew, level: .best)
      let frame = Frame(width: size.0, height: size.1)
      dream.begin(at: 28, elapsed: 0)
      for index in 0..<30 {
        let seconds = Double(index) / 20
        dream.advance(to: 28 + seconds, elapsed: seconds)
        one.limit(dream, at: seconds)
        dream.show(in: frame)
        other.limit(frame, at: seconds)
        #expect(one.shown.difference(from: frame) == 0, "frame \(index) at \(scale)")
        #expect(other.shown.difference(from: frame) == 0, "frame \(index) at \(scale)")
        #expect(one.meanLuminance == other.meanLuminance)
      }
      #expect(one.account == other.account)
    }
  }

  @Test("half the field's steps are another picture of the same light, and all of them the usual one")
  func fieldShare() {
    let last = { (share: Double) -> Frame in
      let dream = Dream(
        night: night, plan: Dream.Plan(width: 200, height: 112, framesPerSecond: 20, seed: 5),
        crew: Crew(threadCount: 1))
      let frame = Frame(width: 200, height: 112)
      dream.begin(at: 28, elapsed: 0)
      dream.fieldShare = share
      for index in 0..<40 { dream.advance(to: 28 + Double(index) / 20, elapsed: Double(index) / 20) }
      dream.show(in: frame)
      return frame
    }
    let usual = last(1), half = last(0.5)
    #expect(usual.difference(from: last(1)) == 0)
    #expect(half.difference(from: usual) > 0.01)
    #expect(abs((half.meanColour - usual.meanColour).sum()) < 12, "\(half.meanColour) \(usual.meanColour)")
  }
}
