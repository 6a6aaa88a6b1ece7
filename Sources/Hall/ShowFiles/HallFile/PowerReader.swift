import Show

/// Reads when a device is awake, how long it takes to warm and to cool, and what powers it.
struct PowerReader {
  let faults: FaultList

  static let keys = ["awake", "warm_up", "cool_down", "sleeps_after", "powered_by"]

  /// Reads these keys into a device whose other keys are read.
  func read(_ fields: Fields, into device: inout Device) {
    device.awake = fields.word("awake", Wakefulness.self)
    device.warmUp = fields.span("warm_up") ?? .zero
    device.coolDown = fields.span("cool_down") ?? .zero
    device.sleepsAfter = fields.span("sleeps_after") ?? .zero
    device.poweredBy = fields.name("powered_by")
    let names = Array(device.properties.keys)
    for key in ["warm_up", "cool_down"] where fields.has(key) && device.properties[.power] == nil {
      refuse(key, fields, "is for what has `power`, and \(device.id) has none", "leave it out")
    }
    if device.awake == .opening, names.contains(where: { device.kind.sleepingValue(of: $0) != nil }) == false {
      refuse("awake", fields, "is for what can sleep, and \(device.id) has nothing to switch off", "leave it out")
    }
    if fields.has("sleeps_after"), device.awake != .opening {
      refuse("sleeps_after", fields, "is for a device that the hall keeps awake", "add `awake: opening`")
    }
  }

  private func refuse(_ key: String, _ fields: Fields, _ why: String, _ hint: String) {
    faults.fault(fields.entry(key)?.keyPlace ?? fields.place, "`\(key)` \(why)", hint)
  }

  /// Finds devices that are powered by what is no device, has no power, or is powered by themselves.
  func checkSources(_ hall: Hall, _ entries: [Written.Entry], faulty: Set<String>) {
    for entry in entries {
      guard let device = hall.devices[DeviceID(entry.key)], let source = device.poweredBy,
        let place = entry.value.entries?.first(where: { $0.key == "powered_by" })?.value.place
      else { continue }
      if let found = hall.devices[source] {
        if found.properties[.power] == nil {
          faults.fault(
            place, "\(source) has no `power`", "name the switch, the outlet or the PC that powers \(device.id)")
        } else if hall.sources(of: device.id).contains(device.id) {
          faults.fault(place, "\(device.id) is powered by itself, by way of \(source)", "leave one `powered_by` out")
        }
      } else if faulty.contains(source.text) == false {
        faults.fault(
          place, "there is no device `\(shortened(source.text))`",
          didYouMean(source.text, among: hall.devices.keys.map(\.text), what: "a device"))
      }
    }
  }
}
