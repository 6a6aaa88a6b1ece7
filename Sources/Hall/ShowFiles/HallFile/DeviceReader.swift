import Show

/// Reads the declaration of a device.
struct DeviceReader {
  let faults: FaultList

  static let keys = [
    "kind", "title", "model", "universe", "slot", "gamma", "minimum", "default", "safe", "egress", "merge", "reports",
    "confirms_within", "connection",
  ]

  /// The device; nothing if it is unclear what it is.
  func device(_ entry: Written.Entry) -> Device? {
    guard Name<Named.Device>.isWellFormed(entry.key) else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a device", Written.nameHint)
      return nil
    }
    guard let fields = Fields(entry.value, "a device", keys: Self.keys, faults),
      let kindText = fields.required("kind", "say what it is: `kind: light`"),
      let kind = kindText.word("kind", DeviceKind.self, faults)
    else { return nil }
    var device = Device(
      id: DeviceID(entry.key), kind: kind, reports: fields.flag("reports"), title: fields.text("title") ?? "")
    device.model = fields.text("model")
    (device.universe, device.slot) = (fields.whole("universe", in: 1...63999), fields.whole("slot", in: 1...512))
    checkPatch(fields)
    device.gamma = fields.number("gamma", in: 0.1...5) ?? device.gamma
    device.minimum = fields.number("minimum", in: 0...0.5) ?? device.minimum
    device.connection = fields["connection"].flatMap { ConnectionReader(faults: faults).connection($0, of: device) }
    // Lights on a line of DMX tell nothing; those of other makers do.
    if case .foreign? = device.connection, fields.has("reports") == false { device.reports = true }
    let values = PropertyReader(surroundings: Surroundings(), faults: faults)
    device.defaults = fields["default"].map { values.values($0, of: device) } ?? [:]
    device.safe = fields["safe"].map { values.values($0, of: device) } ?? [:]
    device.egress = fields.flag("egress") ?? false
    device.merge = fields.word("merge", Merge.self) ?? .ltp
    device.confirmsWithin = fields.span("confirms_within") ?? device.confirmsWithin
    return device
  }

  private func checkPatch(_ fields: Fields) {
    if let universe = fields.entry("universe"), fields.has("slot") == false {
      faults.fault(universe.keyPlace, "a device in a universe needs its first slot", "add `slot`, from 1 to 512")
    }
    if let slot = fields.entry("slot"), fields.has("universe") == false {
      faults.fault(slot.keyPlace, "a slot without a universe is nowhere", "add `universe`, from 1 to 63999")
    }
  }
}
