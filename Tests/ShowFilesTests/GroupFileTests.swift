import Show
import ShowFiles
import Testing

@Suite("Groups, loops, counters, pools and rotations in files")
struct GroupFileTests {
  /// The artwork with more keys, and cues and triggers in a scene of its own.
  private func text(_ keys: String = "", cues: String = "", triggers: String = "") -> String {
    func part(_ key: String, _ text: String) -> String {
      text.isEmpty ? "" : "    \(key):\n" + text.split(separator: "\n").map { "      \($0)\n" }.joined()
    }
    return "regie: 1\nartwork: piece\nstart: one\nclosed: one\ninputs: { visitor: near }\n\(keys)scenes:\n  one: {}\n"
      + "  two: {}\n  three:\n    title: three\n" + part("cues", cues) + part("triggers", triggers)
  }

  private func artwork(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Artwork {
    let loaded = MarkedShow(artwork: text).loaded
    #expect(loaded.faults == [], sourceLocation: sourceLocation)
    return try #require(loaded.show?.artworks.first, sourceLocation: sourceLocation)
  }

  @Test("groups are read with their members behind them, and what they say")
  func groups() throws {
    let cues = """
      - in_order:
          - { fade: { wash: 0.5 }, over: 2s, then_wait: 1s }
          - one_of: [{ note: a, wait: 1s }, { note: b, wait: 2s }]
            pick: no_repeat
        name: wave
        loop: forever
        until: crowd >= 3
        follow: end
        within: 10m
      - together: [{ at: 1s, note: c }]
        loop: 3
      """
    let scene = try #require(try artwork(text(cues: cues)).scenes.last)
    #expect(scene.cues.map(\.group) == [nil, 0, 0, 2, 2, nil, 5])
    let until = Condition.compare(.sensor("crowd"), .atLeast, .number(3))
    #expect(
      scene.group(at: 0) == CueGroup(.inOrder, name: "wave", loop: CueLoop(until: until, untilText: "crowd >= 3")))
    #expect(scene.group(at: 2) == CueGroup(.oneOf(.noRepeat)))
    #expect(scene.group(at: 5) == CueGroup(.together, loop: CueLoop(times: 3)))
    #expect(scene.cues[0].follow == .end(within: .minutes(10)) && scene.cues[1].thenWait == .seconds(1))
    #expect(scene.siblingsBefore == [nil, nil, 1, nil, 3, 0, nil])
  }

  @Test(
    "each fault of a group is named at its place",
    arguments: [
      Marked("{ together: ‸[] }", "`together` is a list of cues"),
      Marked("{ together: ‸near }", "`together` is a list of cues", hint: "begin each cue"),
      Marked("{ together: [{ note: a }], ‸over: 2s }", "`over` is for single cues"),
      Marked("{ note: a, ‸loop: 3 }", "`loop` is for groups", hint: "`every`"),
      Marked("{ together: [{ note: a, ‸every: 3s }] }", "`every` goes on as long as the scene", hint: "loop"),
      Marked("{ in_order: [{ ‸at: 1s, note: a }] }", "cues in `in_order` have no place of their own"),
      Marked("{ together: [{ note: a }], ‸pick: random }", "`pick` says which of several runs"),
      Marked("{ one_of: [{ note: a }], pick: ‸any }", "`pick` cannot be `any`"),
      Marked("{ together: [{ note: a, wait: 1s }], ‸until: late }", "`until` ends a loop"),
      Marked("{ together: [{ note: a, wait: 1s }], loop: ‸0 }", "`loop` is a number of rounds", hint: "forever"),
      Marked("{ together: [{ note: a }], ‸loop: 2 }", "a round of this loop can be over in no time"),
      Marked("{ one_of: [{ note: a }, { note: b, wait: 1s }], ‸loop: 2 }", "a round of this loop can be over in no"),
      Marked("{ together: [{ note: a, wait: 1s }], loop: forever, until: ‸foo }", "nothing here is called `foo`"),
      Marked(
        "{ ‸in_order: [{ together: [{ note: a, wait: 1s }], loop: forever }, { note: b }] }",
        "nothing ends the loop in this `in_order`"),
      Marked("{ note: a, ‸together: [{ note: b }] }", "a cue does one thing"),
      Marked("{ release: ‸wave }", "this scene has no group called `wave`"),
      Marked("{ count: ‸claps }", "there is no counter `claps`"),
      Marked("{ still: { screen: { from: ‸flowers } } }", "there is no pool or rotation `flowers`"),
    ])
  func groupFaults(_ marked: Marked) {
    MarkedShow(artwork: Texts.cue(marked.text)).expect(marked, file: "piece.yaml")
  }

  @Test("a loop within a loop counts its rounds, and deep nesting is refused")
  func nesting() throws {
    var inner = "{ note: a, wait: 1s }"
    for _ in 0..<4 { inner = "{ together: [\(inner)] }" }
    #expect(try artwork(text(cues: "- \(inner)")).scenes.last?.cues.count == 5)
    let loaded = MarkedShow(artwork: text(cues: "- { together: [\(inner)] }")).loaded
    #expect(loaded.faults.map(\.message) == ["groups are nested more than 4 levels deep"])
  }

  @Test("counters, pools and rotations are read, and what cues and triggers do with them")
  func sources() throws {
    let keys = """
      counters: { claps: { range: 0..10 }, laps: }
      pools:
        flowers: { order: no_repeat, items: "media/{008..011}.jpg" }
        poems: { items: [a, b, "c/{1..2}"] }
      rotations:
        works: { scenes: [one, two] }
        faces: { media: [x.jpg, y.jpg] }

      """
    let cues = """
      - { still: { screen: { from: flowers } }, every: 5s, over: 1s }
      - { play: { voice: { from: poems, gain: -6 } } }
      - { still: { screen: { from: faces } } }
      - { count: claps }
      - { count: { claps: -2, laps: 5 } }
      """
    let triggers = """
      - { trigger: claps is above 3, when: laps < 2, go: { from: works } }
      - { trigger: visitor is true, count: { claps: +2 } }
      """
    let piece = try artwork(text(keys, cues: cues, triggers: triggers))
    #expect(
      piece.pools["flowers"]
        == Pool(
          id: "flowers", order: .noRepeat, items: ["008", "009", "010", "011"].map { "media/\($0).jpg" }))
    #expect(piece.pools["poems"]?.items == ["a", "b", "c/1", "c/2"] && piece.pools["poems"]?.order == .sequence)
    #expect(piece.rotations["works"]?.items == .scenes(["one", "two"]))
    #expect(piece.counters == [Counter(name: "claps", range: 0...10), Counter(name: "laps")])
    let actions = piece.scenes.last?.cues.map(\.action) ?? []
    #expect(
      actions == [
        .still(["screen": "flowers"]), .play(["voice": Playback(media: .next("poems"), gain: -6)]),
        .still(["screen": "faces"]), .count(["piece/claps": .add(1)]),
        .count(["piece/claps": .add(-2), "piece/laps": .set(5)]),
      ])
    let first = try #require(piece.scenes.last?.triggers.first)
    #expect(first.event == .level("piece/claps", .above, .number(3), rearm: nil))
    #expect(first.when == .compare(.sensor("piece/laps"), .below, .number(2)))
    #expect(first.actions.map(\.action) == [.goNext("works")])
  }

  @Test(
    "each fault of a counter, a pool or a rotation is named at its place",
    arguments: [
      Marked("counters: { ‸visitor: }\n", "`visitor` is the name of an input or a sensor too"),
      Marked("counters: { ‸hall: }\n", "`hall` cannot name a counter"),
      Marked("counters: { a: { range: ‸9..1 } }\n", "`range` is a range"),
      Marked("counters: { a: { range: 0..3, start: ‸4 } }\n", "`start` is 4, out of its range"),
      Marked("pools: { ‸a/b: { items: [x] } }\n", "`a/b` is no name of a pool"),
      Marked("pools: { p: ‸{ order: random } }\n", "a pool needs `items`"),
      Marked("pools: { p: { items: [‸../x] } }\n", "`../x` is no name of a medium"),
      Marked("pools: { p: { items: ‸\"x{9..1}\" } }\n", "`x{9..1}` is no row of media"),
      Marked("pools: { p: { items: ‸\"x{1..999999}\" } }\n", "`x{1..999999}` is no row of media"),
      Marked("pools: { p: { items: [x], order: ‸shuffled } }\n", "`order` cannot be `shuffled`"),
      Marked("rotations: { r: { scenes: [one, ‸four] } }\n", "this artwork has no scene `four`"),
      Marked("rotations: { ‸r: { scenes: [one, one] } }\n", "`one` takes two turns"),
      Marked("rotations: { r: { media: [x], ‸scenes: [one] } }\n", "a rotation takes turns of media or of scenes"),
      Marked("rotations: { r: ‸{} }\n", "this rotation has nothing to take turns"),
      Marked("pools: { p: { items: [x] } }\nrotations: { ‸p: { media: [x] } }\n", "`p` is the name of a pool too"),
    ])
  func sourceFaults(_ marked: Marked) {
    MarkedShow(artwork: text(marked.text)).expect(marked, file: "piece.yaml")
  }

  @Test(
    "what gives media gives no scenes, and the other way round",
    arguments: [
      Marked("{ go: { from: ‸faces } }", "`faces` gives media"),
      Marked("{ still: { screen: { from: ‸works } } }", "`works` gives scenes"),
      Marked("{ play: { voice: { media: a, ‸from: faces } } }", "a playback has a medium or takes one"),
      Marked("{ go: { from: works, ‸scene: one } }", "a rotation names its scenes itself"),
    ])
  func contents(_ marked: Marked) {
    let keys = "rotations: { works: { scenes: [one, two] }, faces: { media: [x] } }\n"
    let show = MarkedShow(artwork: text(keys, cues: "- \(marked.text)"))
    #expect(show.loaded.faults.count == 1 && show.loaded.faults.first?.message.hasPrefix(marked.message) == true)
  }
}
