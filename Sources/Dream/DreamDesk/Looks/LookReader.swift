import Onirica
import SleepLab
import Yams

/// Walks the nodes of a file of looks, and keeps every fault that it meets.
struct LookReader {
  private(set) var faults: [LookFault] = []
  private(set) var title = ""
  private(set) var looks = StageLooks.standard

  private static let stages: [(word: String, stage: Stage)] = StageWeights.stages.map { ($0.wording, $0) }

  mutating func fault(_ line: Int, _ column: Int, _ message: String, _ hint: String) {
    faults.append(LookFault(line: max(1, line), column: max(1, column), message: message, hint: hint))
  }

  private mutating func fault(_ node: Node, _ message: String, _ hint: String) {
    fault(node.mark?.line ?? 1, node.mark?.column ?? 1, message, hint)
  }

  /// What the parser itself finds wrong.
  mutating func fault(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      fault(
        mark.line, mark.column, "this text cannot be read: \(problem)", "check indentation, quotes and brackets here")
    case .duplicatedKeysInMapping(_, let context)?:
      fault(context.mark.line, context.mark.column, "a key stands twice in this mapping", "keep one of the two")
    default:
      fault(1, 1, "this text cannot be read", "it must be YAML in UTF-8")
    }
  }

  mutating func read(_ root: Node) {
    guard let mapping = root.mapping else {
      return fault(root, "a file of looks is a mapping", "begin with `look: 1`")
    }
    var hasVersion = false
    for (key, value) in mapping {
      switch key.string {
      case "look":
        hasVersion = true
        if value.int != 1 { fault(value, "this version is unknown", "write `look: 1`") }
      case "title":
        guard let text = value.scalar?.string, (1...80).contains(text.count) else {
          fault(value, "a title is a text of 1 to 80 characters", "write `title: \"Tide\"`")
          continue
        }
        title = text
      case "stages": readStages(value)
      default: unknown(key, among: ["look", "title", "stages"])
      }
    }
    if !hasVersion { fault(root, "the version is missing", "write `look: 1`") }
  }

  private mutating func readStages(_ node: Node) {
    guard let mapping = node.mapping else {
      return fault(node, "`stages` is a mapping", "write W, N1, N2, N3 or REM under it")
    }
    for (key, value) in mapping {
      guard let entry = LookReader.stages.first(where: { $0.word == key.string }) else {
        unknown(key, among: LookReader.stages.map(\.word))
        continue
      }
      readLook(value, entry.stage)
    }
  }

  private mutating func readLook(_ node: Node, _ stage: Stage) {
    guard let mapping = node.mapping else {
      return fault(node, "a stage's look is a mapping", "write its numbers as `trail-seconds: 0.5`")
    }
    readField(mapping, stage)
    let words = Set(Look.Knob.allCases.map(\.wording)).union(LookReader.fieldWords)
    for (key, value) in mapping {
      let word = key.string ?? ""
      if LookReader.fieldWords.contains(word) { continue }
      let knobs = Look.Knob.allCases.filter { $0.wording == word }
      if knobs.isEmpty {
        unknown(key, among: words.sorted())
      } else if knobs.count == 1 {
        if let number = number(value, in: knobs[0].range) { looks[stage][knobs[0]] = number }
      } else if let numbers = list(
        value, knobs.map(\.range), "a colour is three numbers of linear light, as [0.2, 0.4, 1]")
      {
        for (knob, number) in zip(knobs, numbers) { looks[stage][knob] = number }
      }
    }
  }

  private static let fieldWords: Set<String> = ["field", "field-scale", "field-shown"]

  /// The field is taken whole: a preset, its scale, and what of it is shown.
  private mutating func readField(_ mapping: Node.Mapping, _ stage: Stage) {
    let scale = mapping["field-scale"].map { number($0, in: 0.5...2.5) } ?? 1
    let shown =
      mapping["field-shown"].map { list($0, [0...1, 0...1], "two activities, black and white, as [0.05, 0.95]") }
      ?? [0.05, 0.95]
    guard let node = mapping["field"] else {
      for word in ["field-scale", "field-shown"] {
        if let node = mapping[word] { fault(node, "`\(word)` stands without `field`", "name the field beside it") }
      }
      return
    }
    guard let named = FieldPreset.named.first(where: { $0.word == node.string }) else {
      return unknown(node, among: FieldPreset.named.map(\.word))
    }
    guard let scale, let shown else { return }
    guard shown[0] < shown[1] else {
      return fault(node, "black and white of `field-shown` are the wrong way round", "put the smaller number first")
    }
    looks[stage].field = named.preset.with(scale: scale, low: shown[0], high: shown[1])
  }

  private mutating func number(_ node: Node, in range: ClosedRange<Float>) -> Float? {
    guard let value = node.float, value.isFinite else {
      fault(node, "a number is expected here", "write one from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    guard range.contains(Float(value)) else {
      fault(node, "\(value) is out of range", "it goes from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return Float(value)
  }

  private mutating func list(_ node: Node, _ ranges: [ClosedRange<Float>], _ form: String) -> [Float]? {
    guard let items = node.sequence, items.count == ranges.count else {
      fault(node, "\(ranges.count) numbers are expected here", form)
      return nil
    }
    let numbers = zip(items, ranges).map { number($0, in: $1) }
    return numbers.contains { $0 == nil } ? nil : numbers.compactMap { $0 }
  }

  private mutating func unknown(_ node: Node, among words: [String]) {
    let word = node.string ?? ""
    let near = words.map { ($0, LookReader.distance($0, word)) }.min { $0.1 < $1.1 }
    let hint = near.flatMap { $0.1 <= max(2, word.count / 3) ? "did you mean `\($0.0)`?" : nil }
    fault(node, "`\(word.prefix(40))` is unknown here", hint ?? "it is one of \(words.joined(separator: ", "))")
  }

  /// Letters to change, put in or take away (Levenshtein).
  private static func distance(_ a: String, _ b: String) -> Int {
    let target = Array(b)
    var row = Array(0...target.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in target.indices {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (letter == target[j] ? 0 : 1))
        (diagonal, row[j + 1]) = (row[j + 1], next)
      }
    }
    return row[target.count]
  }
}
