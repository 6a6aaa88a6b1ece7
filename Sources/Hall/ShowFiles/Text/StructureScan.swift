/// Looks over a YAML text before it is parsed, and refuses what a show has no use for: anchors, aliases and tags (a
/// parser expands aliases without end), complex keys, deep nesting.
///
/// It walks the text as libyaml's scanner does, with the same stack of indentations, and knows just enough to tell
/// where a value starts. The reader looks again at what was parsed, so this is the first of two doors.
struct StructureScan {
  static let deepestNesting = 16

  private enum Quote { case single, double }

  private let lines: [[Unicode.Scalar]]
  private let faults: FaultList
  private var line = 0
  private var column = 0
  /// Columns of the block collections that are open; the last is the innermost.
  private var indents: [Int] = []
  private var flow = 0
  private var quote: Quote?
  /// Inside a plain scalar, which may go on over the next line.
  private var inPlain = false
  /// A value may start here.
  private var atValue = true
  /// Behind a quoted text or a closed bracket, where `:` needs no space after it inside brackets.
  private var behindClosed = false
  /// Where the key or value that may turn out to be a key began on this line.
  private var keyColumn = 0
  /// Inside a `|` or `>` text: the least indentation of its lines, once it is known.
  private var blockText: (parent: Int, indent: Int?)?
  private var isTooDeep = false

  /// Scans a text.
  ///
  /// - Returns: whether it may be parsed.
  static func passes(_ lines: Lines, _ faults: FaultList) -> Bool {
    var scan = StructureScan(lines: lines.lines, faults: faults)
    let before = faults.faults.count
    for index in scan.lines.indices where scan.isTooDeep == false {
      scan.line = index
      scan.scanLine()
    }
    return faults.faults.count == before
  }

  private init(lines: [[Unicode.Scalar]], faults: FaultList) { (self.lines, self.faults) = (lines, faults) }

  private var here: Place { Place(line: line + 1, column: column + 1) }
  private func character(_ ahead: Int = 0) -> Unicode.Scalar? {
    let place = column + ahead
    return lines[line].indices.contains(place) ? lines[line][place] : nil
  }
  private func isBlank(_ scalar: Unicode.Scalar?) -> Bool { scalar == nil || scalar == " " || scalar == "\t" }

  private mutating func scanLine() {
    column = lines[line].prefix { $0 == " " }.count
    if quote == nil, column == lines[line].count { return }
    if isInsideBlockText() { return }
    if startsDocument() {
      (indents, flow, quote, inPlain, atValue) = ([], 0, nil, false, true)
      column = 3
    } else if quote == nil, flow == 0 {
      if inPlain, column > indents.last ?? -1 {
        atValue = false
      } else {
        (inPlain, atValue, behindClosed) = (false, true, false)
        while let last = indents.last, last > column { indents.removeLast() }
      }
    }
    keyColumn = column
    while column < lines[line].count, isTooDeep == false {
      if quote != nil { scanQuoted() } else if scanCharacter() { break }
    }
  }

  private mutating func isInsideBlockText() -> Bool {
    guard let text = blockText else { return false }
    let indent = text.indent ?? max(column, text.parent + 1)
    if column >= indent {
      blockText = (text.parent, indent)
      return true
    }
    blockText = nil
    return false
  }

  private func startsDocument() -> Bool {
    let marker = lines[line].prefix(3)
    guard marker.elementsEqual("---".unicodeScalars) || marker.elementsEqual("...".unicodeScalars) else { return false }
    return lines[line].count == 3 || isBlank(lines[line][3])
  }

  private mutating func scanQuoted() {
    let now = character()
    if quote == .double, now == "\\" {
      column += 2
    } else if quote == .single, now == "'", character(1) == "'" {
      column += 2
    } else {
      if now == (quote == .double ? "\"" : "'") { (quote, behindClosed) = (nil, true) }
      column += 1
    }
  }

  /// Takes one character; says whether the rest of the line is no structure.
  private mutating func scanCharacter() -> Bool {
    guard let now = character() else { return true }
    if now == " " || now == "\t" {
      column += 1
      return false
    }
    if now == "#", column == 0 || isBlank(character(-1)) {
      inPlain = false
      return true
    }
    if flow > 0, scanBracket(now) { return false }
    if now == ":", isKeyEnd() {
      endKey()
      return false
    }
    if atValue { return scanValueStart(now) }
    column += 1
    return false
  }

  private func isKeyEnd() -> Bool {
    let next = character(1)
    if isBlank(next) { return inPlain || behindClosed || atValue }
    guard flow > 0 else { return false }
    if behindClosed || (atValue && !inPlain) { return true }
    return next.map { ",[]{}".unicodeScalars.contains($0) } ?? true
  }

  private mutating func endKey() {
    if flow == 0, keyColumn > indents.last ?? -1 { open(at: keyColumn) }
    (inPlain, atValue, behindClosed) = (false, true, false)
    column += 1
  }

  private mutating func open(at indent: Int) {
    indents.append(indent)
    checkDepth()
  }

  private mutating func checkDepth() {
    guard indents.count + flow > Self.deepestNesting else { return }
    isTooDeep = true
    faults.fault(
      here, "this is nested more than \(Self.deepestNesting) levels deep", "a show needs no more; make it flatter")
  }

  /// Takes brackets and commas inside brackets, where they end a plain scalar too.
  private mutating func scanBracket(_ now: Unicode.Scalar) -> Bool {
    switch now {
    case "[", "{":
      flow += 1
      (inPlain, atValue, behindClosed) = (false, true, false)
      checkDepth()
    case "]", "}":
      flow -= 1
      (inPlain, atValue, behindClosed) = (false, false, true)
    case ",": (inPlain, atValue, behindClosed) = (false, true, false)
    default: return false
    }
    column += 1
    return true
  }

  /// Takes the first character of a value; says whether the rest of the line is no structure.
  private mutating func scanValueStart(_ now: Unicode.Scalar) -> Bool {
    switch now {
    case "&", "*", "!": refuse(now)
    case "\"", "'": quote = now == "'" ? .single : .double
    case "[", "{":
      _ = scanBracket(now)
      return false
    case "|" where flow == 0, ">" where flow == 0:
      startBlockText()
      return true
    case "-" where flow == 0 && isBlank(character(1)):
      if column > indents.last ?? -1 { open(at: column) }
      column += 1
      keyColumn = lines[line].indices.first { $0 >= column && lines[line][$0] != " " } ?? column
      return false
    case "?" where isBlank(character(1)): refuse(now)
    default: inPlain = true
    }
    atValue = false
    column += 1
    return false
  }

  private mutating func startBlockText() {
    let parent = indents.last ?? -1
    let digit = lines[line][column...].prefix { isBlank($0) == false }.compactMap { Int(String($0)) }.first
    blockText = (parent, digit.map { max(parent, 0) + $0 })
    atValue = false
  }

  private mutating func refuse(_ mark: Unicode.Scalar) {
    let quoted = "if it is text, put the text in quotes"
    switch mark {
    case "&": faults.fault(here, "anchors (`&name`) have no place in a show", "write the values out; \(quoted)")
    case "*": faults.fault(here, "aliases (`*name`) have no place in a show", "write the values out; \(quoted)")
    case "!": faults.fault(here, "tags (`!type`) have no place in a show", "leave it out; \(quoted)")
    default: faults.fault(here, "a key must be one word, not `? …`", "write `key: value`")
    }
    inPlain = true
  }
}
