/// Looks after the part that holds the display: when to start it, and what to say of it.
///
/// | state | input | next |
/// |---|---|---|
/// | waiting | its time has come: `begin` | opening |
/// | opening | `open` | open |
/// | opening, open | it ended | waiting, twice as long as before, half a minute at most |
/// | opening, open | `closed` | closed, for good: someone wanted it so |
///
/// A display that stayed a minute is waited for briefly again. Where graphics took the process down by a signal, the
/// processor paints from then on.
struct DisplayCare: Sendable {
  enum State: Sendable, Equatable {
    case waiting(untilSeconds: Double)
    case opening
    case open(DisplayNews)
    case closed
  }

  private(set) var state = State.waiting(untilSeconds: -.infinity)
  /// Whether the processor is to paint although there may be graphics.
  private(set) var avoidsGraphics = false
  /// What the drivers said, this time and the time before.
  private var refusals: [String] = [], refusalsBefore: [String] = []
  /// Whether it was open the last time.
  private var wasOpen = false
  private var openSinceSeconds = 0.0
  private var patienceSeconds = 1.0
  private static let patienceSecondsAtMost = 30.0

  /// Whether the part is to be started.
  func isDue(atSeconds now: Double) -> Bool {
    if case .waiting(let instant) = state { return now >= instant }
    return false
  }

  mutating func begin() {
    state = .opening
    refusalsBefore = refusals.isEmpty ? refusalsBefore : refusals
    refusals = []
  }

  mutating func hear(_ news: DisplayNews, atSeconds now: Double) {
    switch news {
    case .refused(let driver, let why): refusals.append("\(driver.rawValue): \(why)")
    case .open:
      state = .open(news)
      wasOpen = true
      openSinceSeconds = now
    case .closed: state = .closed
    case .key: break
    }
  }

  /// The part has ended, with a status above 128 by a signal.
  mutating func end(status: Int32, atSeconds now: Double) {
    guard state != .closed else { return }
    if case .open = state {} else { wasOpen = false }
    if status > 128, case .open(.open(_, _, _, _, isSoftware: false)) = state { avoidsGraphics = true }
    if wasOpen, now - openSinceSeconds >= 60 { patienceSeconds = 1 }
    state = .waiting(untilSeconds: now + patienceSeconds)
    patienceSeconds = min(2 * patienceSeconds, DisplayCare.patienceSecondsAtMost)
  }

  /// What is not as it should be, in words.
  var warning: String? {
    switch state {
    case .open: nil
    case .closed: "the window was closed: frames go on without it"
    case .opening, .waiting:
      if wasOpen {
        "the display went away: frames go on without one, and it is tried again"
      } else if let said = [refusals, refusalsBefore].first(where: { !$0.isEmpty }) {
        "there is no display (\(said.joined(separator: "; "))): frames go on without one, and it is tried again"
      } else {
        nil
      }
    }
  }
}
