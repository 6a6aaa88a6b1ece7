import Show

/// A cue or a trigger with blanks, written once and used in several places.
struct Template {
  /// What a template gives.
  enum Part: String, CaseIterable { case cue, trigger }

  /// What a parameter stands for.
  enum Kind: String, CaseIterable {
    case light, screen, player, projector, display, `switch`, device, input, scene, medium, number, level, duration,
      color, flag, text
  }

  /// A blank.
  struct Parameter {
    var name: String
    var place: Place
    var kind: Kind
    /// What it is where a use does not say.
    var fallback: Written?
  }

  var name: String
  /// The file it stands in.
  var file: String
  var place: Place
  var parameters: [Parameter]
  var part: Part
  var body: Written
}

extension Template {
  static let keys = ["parameters"] + Part.allCases.map(\.rawValue)
  static let parameterKeys = ["type", "default"]

  /// Reads a template; nothing if it cannot be used, and the faults say why.
  init?(_ entry: Written.Entry, in file: String, _ faults: FaultList) {
    guard Name<Never>.isWellFormed(entry.key) else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a template", Written.nameHint)
      return nil
    }
    guard let fields = Fields(entry.value, "a template", keys: Self.keys, faults) else { return nil }
    let parameters = fields.map("parameters", "write `light: light`").compactMap { Self.parameter($0, faults) }
    let parts = Part.allCases.filter { fields.has($0.rawValue) }
    if parts.count > 1, let second = fields.entry(parts[1].rawValue) {
      faults.fault(second.keyPlace, "a template gives a cue or a trigger, not both", "make two templates")
    }
    guard let part = parts.first, let body = fields[part.rawValue] else {
      faults.fault(entry.keyPlace, "this template gives nothing", "give it a `cue` or a `trigger`")
      return nil
    }
    self.init(
      name: entry.key, file: file, place: entry.keyPlace, parameters: parameters, part: part, body: body)
    guard checkReferences(faults), parameters.count == fields.count(of: "parameters") else { return nil }
  }

  private static func parameter(_ entry: Written.Entry, _ faults: FaultList) -> Parameter? {
    guard Name<Never>.isWellFormed(entry.key), entry.key.contains(".") == false else {
      faults.fault(entry.keyPlace, "`\(shortened(entry.key))` is no name of a parameter", Written.nameHint)
      return nil
    }
    if entry.value.entries == nil {
      return entry.value.word(entry.key, Kind.self, faults).map {
        Parameter(name: entry.key, place: entry.keyPlace, kind: $0)
      }
    }
    guard let fields = Fields(entry.value, "a parameter", keys: parameterKeys, faults),
      fields.required("type", "say what it stands for, for example `type: light`") != nil,
      let kind = fields.word("type", Kind.self)
    else { return nil }
    return Parameter(name: entry.key, place: entry.keyPlace, kind: kind, fallback: fields["default"])
  }

  /// Finds blanks in the body that no parameter fills, and parameters that fill none.
  private func checkReferences(_ faults: FaultList) -> Bool {
    var used: Set<String> = []
    var isSound = true
    body.eachText { text, place in
      for blank in Blanks.names(in: text) {
        used.insert(blank)
        guard parameters.contains(where: { $0.name == blank }) == false else { continue }
        isSound = false
        faults.fault(
          place, "this template has no parameter `\(shortened(blank))`",
          didYouMean(blank, among: parameters.map(\.name), what: "a parameter"))
      }
    }
    for parameter in parameters where used.contains(parameter.name) == false {
      faults.warning(parameter.place, "the template does not use `\(parameter.name)`", "leave it out")
    }
    return isSound
  }

  /// The templates that its body uses.
  var uses: Set<String> {
    var names: Set<String> = []
    body.eachEntry { entry in if entry.key == "template", let name = entry.value.text { names.insert(name) } }
    return names
  }
}

extension Fields {
  fileprivate func count(of key: String) -> Int { self[key]?.entries?.count ?? 0 }
}

extension Written {
  /// Visits every scalar and every key, with its place.
  func eachText(_ visit: (String, Place) -> Void) {
    switch content {
    case .scalar(let text, _): visit(text, place)
    case .list(let items): for item in items { item.eachText(visit) }
    case .map(let entries):
      for entry in entries {
        visit(entry.key, entry.keyPlace)
        entry.value.eachText(visit)
      }
    case .nothing: break
    }
  }

  /// Visits every key with its value.
  func eachEntry(_ visit: (Entry) -> Void) {
    switch content {
    case .list(let items): for item in items { item.eachEntry(visit) }
    case .map(let entries):
      for entry in entries {
        visit(entry)
        entry.value.eachEntry(visit)
      }
    case .scalar, .nothing: break
    }
  }
}
