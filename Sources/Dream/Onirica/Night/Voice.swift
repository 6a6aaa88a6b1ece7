import SleepLab

/// A dreamer who has joined the first one: what their night does, and where in the picture they are.
struct Voice {
  /// How much of them is there, 0 to 1.
  private(set) var presence = 0.0
  private(set) var weights = StageWeights(.wake)
  private(set) var drivers = Drivers.none
  /// Where they look, around their own place.
  private(set) var gaze = Gaze()
  private var position: Double?

  /// Advances by one step.
  ///
  /// - Returns: the events between the place before and this one; none after a jump.
  mutating func advance(
    _ dreamer: Dreamer, to position: Double, presence: Double, seconds: Double, elapsed: Double
  ) -> ArraySlice<SleepEvent> {
    let target = Drivers(night: dreamer.night, at: position)
    if self.presence <= 0 {
      (weights, drivers, gaze) = (StageWeights(target.stage), target, Gaze())
      self.position = nil
    }
    self.presence = presence
    drivers.approach(target, share: 1 - Exact.exponential(-seconds / 1.0))
    weights.move(to: target.stage, seconds: seconds)
    gaze.advance(seconds: seconds, elapsed: elapsed, sway: 0.09 * weights[.n1])
    let before = self.position ?? position
    self.position = position
    guard position > before, position - before < 60 else { return [] }
    return dreamer.night.events(startingIn: before..<position)
  }

  /// Their eyes move.
  mutating func look(by event: SleepEvent, widthUnits: Double, seed: UInt64) {
    gaze.shift(by: event, widthUnits: widthUnits, seed: seed)
  }

  /// They are gone.
  mutating func leave() { presence = 0 }

  mutating func exchange(with ledger: inout StateLedger) {
    ledger.exchange(&presence)
    weights.exchange(with: &ledger)
    drivers.exchange(with: &ledger)
    gaze.exchange(with: &ledger)
    ledger.exchange(&position)
  }
}
