import ArgumentParser
import Show

// What operators write on the command line, read into the show's types. Whatever is wrong here is status 64, before
// anything is sent.

/// Reads a name.
///
/// - Parameters:
///   - text: what was written.
///   - what: what it names, for the complaint.
/// - Throws: that it cannot be a name, and what a name may be.
func name<Kind>(_ text: String, _ what: String) throws -> Name<Kind> {
  guard Name<Kind>.isWellFormed(text) else {
    throw ValidationError("\(what) ‘\(printable(text))’ is not a name: use 1 to 64 letters, digits, '.', '_' and '-'")
  }
  return Name(text)
}

/// Reads `DEVICE.PROPERTY`.
///
/// - Throws: that there is no such property, and which there are.
func propertyPath(_ text: String) throws -> PropertyPath {
  if let path = PropertyPath(text), DeviceID.isWellFormed(path.device.text) { return path }
  let known = PropertyName.ofKinds.map(\.rawValue)
  guard let dot = text.lastIndex(of: "."), dot != text.startIndex else {
    throw ValidationError("‘\(printable(text))’ is not DEVICE.PROPERTY: write for example wash.level")
  }
  let word = String(text[text.index(after: dot)...])
  let hint =
    nearest(to: word, among: known).map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
  throw ValidationError("‘\(printable(word))’ is not a property: \(hint)")
}

/// Reads a value for a property, by the type that the property has with every kind of device; that of a box's own
/// property by its looks.
///
/// - Throws: what the property takes.
func value(_ text: String, for property: PropertyName) throws -> Value {
  switch property {
  case .power, .mute, .playing, .loop:
    if let flag = flag(text) { return .flag(flag) }
    throw ValidationError("\(property.rawValue) is on or off, not ‘\(printable(text))’")
  case .level, .brightness, .growth, .night, .kelvin, .position, .gain:
    if let number = finiteNumber(text) { return .number(number) }
    throw ValidationError("\(property.rawValue) is a number, not ‘\(printable(text))’")
  case .color:
    // In a shell an unquoted # begins a comment, so it may be left out.
    if let color = Color(text) ?? Color("#" + text) { return .text(color.description) }
    throw ValidationError("\(property.rawValue) is a colour such as ff8800, not ‘\(printable(text))’")
  case .media, .input, .still, .slate, .mode: return .text(text)
  case .dream:
    throw ValidationError("a dream cannot be overridden: send the artwork to a scene, or override brightness or slate")
  case .stills, .splice:
    throw ValidationError("\(property.rawValue) has fields and cannot be overridden: override still, slate or mode")
  // A box's own: what it takes is known to the hall alone.
  default: return flag(text).map { .flag($0) } ?? reading(text)
  }
}

/// Reads a reading: `true`, `false`, a number, else a text; a text that looks otherwise stands in double quotes.
func reading(_ text: String) -> Value {
  if text == "true" || text == "false" { return .flag(text == "true") }
  if let number = finiteNumber(text) { return .number(number) }
  if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { return .text(String(text.dropFirst().dropLast())) }
  return .text(text)
}

/// Reads a length of time such as `20m`.
///
/// - Throws: how one is written.
func span(_ text: String, option: String) throws -> TimeSpan {
  guard let span = TimeSpan(text), span > .zero else {
    throw ValidationError("\(option) ‘\(printable(text))’ is not a length of time: write for example 90s, 20m or 1h30m")
  }
  return span
}

private func flag(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "on", "true", "yes": true
  case "off", "false", "no": false
  default: nil
  }
}
