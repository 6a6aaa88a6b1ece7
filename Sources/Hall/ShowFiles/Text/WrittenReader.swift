import Yams

/// Reads one YAML text into ``Written``, with every fault of its structure.
struct WrittenReader {
  /// The most bytes a file may have.
  static let mostBytes = 1 << 20
  /// The most lines a file may have.
  static let mostLines = 20_000
  /// How many keys that stand twice are reported before the text is given up; fewer in a long text, which takes longer.
  static let mostDoubledKeys = 20

  private let faults: FaultList
  private let lines: Lines
  /// Where marks were put in to tell doubled keys apart, in the order in which they were put in.
  private var marks: [Place] = []

  /// Reads a text.
  ///
  /// - Returns: nothing if its structure cannot be read; the faults say why.
  static func read(_ text: String, _ faults: FaultList) -> Written? {
    guard text.utf8.count <= mostBytes else {
      faults.fault(
        .start, "the file is larger than \(mostBytes / 1024) KiB", "a show's file is text written by people; split it")
      return nil
    }
    let lines = Lines(text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text)
    guard lines.lines.count <= mostLines else {
      faults.fault(
        Place(line: mostLines + 1, column: 1), "the file has more than \(mostLines) lines",
        "make several artworks of it")
      return nil
    }
    guard CharacterScan.passes(lines, faults), StructureScan.passes(lines, faults) else { return nil }
    var reader = WrittenReader(faults: faults, lines: lines)
    return reader.compose()
  }

  private init(faults: FaultList, lines: Lines) { (self.faults, self.lines) = (faults, lines) }

  /// Parses; a key that stands twice is marked and the text parsed again, so that its other faults are found too.
  private mutating func compose() -> Written? {
    var marked = lines
    let length = lines.lines.reduce(1) { $0 + $1.count }
    let mostMarks = min(Self.mostDoubledKeys, Self.mostBytes / length)
    for _ in 0...mostMarks {
      let text = marked.lines.map { line in String(String.UnicodeScalarView(line)) }.joined(separator: "\n")
      do {
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        let root = try parser.singleRoot()
        // The parser owns the anchors that the nodes refer to.
        return withExtendedLifetime(parser) { root.flatMap { written($0, depth: 0) } ?? emptyDocument() }
      } catch YamlError.duplicatedKeysInMapping(_, let context) where context.mark.line > 0 {
        var place = Place(line: context.mark.line, column: context.mark.column)
        if let quote = marked.scalar(at: place), quote == "\"" || quote == "'" { place = place.moved(by: 1) }
        marks.append(place)
        marked = Lines(marked.text(marking: place, with: CharacterScan.mark))
      } catch {
        report(error)
        return nil
      }
    }
    faults.fault(
      original(marks.last ?? .start), "more than \(mostMarks) keys stand twice", "each key may stand once")
    return nil
  }

  private func emptyDocument() -> Written? {
    if faults.hasFaults == false { faults.fault(.start, "there is nothing in this file", "begin with `regie: 1`") }
    return nil
  }

  /// The place in the text as it was, of a place in the marked text.
  private func original(_ place: Place) -> Place {
    marks.reversed().reduce(place) { place, mark in
      mark.line == place.line && mark.column < place.column ? place.moved(by: -1) : place
    }
  }

  private func place(of mark: Mark?) -> Place {
    original(mark.map { Place(line: $0.line, column: $0.column) } ?? .start)
  }

  private func written(_ node: Node, depth: Int) -> Written? {
    let place = place(of: node.mark)
    guard depth < StructureScan.deepestNesting else {
      faults.fault(place, "this is nested more than \(StructureScan.deepestNesting) levels deep", "make it flatter")
      return nil
    }
    guard node.anchor == nil else {
      faults.fault(place, "anchors and aliases have no place in a show", "write the values out")
      return nil
    }
    switch node {
    case .scalar(let scalar): return written(scalar, at: place)
    case .sequence(let sequence):
      let parts = sequence.map { written($0, depth: depth + 1) }
      return Written(content: .list(parts.compactMap { $0 }), place: place)
    case .mapping(let mapping): return written(mapping, at: place, depth: depth)
    case .alias: return nil
    }
  }

  private func written(_ scalar: Node.Scalar, at place: Place) -> Written {
    let isQuoted = scalar.style != .plain && scalar.style != .any
    if scalar.string.isEmpty, isQuoted == false { return Written(content: .nothing, place: place) }
    let characters = place.moved(by: scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 1 : 0)
    return Written(
      content: .scalar(scalar.string, isQuoted: isQuoted), place: place,
      charactersPlace: lines.holds(scalar.string, at: characters) ? characters : nil)
  }

  private func written(_ mapping: Node.Mapping, at place: Place, depth: Int) -> Written {
    var entries: [Written.Entry] = []
    var places: [String: Place] = [:]
    for (key, value) in mapping {
      let keyPlace = self.place(of: key.mark)
      guard let scalar = key.scalar, key.anchor == nil else {
        faults.fault(keyPlace, "a key must be one word", "write `key: value`")
        continue
      }
      let name = String(String.UnicodeScalarView(scalar.string.unicodeScalars.drop { $0 == CharacterScan.mark }))
      guard let part = written(value, depth: depth + 1) else { continue }
      if let first = places[name] {
        faults.fault(
          keyPlace, "`\(shortened(name))` stands twice; first in line \(first.line)",
          "each key may stand once; leave one of them")
      } else {
        places[name] = keyPlace
        entries.append(Written.Entry(key: name, keyPlace: keyPlace, value: part))
      }
    }
    return Written(content: .map(entries), place: place)
  }

  private func report(_ error: any Error) {
    let (problem, place) = SyntaxProblem.of(error)
    faults.fault(withinText(original(place)), problem.message, problem.hint)
  }

  /// The place, or the end of the text where the parser found the fault behind it.
  private func withinText(_ place: Place) -> Place {
    guard place.line > lines.lines.count else { return place }
    return Place(line: lines.lines.count, column: (lines.lines.last?.count ?? 0) + 1)
  }
}
