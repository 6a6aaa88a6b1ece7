/// What may stand at a place of a show's file, as JSON Schema (2020-12) says it to editors.
///
/// Scalars take their type from the field they stand in, so a text may be written as `7.1` or `true`, which editors read
/// as a number or a flag: a part for a scalar allows each form that the loader takes.
indirect enum SchemaPart: Sendable {
  /// Keys, of which no others may stand there; those that are needed named apart.
  case keys([String: SchemaPart], needed: [String])
  /// Keys of which at least one of each set is needed.
  case keysOf([String: SchemaPart], needed: [[String]])
  /// Names that the show chooses, each with such a part.
  case names(SchemaPart)
  /// A list.
  case list(SchemaPart, least: Int)
  /// A list, or one alone.
  case listOrOne(SchemaPart)
  /// Any text on one line, of a form where one is given.
  case text(form: String?)
  /// One of some words.
  case word([String])
  /// A number in a range.
  case number(ClosedRange<Double>?)
  /// A whole number in a range.
  case whole(ClosedRange<Int>)
  /// Yes or no.
  case flag
  /// One of several.
  case either([SchemaPart])
  /// A part that is described once, by its name.
  case named(String)
  /// Anything.
  case anything
  /// A part with a sentence that editors show.
  case told(String, SchemaPart)
  /// Nothing but the key.
  case orNothing(SchemaPart)
}

extension SchemaPart {
  /// Forms of scalars, as regular expressions (ECMA-262).
  enum Form {
    static let name = "^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}$"
    static let blank = "\\$"
    static let span = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$"
    static let color = "^#[0-9A-Fa-f]{6}$"
    static let number = "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$"
    static let flag = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])$"
    static let timeOfDay = "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"
    static let date = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    static let localTime = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"
    static let range = "^[^.].*\\.\\..+$"
    static let medium = "^[^/\\\\].*$"
  }

  /// What the name of a part ends with where its scalars may be blanks.
  static let templateSuffix = "-in-template"

  static let name = SchemaPart.text(form: Form.name)
  static let span = SchemaPart.told("A length of time: 8s, 250ms, 1h30m.", .text(form: Form.span))
  static let anyText = SchemaPart.text(form: nil)

  /// The part as JSON, keys in order.
  ///
  /// - Parameter mayBeBlank: whether a scalar may be the blank of a template.
  func json(mayBeBlank: Bool) -> SchemaJSON {
    func scalar(_ forms: [SchemaJSON]) -> SchemaJSON {
      let blank = SchemaJSON.object([("type", .text("string")), ("pattern", .text(Form.blank))])
      let all = mayBeBlank ? forms + [blank] : forms
      return all.count == 1 ? all[0] : .object([("anyOf", .list(all))])
    }
    switch self {
    case .keys(let parts, let needed): return Self.object(parts, needed.map { [$0] }, mayBeBlank)
    case .keysOf(let parts, let needed): return Self.object(parts, needed, mayBeBlank)
    case .names(let part):
      let names = SchemaJSON.object([("minLength", .number(1)), ("maxLength", .number(2000))])
      return .object([
        ("type", .text("object")), ("propertyNames", names),
        ("additionalProperties", part.json(mayBeBlank: mayBeBlank)),
      ])
    case .list(let part, let least):
      return .object([
        ("type", .text("array")), ("items", part.json(mayBeBlank: mayBeBlank)), ("minItems", .number(Double(least))),
      ])
    case .listOrOne(let part): return SchemaPart.either([part, .list(part, least: 0)]).json(mayBeBlank: mayBeBlank)
    case .text(nil): return .object([("type", .list(["string", "number", "boolean"].map { .text($0) }))])
    case .text(let form?):
      // A name like `7.1` or `2` reaches editors as a number: its form is the loader's business then.
      return scalar(
        [
          .object([("type", .text("string")), ("pattern", .text(form))]), .object([("type", .text("number"))]),
        ].dropLast(form == Form.name ? 0 : 1))
    case .word(let words): return scalar([.object([("enum", .list(words.map { .text($0) }))])])
    case .number(let range): return scalar(Self.numbers(range))
    case .whole(let range):
      return scalar(Self.numbers(Double(range.lowerBound)...Double(range.upperBound), type: "integer"))
    case .flag:
      return scalar([
        .object([("type", .text("boolean"))]), .object([("type", .text("string")), ("pattern", .text(Form.flag))]),
      ])
    case .either(let parts): return .object([("anyOf", .list(parts.map { $0.json(mayBeBlank: mayBeBlank) }))])
    case .named(let name):
      // What stands within a part of a template is a part of a template too.
      let suffix = mayBeBlank && ArtworkSchema.partsOfTemplates.contains(name) ? SchemaPart.templateSuffix : ""
      return .object([("$ref", .text("#/$defs/\(name)\(suffix)"))])
    case .anything: return .object([])
    case .told(let sentence, let part):
      return part.json(mayBeBlank: mayBeBlank).adding(("description", .text(sentence)))
    case .orNothing(let part):
      return .object([("anyOf", .list([.object([("type", .text("null"))]), part.json(mayBeBlank: mayBeBlank)]))])
    }
  }

  private static func numbers(_ range: ClosedRange<Double>?, type: String = "number") -> [SchemaJSON] {
    let bounds: [(String, SchemaJSON)] =
      range.map { [("minimum", .number($0.lowerBound)), ("maximum", .number($0.upperBound))] } ?? []
    return [
      .object([("type", .text(type))] + bounds), .object([("type", .text("string")), ("pattern", .text(Form.number))]),
    ]
  }

  private static func object(_ parts: [String: SchemaPart], _ needed: [[String]], _ mayBeBlank: Bool) -> SchemaJSON {
    let properties = parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json(mayBeBlank: mayBeBlank)) }
    var fields: [(String, SchemaJSON)] = [
      ("type", .text("object")), ("properties", .object(properties)), ("additionalProperties", .flag(false)),
    ]
    let single = needed.filter { $0.count == 1 }.map { SchemaJSON.text($0[0]) }
    if single.isEmpty == false { fields.append(("required", .list(single))) }
    let choices = needed.filter { $0.count > 1 }.map { keys in
      SchemaJSON.object([("anyOf", .list(keys.map { .object([("required", .list([.text($0)]))]) }))])
    }
    if choices.isEmpty == false { fields.append(("allOf", .list(choices))) }
    return .object(fields)
  }
}

/// JSON whose keys keep their order, so that a schema is read from the top and differs by what was changed.
indirect enum SchemaJSON: Sendable {
  case object([(String, SchemaJSON)])
  case list([SchemaJSON])
  case text(String)
  case number(Double)
  case flag(Bool)

  func adding(_ field: (String, SchemaJSON)) -> SchemaJSON {
    if case .object(let fields) = self { .object([field] + fields.filter { $0.0 != field.0 }) } else { self }
  }

  /// The text, indented by two spaces a level; what fits on a line of 120 stands on one.
  func text(indent: Int = 0) -> String {
    let flat = flatText
    if flat.utf8.count + indent <= 116 { return flat }
    let pad = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .object(let fields):
      let lines = fields.map { "\(pad)\(Self.quoted($0.0)): \($0.1.text(indent: indent + 2))" }
      return "{\n\(lines.joined(separator: ",\n"))\(end)}"
    case .list(let items):
      return "[\n\(items.map { pad + $0.text(indent: indent + 2) }.joined(separator: ",\n"))\(end)]"
    default: return flat
    }
  }

  private var flatText: String {
    switch self {
    case .object(let fields):
      fields.isEmpty
        ? "{}" : "{ " + fields.map { "\(Self.quoted($0.0)): \($0.1.flatText)" }.joined(separator: ", ") + " }"
    case .list(let items): "[" + items.map(\.flatText).joined(separator: ", ") + "]"
    case .text(let text): Self.quoted(text)
    case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    case .flag(let flag): "\(flag)"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
