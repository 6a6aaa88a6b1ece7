import Foundation
import FoundationXML

/// Scoring as XML: the dialects of the National Sleep Research Resource (`PSGAnnotation`) and of Compumedics Profusion
/// (`CMPStudyConfig`). Documents that declare types or entities are refused: scoring needs none, and they can be
/// made to grow without bound.
final class ScoringXML: NSObject, XMLParserDelegate {
  private static let longestTextBytes = 4096
  private static let greatestDepth = 32

  private var path: [String] = []
  private var text = ""
  private var event: [String: String] = [:]
  private var events: [(words: String, kind: String, onset: Double, duration: Double)] = []
  private var stageCodes: [String] = []
  private var epochSeconds = Epoch.lengthSeconds
  private var unread = 0
  private var root = ""
  private var isBroken = false

  /// Reads a document.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `HypnogramError` with the line where the document is broken.
  static func scoring(_ bytes: [UInt8]) throws(HypnogramError) -> Scoring {
    let text = ScoringText.decoded(bytes)
    let plain = text.utf8.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false)
    guard
      !plain.contains(where: { $0.starts(with: "!D".utf8) || $0.starts(with: "!E".utf8) || $0.starts(with: "!d".utf8) })
    else { throw .declaresTypes }
    let reader = ScoringXML()
    let parser = XMLParser(data: Data(ascii(text)))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    guard parser.parse(), !reader.isBroken else {
      throw .xmlUnreadable(line: max(1, parser.lineNumber) + skippedLines(text))
    }
    return try reader.scoring()
  }

  /// The document in ASCII, other characters as references: the parser traps where a name it complains of is not sound
  /// UTF-8, and takes any encoding that the first line claims.
  private static func ascii(_ text: String) -> [UInt8] {
    var body = text.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    if body.starts(with: "<?xml".unicodeScalars), let end = body.firstIndex(of: ">") {
      body = body[body.index(after: end)...].drop { $0.properties.isWhitespace }
    }
    var result: [UInt8] = []
    for scalar in body {
      switch scalar.value {
      case 9, 10, 13, 32..<127: result.append(UInt8(scalar.value))
      case 0..<32, 127, 0xFFFE...0xFFFF: result.append(32)
      default: result += Array("&#\(scalar.value);".utf8)
      }
    }
    return withoutInstructions(result)
  }

  /// The document without instructions for other programs (`<?name …?>`), lines kept: the parser traps at one that has a
  /// name and nothing else.
  private static func withoutInstructions(_ bytes: [UInt8]) -> [UInt8] {
    let (opening, mark, closing) = (UInt8(ascii: "<"), UInt8(ascii: "?"), UInt8(ascii: ">"))
    var result: [UInt8] = []
    var place = 0
    var (hasEnd, isRemark) = (true, false)
    while place < bytes.count {
      let ahead = bytes[place...].prefix(4)
      isRemark = isRemark ? !ahead.starts(with: "-->".utf8) : ahead.elementsEqual("<!--".utf8)
      guard !isRemark, ahead.starts(with: "<?".utf8) else {
        result.append(bytes[place])
        place += 1
        continue
      }
      let end = hasEnd ? (place + 2..<bytes.count).first { bytes[$0] == closing && bytes[$0 - 1] == mark } : nil
      if let end {
        result += bytes[place..<end].filter { $0 == 10 }
        place = end + 1
      } else {
        // It never ends: the parser shall see that this is no element, and say so.
        hasEnd = false
        result += [opening, 32]
        place += 1
      }
    }
    return result
  }

  /// How many lines stand before the document's first element or remark.
  private static func skippedLines(_ text: String) -> Int {
    var body = text[...].drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if body.hasPrefix("<?xml"), let end = body.firstIndex(of: ">") {
      body = body[body.index(after: end)...].drop { $0.isWhitespace }
    }
    return text[..<body.startIndex].count { $0.isNewline }
  }

  private func scoring() throws(HypnogramError) -> Scoring {
    let isProfusion = root == "cmpstudyconfig" || !stageCodes.isEmpty
    var scoring = Scoring(format: isProfusion ? .profusion : .nsrr)
    if isProfusion { try lay(stageCodes, on: &scoring) }
    for event in events {
      let isStage = event.kind.lowercased().contains("stage") || event.kind.isEmpty
      if isStage, let stage = ScoringXML.stage(of: event.words) {
        scoring.add(stage, from: event.onset, lasting: event.duration)
      } else if let kind = ScoredEvent.Kind(wording: event.words) {
        scoring.add(kind, at: event.onset, lasting: event.duration)
      } else if event.words.lowercased().hasPrefix("recording start") == false {
        unread += 1
      }
    }
    if unread > 0 {
      scoring.repairs.append(
        Repair("scoring-words", "\(unread) scored events are neither a stage nor of a known kind; left out"))
    }
    guard !scoring.periods.isEmpty else { throw .noStages }
    return scoring
  }

  /// `Stage 2 sleep|2` and `Unscored|9`: the words, else the code.
  private static func stage(of words: String) -> Stage? {
    if let stage = StageWording.stage(ofAnnotation: words) { return stage }
    let parts = words.split(separator: "|")
    return parts.count == 2 ? StageWording.stage(ofCode: String(parts[1])) : nil
  }

  private func lay(_ codes: [String], on scoring: inout Scoring) throws(HypnogramError) {
    try scoring.accept(epochSeconds: epochSeconds)
    for (index, code) in codes.enumerated() {
      // 10 is a movement; any code that is not known stays unknown.
      let stage = StageWording.stage(ofCode: code) ?? .unknown
      scoring.add(stage, from: Double(index) * epochSeconds, lasting: epochSeconds)
    }
  }

  // MARK: The parser's calls

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    let plain = name.lowercased()
    if path.isEmpty { root = plain }
    path.append(plain)
    text = ""
    if plain == "scoredevent" { event = [:] }
    if path.count > ScoringXML.greatestDepth { parser.abortParsing() }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    isBroken = true
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if text.utf8.count < ScoringXML.longestTextBytes { text += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    let plain = name.lowercased()
    let value = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    text = ""
    if !path.isEmpty { path.removeLast() }
    switch plain {
    case "scoredevent": endEvent()
    case "sleepstage": stageCodes.append(value)
    case "epochlength": epochSeconds = ScoringText.number(value) ?? epochSeconds
    default: if path.last == "scoredevent" { event[plain] = value }
    }
  }

  private func endEvent() {
    let words = event["eventconcept"] ?? event["name"] ?? ""
    guard let onset = event["start"].flatMap({ ScoringText.number($0) }) else {
      unread += 1
      return
    }
    let duration = event["duration"].flatMap { ScoringText.number($0) } ?? 0
    events.append((words, event["eventtype"] ?? "", onset, duration))
  }
}
