import Show

/// What changes numbers, and lets loops go.
extension ActionReader {
  /// `count: applause` adds one; `{ applause: +2 }`, `{ applause: -1 }` add and take away, `{ applause: 0 }` sets.
  func count(_ written: Written) -> [SensorID: CounterChange]? {
    guard let own = surroundings.artwork else { return nil }
    func id(_ name: String, _ place: Place) -> SensorID? {
      if surroundings.counters.contains(name) { return Counter(name: name).sensor(of: own).id }
      if surroundings.faulty.contains(name) == false {
        faults.fault(
          place, "there is no counter `\(shortened(name))`",
          didYouMean(name, among: surroundings.counters, what: "a counter, declared under `counters`,"))
      }
      return nil
    }
    if let name = written.text { return id(name, written.place).map { [$0: .add(1)] } }
    guard let entries = entries(written, "count", "count: { applause: +1 }") else { return nil }
    var changes: [SensorID: CounterChange] = [:]
    for entry in entries {
      guard let id = id(entry.key, entry.keyPlace) else { continue }
      let hint = "write +1 or -1 to add or take away, or a number to set"
      changes[id] = entry.value.parsed(entry.key, "a change of a counter", hint, faults) { text in
        Written.number(text).map { text.hasPrefix("+") || text.hasPrefix("-") ? .add($0) : .set($0) }
      }
    }
    return changes
  }

  func release(_ written: Written) -> GroupName? {
    guard let name: GroupName = written.name("release", faults) else { return nil }
    if surroundings.groups.contains(name) { return name }
    faults.fault(
      written.place, "this scene has no group called `\(name)`",
      didYouMean(name.text, among: surroundings.groups.map(\.text), what: "a group with a `name`"))
    return nil
  }
}
