import Show

/// Reads what an artwork keeps beside its scenes: counters, pools and rotations.
struct SourceReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let counterKeys = ["start", "range"]
  static let poolKeys = ["items", "order"]
  static let rotationKeys = ["media", "scenes"]
  static let mostItems = 100_000
  static let mostTurns = 1000

  // MARK: Counters

  /// The counters, and their names among those that conditions and triggers may use.
  func counters(_ fields: Fields, _ surroundings: inout Surroundings) -> [Counter] {
    var counters: [Counter] = []
    for entry in fields.map("counters", "write `applause: { range: 0..10 }`") {
      guard let counter = counter(entry) else {
        surroundings.faulty.insert(entry.key)
        continue
      }
      guard surroundings.sensors[entry.key] == nil else {
        faults.fault(entry.keyPlace, "`\(entry.key)` is the name of an input or a sensor too", "choose another name")
        continue
      }
      counters.append(counter)
      surroundings.counters.insert(entry.key)
      if let artwork = surroundings.artwork { surroundings.sensors[entry.key] = counter.sensor(of: artwork) }
    }
    return counters
  }

  private func counter(_ entry: Written.Entry) -> Counter? {
    guard Name<Never>.isWellFormed(entry.key), Surroundings.keptWords.contains(entry.key) == false else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` cannot name a counter", Written.nameHint)
      return nil
    }
    var written = entry.value
    if case .nothing = written.content { written.content = .map([]) }
    guard let fields = Fields(written, "a counter", keys: Self.counterKeys, faults) else { return nil }
    var counter = Counter(name: entry.key)
    if let range = fields["range"]?.range("range", faults) { counter.range = range }
    counter.start = fields.number("start", in: counter.range) ?? counter.range.lowerBound
    return counter
  }

  // MARK: Pools and rotations

  /// The pools.
  func pools(_ fields: Fields) -> [SourceID: Pool] {
    var pools: [SourceID: Pool] = [:]
    for entry in fields.map("pools", "write `flowers: { order: no_repeat, items: [a.jpg, b.jpg] }`") {
      guard checkName(entry), let fields = Fields(entry.value, "a pool", keys: Self.poolKeys, faults),
        fields.required("items", "list the media, or write a row of them like \"flowers/{0001..0240}.jpg\"") != nil
      else { continue }
      let items = fields.items("items").flatMap { media($0) }
      guard items.isEmpty == false else { continue }
      guard items.count <= Self.mostItems else {
        faults.fault(entry.keyPlace, "this pool has \(items.count) media", "a pool has at most \(Self.mostItems)")
        continue
      }
      let id = SourceID(entry.key)
      pools[id] = Pool(id: id, order: fields.word("order", DrawOrder.self) ?? .sequence, items: items)
    }
    return pools
  }

  /// The rotations.
  func rotations(_ fields: Fields) -> [SourceID: Rotation] {
    var rotations: [SourceID: Rotation] = [:]
    for entry in fields.map("rotations", "write `works: { scenes: [work-1, work-2] }`") {
      guard checkName(entry), let fields = Fields(entry.value, "a rotation", keys: Self.rotationKeys, faults) else {
        continue
      }
      if fields.has("media"), let other = fields.entry("scenes") {
        faults.fault(other.keyPlace, "a rotation takes turns of media or of scenes, not both", "make two rotations")
      }
      let isOfScenes = fields.has("scenes")
      guard isOfScenes || fields.has("media") else {
        faults.fault(fields.place, "this rotation has nothing to take turns", "give it `scenes` or `media`")
        continue
      }
      let id = SourceID(entry.key)
      let items: Rotation.Items =
        isOfScenes ? .scenes(scenes(fields)) : .media(fields.items("media").flatMap { media($0) })
      let rotation = Rotation(id: id, items: items)
      guard check(rotation, at: entry.keyPlace) else { continue }
      rotations[id] = rotation
    }
    return rotations
  }

  private func check(_ rotation: Rotation, at place: Place) -> Bool {
    let names = rotation.names
    guard (1...Self.mostTurns).contains(names.count) else {
      if names.isEmpty == false {
        faults.fault(place, "this rotation has \(names.count) turns", "a rotation has at most \(Self.mostTurns)")
      }
      return false
    }
    guard let twice = Dictionary(grouping: names, by: { $0 }).filter({ $0.value.count > 1 }).keys.min() else {
      return true
    }
    faults.fault(place, "`\(shortened(twice))` takes two turns in this rotation", "each has one; leave one of them")
    return false
  }

  private func scenes(_ fields: Fields) -> [SceneID] {
    fields.items("scenes").compactMap { item in
      guard let text = item.text("scenes", faults), let own = surroundings.artwork else { return nil }
      return surroundings.scene(named: text, of: own, at: item.place, faults)
    }
  }

  private func checkName(_ entry: Written.Entry) -> Bool {
    guard SourceID.isWellFormed(entry.key) else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a pool or a rotation", Written.nameHint)
      return false
    }
    return true
  }

  /// A medium, or a row of them: `flowers/{0001..0240}.jpg` counts, with as many digits as its first number has.
  func media(_ written: Written) -> [String] {
    guard let text = written.text("items", faults) else { return [] }
    let reader = PropertyReader(surroundings: surroundings, faults: faults)
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else {
      return reader.medium(text, at: written.place).map { [$0] } ?? []
    }
    let bounds = text[text.index(after: open)..<close].split(separator: ".", omittingEmptySubsequences: false)
    guard bounds.count == 3, bounds[1].isEmpty, let first = Int(bounds[0]), let last = Int(bounds[2]),
      0 <= first, first <= last, last - first < Self.mostItems
    else {
      faults.fault(
        written.place, "`\(shortened(text))` is no row of media",
        "write it like \"flowers/{0001..0240}.jpg\", at most \(Self.mostItems) of them")
      return []
    }
    let (head, tail, width) = (text[..<open], text[text.index(after: close)...], bounds[0].count)
    guard reader.medium("\(head)\(bounds[0])\(tail)", at: written.place) != nil else { return [] }
    return (first...last).map { number in
      let digits = String(number)
      return head + String(repeating: "0", count: max(0, width - digits.count)) + digits + tail
    }
  }
}
