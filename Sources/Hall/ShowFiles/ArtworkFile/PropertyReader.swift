import Show

/// Reads values of devices' properties: one value as a shorthand, or a map of properties.
struct PropertyReader {
  let surroundings: Surroundings
  let faults: FaultList

  typealias Values = [PropertyName: PropertyValue]

  /// The values that stand behind a device.
  func values(_ written: Written, of device: Device) -> Values {
    switch written.content {
    case .scalar: return shorthand(written, of: device)
    case .map(let entries):
      var values: Values = [:]
      for entry in entries {
        guard let property = surroundings.property(entry.key, of: device, at: entry.keyPlace, faults) else { continue }
        values[property] = value(entry.value, of: property, of: device)
      }
      return values
    case .list, .nothing:
      faults.fault(
        written.place, "\(device.id) needs one value, or keys with values, not \(written.kindInWords)",
        Self.shorthandHint(for: device))
      return [:]
    }
  }

  /// The value of one property.
  func value(_ written: Written, of property: PropertyName, of device: Device) -> PropertyValue? {
    if property == .dream {
      return DreamReader(surroundings: surroundings, faults: faults).dream(written).map { .dream($0) }
    }
    let ways = ScreenWayReader(surroundings: surroundings, faults: faults)
    if property == .stills { return ways.stills(written).map { .stills($0) } }
    if property == .splice { return ways.splice(written).map { .splice($0) } }
    guard let type = device.properties[property] else { return nil }
    let name = "\(device.id).\(property.rawValue)"
    switch type {
    case .flag: return written.flag(name, faults).map { .plain(.flag($0)) }
    case .number(let range): return number(written, property, of: device, in: range)
    case .color: return color(written, name)
    case .text: return text(written, property, name)
    case .choice(let words): return choice(written, words, name)
    }
  }

  private func number(
    _ written: Written, _ property: PropertyName, of device: Device, in range: ClosedRange<Double>?
  ) -> PropertyValue? {
    var bare = written
    if let text = written.text, let unit = Self.unit(of: property, device), text.hasSuffix(unit) {
      let digits = String(text.dropLast(unit.count))
      bare.content = .scalar(digits.hasSuffix(" ") ? String(digits.dropLast()) : digits, isQuoted: false)
    }
    return bare.number("\(device.id).\(property.rawValue)", in: range, faults).map { .plain(.number($0)) }
  }

  private static func unit(of property: PropertyName, _ device: Device) -> String? {
    if case .box(let connection)? = device.connection {
      return connection.box.properties.first { $0.name == property }?.unit
    }
    return switch property {
    case .kelvin: "K"
    case .gain: "dB"
    case .position: "s"
    default: nil
    }
  }

  private func color(_ written: Written, _ name: String) -> PropertyValue? {
    let color = written.parsed(name, "a colour", "write it in quotes like \"#0a1230\"", faults) { Color($0) }
    return color.map { .plain(.text($0.description)) }
  }

  private func text(_ written: Written, _ property: PropertyName, _ name: String) -> PropertyValue? {
    guard let text = written.text(name, faults) else { return nil }
    if property == .still || property == .media { return medium(text, at: written.place).map { .plain(.text($0)) } }
    return .plain(.text(text))
  }

  private func choice(_ written: Written, _ words: [String], _ name: String) -> PropertyValue? {
    guard let text = written.text(name, faults) else { return nil }
    if words.contains(text) { return .plain(.text(text)) }
    faults.fault(
      written.place, "`\(name)` cannot be `\(shortened(text))`", didYouMean(text, among: words, what: "`\(name)`"))
    return nil
  }

  /// Whether a text may be a word that a property chooses from: it looks like no number, and like no yes or no.
  static func isWordOfChoice(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    let isLetter = Unicode.Scalar(first).properties.isAlphabetic || first >= 0x80
    return isLetter && text.utf8.count <= 64 && Written.flag(text) == nil
  }

  /// The name of a medium: a path within the folder of the media, never out of it.
  func medium(_ text: String, at place: Place) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isWithin = parts.allSatisfy { $0.isEmpty == false && $0 != "." && $0 != ".." && $0.contains("\\") == false }
    guard text.utf8.count <= 255, isWithin, text.unicodeScalars.contains(where: { $0.value < 0x20 }) == false else {
      faults.fault(
        place, "`\(shortened(text))` is no name of a medium",
        "name it as it stands in the folder of the media, for example reports/first")
      return nil
    }
    return text
  }

  private func shorthand(_ written: Written, of device: Device) -> Values {
    guard let text = written.text else { return [:] }
    let property: PropertyName
    switch device.kind {
    case .light where text.hasPrefix("#"): property = .color
    case .light where text.hasSuffix("K") && Written.number(String(text.dropLast())) != nil: property = .kelvin
    case .light where Written.number(text) != nil: property = .level
    case .screen where Written.number(text) != nil: property = .brightness
    case .player where Written.number(text) != nil: property = .gain
    case .projector, .display, .switch: property = .power
    case .box where device.properties[.power] != nil: property = .power
    default:
      faults.fault(
        written.place, "a \(device.kind.rawValue) cannot be `\(shortened(text))`",
        Self.shorthandHint(for: device))
      return [:]
    }
    return value(written, of: property, of: device).map { [property: $0] } ?? [:]
  }

  private static func shorthandHint(for device: Device) -> String {
    let names = device.propertyNames.map(\.rawValue).joined(separator: ", ")
    return switch device.kind {
    case .light: "write a colour like \"#0a1230\", a level from 0 to 1, or a temperature like 2700K"
    case .screen: "write its brightness from 0 to 1, or keys: \(names)"
    case .player: "write its gain in decibels, or keys: \(names)"
    case .projector, .display, .switch: "write on or off"
    case .box: "write keys: \(names)"
    }
  }
}
