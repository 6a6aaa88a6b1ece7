import Show

/// The published JSON Schemas of a show's files: editors complete and check a scene with them.
///
/// They are made of the same lists of keys, words and ranges by which the readers read, so that a key that is added to a
/// reader and not here is found by a test. What needs the rest of the show (that a scene exists, that a name is a light)
/// is the loader's to say.
public enum ShowSchema {
  /// Which file of a show.
  public enum File: String, CaseIterable, Sendable {
    /// `hall.yaml`.
    case hall
    /// An artwork's file.
    case artwork
    /// The description of a box.
    case box
  }

  /// The schema of a file as JSON text.
  public static func text(of file: File) -> String {
    let (root, title) = root(of: file)
    let parts = ArtworkSchema.parts.merging(HallSchema.parts) { first, _ in first }
      .merging(BoxSchema.parts) { first, _ in first }
    let defs = reachable(from: root, in: parts).sorted().compactMap { name -> (String, SchemaJSON)? in
      let isOfTemplate = name.hasSuffix(SchemaPart.templateSuffix)
      let plain = isOfTemplate ? String(name.dropLast(SchemaPart.templateSuffix.count)) : name
      return parts[plain].map { (name, $0.json(mayBeBlank: isOfTemplate)) }
    }
    guard case .object(let fields) = root.json(mayBeBlank: false) else { return "{}\n" }
    let head: [(String, SchemaJSON)] = [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text(title)),
    ]
    return SchemaJSON.object(head + fields + [("$defs", .object(defs))]).text() + "\n"
  }

  private static func root(of file: File) -> (SchemaPart, title: String) {
    switch file {
    case .hall: (HallSchema.hall, "Régie: hall.yaml")
    case .artwork: (ArtworkSchema.artwork, "Régie: an artwork")
    case .box: (BoxSchema.box, "Régie: the description of a box")
    }
  }

  /// The names of the parts that a part leads to; what stands in a part of a template is one too.
  private static func reachable(from root: SchemaPart, in parts: [String: SchemaPart]) -> Set<String> {
    var found: Set<String> = []
    var open = root.names
    while let name = open.popFirst() {
      guard found.insert(name).inserted else { continue }
      let isOfTemplate = name.hasSuffix(SchemaPart.templateSuffix)
      let plain = isOfTemplate ? String(name.dropLast(SchemaPart.templateSuffix.count)) : name
      for inner in parts[plain]?.names ?? [] {
        let isPart = isOfTemplate && ArtworkSchema.partsOfTemplates.contains(inner)
        open.insert(isPart ? inner + SchemaPart.templateSuffix : inner)
      }
    }
    return found
  }

  /// Parts of keys, from the list of keys that a reader has: a key without a part is a mistake that a test finds.
  static func keys(_ keys: [String], needed: [String] = [], _ parts: [String: SchemaPart]) -> SchemaPart {
    .keys(Dictionary(uniqueKeysWithValues: keys.map { ($0, parts[$0] ?? .named("unknown-\($0)")) }), needed: needed)
  }
}

extension SchemaPart {
  /// The names of parts that this one names.
  var names: Set<String> {
    switch self {
    case .keys(let parts, _), .keysOf(let parts, _): parts.values.reduce(into: []) { $0.formUnion($1.names) }
    case .names(let part), .list(let part, _), .listOrOne(let part), .told(_, let part), .orNothing(let part):
      part.names
    case .either(let parts): parts.reduce(into: []) { $0.formUnion($1.names) }
    case .named(let name): [name]
    default: []
    }
  }

  /// The keys that may stand here, where keys may.
  var keyNames: Set<String> {
    switch self {
    case .keys(let parts, _), .keysOf(let parts, _): Set(parts.keys)
    case .told(_, let part), .orNothing(let part): part.keyNames
    default: []
    }
  }
}
