import Sequencer
import Show
import Synchronization

/// Tells what became of the lights' desired states; each change once.
struct LightTeller {
  private var told: [DeviceID: DeviceReport] = [:]

  /// Tells the lights of which something changed.
  mutating func tell(
    _ plan: LightPlan, _ faults: [Int: LineFault], to tell: (DeviceID, DriverReport) -> Void
  ) {
    for (fixture, cell) in zip(plan.patch.fixtures, plan.cells) {
      let rev = cell.sentRev.load(ordering: .acquiring)
      guard rev >= 0 else { continue }
      let warnings = warning(of: fixture.universeIndex, plan, faults).map { [$0] } ?? []
      let report = DeviceReport(rev: rev, state: warnings.isEmpty ? "sent" : "unsent", warnings: warnings)
      guard told[cell.device] != report else { continue }
      told[cell.device] = report
      tell(cell.device, .actual(report, facts: ["assumed": .flag(true)]))
    }
  }

  private func warning(of index: Int, _ plan: LightPlan, _ faults: [Int: LineFault]) -> String? {
    let universe = plan.patch.universes[index]
    if let fault = faults[universe.number] { return "\(universe.title) does not go out: \(fault)" }
    guard let failure = plan.lines[index]?.failure.load(ordering: .relaxed), failure != 0 else { return nil }
    return "\(universe.title) does not go out (\(SystemError.text(failure))): look at the network and its address"
  }
}
