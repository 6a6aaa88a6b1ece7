import SleepLab

/// Bursts of eye movements steer the camera: each adds to a turn in its direction, a burst to a long one.
struct Steering {
  /// −1 to 1, to the side that the eyes go to.
  private(set) var wheel = 0.0
  private var pull = 0.0

  mutating func pull(by event: SleepEvent) {
    let strength = min(max(Double(event.amplitudeMicrovolts) / 150, 0.35), 1)
    pull = min(max(pull + 0.45 * strength * Double(event.direction), -1), 1)
  }

  mutating func advance(seconds: Double) {
    pull *= Exact.exponential(-seconds / 3.5)
    wheel += (pull - wheel) * (1 - Exact.exponential(-seconds / 0.9))
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\Steering.wheel, \.pull] { ledger.exchange(&self[keyPath: number]) }
  }
}
