import SleepLab

/// The swell of deep sleep: each slow wave's µV lift it, and it sinks within two seconds.
struct Swell {
  /// Half heights.
  private(set) var height = 0.0
  private var target = 0.0
  private(set) var phase = 0.0

  /// - Parameter share: of the wave, 0 to 1: where many sleep, each lifts a part.
  mutating func lift(by event: SleepEvent, share: Double = 1) {
    target = min(target + 0.0002 * share * Double(event.amplitudeMicrovolts), 0.055)
  }

  mutating func advance(seconds: Double, steady: Double, turnsPerSecond: Double) {
    target *= Exact.exponential(-seconds / 2.0)
    height += (steady + target - height) * (1 - Exact.exponential(-seconds / 0.5))
    phase += seconds * turnsPerSecond
    if phase >= 2 { phase -= 2 }
  }

  mutating func exchange(with ledger: inout StateLedger) {
    for number in [\Swell.height, \.target, \.phase] { ledger.exchange(&self[keyPath: number]) }
  }
}
