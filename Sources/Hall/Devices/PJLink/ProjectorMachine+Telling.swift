import DeviceLines
import Sequencer
import Show

/// What is told of a projector.
extension ProjectorMachine {
  /// Whether what is asked for is reached, or on its way by the projector's own word.
  var isConfirmed: Bool {
    guard let goal, let power = known.power else { return false }
    if let wanted = goal.power, wanted != power.isOn { return false }
    guard power == .on else { return true }
    if let input = goal.input, input != known.input { return false }
    return goal.mute == nil || goal.mute == known.mute || unknownCommands.contains(.mute)
  }

  mutating func tell(at now: ShowInstant) {
    guard isOnline == true, known.power != nil || passwordFault != nil else { return }
    var warnings = known.warnings
    if let passwordFault { warnings.append(passwordFault) }
    if goal?.isInputKnown == false {
      warnings.append("it has no input of the name that is asked for: write it like hdmi1 or 31")
    }
    warnings += refusals.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    warnings += broken(at: now)
    let report = DeviceReport(
      rev: isConfirmed ? goal?.rev : nil, state: known.power?.word, warnings: warnings)
    guard report != told || known.facts != toldFacts else { return }
    (told, toldFacts) = (report, known.facts)
    actions.append(.tell(.actual(report, facts: known.facts)))
  }

  /// What it took and did not do.
  private mutating func broken(at now: ShowInstant) -> [String] {
    let isAsWanted: [PJLinkCommand.Name: Bool] = [
      .power: goal?.power == nil || goal?.power == known.power?.isOn,
      .input: goal?.input == nil || goal?.input == known.input, .mute: goal?.mute == nil || goal?.mute == known.mute,
    ]
    for (name, isSame) in isAsWanted where isSame { promises[name] = nil }
    return promises.sorted { $0.key.rawValue < $1.key.rawValue }.filter { now - $0.value >= timings.promise }.map {
      "it takes \($0.key.rawValue) and does not do it: look at it"
    }
  }
}
