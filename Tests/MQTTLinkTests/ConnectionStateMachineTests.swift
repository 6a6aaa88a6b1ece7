import Testing

@testable import MQTTLink

@Suite("When a link connects, waits and gives up")
struct ConnectionStateMachineTests {
  private var machine = ConnectionStateMachine(timings: LinkTimings())
  private var random = SplitMix(seed: 7)
  private let start = BootInstant(nanoseconds: 1_000_000_000_000)

  private func at(_ seconds: Double) -> BootInstant { start.advanced(by: .seconds(seconds)) }

  private mutating func connect(at seconds: Double, sessionPresent: Bool = false) {
    _ = machine.start()
    if case .waiting(let until) = machine.state { _ = machine.deadlineReached(now: until, using: &random) }
    _ = machine.opened(attempt: attempts, now: at(seconds))
    _ = machine.accepted(sessionPresent: sessionPresent, now: at(seconds))
  }

  private var attempts: Int { machine.attempt }

  @Test("an attempt opens a socket, waits for the answer, and serves")
  mutating func connects() {
    #expect(machine.start() == .open(attempt: 1))
    #expect(machine.start() == .none)
    #expect(machine.opened(attempt: 1, now: at(0)) == .awaitAnswer(until: at(4)))
    #expect(machine.accepted(sessionPresent: false, now: at(1)) == .serve)
    #expect(machine.isConnected)
  }

  @Test("delays before the next attempt lie evenly between one and five seconds")
  mutating func jitter() {
    var delays: [Double] = []
    _ = machine.start()
    for attempt in 1...4000 {
      let fault = LinkFault.unreachable(reason: "test")
      guard
        case .wait(let until, let delay, fault) = machine.openingFailed(
          attempt: attempt, fault, now: start, using: &random)
      else {
        Issue.record("no wait")
        return
      }
      #expect(until == start.advanced(by: delay))
      delays.append(Double(delay.nanosecondsClamped) / 1e9)
      #expect(machine.deadlineReached(now: until, using: &random) == .open(attempt: attempt + 1))
    }
    #expect(delays.allSatisfy { (1...5).contains($0) })
    for quarter in 0..<4 {
      let share = delays.count { $0 >= Double(1 + quarter) && $0 < Double(2 + quarter) }
      #expect((850...1150).contains(share), "between \(1 + quarter) and \(2 + quarter) s: \(share) of 4000")
    }
  }

  @Test("a broker that does not answer in time is given up, and not before")
  mutating func answerInTime() {
    _ = machine.start()
    _ = machine.opened(attempt: 1, now: at(0))
    #expect(machine.deadlineReached(now: at(3.9), using: &random) == .none)
    guard case .wait(_, _, .silent) = machine.deadlineReached(now: at(4), using: &random) else {
      Issue.record("\(machine.state)")
      return
    }
  }

  @Test("what an earlier attempt reports is discarded")
  mutating func lateReport() {
    _ = machine.start()
    _ = machine.openingFailed(attempt: 1, .silent, now: at(0), using: &random)
    _ = machine.deadlineReached(now: at(10), using: &random)
    #expect(machine.opened(attempt: 1, now: at(11)) == .discard)
    #expect(machine.openingFailed(attempt: 1, .silent, now: at(11), using: &random) == .none)
    #expect(machine.state == .opening)
  }

  @Test("a session that was taken waits for its own delay")
  mutating func taken() {
    connect(at: 0)
    let action = machine.failed(.ended(.sessionTakenOver), now: at(1), using: &random)
    #expect(action == .waitAsTaken(until: at(61), delay: .seconds(60)))
    #expect(machine.deadlineReached(now: at(60), using: &random) == .none)
    #expect(machine.deadlineReached(now: at(61), using: &random) == .open(attempt: 2))
  }

  @Test("without a word, the second loss of a regained session soon after is taken for taken")
  mutating func takenWithoutWord() {
    connect(at: 0)
    guard case .wait = machine.failed(.closed, now: at(100), using: &random) else {
      Issue.record("the first loss is like any")
      return
    }
    connect(at: 106, sessionPresent: true)
    #expect(machine.failed(.closed, now: at(108), using: &random) == .waitAsTaken(until: at(168), delay: .seconds(60)))
  }

  @Test(
    "a broker that is killed again and again is not taken for a thief",
    arguments: [(false, 108.0, LinkFault.closed), (true, 166.5, .closed), (true, 108.0, .lost(reason: "reset"))])
  mutating func notTaken(sessionPresent: Bool, second: Double, fault: LinkFault) {
    connect(at: 0)
    _ = machine.failed(.closed, now: at(100), using: &random)
    connect(at: 106, sessionPresent: sessionPresent)
    guard case .wait = machine.failed(fault, now: at(second), using: &random) else {
      Issue.record("\(machine.state)")
      return
    }
  }

  @Test("every state can be stopped, and a stopped link does nothing until it is started again")
  mutating func stops() {
    connect(at: 0)
    #expect(machine.stop() == .close)
    #expect(machine.stop() == .none)
    #expect(machine.deadlineReached(now: at(100), using: &random) == .none)
    #expect(machine.failed(.closed, now: at(100), using: &random) == .none)
    #expect(machine.accepted(sessionPresent: true, now: at(100)) == .none)
    #expect(machine.opened(attempt: 1, now: at(100)) == .discard)
    #expect(machine.start() == .open(attempt: 2))
  }
}

@Suite("When a broker is asked for a sign of life")
struct KeepAliveTests {
  private let start = BootInstant(nanoseconds: 0)
  private func at(_ seconds: Double) -> BootInstant { start.advanced(by: .seconds(seconds)) }

  @Test("a silent broker is asked after one period and dead before two")
  func silent() {
    var keepAlive = KeepAlive(period: .seconds(5), now: start)
    #expect(keepAlive.nextCheck == at(5))
    #expect(keepAlive.check(at(4.9)) == .fine)
    #expect(keepAlive.check(at(5)) == .ask)
    #expect(keepAlive.check(at(5.1)) == .fine)
    #expect(keepAlive.nextCheck == at(9.5))
    #expect(keepAlive.check(at(9.5)) == .dead)
  }

  @Test("a broker that is heard lives, also where this side only listens")
  func heard() {
    var keepAlive = KeepAlive(period: .seconds(5), now: start)
    var questions = 0
    for tenth in 1...1000 {
      keepAlive.noteHeard(at(Double(tenth) / 10))
      switch keepAlive.check(at(Double(tenth) / 10)) {
      case .ask: questions += 1
      case .dead: Issue.record("dead at \(tenth)")
      case .fine: break
      }
    }
    // The broker counts this side's packets too.
    #expect(questions == 20)
  }

  @Test("talking does not stand in for an answer")
  func talking() {
    var keepAlive = KeepAlive(period: .seconds(5), now: start)
    for tenth in 1..<50 { keepAlive.noteSent(at(Double(tenth) / 10)) }
    #expect(keepAlive.check(at(5)) == .ask)
    for tenth in 50..<95 { keepAlive.noteSent(at(Double(tenth) / 10)) }
    #expect(keepAlive.check(at(9.5)) == .dead)
  }

  @Test("during a pause the broker is asked and never given up; after it silence counts anew")
  func pause() {
    var keepAlive = KeepAlive(period: .seconds(5), now: start)
    keepAlive.pause()
    #expect(keepAlive.check(at(5)) == .ask)
    #expect(keepAlive.check(at(10)) == .ask)
    #expect(keepAlive.check(at(12)) == .fine)
    #expect(keepAlive.check(at(15)) == .ask)
    keepAlive.resume(at(16))
    #expect(keepAlive.nextCheck == at(20))
    #expect(keepAlive.check(at(20)) == .ask)
    #expect(keepAlive.check(at(25.4)) != .fine)
    #expect(keepAlive.check(at(25.5)) == .dead)
  }
}

/// A small generator of random numbers with a seed (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
