import Show
import ShowFiles
import Testing

@Suite("Faults of the text")
struct TextFaultTests {
  @Test("the texts that the other tests start from have no fault")
  func sound() {
    #expect(MarkedShow().loaded.faults == [])
    #expect(MarkedShow().loaded.show?.artworks.count == 1)
  }

  @Test(
    "what YAML has and a show has no use for is refused before it is parsed",
    arguments: [
      Marked("title: ‸&name x\n", "anchors", hint: "in quotes"),
      Marked("title: ‸*name\n", "aliases", hint: "write the values out"),
      Marked("title: ‸!!str x\n", "tags"),
      Marked("operators: { a: ‸*b }\n", "aliases"),
      Marked("operators: {\"a\":‸*b}\n", "aliases"),
      Marked("operators: { ‸*a: operator }\n", "aliases"),
      Marked("‸? title\n: x\n", "a key must be one word"),
      Marked("‸? *a\n", "a key must be one word"),
      Marked("title: some\n  \"text\nrate: ‸*b\n", "aliases"),
      Marked("title: [[[[[[[[[[[[[[[‸[1]]]]]]]]]]]]]]]]\n", "this is nested"),
      Marked("‸--- x\n", "a second document"),
      Marked("title: x\n‸---\nrate: 1\n", "a second document"),
      Marked("title:\n‸\trate\n", "a tab"),
      Marked("title: a‸\u{7}b\n", "the character U+7"),
      Marked("title: a‸\u{2028}b\n", "the character U+2028"),
      Marked("title: a‸\u{e000}b\n", "the character U+E000"),
      Marked("title: a‸: b: c\n", "a `:`"),
      Marked("title: ‸[a, b\nrate: 1\n", "a list in brackets"),
      Marked("title: ‸\"abc\n", "these quotes are not closed"),
      Marked("title: ‸@x\n", "this character cannot"),
      Marked("title: \"a‸\\q\"\n", "this is no escape"),
      Marked("title: x\n‸title: y\n", "`title` stands twice", hint: "once"),
      Marked("operators: { a: operator, ‸a: viewer }\n", "`a` stands twice"),
      Marked("‸[a]: b\n", "a key must be one word"),
      Marked("‸titel: x\n", "the hall has no key `titel`", hint: "did you mean `title`"),
      Marked("‸title:\n", "`title` has no value"),
      Marked("title: ‸[a]\n", "`title` is a text"),
    ])
  func text(_ marked: Marked) {
    let show = MarkedShow(hall: Texts.hall + marked.text)
    #expect(show.loaded.show == nil)
    show.expectAmong(marked, file: "hall.yaml")
  }

  @Test("every key that stands twice is found, at its second place, and other faults beside it")
  func doubledKeys() {
    let show = MarkedShow(
      hall: Texts.hall + "title: a\ntitle: b\noperators: { x: viewer, x: viewer, y: nobody, x: viewer }\n")
    let places = show.loaded.faults.map { "\($0.line):\($0.column) \($0.message)" }
    #expect(
      places == [
        "20:1 `title` stands twice; first in line 19", "21:25 `x` stands twice; first in line 21",
        "21:39 `y` cannot be `nobody`", "21:47 `x` stands twice; first in line 21",
      ])
  }

  @Test("what looks like structure within texts, comments and block texts is left alone")
  func innocent() {
    let text = """
      title: "&a *b !c [ { # no comment" # &a *b
      operators:
        a: viewer   # *x
        'b': 'viewer'
      conditions:
        # &anchor
        c: |
          near is true
          and near is true
        d: near is
          true
      schedule: []

      """
    let hall = Texts.hall.replacing("conditions: { late: time >= 17:30 }\n", with: text)
    #expect(MarkedShow(hall: hall).loaded.faults == [])
    let plain = Texts.hall + "title: it's R&D *and* more! a#b\n"
    #expect(MarkedShow(hall: plain).loaded.faults == [])
    #expect(MarkedShow(hall: plain).loaded.show?.hall.title == "it's R&D *and* more! a#b")
  }

  @Test("a byte order mark at the start, and lines that end as on Windows, are taken")
  func foreignEditors() {
    let hall = "\u{feff}" + Texts.hall.replacing("\n", with: "\r\n")
    #expect(MarkedShow(hall: hall).loaded.faults == [])
    let faulty = MarkedShow(hall: hall + "title: x\r\n‸titel: y\r\n")
    #expect(faulty.loaded.faults.map(\.line) == [20])
  }

  @Test("a file over 1 MiB is refused, and so is a show of too many files")
  func sizes() {
    let long = MarkedShow(hall: Texts.hall + "# " + String(repeating: "x", count: 1 << 20))
    #expect(long.loaded.faults.map(\.message) == ["the file is larger than 1024 KiB"])
    let many = (0...ShowReader.mostFiles).map { ShowFile(path: "a\($0).yaml", text: "") }
    let loaded = ShowReader.read(files: many)
    #expect(loaded.show == nil)
    #expect(loaded.faults.count == 1)
  }

  @Test("a nine-level file of aliases is refused at once")
  func aliases() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(names)]\n"
    }
    let loaded = ShowReader.read(files: [ShowFile(path: "hall.yaml", text: text)])
    #expect(loaded.show == nil)
    #expect(loaded.faults.count == 10)
    #expect(loaded.faults.allSatisfy { $0.message.contains("have no place in a show") })
  }

  @Test("an empty file, and one that is no map, say what they need")
  func empty() {
    #expect(
      MarkedShow(hall: "").loaded.faults.map(\.description) == [
        "hall.yaml:1:1: there is nothing in this file — begin with `regie: 1`"
      ])
    #expect(MarkedShow(hall: "- a\n").loaded.faults.map(\.message) == ["the hall is written with keys, not as a list"])
  }

  @Test("faults are bounded")
  func bounded() {
    let many = (0..<2000).map { "x\($0): 1\n" }.joined()
    #expect(MarkedShow(hall: Texts.hall + many).loaded.faults.count == 500)
  }
}

extension MarkedShow {
  /// Expects a fault at the mark, which may have others beside it.
  func expectAmong(_ marked: Marked, file: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let there = loaded.faults.filter { $0.line == line && $0.column == column && $0.file == file }
    #expect(there.isEmpty == false, "expected at \(line):\(column): \(loaded.faults)", sourceLocation: sourceLocation)
    #expect(
      there.contains { $0.message.hasPrefix(marked.message) && $0.hint.contains(marked.hint) }, "\(loaded.faults)",
      sourceLocation: sourceLocation)
  }
}
