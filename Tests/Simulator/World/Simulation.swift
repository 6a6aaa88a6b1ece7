import ControlRoom
import MQTTLink

/// One simulated stretch of days of a hall: a seed says all that happens in it.
package struct Simulation: Sendable {
  /// Which one.
  package var seed: UInt64
  /// How many deeds and faults it has.
  package var events: Int
  /// A promise that is broken on purpose.
  package var sabotage: Sabotage?
  /// Kinds of faults that are left out.
  package var without: Set<Fault>

  /// What came of a simulation.
  package struct Outcome: Sendable, Equatable {
    /// The promise that was broken first, and how; nothing if all held.
    package var violation: String?
    /// How many events there were until then.
    package var events: Int
    /// Everything observable, as one number.
    package var digest: UInt64
    /// How much time passed in the hall.
    package var virtualSeconds: Double
    /// How many rows are on the disk.
    package var rows: Int
    /// How often the daemon was started.
    package var starts: Int
  }

  /// A simulation that has not run.
  package init(seed: UInt64, events: Int = 500, sabotage: Sabotage? = nil, without: Set<Fault> = []) {
    (self.seed, self.events, self.sabotage, self.without) = (seed, events, sabotage, without)
  }

  /// The command that runs it again.
  package var command: String {
    var words = ["swift run hall-simulator --seed \(seed) --events \(events)"]
    if let sabotage { words.append("--break \(sabotage.rawValue)") }
    if !without.isEmpty { words.append("--without \(without.map(\.rawValue).sorted().joined(separator: ","))") }
    return words.joined(separator: " ")
  }

  /// Runs it.
  ///
  /// - Parameter trace: hears what happens, a line each.
  package func run(trace: ((String) -> Void)? = nil) -> Outcome {
    let hall = SimulatedHall(seed: seed, sabotage: sabotage)
    hall.world.trace = trace
    let faults = Faults(hall, seed: seed, without: without)
    var scenario = Scenario(seed: seed)
    hall.begin()
    hall.run(for: .seconds(5))
    var done = 0
    while done < events, hall.promises.violation == nil {
      done += 1
      hall.run(for: scenario.pause())
      if scenario.isCalm() { calm(hall, faults) } else { scenario.doSomething(in: hall, faults) }
    }
    calm(hall, faults)
    if hall.promises.violation == nil, let fault = ReplayCheck.fault(in: hall.daemon.store) {
      hall.promises.breaks("3 replay: \(fault)")
    }
    let outcome = Outcome(
      violation: hall.promises.violation, events: done, digest: hall.world.digest,
      virtualSeconds: Double(hall.world.now.nanoseconds) / 1e9, rows: hall.daemon.store.entries.count,
      starts: hall.daemon.starts)
    hall.daemon.kill()
    hall.world.end()
    return outcome
  }

  /// All faults end; ten seconds later (fifteen, where the fault takes two keep-alives to be found) everything is where
  /// it should be.
  private func calm(_ hall: SimulatedHall, _ faults: Faults) {
    faults.heal()
    hall.daemon.turn()
    hall.run(for: faults.isSlowToFind ? .seconds(15) : .seconds(10))
    faults.forgetSlowness()
    // What a timer stepped at this very instant is on its way to the disk: it is told when that is done, not before.
    if hall.daemon.room?.inspected().isAllCommitted == false { hall.run(for: .milliseconds(250)) }
    guard hall.promises.violation == nil else { return }
    let convergence = Convergence(
      daemon: hall.daemon, broker: hall.broker, devices: hall.devices, operators: hall.operators)
    if let fault = convergence.fault() { return hall.promises.breaks("6 where it should be: \(fault)") }
    if hall.daemon.room?.inspected().isAllCommitted == true { hall.promises.countAnew() }
  }

  /// A shorter simulation that fails as well: without the events behind the failure, and the faults it does not need.
  package func shrunk(from outcome: Outcome) -> Simulation {
    guard outcome.violation != nil else { return self }
    var least = self
    least.events = outcome.events
    for fault in Fault.allCases {
      var fewer = least
      fewer.without.insert(fault)
      let again = fewer.run()
      if again.violation != nil {
        fewer.events = again.events
        least = fewer
      }
    }
    return least
  }
}
