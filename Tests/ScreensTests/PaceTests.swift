import Onirica
import Testing

@testable import Screens

@Suite("The pace of frames")
struct FramePaceTests {
  @Test("frames are due at multiples of the period, however long each took")
  func grid() {
    var pace = FramePace(framesPerSecond: 60, startNanoseconds: 1_000)
    for index in 0..<100 {
      #expect(pace.dueNanoseconds == 1_000 + Int64(index) * pace.periodNanoseconds)
      pace.finish(at: pace.dueNanoseconds + 9_000_000)
    }
    #expect(pace.missed == 0)
  }

  @Test("a late frame misses its deadlines, and the pace catches up with the clock")
  func late() {
    var pace = FramePace(framesPerSecond: 100, startNanoseconds: 0)
    pace.finish(at: 5_000_000)
    #expect(pace.finish(at: 47_000_000) == 3)
    #expect(pace.missed == 3)
    #expect(pace.dueNanoseconds == 50_000_000)
    pace.finish(at: 58_000_000)
    #expect(pace.missed == 3)
  }
}

@Suite("Screens side by side")
struct SharedPaceTests {
  /// A screen that began at some moment of its own clock, beside a wall clock that is ahead of it by `offset`.
  private func instants(start: Int64, offset: Int64, frames: Int) -> [Int64] {
    var pace = FramePace(framesPerSecond: 60, startNanoseconds: start)
    return (0..<frames).map { index in
      let now = pace.dueNanoseconds + 40_000
      let instant = pace.approach(unixNanoseconds: now + offset, atNanoseconds: now, atOnce: index == 0)
      pace.finish(at: now + 5_000_000)
      return instant
    }
  }

  @Test("screens that began at different moments, on clocks of their own, show the same instants")
  func step() throws {
    let wall: Int64 = 1_764_000_000_123_456_789
    let first = instants(start: 5_000_000_000, offset: wall - 5_000_000_000, frames: 400)
    let second = instants(start: 77_003_141_592, offset: wall + 1_000_000_777 - 77_003_141_592, frames: 300)
    let shared = try #require(first.firstIndex(of: second[0]))
    #expect(Array(first[shared...].prefix(300)) == Array(second.prefix(first.count - shared)))
    #expect(zip(first, first.dropFirst()).allSatisfy { $1 - $0 == 16_666_667 })
  }

  @Test("a wall clock that is set is followed by less than a fiftieth of a millisecond a frame, onto the grid")
  func clockSet() {
    var pace = FramePace(framesPerSecond: 60, startNanoseconds: 0)
    var offset: Int64 = 1_764_000_000_000_000_000
    pace.approach(unixNanoseconds: offset, atNanoseconds: 0, atOnce: true)
    offset += 5_003_000_000
    var before = pace.dueNanoseconds
    for _ in 0..<1000 {
      pace.approach(unixNanoseconds: before + offset, atNanoseconds: before)
      pace.finish(at: pace.dueNanoseconds)
      #expect(abs(pace.dueNanoseconds - before - pace.periodNanoseconds) < 20_000)
      before = pace.dueNanoseconds
    }
    let phase = (before + offset) % pace.periodNanoseconds
    #expect(min(phase, pace.periodNanoseconds - phase) <= 1)
  }
}

@Suite("The times of frames")
struct FrameTimesTests {
  @Test("quantiles come within a tenth of a millisecond, and the longest is kept")
  func quantiles() {
    var times = FrameTimes()
    #expect(times.quantile(0.5) == 0)
    for tenth in 0..<1000 { times.note(milliseconds: Double(tenth) / 50) }
    #expect(abs(times.quantile(0.5) - 10) <= 0.15)
    #expect(abs(times.quantile(0.99) - 19.8) <= 0.15)
    times.note(milliseconds: 250)
    #expect(times.longestMilliseconds == 250)
    #expect(times.count == 1001)
  }

  @Test("the buckets count every frame once, each between its bounds")
  func buckets() {
    var times = FrameTimes()
    for milliseconds in [0.5, 1.9, 2.0, 7.9, 16.5, 16.6, 33.2, 99.8, 100, 400] {
      times.note(milliseconds: milliseconds)
    }
    #expect(FrameTimes.bounds == [2, 4, 6, 8, 10, 12, 14, 16.6, 20, 25, 33.3, 50, 100])
    #expect(times.buckets() == [2, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 2])
    for tenth in 0..<3000 { times.note(milliseconds: Double(tenth) / 20) }
    #expect(times.buckets().reduce(0, +) == 3010)
  }

  @Test("old frames are forgotten after two minutes at the most")
  func forgetting() {
    var times = FrameTimes()
    for _ in 0..<100 { times.note(milliseconds: 50) }
    for _ in 0..<7200 { times.note(milliseconds: 5) }
    #expect(times.quantile(1) < 6)
  }
}

@Suite("The governor")
struct GovernorTests {
  @Test("the size is lowered first, then the steps of the field, and never the rate")
  func order() {
    let rungs = Governor.rungs
    #expect(rungs.map { Governor.scales[$0.scaleIndex] } == [1, 0.75, 0.5, 0.5])
    #expect(rungs.map(\.fieldShare) == [1, 1, 1, 0.5])
  }

  @Test("too many long frames lower the size, down to the last rung and no further")
  func down() {
    var governor = Governor(framesPerSecond: 60)
    for _ in 0..<30 { _ = governor.note(milliseconds: 20) }
    #expect(governor.rung >= 1)
    for _ in 0..<600 { _ = governor.note(milliseconds: 20) }
    #expect(governor.rung == Governor.rungs.count - 1)
  }

  @Test("single long frames change nothing")
  func patience() {
    var governor = Governor(framesPerSecond: 60)
    for index in 0..<6000 { _ = governor.note(milliseconds: index % 30 == 0 ? 40 : 9) }
    #expect(governor.rung == 0)
  }

  @Test("with room for long enough the size comes back, and after each fall it waits longer")
  func up() {
    var governor = Governor(framesPerSecond: 60)
    for _ in 0..<10 { _ = governor.note(milliseconds: 20) }
    #expect(governor.rung == 1)
    var frames = 0
    while governor.rung == 1, frames < 100_000 {
      _ = governor.note(milliseconds: 3)
      frames += 1
    }
    #expect(governor.rung == 0)
    #expect(frames == 1200)
  }
}

@Suite("The mailbox")
struct MailboxTests {
  @Test("the newest value wins, and is taken once")
  func newest() {
    let box = Mailbox<Int>()
    #expect(box.take() == nil)
    box.post(1)
    box.post(2)
    #expect(box.take() == 2)
    #expect(box.take() == nil)
  }

  @Test("a value that nobody took is let go with the box")
  func leaks() {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let box = Mailbox<Witness>()
      let made = Witness()
      witness = made
      box.post(made)
      box.post(Witness())
      box.post(made)
    }
    #expect(witness == nil)
  }

  @Test("between two threads nothing is lost but what is older than what came")
  func threads() async {
    let box = Mailbox<Int>()
    let count = 20_000
    async let posting: Void = Task.detached { for number in 1...count { box.post(number) } }.value
    let taken = await Task.detached { () -> [Int] in
      var taken: [Int] = []
      while taken.last != count {
        if let number = box.take() { taken.append(number) }
        await Task.yield()
      }
      return taken
    }.value
    await posting
    #expect(taken == taken.sorted())
    #expect(taken.last == count)
  }
}

@Suite("The exchange of frames")
struct FrameExchangeTests {
  @Test("the reader gets the newest frame, once, and never the one that is written")
  func newest() {
    let exchange = FrameExchange(width: 16, height: 16)
    #expect(exchange.take() == nil)
    for number in 1...5 {
      exchange.writable.fill(UInt32(number))
      exchange.publish()
    }
    let taken = exchange.take()
    #expect(taken?[0, 0] == 5)
    #expect(exchange.take() == nil)
    exchange.writable.fill(6)
    #expect(taken?[0, 0] == 5)
  }
}
