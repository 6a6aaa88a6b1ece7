/// When to ask a broker whether it is alive, and when to give it up. Pure: instants are arguments.
///
/// Any packet is a sign of life. One period without one: ask. Nearly two: dead, so that a frozen broker is found within
/// two keep-alives. A period without a packet of ours: ask too, since the broker counts as well. During a pause nothing
/// is read, so that only the latter holds; the count of silence begins anew with its end.
struct KeepAlive: Equatable {
  enum Verdict: Equatable {
    case fine
    case ask
    case dead
  }

  private let period: Duration
  private var heard: BootInstant
  private var sent: BootInstant
  private var hasAsked = false
  private var isPaused = false

  init(period: Duration, now: BootInstant) {
    self.period = period
    heard = now
    sent = now
  }

  mutating func noteHeard(_ now: BootInstant) {
    heard = now
    hasAsked = false
  }

  mutating func noteSent(_ now: BootInstant) {
    sent = now
  }

  mutating func pause() {
    isPaused = true
  }

  mutating func resume(_ now: BootInstant) {
    isPaused = false
    noteHeard(now)
  }

  /// What is to be done now; `ask` counts as done.
  mutating func check(_ now: BootInstant) -> Verdict {
    if !isPaused && now >= silenceEnds { return .dead }
    guard now >= nextQuestion else { return .fine }
    sent = now
    hasAsked = true
    return .ask
  }

  /// When `check` may have something to say next.
  var nextCheck: BootInstant {
    isPaused ? nextQuestion : min(nextQuestion, silenceEnds)
  }

  private var silenceEnds: BootInstant { heard.advanced(by: period * 19 / 10) }

  private var nextQuestion: BootInstant {
    let ours = sent.advanced(by: period)
    return isPaused || hasAsked ? ours : min(ours, heard.advanced(by: period))
  }
}
