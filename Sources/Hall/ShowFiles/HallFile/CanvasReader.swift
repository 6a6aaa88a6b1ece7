import Show

/// Reads the declarations of canvases: what light they may have, and what each light gives on them.
struct CanvasReader {
  let devices: [DeviceID: Device]
  /// The names of devices whose own declarations have faults.
  let faulty: Set<String>
  let faults: FaultList

  static let keys = ["title", "lights", "ceiling", "lux_hours", "dims_from"]
  static let budgetKeys = ["day", "year"]
  /// The most lux that a meter is believed, that of the sun at noon.
  static let mostLux = 200_000.0
  private static let hint = "write `forest: { lights: { forest-light: 180 }, ceiling: 50, lux_hours: { day: 400 } }`"

  /// What stands under `canvases:`; what has faults is left out.
  func canvases(_ fields: Fields) -> [CanvasID: Canvas] {
    var canvases: [CanvasID: Canvas] = [:]
    for entry in fields.map("canvases", Self.hint) {
      guard CanvasID.isWellFormed(entry.key) else {
        faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a canvas", Written.nameHint)
        continue
      }
      guard let fields = Fields(entry.value, "a canvas", keys: Self.keys, faults) else { continue }
      let canvas = canvas(CanvasID(entry.key), fields)
      canvases[canvas.id] = canvas
    }
    return canvases
  }

  private func canvas(_ id: CanvasID, _ fields: Fields) -> Canvas {
    var canvas = Canvas(id: id, title: fields.text("title") ?? "")
    if fields.required("lights", Self.hint) != nil {
      for entry in fields.map("lights", "write `lights: { forest-light: 180 }`: lux on the canvas at full") {
        guard let device = light(entry), let calibration = calibration(entry) else { continue }
        canvas.lights[device] = calibration
      }
    }
    canvas.ceilingLux = fields.number("ceiling", in: 0...Self.mostLux)
    canvas.dimsFrom = fields.number("dims_from", in: 0.1...1) ?? canvas.dimsFrom
    if let written = fields["lux_hours"], let budget = Fields(written, "a budget", keys: Self.budgetKeys, faults) {
      canvas.luxHoursADay = budget.number("day", in: 0...1e7)
      canvas.luxHoursAYear = budget.number("year", in: 0...1e9)
    }
    if fields.has("ceiling") == false, fields.has("lux_hours") == false {
      faults.fault(fields.place, "\(id) has neither a ceiling nor a budget", "give it `ceiling` or `lux_hours`")
    }
    return canvas
  }

  private func light(_ entry: Written.Entry) -> DeviceID? {
    let id = DeviceID(entry.key)
    if let device = devices[id] {
      if device.kind == .light { return id }
      faults.fault(entry.keyPlace, "\(id) is a \(device.kind.rawValue), not a light", "name the lights that fall on it")
    } else if faulty.contains(entry.key) == false {
      let names = devices.values.filter { $0.kind == .light }.map(\.id.text)
      faults.fault(
        entry.keyPlace, "there is no device `\(shortened(entry.key))`",
        didYouMean(entry.key, among: names, what: "a light")
      )
    }
    return nil
  }

  private func calibration(_ entry: Written.Entry) -> Calibration? {
    guard let table = entry.value.entries else {
      return entry.value.number(entry.key, in: 0...Self.mostLux, faults).map { Calibration(fullLux: $0) }
    }
    var points: [Calibration.Point] = []
    for row in table {
      guard let level = Written.number(row.key), (0...1).contains(level) else {
        faults.fault(row.keyPlace, "`\(shortened(row.key))` is no level", "levels go from 0 to 1")
        return nil
      }
      guard let lux = row.value.number(row.key, in: 0...Self.mostLux, faults) else { return nil }
      points.append(Calibration.Point(level: level, lux: lux))
    }
    if let calibration = Calibration(readings: points) { return calibration }
    faults.fault(
      entry.value.place, "the lux of \(entry.key) do not rise with its level",
      "write the meter's readings like { 0.25: 12, 0.5: 60, 1: 180 }")
    return nil
  }
}
