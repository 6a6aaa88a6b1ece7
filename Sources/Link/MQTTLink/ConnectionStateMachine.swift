/// When a link connects, waits and gives up: a state, and one method for each thing that happens, which returns what
/// is to be done. Pure: instants and random numbers are arguments.
///
/// | state | leaves by |
/// |---|---|
/// | idle | `start` → opening |
/// | opening | `opened` → connecting; `openingFailed` → waiting |
/// | connecting | `accepted` → connected; `failed`, its deadline → waiting |
/// | connected | `failed` → waiting |
/// | waiting | its deadline → opening |
/// | stopped | nothing |
///
/// Every state leaves by `stop` → stopped. Invariants: at most one attempt is under way; what an earlier attempt still
/// reports is answered by `discard`; a session that was taken waits longer than a connection that was lost, so that
/// two clients with one id never take it from each other in turn.
///
/// How a taken session is known. By the reason 0x8E where the broker gives it. mosquitto up to 2.0 gives none: it
/// closes the connection, as its death would. So the first such loss is followed by a reconnect, as any loss; if the
/// broker then still has this client's session (it lives, and was not restarted) and closes that connection too within
/// the delay for taken sessions, another client wants the session, and this one steps back.
struct ConnectionStateMachine {
  enum State: Equatable {
    case idle
    case opening
    case connecting(until: BootInstant)
    case connected(since: BootInstant, isRegained: Bool)
    case waiting(until: BootInstant)
    case stopped
  }

  enum Action: Equatable {
    /// Nothing.
    case none
    /// Open a socket for this attempt.
    case open(attempt: Int)
    /// The socket of an attempt that is not wanted any more: close it.
    case discard
    /// Shake hands; the answer must come by this instant.
    case awaitAnswer(until: BootInstant)
    /// Subscribe, publish.
    case serve
    /// Close the socket, if there is one, tell the owner, and call `deadlineReached` then.
    case wait(until: BootInstant, delay: Duration, LinkFault)
    /// As `wait`; the session was taken by another client.
    case waitAsTaken(until: BootInstant, delay: Duration)
    /// Close the socket, if there is one.
    case close
  }

  private(set) var state = State.idle
  private(set) var attempt = 0
  /// Whether the last connection ended without a reason.
  private var wasClosed = false
  private let timings: LinkTimings

  init(timings: LinkTimings) {
    self.timings = timings
  }

  var isConnected: Bool {
    if case .connected = state { true } else { false }
  }

  var isStarted: Bool { state != .idle && state != .stopped }

  mutating func start() -> Action {
    guard !isStarted else { return .none }
    return open()
  }

  mutating func opened(attempt: Int, now: BootInstant) -> Action {
    guard state == .opening, attempt == self.attempt else { return .discard }
    let until = now.advanced(by: timings.connectTimeout)
    state = .connecting(until: until)
    return .awaitAnswer(until: until)
  }

  mutating func openingFailed(
    attempt: Int, _ fault: LinkFault, now: BootInstant, using random: inout some RandomNumberGenerator
  ) -> Action {
    guard state == .opening, attempt == self.attempt else { return .none }
    return wait(fault, now: now, using: &random)
  }

  mutating func accepted(sessionPresent: Bool, now: BootInstant) -> Action {
    guard case .connecting = state else { return .none }
    state = .connected(since: now, isRegained: wasClosed && sessionPresent)
    wasClosed = false
    return .serve
  }

  mutating func failed(
    _ fault: LinkFault, now: BootInstant, using random: inout some RandomNumberGenerator
  ) -> Action {
    switch state {
    case .connecting: return wait(fault, now: now, using: &random)
    case .connected(let since, let isRegained):
      let isYoung = since.duration(to: now) < timings.sessionTakenDelay
      if fault == .closed, isRegained, isYoung { return waitAsTaken(now: now) }
      wasClosed = fault == .closed
      return wait(fault, now: now, using: &random)
    case .idle, .opening, .waiting, .stopped: return .none
    }
  }

  mutating func deadlineReached(now: BootInstant, using random: inout some RandomNumberGenerator) -> Action {
    switch state {
    case .waiting(let until) where now >= until: return open()
    case .connecting(let until) where now >= until: return wait(.silent, now: now, using: &random)
    case .idle, .opening, .connecting, .connected, .waiting, .stopped: return .none
    }
  }

  mutating func stop() -> Action {
    guard state != .stopped else { return .none }
    state = .stopped
    return .close
  }

  private mutating func open() -> Action {
    attempt += 1
    state = .opening
    return .open(attempt: attempt)
  }

  private mutating func waitAsTaken(now: BootInstant) -> Action {
    let until = now.advanced(by: timings.sessionTakenDelay)
    state = .waiting(until: until)
    return .waitAsTaken(until: until, delay: timings.sessionTakenDelay)
  }

  private mutating func wait(
    _ fault: LinkFault, now: BootInstant, using random: inout some RandomNumberGenerator
  ) -> Action {
    if fault == .ended(.sessionTakenOver) { return waitAsTaken(now: now) }
    let range = timings.reconnectDelay
    let delay = Duration.nanoseconds(
      Int64.random(
        in: range.lowerBound.nanosecondsClamped...range.upperBound.nanosecondsClamped, using: &random))
    let until = now.advanced(by: delay)
    state = .waiting(until: until)
    return .wait(until: until, delay: delay, fault)
  }
}

/// A source of random numbers of any kind, chosen when a link is made.
struct RandomSource: RandomNumberGenerator {
  private var source: any RandomNumberGenerator

  init(_ source: any RandomNumberGenerator) {
    self.source = source
  }

  mutating func next() -> UInt64 { source.next() }
}
