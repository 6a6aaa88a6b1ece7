import Show

/// The named conditions of hall.yaml: read when first used, each once, and put in wherever they are named.
final class ConditionBook {
  private var texts: [String: Written] = [:]
  private var finished: [String: CheckedCondition?] = [:]
  private var underWay: [String] = []
  private let surroundings: Surroundings
  private let faults: FaultList

  /// A book of the conditions that hall.yaml names, over its sensors.
  init(_ entries: [Written.Entry], in surroundings: Surroundings, _ faults: FaultList) {
    (self.surroundings, self.faults) = (surroundings, faults)
    for entry in entries {
      if Name<Never>.isWellFormed(entry.key) == false {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name", Written.nameHint)
      } else if Surroundings.keptWords.contains(entry.key) {
        faults.fault(entry.keyPlace, "`\(entry.key)` is a word of the language", "choose another name")
      } else if surroundings.sensors[entry.key] != nil {
        faults.fault(entry.keyPlace, "`\(entry.key)` is the name of a sensor too", "choose another name")
      } else {
        texts[entry.key] = entry.value
      }
    }
    for entry in entries { _ = condition(named: entry.key, at: entry.keyPlace) }
  }

  /// The names.
  var names: [String] { texts.keys.sorted() }

  /// Reads a condition that may name those of the book.
  func read(
    _ written: Written, _ field: String, in surroundings: Surroundings, _ faults: FaultList
  ) -> CheckedCondition? {
    ConditionParser.read(written, field, in: surroundings, faults) { self.condition(named: $0, at: $1) }
  }

  private func condition(named name: String, at place: Place) -> ConditionParser.NamedCondition {
    guard let text = texts[name] else { return .unknown }
    if let found = finished[name] { return found.map { .known($0) } ?? .faulty }
    if underWay.contains(name) {
      let circle = (underWay.drop { $0 != name } + [name]).joined(separator: " → ")
      faults.fault(place, "condition `\(name)` leads back to itself: \(circle)", "break the circle")
      return .faulty
    }
    guard underWay.count < ConditionParser.deepest else {
      faults.fault(
        place, "conditions name one another more than \(ConditionParser.deepest) levels deep", "make them flatter")
      return .faulty
    }
    underWay.append(name)
    defer { underWay.removeLast() }
    let checked = read(text, name, in: surroundings, faults)
    finished[name] = .some(checked)
    return checked.map { .known($0) } ?? .faulty
  }
}
