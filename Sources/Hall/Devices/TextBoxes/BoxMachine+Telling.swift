import DeviceLines
import Sequencer
import Show

/// What is told of a box.
extension BoxMachine {
  /// Whether what is asked for is reached, or on its way by the box's own word.
  private func isConfirmed(at now: ShowInstant) -> Bool {
    guard let goal else { return false }
    for property in box.properties where property.send != nil {
      guard let target = goal.target(property.name) else { continue }
      let course = courses[property.name] ?? BoxCourse()
      if course.refusal != nil { return false }
      if property.isPulse {
        let at = goal.fades[property.name]?.at ?? .zero
        if now - at <= Self.freshPulse, course.pulsedAt.map({ $0 < at }) ?? true { return false }
        continue
      }
      // What needs power waits for it without a warning, as a lamp that warms does.
      if property.needsPower, courses[.power]?.known != .flag(true) || way != nil { continue }
      guard let known = course.known, property.isSame(known, target) else { return false }
    }
    return true
  }

  mutating func tell(at now: ShowInstant) {
    guard isOnline == true, goal != nil || courses.values.contains(where: { $0.known != nil }) || ailment != nil else {
      return
    }
    var warnings = ailment.map { [$0] } ?? []
    warnings += courses.sorted { $0.key < $1.key }.compactMap(\.value.refusal)
    warnings += broken(at: now)
    let facts = facts(hasWarnings: !warnings.isEmpty)
    let report = DeviceReport(
      rev: isConfirmed(at: now) ? goal?.rev : nil, state: stateWord, warnings: warnings)
    guard report != told || facts != toldFacts else { return }
    (told, toldFacts) = (report, facts)
    actions.append(.tell(.actual(report, facts: facts)))
  }

  private var stateWord: String? { way ?? courses[.power]?.known?.flag.map { $0 ? "on" : "off" } }

  private func facts(hasWarnings: Bool) -> [String: Value] {
    var facts: [String: Value] = [:]
    for (name, course) in courses { facts[name.rawValue] = course.known }
    let assumed = courses.filter { $0.value.isAssumed && $0.value.known != nil }.keys.sorted().map(\.rawValue)
    if !assumed.isEmpty {
      facts["assumed"] = .flag(true)
      facts["assumed_properties"] = .text(assumed.joined(separator: " "))
    }
    facts["health"] = .text(hasWarnings ? "partially" : way ?? "ok")
    return facts
  }

  /// What it took and did not do.
  private func broken(at now: ShowInstant) -> [String] {
    courses.sorted { $0.key < $1.key }.compactMap { name, course in
      guard let since = course.promisedAt, now - since >= box.doesWithin else { return nil }
      return "it takes \(name.rawValue) and does not do it: look at it"
    }
  }
}
