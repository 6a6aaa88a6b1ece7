/// A value of JSON (RFC 8259), written with its members in their order.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([(String, JSONValue)])

  /// A whole number.
  static func count(_ value: Int) -> JSONValue { .number(Double(value)) }

  /// A number, or null where there is none.
  static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  /// A number rounded to six significant digits, which is more than any electrode gives.
  static func measured(_ value: Double?) -> JSONValue { .optional(value.map { PlainNumber.rounded($0) }) }

  /// The value as text, in lines where it is nested.
  func written(indent: Int = 0) -> String {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let value): return PlainNumber.text(value)
    case .text(let value): return JSONValue.quoted(value)
    case .list(let values):
      guard !values.isEmpty else { return "[]" }
      let lines = values.map { "\(inner)\($0.isNested ? $0.written(indent: indent + 1) : $0.written())" }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let members):
      guard members.contains(where: { $0.1.isNested }) else {
        return "{\(members.map { "\(JSONValue.quoted($0)): \($1.written())" }.joined(separator: ", "))}"
      }
      let lines = members.map { "\(inner)\(JSONValue.quoted($0)): \($1.written(indent: indent + 1))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    }
  }

  private var isNested: Bool {
    switch self {
    case .list(let values): !values.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 32 || scalar.value == 127:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Numbers as scripts and people read them: plain decimals, a point, no locale.
enum PlainNumber {
  /// The shortest text that reads back as the same number; whole numbers without a point.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }

  /// A number rounded to significant digits.
  static func rounded(_ value: Double, digits: Int = 6) -> Double {
    guard value != 0, value.isFinite else { return value }
    var magnitude = 0
    var rest = abs(value)
    while rest >= 10 { (rest, magnitude) = (rest / 10, magnitude + 1) }
    while rest < 1 { (rest, magnitude) = (rest * 10, magnitude - 1) }
    let places = digits - 1 - magnitude
    let scale = power(ofTen: abs(places))
    let result = places >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
    return result.isFinite ? result : value
  }

  /// A number with a fixed count of decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "" }
    let scale = power(ofTen: decimals)
    let scaled = Int64((value * scale).rounded())
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    return decimals == 0 ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  private static func power(ofTen exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}
