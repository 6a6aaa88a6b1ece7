import Show

/// A JSON value as it came or is to be sent; an object keeps the order of its members when written.
enum JSON: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([Member])

  /// A member of an object.
  struct Member: Hashable, Sendable {
    var name: String
    var value: JSON
  }

  /// An object of the members given, those without a value left out.
  static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
  }

  /// Reads JSON text; objects come sorted by their names. Nothing if it is not JSON, or JSON of an unreasonable form.
  init?(parsing bytes: some Collection<UInt8>) {
    guard let value = try? JSONValue(strict: Array(bytes)) else { return nil }
    self.init(value)
  }

  private init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .flag(let flag): self = .flag(flag)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .list(let elements): self = .list(elements.map { JSON($0) })
    case .object(let fields):
      let names = fields.keys.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
      self = .object(names.compactMap { name in fields[name].map { Member(name: name, value: JSON($0)) } })
    }
  }

  /// The value of an object's member.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The members, if it is an object.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  /// The elements, if it is a list.
  var elements: [JSON] { if case .list(let elements) = self { elements } else { [] } }
  /// The text, if it is one.
  var text: String? { if case .text(let text) = self { text } else { nil } }
  /// The number, if it is one.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The whole number, if it is one.
  var whole: Int64? { number.flatMap { Int64(exactly: $0) } }
  /// The flag, if it is one.
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
}

extension JSON: CustomStringConvertible {
  /// As JSON text on one line, members in their order.
  var description: String {
    switch self {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): jsonQuoted(text)
    case .list(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(jsonQuoted($0.name)):\($0.value)" }.joined(separator: ",") + "}"
    }
  }

  /// As JSON text for people: a member or element a line, short ones on one line.
  var indented: String { indented(by: "") }

  private func indented(by margin: String) -> String {
    let line = description
    if line.count + margin.count <= 100 { return line }
    let inner = margin + "  "
    switch self {
    case .list(let elements):
      return "[\n" + elements.map { inner + $0.indented(by: inner) }.joined(separator: ",\n") + "\n\(margin)]"
    case .object(let members):
      let lines = members.map { "\(inner)\(jsonQuoted($0.name)): \($0.value.indented(by: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
    default: return line
    }
  }
}
