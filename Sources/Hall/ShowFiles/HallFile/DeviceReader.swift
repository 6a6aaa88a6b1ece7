import Show

/// Reads the declaration of a device.
struct DeviceReader {
  let faults: FaultList
  /// The boxes that the show describes.
  var boxes = BoxBook()

  static let keys =
    [
      "kind", "title", "model", "universe", "slot", "gamma", "minimum", "default", "safe", "egress", "merge", "reports",
      "confirms_within", "connection",
    ] + PowerReader.keys

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
    device.connection = fields["connection"].flatMap {
      ConnectionReader(faults: faults, boxes: boxes).connection($0, of: device)
    }
    checkBox(device, fields)
    // Lights on a line of DMX tell nothing; those of other makers do.
    if case .foreign? = device.connection, fields.has("reports") == false { device.reports = true }
    let values = PropertyReader(surroundings: Surroundings(), faults: faults)
    device.defaults = fields["default"].map { values.values($0, of: device) } ?? [:]
    for name in device.pulses.sorted() where device.defaults[name] != nil {
      faults.fault(
        fields.entry("default")?.keyPlace ?? fields.place,
        "`\(name.rawValue)` is done anew each time, and has no default",
        "leave it out: it would be done whenever the daemon starts")
    }
    device.safe = fields["safe"].map { values.values($0, of: device) } ?? [:]
    device.egress = fields.flag("egress") ?? false
    device.merge = fields.word("merge", Merge.self) ?? .ltp
    device.confirmsWithin = fields.span("confirms_within") ?? device.confirmsWithin
    PowerReader(faults: faults).read(fields, into: &device)
    return device
  }

  /// What a kind of device has means in a box what it means elsewhere.
  private func checkBox(_ device: Device, _ fields: Fields) {
    guard case .box(let connection)? = device.connection else {
      if device.kind == .box, fields.has("connection") == false {
        faults.fault(fields.place, "a box is reached by its description", "write `connection: { box: NAME, host: … }`")
      }
      return
    }
    let place = fields.entry("connection")?.keyPlace ?? fields.place
    let (usual, own) = (device.kind.properties, connection.box.settableTypes)
    if usual.isEmpty == false, usual.keys.contains(where: { own[$0] != nil }) == false {
      faults.fault(
        place, "the box `\(connection.box.name)` has nothing that a \(device.kind.rawValue) has", "write `kind: box`")
    }
    for (name, type) in usual.sorted(by: { $0.key < $1.key }) {
      guard case .number(let range?) = type, case .number(let given)? = own[name] else { continue }
      guard given.map({ $0.lowerBound < range.lowerBound || $0.upperBound > range.upperBound }) ?? true else {
        continue
      }
      faults.fault(
        place, "the box `\(connection.box.name)` has a `\(name.rawValue)` that is not \(type)",
        "write `kind: box`, or give it that range and a `wire`")
    }
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
