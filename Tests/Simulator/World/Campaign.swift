/// Many simulations, each twice, and what they come to.
package struct Campaign {
  private let simulation: Simulation
  /// How many seeds were run.
  package private(set) var seeds = 0
  /// How many of them broke a promise, or were not the same twice.
  package private(set) var failures = 0
  private var virtualSeconds = 0.0
  private var rows = 0
  private var starts = 0
  private var time = Duration.zero

  /// A campaign of simulations like this one.
  package init(_ simulation: Simulation) { self.simulation = simulation }

  /// Runs a seed twice.
  ///
  /// - Parameters:
  ///   - seed: which.
  ///   - shrinks: whether a failing seed is made shorter before it is told.
  ///   - tell: hears of a failure.
  package mutating func run(seed: UInt64, shrinks: Bool = true, tell: (String) -> Void) {
    var one = simulation
    one.seed = seed
    let began = ContinuousClock.now
    let outcome = one.run()
    let again = one.run()
    time += ContinuousClock.now - began
    seeds += 1
    virtualSeconds += outcome.virtualSeconds + again.virtualSeconds
    (rows, starts) = (rows + outcome.rows, starts + outcome.starts)
    if outcome != again {
      failures += 1
      tell("seed \(seed): not the same twice: \(outcome), then \(again)\n  \(one.command)")
    } else if let violation = outcome.violation {
      failures += 1
      one.events = outcome.events
      let least = shrinks ? one.shrunk(from: outcome) : one
      tell("seed \(seed): promise \(violation)\n  \(least.command)")
    }
  }

  /// What they came to.
  package var summary: String {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    let ratio = seconds > 0 ? virtualSeconds / seconds : 0
    return
      "\(seeds) seeds, each twice, \(simulation.events) events: \(failures) failed; \(rows) rows, \(starts) starts; "
      + "\(Int(virtualSeconds / 3600)) h of the hall in \(Int(seconds)) s, \(Int(ratio)) times real time"
  }
}
