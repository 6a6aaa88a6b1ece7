import Show
import ShowFiles
import Testing

@Suite("Templates")
struct TemplateTests {
  private static let breathe = """
    templates:
      breathe:
        parameters: { lamp: light, low: level, time: { type: duration, default: 4s } }
        cue:
          in_order:
            - { fade: { $lamp: $low }, over: $time }
            - { fade: { $lamp.level: 1 }, over: $time }
          loop: forever
      leave:
        parameters: { who: input, to: scene, why: { type: text, default: empty } }
        trigger: { trigger: "${who} is false", for: 10s, note: "$$5: ${why}", go: $to }

    """

  private func piece(_ scene: String, templates: String = breathe) -> String {
    "regie: 1\nartwork: piece\nstart: one\nclosed: one\ninputs: { visitor: near }\n\(templates)scenes:\n  one: {}\n"
      + "  three:\n\(scene)"
  }

  private func scene(_ show: MarkedShow, sourceLocation: SourceLocation = #_sourceLocation) throws -> Scene {
    #expect(show.loaded.faults == [], sourceLocation: sourceLocation)
    return try #require(show.loaded.show?.artworks.first?.scenes.last, sourceLocation: sourceLocation)
  }

  @Test("a use is the cue or the trigger with its blanks filled, and its own timing over the template's")
  func uses() throws {
    let scene = try scene(
      MarkedShow(
        artwork: piece(
          """
              cues:
                - { template: breathe, with: { lamp: wash, low: 0.2 }, wait: 3s }
                - { template: breathe, with: { lamp: wash, low: 0.4, time: 1s }, loop: 2 }
              triggers:
                - { template: leave, with: { who: visitor, to: one }, name: away }
          """)))
    #expect(scene.cues.map(\.group) == [nil, 0, 0, nil, 3, 3])
    #expect(scene.cues[0].start == .wait(.seconds(3)))
    let down = Action.set([PropertyPath("wash", .level): .plain(.number(0.2))])
    #expect(scene.cues[1] == Cue(action: down, over: .seconds(4), group: 0))
    #expect(scene.group(at: 3)?.loop?.times == 2 && scene.cues[4].over == .seconds(1))
    let trigger = try #require(scene.triggers.first)
    #expect(trigger.id == "away" && trigger.event == .level("near", .equal, .flag(false), rearm: nil))
    #expect(trigger.actions.map(\.action) == [.note("$5: empty"), .go(artwork: nil, scene: "one")])
  }

  @Test("templates of hall.yaml serve every artwork, and may use one another")
  func hallTemplates() throws {
    let hall =
      Texts.hall + Self.breathe
      + "  twice:\n    parameters: { lamp: light }\n    cue:\n      together:\n"
      + "        - { template: breathe, with: { lamp: $lamp, low: 0.1 } }\n        - { note: both }\n"
    let text = piece("    cues: [{ template: twice, with: { lamp: wash } }]\n", templates: "")
    let scene = try scene(MarkedShow(hall: hall, artwork: text))
    #expect(scene.cues.map(\.group) == [nil, 0, 1, 1, 0])
  }

  @Test(
    "each fault of a use is named at its place",
    arguments: [
      Marked("{ template: ‸breath }", "there is no template `breath`", hint: "did you mean `breathe`"),
      Marked("{ template: ‸leave, with: { who: visitor, to: one } }", "`leave` is a template of a trigger"),
      Marked("{ ‸template: breathe, with: { low: 0.2 } }", "the template `breathe` needs `lamp`, a light"),
      Marked("{ template: breathe, with: { lamp: wash, low: 0.2, ‸speed: 2 } }", "the template `breathe` has no"),
      Marked("{ template: breathe, with: { lamp: ‸screen, low: 0.2 } }", "screen is a screen"),
      Marked("{ template: breathe, with: { lamp: ‸wsh, low: 0.2 } }", "there is no device `wsh`"),
      Marked("{ template: breathe, with: { lamp: wash, low: ‸2 } }", "`low` is 2, out of its range"),
      Marked("{ template: breathe, with: { lamp: wash, low: 0.2, time: ‸soon } }", "`time` is a length of time"),
      Marked("{ template: breathe, with: { lamp: wash, low: 0.1 }, ‸oops: 1 }", "a cue has no key `oops`"),
    ])
  func useFaults(_ marked: Marked) {
    MarkedShow(artwork: piece("    cues:\n      - \(marked.text)\n")).expect(marked, file: "piece.yaml")
  }

  @Test(
    "each fault of a template is named at its place",
    arguments: [
      Marked("  a: { cue: { note: ‸$who } }\n", "this template has no parameter `who`"),
      Marked("  ‸a: { parameters: { x: text } }\n", "this template gives nothing"),
      Marked("  a: { cue: { note: x }, ‸trigger: { after: 1s, go: one } }\n", "a template gives a cue or a trigger"),
      Marked("  a: { parameters: { x: ‸lamp }, cue: { note: $x } }\n", "`x` cannot be `lamp`"),
      Marked("  ‸a: { cue: { template: a } }\n", "the template `a` leads back to itself: a → a"),
    ])
  func templateFaults(_ marked: Marked) {
    let show = MarkedShow(artwork: piece("    title: t\n", templates: "templates:\n" + marked.text))
    show.expectAmong(marked, file: "piece.yaml")
  }

  @Test("a circle of templates is named once for each of them, and does not hang")
  func circles() {
    let templates =
      "templates:\n  a: { cue: { template: b } }\n  b: { cue: { together: [{ template: a }, { template: a }] } }\n"
    let loaded = MarkedShow(artwork: piece("    cues: [{ template: a }]\n", templates: templates)).loaded
    #expect(
      loaded.faults.map(\.message) == [
        "the template `a` leads back to itself: a → b → a", "the template `b` leads back to itself: b → a → b",
      ])
  }

  @Test("a fault that lies in the template itself points into it, or at the use where it stands in hall.yaml")
  func origins() throws {
    let faulty = "templates:\n  a: { parameters: { x: device }, cue: { set: { $x.level: 0.5 } } }\n"
    let own = MarkedShow(artwork: piece("    cues: [{ template: a, with: { x: voice } }]\n", templates: faulty)).loaded
    let fault = try #require(own.faults.first)
    #expect(own.faults.count == 1 && fault.line == 7 && fault.hint.contains("used in line"), "\(own.faults)")
    let far = MarkedShow(
      hall: Texts.hall + faulty,
      artwork: piece("    cues: [{ template: a, with: { x: voice } }]\n", templates: "")
    ).loaded
    let other = try #require(far.faults.first)
    #expect(other.file == "piece.yaml" && other.hint.contains("in the template `a`, hall.yaml:"), "\(far.faults)")
    #expect(far.show?.unavailable.map(\.id) == ["piece"])
  }
}
