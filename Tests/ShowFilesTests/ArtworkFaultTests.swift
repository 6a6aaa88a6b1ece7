import Show
import ShowFiles
import Testing

@Suite("Faults of an artwork's file")
struct ArtworkFaultTests {
  @Test(
    "each fault of a line of the artwork is named at its place",
    arguments: [
      ("regie: 1", Marked("regie: ‸one\n", "this program reads version 1")),
      ("artwork: piece", Marked("artwork: ‸other\n", "`other` stands in the file of piece")),
      ("start: one", Marked("start: ‸on\n", "this artwork has no scene `on`", hint: "did you mean `one`")),
      ("closed: one", Marked("", "an artwork needs `closed`")),
      ("closed: one", Marked("closed: one\npriority: ‸101\n", "`priority` is 101")),
      ("closed: one", Marked("closed: one\nmodes: { ‸cleanig: one }\n", "the hall has no mode `cleanig`")),
      ("closed: one", Marked("closed: one\nmodes: { cleaning: ‸on }\n", "this artwork has no scene `on`")),
      (
        "inputs: { visitor: near }", Marked("inputs: { visitor: ‸neer }\n", "there is no sensor `neer`", hint: "`near`")
      ),
      ("inputs: { visitor: near }", Marked("inputs: { ‸not: near }\n", "`not` is a word of the language")),
      ("inputs: { visitor: near }", Marked("inputs: { ‸a b: near }\n", "`a b` is no name")),
      ("  one: {}", Marked("  one: {}\n  ‸a b: {}\n", "`a b` is no name of a scene")),
      ("  one: {}", Marked("  one: { entry: ‸operator }\n", "`entry` cannot be `operator`")),
      ("  one: {}", Marked("  one: { release: ‸1 }\n", "`release` is a length of time")),
      ("  one: {}", Marked("  one: { keep: [‸wsh] }\n", "there is no device `wsh`")),
      ("  one: {}", Marked("  one: { keep: [wash.level, ‸wash.dream] }\n", "wash is a light and has no `dream`")),
      ("  one: {}", Marked("  one: { cues: ‸{} }\n", "`cues` is a list")),
      ("  one: {}", Marked("  one: { ‸cue: [] }\n", "a scene has no key `cue`", hint: "did you mean `cues`")),
      (
        "  one: {}",
        Marked(
          "  one: { triggers: [{ name: a, after: 1s, go: two }] }\n"
            + "  more: { triggers: ‸[{ name: a, after: 1s, go: two }] }\n", "two triggers are called `a`")
      ),
    ])
  func line(_ line: String, _ marked: Marked) {
    let text = Texts.artwork.replacing(line + "\n", with: marked.text)
    let show = MarkedShow(artwork: text)
    show.expect(marked, file: "piece.yaml")
    #expect(show.loaded.show?.artworks == [])
    #expect(show.loaded.show?.unavailable.map(\.id) == ["piece"])
  }

  @Test("an artwork without scenes is refused")
  func scenes() {
    let text = Texts.artwork.replacing("scenes:\n  one: {}\n  two: {}\n", with: "scenes: []\n")
    #expect(MarkedShow(artwork: text).loaded.faults.map(\.message) == ["`scenes` names scenes, not a list"])
  }

  @Test("an artwork whose file is missing, or stands there twice, is unavailable; the others run")
  func files() {
    let missing = MarkedShow(hall: Texts.hall.replacing("[piece]", with: "[piece, ‸other]"))
    missing.expect(Marked("", "the file of other is missing"), file: "hall.yaml")
    #expect(missing.loaded.show?.artworks.map(\.id) == ["piece"])
    #expect(missing.loaded.show?.unavailable.map(\.id) == ["other"])
    let twice = ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: Texts.hall), ShowFile(path: "piece.yaml", text: Texts.artwork),
      ShowFile(path: "piece/artwork.yaml", text: Texts.artwork),
    ])
    #expect(twice.show?.unavailable.map(\.id) == ["piece"])
    #expect(
      twice.faults.map(\.description) == [
        "hall.yaml:5:12: piece has two files, piece.yaml and piece/artwork.yaml — leave one of them"
      ])
  }

  @Test("one artwork's fault leaves the others as they are, and every fault of every file is named at once")
  func others() {
    let hall = Texts.hall.replacing("[piece]", with: "[piece, other, third]")
    func artwork(_ name: String) -> String { Texts.artwork.replacing("artwork: piece", with: "artwork: \(name)") }
    let loaded = ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: hall),
      ShowFile(path: "other/artwork.yaml", text: artwork("other") + "x: 1\ny: 2\n"),
      ShowFile(path: "piece.yaml", text: artwork("piece")), ShowFile(path: "third.yaml", text: "scenes: [\n"),
    ])
    #expect(loaded.show?.artworks.map(\.id) == ["piece"])
    #expect(loaded.show?.unavailable.map(\.id) == ["other", "third"])
    #expect(
      loaded.faults.map { "\($0.file):\($0.line)" } == [
        "other/artwork.yaml:9", "other/artwork.yaml:10", "third.yaml:2",
      ])
    #expect(loaded.isSound == false)
  }

  @Test("faults of hall.yaml do not hide those of the artworks, nor make new ones there")
  func faultyHall() {
    let hall = Texts.hall.replacing("near: { kind: presence }", with: "near: { kind: presense }")
    let loaded = MarkedShow(hall: hall, artwork: Texts.when("visitor and near and hall is opne")).loaded
    #expect(loaded.show == nil)
    #expect(loaded.faults.map { "\($0.file):\($0.line)" } == ["hall.yaml:7", "piece.yaml:11"])
  }

  @Test("an artwork's file that the hall does not list is a warning")
  func unlisted() {
    let loaded = ShowReader.read(files: [
      ShowFile(path: "hall.yaml", text: Texts.hall), ShowFile(path: "piece.yaml", text: Texts.artwork),
      ShowFile(path: "peice.yaml", text: "anything"),
    ])
    #expect(loaded.isSound)
    #expect(
      loaded.faults.map(\.description) == [
        "peice.yaml:1:1: warning: hall.yaml does not list the artwork `peice` — did you mean `piece`?"
      ])
  }

  @Test("scenes of other artworks are checked across files")
  func otherScenes() {
    let hall = Texts.hall.replacing("[piece]", with: "[piece, other]")
    let other = Texts.artwork.replacing("artwork: piece", with: "artwork: other").replacing("two:", with: "three:")
    for (text, message) in [
      ("{ after: 1s, go: { artwork: other, scene: three } }", nil),
      ("{ after: 1s, go: { artwork: other, scene: two } }", "other has no scene `two`"),
      ("{ after: 1s, when: other is in three, go: two }", nil),
      ("{ after: 1s, when: other.scene is two, go: two }", "other has no scene `two`"),
    ] {
      let loaded = ShowReader.read(files: [
        ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "piece.yaml", text: Texts.trigger(text)),
        ShowFile(path: "other.yaml", text: other),
      ])
      #expect(loaded.faults.map(\.message) == [message].compactMap { $0 })
    }
  }
}
