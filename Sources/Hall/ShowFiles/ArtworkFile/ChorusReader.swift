import Show

/// Reads which nights are dreamt beside that of a dream: `[a, b]`, or `{ of: [a, b, c], count: crowd, each: 2 }`.
struct ChorusReader {
  let surroundings: Surroundings
  let faults: FaultList

  static let keys = ["of", "count", "each"]
  static let mostEach = 1000
  private static let hint = "list nights, or write `{ of: [NIGHT, NIGHT], count: INPUT }`"

  /// The chorus; nil after a fault.
  func chorus(_ written: Written) -> Chorus? {
    if case .list(let items) = written.content { return nights(items, at: written.place).map { Chorus(nights: $0) } }
    guard written.entries != nil else {
      faults.fault(written.place, "\(written.kindInWords) is no chorus", Self.hint)
      return nil
    }
    guard let fields = Fields(written, "a chorus", keys: Self.keys, faults) else { return nil }
    guard fields.required("of", "say which nights join: `of: [NIGHT, NIGHT]`") != nil else { return nil }
    let nights = nights(fields.list("of", "write `of: [NIGHT, NIGHT]`"), at: fields.place)
    let each = fields.whole("each", in: 1...Self.mostEach)
    guard let count = fields["count"] else {
      if let entry = fields.entry("each") {
        faults.fault(
          entry.keyPlace, "`each` says for how many of a count a night joins", "name the count: `count: INPUT`")
      }
      return nights.map { Chorus(nights: $0) }
    }
    guard let sensor = sensor(count), let nights else { return nil }
    return Chorus(nights: nights, visitors: Chorus.Visitors(sensor: sensor, each: each ?? 1))
  }

  private func nights(_ items: [Written], at place: Place) -> [String]? {
    guard items.count <= Chorus.most else {
      faults.fault(place, "\(items.count) nights are more than a picture holds", "name at most \(Chorus.most)")
      return nil
    }
    var names: [String] = []
    for item in items {
      let name: Name<Never>? = item.name("chorus", faults)
      guard let text = name?.text else { return nil }
      guard names.contains(text) == false else {
        faults.fault(item.place, "`\(text)` stands twice in this chorus", "each night is dreamt once")
        return nil
      }
      names.append(text)
    }
    return names
  }

  private func sensor(_ written: Written) -> SensorID? {
    guard let text = written.text("count", faults) else { return nil }
    guard let sensor = surroundings.sensors[text] else {
      if surroundings.faulty.contains(text) == false {
        faults.fault(
          written.place, "there is no input `\(shortened(text))`",
          didYouMean(text, among: surroundings.sensors.keys.sorted(), what: "an input"))
      }
      return nil
    }
    guard case .number = sensor.type else {
      faults.fault(written.place, "`\(text)` counts nothing", "name a count, a measure or a counter")
      return nil
    }
    return sensor.id
  }
}
