import Foundation
import Show
import Testing

@testable import Rehearsal

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The timeline of a rehearsal")
struct TimelineTests {
  private static let busy = """
    09:05 lead: override lamp.level 0.3 for 10m
    09:07 desk: hold dream for 10m
    09:08 lead: override voice.gain -12 for 10m
    09:20 desk: blackout on for 2m
    09:23 fire = true
    09:24 fire = false
    +1s desk: release alarm
    09:30 desk: mode dream manual for 5m
    09:31 near = true
    09:40 voice silent
    09:50 expect dream in told
    """

  /// A timeline of the small hall, its title in words that XML and narrow columns do not like.
  private func timeline(_ script: String = busy, hours: ClosedRange<Int>? = nil) throws -> String {
    var show = try #require(SmallHall.show)
    show.hall.title =
      "A <hall> & \"others\", whose name is far too long for the room that there is "
      + String(repeating: "M", count: 200)
    show.artworks[0].title = "An artwork of a very long title & <more>"
    var span = RehearsalSpan.exhibition(of: show.hall)
    if let hours {
      let first = span.from + .minutes(20)
      span = RehearsalSpan(from: first + .hours(Int64(hours.lowerBound)), to: first + .hours(Int64(hours.upperBound)))
    }
    var rehearsal = try HallRehearsal(show, plan: RehearsalPlan(span: span), script: RehearsalScript(parsing: script))
    var record = TimelineRecord(show, keepsCues: hours != nil)
    rehearsal.advance(to: rehearsal.end)
    for moment in rehearsal.takeMoments() { record.take(moment) }
    for remark in rehearsal.remarks { record.take(remark) }
    record.finish(at: rehearsal.now)
    var picture = TimelinePicture(record, of: rehearsal, remark: "a rehearsal")
    return picture.svg()
  }

  @Test("it is well-formed, without scripts, and the same twice")
  func wellFormed() throws {
    let svg = try timeline()
    let drawing = try DrawnTexts(svg)
    #expect(drawing.texts.contains { $0.text == "Tuesday 10 June" })
    #expect(drawing.texts.contains { $0.text == "Wednesday 11 June" })
    #expect(drawing.names.isSubset(of: ["svg", "title", "defs", "pattern", "path", "rect", "text"]))
    #expect(svg == (try timeline()))
  }

  @Test("no text runs over another, or out of the picture", arguments: [nil, 0...1, 0...12] as [ClosedRange<Int>?])
  func apart(hours: ClosedRange<Int>?) throws {
    let drawing = try DrawnTexts(try timeline(hours: hours))
    #expect(drawing.texts.count > 20)
    #expect(drawing.overlaps == [])
    #expect(
      drawing.texts.filter { $0.left < 0 || $0.right > drawing.width || $0.bottom > drawing.height }.map(\.text) == [])
  }

  @Test("two texts on one place are found")
  func control() throws {
    let svg =
      "<svg width=\"100\" height=\"50\"><text x=\"1\" y=\"20\" font-size=\"10\">abc</text><text x=\"15\" y=\"22\" font-size=\"10\">d</text></svg>"
    #expect(try DrawnTexts(svg).overlaps.count == 1)
  }

  @Test("it shows what lasted and what happened, each with its reason")
  func content() throws {
    let svg = try timeline(hours: 0...1)
    for words in [
      "blackout, 09:20:00–09:22:00", "alarm, 09:23:00–09:24:01", ">held<", ">lamp.level<", ">manual<", ">slumber<",
      "only operators change scenes in manual", "dream: cue 1 of slumber",
      "line 11: expect dream in told, but dream is in",
      "glare (never)",
    ] { #expect(svg.contains(words), "\(words)") }
  }

  @Test("a day of many scenes stays small")
  func small() throws {
    #expect(try timeline("").utf8.count < 400_000)
  }
}

/// The texts of a drawing with the boxes they fill, read by a parser that is not ours.
private final class DrawnTexts: NSObject, XMLParserDelegate {
  struct Box {
    var text: String
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
  }

  private(set) var texts: [Box] = []
  private(set) var names: Set<String> = []
  private(set) var width = 0.0
  private(set) var height = 0.0
  private var open: [String: String]?
  private var letters = ""

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    names.insert(name)
    if name == "svg" { (width, height) = (Self.number(attributes["width"]), Self.number(attributes["height"])) }
    if name == "text" { (open, letters) = (attributes, "") }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { letters += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard name == "text", let open else { return }
    let size = Self.number(open["font-size"])
    let length = TextWidth.of(letters, size: size, bold: open["font-weight"] == "bold")
    let x = Self.number(open["x"])
    let left = open["text-anchor"] == "end" ? x - length : (open["text-anchor"] == "middle" ? x - length / 2 : x)
    let y = Self.number(open["y"])
    texts.append(Box(text: letters, left: left, right: left + length, top: y - size * 0.76, bottom: y + size * 0.24))
    self.open = nil
  }

  /// The pairs of texts whose boxes overlap.
  var overlaps: [String] {
    texts.indices.flatMap { first in
      texts.indices.dropFirst(first + 1).compactMap { second in
        let (a, b) = (texts[first], texts[second])
        let meet = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
        return meet ? "\(a.text) / \(b.text) at \(a.left), \(a.top)" : nil
      }
    }
  }

  private static func number(_ text: String?) -> Double { text.flatMap(Double.init) ?? 0 }
}
