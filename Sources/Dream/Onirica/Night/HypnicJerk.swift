import SleepLab

/// The start of falling asleep: the muscles' tone leaps in N1, and the picture is kicked forward once.
///
/// A night without a chin EMG has none to follow; there each falling asleep from waking has its one start.
struct HypnicJerk {
  /// How strong the kick still is, 1 when it comes, then falling.
  private(set) var kick = 0.0
  private var sinceKick = Double.infinity
  private var sinceAsleep = Double.infinity

  /// A leap of tone that is a jerk, in standard deviations within a second.
  static let leap = 1.5
  /// From one to the next in seconds.
  static let shortestSeconds = 8.0
  private static let fadingSeconds = 0.55
  private static let delaySeconds = 5.0

  /// Falls asleep: from waking to N1.
  mutating func fallAsleep() { sinceAsleep = 0 }

  /// - Parameters:
  ///   - tone: the chin's tone now and a second before, z-scored; both 0 without an EMG.
  ///   - isDrowsy: whether the night is in N1.
  mutating func advance(seconds: Double, tone: (now: Double, before: Double), isDrowsy: Bool) {
    sinceKick += seconds
    let late = sinceAsleep < HypnicJerk.delaySeconds
    sinceAsleep += seconds
    let isDue = late && sinceAsleep >= HypnicJerk.delaySeconds && tone.now == 0 && tone.before == 0
    let leaps = tone.now - tone.before > HypnicJerk.leap
    kick *= Exact.exponential(-seconds / HypnicJerk.fadingSeconds)
    if kick < 0.001 { kick = 0 }
    guard isDrowsy, isDue || leaps, sinceKick >= HypnicJerk.shortestSeconds else { return }
    kick = 1
    sinceKick = 0
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\HypnicJerk.kick, \.sinceKick, \.sinceAsleep] { ledger.exchange(&self[keyPath: number]) }
  }
}
