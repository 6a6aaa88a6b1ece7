import Show

/// The templates that cues and triggers of an artwork may use: the hall's, and the artwork's own.
struct TemplateBook {
  static let hint = "write `breathe: { parameters: { light: light }, cue: { … } }`"
  /// The keys of a use that stand before those of the template's own cue.
  private static let placing: Set<String> = ["at", "wait"]

  private var templates: [String: Template] = [:]
  /// Names whose templates are faulty, which was reported.
  private var faulty: Set<String> = []
  /// The file whose templates are added next, and whose cues are read.
  private let file: String
  /// What the arguments of a use may name.
  var surroundings = Surroundings()

  /// A book without templates, for a file.
  init(of file: String) { self.file = file }

  /// The book for another file, with its own templates beside those that are there.
  func with(_ entries: [Written.Entry], _ faults: FaultList) -> TemplateBook {
    var book = TemplateBook(of: faults.file)
    (book.templates, book.faulty) = (templates, faulty)
    for entry in entries {
      if let first = templates[entry.key] {
        faults.fault(
          entry.keyPlace, "`\(entry.key)` is a template of the whole hall, \(first.file):\(first.place.line)",
          "choose another name")
      } else if let template = Template(entry, in: faults.file, faults) {
        book.templates[entry.key] = template
      } else {
        book.faulty.insert(entry.key)
      }
    }
    book.breakCircles(faults)
    return book
  }

  /// A template that leads back to itself would never end: it is taken out, and said.
  private mutating func breakCircles(_ faults: FaultList) {
    for name in templates.keys.sorted() {
      guard let template = templates[name], template.file == file, let path = circle(from: name) else { continue }
      let words = path.joined(separator: " → ")
      faults.fault(template.place, "the template `\(name)` leads back to itself: \(words)", "break the circle")
      faulty.insert(name)
    }
    for name in faulty { templates[name] = nil }
  }

  private func circle(from name: String) -> [String]? {
    var paths = [[name]]
    var seen: Set<String> = []
    while let path = paths.popLast() {
      for next in (path.last.flatMap { templates[$0]?.uses } ?? []).sorted() {
        if next == name { return path + [next] }
        if seen.insert(next).inserted { paths.append(path + [next]) }
      }
    }
    return nil
  }

  /// A cue or a trigger as it stands, or with the template that it uses put in.
  ///
  /// - Returns: nothing if it uses a template that cannot be put in; the faults say why.
  func expanded(_ written: Written, as part: Template.Part, _ faults: FaultList) -> Written? {
    guard let use = written.entries?.first(where: { $0.key == "template" }) else { return written }
    guard let name = use.value.text("template", faults),
      let template = template(named: name, at: use, as: part, faults),
      let arguments = arguments(of: template, written, use, faults)
    else { return nil }
    let filling = Filling(template: template, arguments: arguments, use: use.keyPlace, isForeign: template.file != file)
    let body = filling.filled(template.body)
    guard let inner = body.entries else {
      faults.fault(body.place, "a template's \(part.rawValue) is written with keys", "write for example `note: …`")
      return nil
    }
    let own = (written.entries ?? []).filter { $0.key != "template" && $0.key != "with" }
    let isPlaced = own.contains { Self.placing.contains($0.key) }
    let kept = inner.filter { entry in
      own.contains { $0.key == entry.key } == false && (isPlaced && Self.placing.contains(entry.key)) == false
    }
    let merged = Written(content: .map(kept + own), place: written.place)
    return expanded(merged, as: part, faults)
  }

  private func template(
    named name: String, at use: Written.Entry, as part: Template.Part, _ faults: FaultList
  ) -> Template? {
    guard let template = templates[name] else {
      if faulty.contains(name) == false {
        faults.fault(
          use.value.place, "there is no template `\(shortened(name))`",
          didYouMean(name, among: templates.values.filter { $0.part == part }.map(\.name), what: "a template"))
      }
      return nil
    }
    guard template.part == part else {
      faults.fault(
        use.value.place, "`\(name)` is a template of a \(template.part.rawValue)",
        "use it among the \(template.part.rawValue)s")
      return nil
    }
    return template
  }

  private func arguments(
    of template: Template, _ written: Written, _ use: Written.Entry, _ faults: FaultList
  ) -> [String: Written]? {
    let given = written["with"]?.entries ?? []
    if let with = written["with"], with.entries == nil {
      faults.fault(with.place, "`with` names parameters, not \(with.kindInWords)", "write `with: { light: wash }`")
    }
    for entry in given where template.parameters.contains(where: { $0.name == entry.key }) == false {
      faults.fault(
        entry.keyPlace, "the template `\(template.name)` has no parameter `\(shortened(entry.key))`",
        didYouMean(entry.key, among: template.parameters.map(\.name), what: "a parameter"))
    }
    var arguments: [String: Written] = [:]
    for parameter in template.parameters {
      guard let value = given.first(where: { $0.key == parameter.name })?.value ?? parameter.fallback else {
        faults.fault(
          use.keyPlace, "the template `\(template.name)` needs `\(parameter.name)`, a \(parameter.kind.rawValue)",
          "write `with: { \(parameter.name): … }`")
        continue
      }
      let check = ArgumentCheck(surroundings: surroundings, faults: faults)
      if check.fits(value, parameter) { arguments[parameter.name] = value }
    }
    return arguments.count == template.parameters.count ? arguments : nil
  }
}

/// Puts arguments into the blanks of a template's body.
private struct Filling {
  let template: Template
  let arguments: [String: Written]
  let use: Place
  let isForeign: Bool

  func filled(_ written: Written) -> Written {
    var filled = written
    filled.place = placed(written.place)
    switch written.content {
    case .scalar(let text, let isQuoted):
      if let name = Blanks.whole(text), let argument = arguments[name] { return argument }
      if text.contains("$") || isForeign { filled.charactersPlace = nil }
      filled.content = .scalar(fill(text), isQuoted: isQuoted)
    case .list(let items): filled.content = .list(items.map { self.filled($0) })
    case .map(let entries):
      filled.content = .map(
        entries.map { entry in
          Written.Entry(key: fill(entry.key), keyPlace: placed(entry.keyPlace), value: self.filled(entry.value))
        })
    case .nothing: break
    }
    return filled
  }

  private func fill(_ text: String) -> String { Blanks.filled(text) { arguments[$0]?.text } }

  /// Faults of a template of this file point into it; those of the hall's at the use, which is in the file they concern.
  private func placed(_ place: Place) -> Place {
    if isForeign {
      let origin = "in the template `\(template.name)`, \(template.file):\(place.line):\(place.column)"
      return Place(line: use.line, column: use.column, origin: origin)
    }
    return Place(line: place.line, column: place.column, origin: "used in line \(use.line)")
  }
}
