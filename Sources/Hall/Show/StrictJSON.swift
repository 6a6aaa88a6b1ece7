/// A value of JSON (RFC 8259), read strictly: what came from outside is taken only as its writer can have meant it.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A finite number.
  case number(Double)
  /// A text.
  case text(String)
  /// A list.
  case list([JSONValue])
  /// An object; no name stands in it twice.
  case object([String: JSONValue])

  /// Why a payload is not taken.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes are not UTF-8.
    case notUTF8
    /// The text is not JSON: where, in bytes from 0, and what was expected.
    case notJSON(offset: Int, expected: String)
    /// Lists and objects stand in one another more than 16 deep.
    case tooDeep
    /// A number is not finite, or too great to be held.
    case notFinite(offset: Int)
    /// A name stands twice in one object.
    case repeatedField(String)

    /// What is wrong, for a person.
    public var description: String {
      switch self {
      case .notUTF8: "the payload is not UTF-8"
      case .notJSON(let offset, let expected): "the payload is not JSON: at byte \(offset), \(expected) was expected"
      case .tooDeep: "the payload is nested deeper than \(JSONValue.deepest)"
      case .notFinite(let offset): "the number at byte \(offset) is not finite"
      case .repeatedField(let name): "the field \"\(name)\" stands twice"
      }
    }
  }

  /// How deep lists and objects may stand in one another.
  public static let deepest = 16

  /// Reads one value that fills the payload, white space around it allowed.
  ///
  /// - Parameter bytes: UTF-8.
  /// - Throws: the first fault.
  public init(strict bytes: [UInt8]) throws(Fault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var reader = StrictReader(bytes: bytes)
    self = try reader.document()
  }

  /// The value as a scalar, if it is one.
  public var scalar: Value? {
    switch self {
    case .flag(let flag): .flag(flag)
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .null, .list, .object: nil
    }
  }

  /// The text, if it is one.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// One text for one value, whatever order and spacing it came in: names sorted, numbers as Swift writes them.
  public var canonical: String {
    switch self {
    case .null: return "null"
    case .flag(let flag): return flag ? "true" : "false"
    case .number(let number): return Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): return jsonQuoted(text)
    case .list(let values): return "[" + values.map(\.canonical).joined(separator: ",") + "]"
    case .object(let members):
      let names = members.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
      let parts = names.map { jsonQuoted($0) + ":" + (members[$0]?.canonical ?? "null") }
      return "{" + parts.joined(separator: ",") + "}"
    }
  }

  /// What a JSON pointer (RFC 6901) names, if there is such a thing.
  ///
  /// - Parameter pointer: empty for the value itself, else `/name/0/…`, with `~1` for `/` and `~0` for `~`.
  public func at(pointer: String) -> JSONValue? {
    if pointer.isEmpty { return self }
    guard pointer.first == "/" else { return nil }
    var value = self
    for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = unescaped(part)
      switch value {
      case .object(let members):
        guard let member = members[name] else { return nil }
        value = member
      case .list(let values):
        guard let index = Int(name), String(index) == name, values.indices.contains(index) else { return nil }
        value = values[index]
      default: return nil
      }
    }
    return value
  }
}

private func unescaped(_ part: Substring) -> String {
  var text = ""
  var rest = part
  while let character = rest.popFirst() {
    if character == "~", rest.first == "1" || rest.first == "0" {
      text.append(rest.popFirst() == "1" ? "/" : "~")
    } else {
      text.append(character)
    }
  }
  return text
}

/// A text as a JSON string, quotes included.
///
/// - Parameter text: any text.
/// - Returns: ASCII control characters, quotes and backslashes escaped; everything else as it is.
public func jsonQuoted(_ text: String) -> String {
  var bytes: [UInt8] = [UInt8(ascii: "\"")]
  bytes.reserveCapacity(text.utf8.count + 2)
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
    case 0..<0x20: bytes += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
    default: bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
  return String(decoding: bytes, as: UTF8.self)
}
