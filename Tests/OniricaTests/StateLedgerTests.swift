import SleepLab
import Testing

@testable import Onirica

@Suite("The state of a dream")
struct StateLedgerTests {
  private let plan = Dream.Plan(width: 200, height: 112, framesPerSecond: 20, seed: 5)
  /// Waking, then N1, N2, N3 and REM sleep, with everything that raises something, across the places where states are kept.
  private let night = madeUpNight(
    [.wake, .n1, .n2, .n3, .rem],
    events: stride(from: 1.0, to: 149, by: 0.7).map { onset in
      let stage = Int(onset / 30)
      let kind: SleepEvent.Kind = [.eyeMovement, .kComplex, .spindle, .slowWave, .eyeMovement][stage]
      return SleepEvent(
        kind: kind, onsetSeconds: onset, durationSeconds: 0.6, amplitudeMicrovolts: 110, frequencyHz: 13,
        direction: kind == .eyeMovement ? 1 : 0)
    },
    reports: [(70.0, "a wide river"), (110.0, "fire in the desert")].map {
      DreamReport(awakeningSeconds: $0.0, stageBefore: .n2, recall: .full, text: $0.1)
    })

  private final class Watch {
    let dream: Dream
    let limiter: Limiter
    let frame = Frame(width: 200, height: 112)

    init(_ night: Night, _ plan: Dream.Plan, threads: Int) {
      let crew = Crew(threadCount: threads)
      dream = Dream(night: night, plan: plan, crew: crew)
      limiter = Limiter(width: plan.width, height: plan.height, crew: crew, level: .best)
    }

    func exchange(with ledger: inout StateLedger) {
      dream.exchange(with: &ledger)
      limiter.exchange(with: &ledger)
    }

    /// A digest of a frame. The night runs by eight times as fast as the film.
    func frame(_ index: Int) -> UInt64 {
      let seconds = Double(index) / 20
      dream.advance(to: 4 + 8 * seconds, elapsed: seconds)
      dream.show(in: frame)
      limiter.limit(frame, at: seconds)
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for y in 0..<frame.height { for x in 0..<frame.width { hash = (hash ^ UInt64(frame[x, y])) &* 0x100_0000_01b3 } }
      return hash
    }
  }

  @Test("put back into another dream of the plan, it goes on bit for bit, wherever in the night it was kept")
  func goingOn() {
    let whole = Watch(night, plan, threads: 2)
    whole.dream.begin(at: 4, elapsed: 0)
    let count = 340
    var states: [Int: [UInt8]] = [:]
    let frames = (0..<count).map { index in
      if index % 55 == 30 {
        var ledger = StateLedger()
        whole.exchange(with: &ledger)
        states[index] = ledger.bytes
      }
      return whole.frame(index)
    }
    #expect(states.count == 6 && Set(frames).count > 300)
    for (start, state) in states {
      let other = Watch(night, plan, threads: 1)
      var ledger = StateLedger(puttingBack: state)
      other.exchange(with: &ledger)
      #expect(ledger.isSpent)
      #expect((start..<min(start + 60, count)).map(other.frame) == Array(frames[start..<min(start + 60, count)]))
    }
  }

  /// Strobes, bars, red and rest, each some seconds, in tiles out of step.
  private func hostile(_ index: Int, in frame: Frame) {
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let isOn = (index / 2 + x / 16) % 2 == 0
        frame[x, y] =
          switch index / 40 % 4 {
          case 0: isOn ? 0xff_ffff : 0
          case 1: x / 3 % 2 == 0 ? 0xff_ffff : 0x10_1010
          case 2: isOn ? 0xff_0000 : 0x20_0000
          default: 0x60_6060
          }
      }
    }
  }

  @Test("the limiter goes on bit for bit with its history, its account and its map", arguments: [3, 41, 77, 95, 130])
  func limiter(keptAfter: Int) {
    let limiter = Limiter(width: 128, height: 64, crew: Crew(threadCount: 1), level: .portable)
    let other = Limiter(width: 128, height: 64, crew: Crew(threadCount: 1), level: .portable)
    let frame = Frame(width: 128, height: 64), again = Frame(width: 128, height: 64)
    for index in 0..<220 {
      if index == keptAfter {
        var ledger = StateLedger()
        limiter.exchange(with: &ledger)
        var back = StateLedger(puttingBack: ledger.bytes)
        other.exchange(with: &back)
        #expect(back.isSpent)
      }
      hostile(index, in: frame)
      limiter.limit(frame, at: Double(index) / 20)
      guard index >= keptAfter else { continue }
      hostile(index, in: again)
      other.limit(again, at: Double(index) / 20)
      #expect(frame.difference(from: again) == 0, "frame \(index)")
    }
    #expect(limiter.account.interventions > 50 && limiter.account.framesBarred > 10, "\(limiter.account)")
    #expect(other.account == limiter.account && other.withheld == limiter.withheld && other.frameCount == 220)
    #expect(other.meanLuminance == limiter.meanLuminance)
  }

  @Test("a state that is cut, or longer than what is asked for, is not spent", arguments: [-1, 1])
  func cut(change: Int) {
    let limiter = Limiter(width: 64, height: 64, crew: Crew(threadCount: 1), level: .portable)
    var ledger = StateLedger()
    limiter.exchange(with: &ledger)
    let bytes = change < 0 ? Array(ledger.bytes.dropLast(-change)) : ledger.bytes + [0]
    var back = StateLedger(puttingBack: bytes)
    limiter.exchange(with: &back)
    #expect(!back.isSpent)
  }
}
