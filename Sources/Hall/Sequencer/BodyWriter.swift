import Show

/// Writes JSON of one form by hand: the bytes that `JSONEncoder` makes with sorted keys and slashes as they are.
///
/// Decisions and desired states come with every step, and making them by reflection took longer than the step itself. A
/// test holds this against the encoder.
struct BodyWriter {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(256) }

  /// What was written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes signs as they are.
  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes += $0 }
  }

  /// Writes a whole number.
  mutating func whole(_ number: Int64) { bytes += "\(number)".utf8 }

  /// Writes a finite number, the shortest that reads back the same.
  mutating func number(_ number: Double) {
    let text = "\(number)"
    bytes += text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...]
  }

  /// Writes a text in quotes.
  mutating func quoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x08: raw("\\b")
      case 0x09: raw("\\t")
      case 0x0A: raw("\\n")
      case 0x0C: raw("\\f")
      case 0x0D: raw("\\r")
      case 0..<0x20:
        raw("\\u00")
        bytes.append(UInt8(ascii: "0") + byte / 16)
        let low = byte % 16
        bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a text in quotes, or `null`.
  mutating func quoted(orNull text: String?) {
    if let text { quoted(text) } else { raw("null") }
  }

  /// Writes a scalar.
  mutating func value(_ value: Value) {
    switch value {
    case .flag(let flag): raw(flag ? "true" : "false")
    case .number(let number): self.number(number)
    case .text(let text): quoted(text)
    }
  }
}

extension DecisionBody {
  /// The body as JSON.
  var json: String {
    var writer = BodyWriter()
    writer.raw("{")
    if let from {
      writer.raw("\"from\":")
      writer.quoted(from.text)
      writer.raw(",")
    }
    writer.raw("\"sentence\":")
    writer.quoted(sentence)
    if let to {
      writer.raw(",\"to\":")
      writer.quoted(to.text)
    }
    if let values {
      writer.raw(",\"values\":{")
      for (place, entry) in values.sorted(by: { $0.key < $1.key }).enumerated() {
        if place > 0 { writer.raw(",") }
        writer.quoted(entry.key)
        writer.raw(":")
        writer.value(entry.value)
      }
      writer.raw("}")
    }
    if let when {
      writer.raw(",\"when\":")
      writer.quoted(when)
    }
    writer.raw("}")
    return writer.text
  }
}

extension DesiredState {
  /// The state as JSON; nothing where something of it is an object or stills of a pool, which is rare enough for the encoder.
  var plainJSON: String? {
    guard next == nil, passedOver == nil else { return nil }
    var writer = BodyWriter()
    writer.raw("{\"at\":")
    writer.whole(at.milliseconds)
    writer.raw(",\"properties\":{")
    for (place, entry) in properties.sorted(by: { $0.key < $1.key }).enumerated() {
      guard case .plain(let goal) = entry.value.to else { return nil }
      if place > 0 { writer.raw(",") }
      writer.quoted(entry.key.rawValue)
      writer.raw(":{\"at\":")
      writer.whole(entry.value.at.milliseconds)
      writer.raw(",\"curve\":")
      writer.quoted(entry.value.curve.rawValue)
      if let from = entry.value.from {
        guard case .plain(let start) = from else { return nil }
        writer.raw(",\"from\":")
        writer.value(start)
      }
      writer.raw(",\"over\":")
      writer.whole(entry.value.over.milliseconds)
      writer.raw(",\"to\":")
      writer.value(goal)
      writer.raw("}")
    }
    writer.raw("},\"rev\":")
    writer.whole(rev)
    writer.raw("}")
    return writer.text
  }
}
