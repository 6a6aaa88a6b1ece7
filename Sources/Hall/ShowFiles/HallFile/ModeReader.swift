import Show

/// Reads the declared modes of the hall.
struct ModeReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let keys = ["title", "like", "set", "over"]

  private enum Likeness: String, CaseIterable { case open, closed }

  /// The modes, from a list of names or from names with keys.
  func modes(_ fields: Fields) -> [HallMode] {
    guard let written = fields["modes"] else { return [] }
    if case .list(let items) = written.content {
      return items.compactMap { item in
        guard let text = item.text("modes", faults), checkName(text, at: item.place) else { return nil }
        return HallMode(id: HallModeName(text))
      }
    }
    return fields.map("modes", "write `cleaning: { title: Cleaning, like: open }`").compactMap(mode)
  }

  private func mode(_ entry: Written.Entry) -> HallMode? {
    guard checkName(entry.key, at: entry.keyPlace) else { return nil }
    var written = entry.value
    if case .nothing = written.content { written.content = .map([]) }
    guard let fields = Fields(written, "a mode", keys: Self.keys, faults) else { return nil }
    let actions = ActionReader(surroundings: surroundings, faults: faults)
    let values = actions.values(fields.map("set", "write `set: { wash: 0.5 }`"))
    return HallMode(
      id: HallModeName(entry.key), title: fields.text("title") ?? "",
      likeOpen: fields.word("like", Likeness.self) == .open, values: values, over: fields.span("over") ?? .zero)
  }

  private func checkName(_ name: String, at place: Place) -> Bool {
    if HallModeName.isWellFormed(name) == false {
      faults.fault(place, "`\(shortened(name))` is no name of a mode", Written.nameHint)
    } else if HallPhase.reservedNames.contains(name) {
      faults.fault(place, "`\(name)` is a phase that every hall has", "choose another name for the mode")
    } else {
      return true
    }
    return false
  }
}
