import SleepLab

/// Where the dreamer looks: each eye movement shifts the gaze, at most 4 % of the width, in the sign of LOC − ROC.
///
/// A spring without overshoot follows; between movements the gaze drifts home. In light sleep slow eye movements
/// drift the view.
struct Gaze {
  /// Half heights.
  private(set) var x = 0.0, y = 0.0
  private var targetX = 0.0, targetY = 0.0, speedX = 0.0, speedY = 0.0
  private var moves = 0
  private var sinceMove = Double.infinity

  /// A twentieth of a second of stiffness: a saccade is seen as a quick glide, never as a cut.
  private static let stiffness = 14.0

  /// From one shift to the next on the screen's clock: in a night that runs fast, the eye movements between are unseen.
  static let shortestSeconds = 0.5

  mutating func shift(by event: SleepEvent, widthUnits: Double, seed: UInt64) {
    guard sinceMove >= Gaze.shortestSeconds else { return }
    sinceMove = 0
    moves += 1
    let strength = min(max(Double(event.amplitudeMicrovolts) / 150, 0.5), 1)
    let largest = 0.04 * widthUnits
    targetX = Double(event.direction) * strength * largest
    targetY = (Exact.chance(seed, moves, 90) - 0.5) * 0.5 * largest
  }

  /// - Parameters:
  ///   - sway: half heights of slow eye movement.
  ///   - orbit: half heights of an unseen slow wander, which keeps a display from burning in.
  mutating func advance(seconds: Double, elapsed: Double, sway: Double, orbit: Double = 0) {
    sinceMove += seconds
    let home = Exact.exponential(-seconds / 0.8)
    targetX *= home
    targetY *= home
    let aside = orbit * Exact.sine(turns: elapsed / 171), up = orbit * Exact.sine(turns: elapsed / 233)
    let goalX = targetX + sway * Exact.sine(turns: elapsed * 0.19) + aside
    let goalY = targetY + 0.3 * sway * Exact.sine(turns: elapsed * 0.13 + 0.3) + 0.6 * up
    (x, speedX) = Gaze.settled(x, speedX, goal: goalX, seconds)
    (y, speedY) = Gaze.settled(y, speedY, goal: goalY, seconds)
  }

  /// A critically damped spring, solved exactly: it settles whatever the length of the step, at 8 frames a second too.
  private static func settled(
    _ place: Double, _ speed: Double, goal: Double, _ seconds: Double
  ) -> (place: Double, speed: Double) {
    let fading = Exact.exponential(-stiffness * seconds)
    let distance = place - goal
    let push = (speed + stiffness * distance) * seconds
    return (goal + (distance + push) * fading, (speed - stiffness * push) * fading)
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\Gaze.x, \.y, \.targetX, \.targetY, \.speedX, \.speedY, \.sinceMove] {
      ledger.exchange(&self[keyPath: number])
    }
    ledger.exchange(&moves)
  }
}
