import Show
import ShowFiles
import Testing

@Suite("What the language means")
struct LanguageTests {
  private func scene(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Scene {
    let loaded = MarkedShow(artwork: text).loaded
    #expect(loaded.faults == [], sourceLocation: sourceLocation)
    let artwork = try #require(loaded.show?.artworks.first, sourceLocation: sourceLocation)
    return try #require(artwork.scenes.last, sourceLocation: sourceLocation)
  }

  private func cue(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Cue {
    let scene = try scene(Texts.cue(text), sourceLocation: sourceLocation)
    return try #require(scene.cues.first, sourceLocation: sourceLocation)
  }

  private func trigger(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Trigger {
    let scene = try scene(Texts.trigger(text), sourceLocation: sourceLocation)
    return try #require(scene.triggers.first, sourceLocation: sourceLocation)
  }

  private func condition(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Condition {
    try scene(Texts.when(text), sourceLocation: sourceLocation).triggers.first?.when ?? .constant(false)
  }

  @Test("each trigger form is its event")
  func events() throws {
    let forms: [(String, TriggerEvent)] = [
      ("visitor is true", .level("near", .equal, .flag(true), rearm: nil)),
      ("near is no", .level("near", .equal, .flag(false), rearm: nil)),
      ("visitor is not true", .level("near", .notEqual, .flag(true), rearm: nil)),
      ("'crowd is above 8, rearms below 6'", .level("crowd", .above, .number(8), rearm: .below(6))),
      ("'crowd is below 2, rearms above 4.5'", .level("crowd", .below, .number(2), rearm: .above(4.5))),
      ("crowd >= 3", .level("crowd", .atLeast, .number(3), rearm: nil)),
      ("crowd below 3", .level("crowd", .below, .number(3), rearm: nil)),
      ("heat is -3.5", .level("heat", .equal, .number(-3.5), rearm: nil)),
      ("door becomes open", .becomes("door", .text("open"))),
      ("door becomes 'shut'", .becomes("door", .text("shut"))),
      ("door changes", .changes("door")),
      ("'crowd rises above 8, rearms below 6'", .rises("crowd", above: 8, rearm: .below(6))),
      ("crowd falls below 2", .falls("crowd", below: 2, rearm: nil)),
      ("media ends", .mediaEnds(nil)), ("voice media ends", .mediaEnds("voice")),
      ("timeline ends", .timelineEnds), ("voice reports playing", .reports("voice", "playing")),
    ]
    for (text, event) in forms {
      #expect(try trigger("{ trigger: \(text), go: two }").event == event, "\(text)")
    }
    #expect(try trigger("{ after: 1h30m, go: two }").event == .after(.minutes(90)))
    let evening = try #require(TimeOfDay("17:30"))
    #expect(try trigger("{ at: 17:30, go: two }").event == .timeOfDay(evening))
  }

  @Test("guards, modes and names of a trigger are read, and its `go` is done last")
  func guards() throws {
    let text = """
      { trigger: visitor is true, for: 2s, unless_for: 500ms, debounce: 100ms, at_most_every: 1m, when: late,
              mode: restart, name: greet, armed: no, go: two, note: hello, fade: { wash: 0.5 }, over: 3s, curve: ease-in }
      """
    let read = try trigger(text)
    let time = try #require(TimeOfDay("17:30"))
    let expected = Trigger(
      id: "greet", event: .level("near", .equal, .flag(true), rearm: nil), holdsFor: .seconds(2),
      unlessFor: .milliseconds(500), debounce: .milliseconds(100), atMostEvery: .minutes(1),
      when: .time(.atLeast, time), whenText: "late",
      actions: [
        TimedAction(.note("hello")),
        TimedAction(.set([PropertyPath("wash", .level): .plain(.number(0.5))]), over: .seconds(3), curve: .easeIn),
        TimedAction(.go(artwork: nil, scene: "two")),
      ], mode: .restart, armed: false)
    #expect(read == expected)
    #expect(try trigger("{ after: 1s, note: a, mode: queued, max: 3 }").mode == .queued(max: 3))
    #expect(try trigger("{ after: 1s, note: a, mode: parallel }").mode == .parallel(max: 10))
  }

  @Test("each action is what it says")
  func actions() throws {
    func set(_ values: [(DeviceID, PropertyName, Value)]) -> Action {
      .set(Dictionary(values.map { (PropertyPath($0, $1), PropertyValue.plain($2)) }) { first, _ in first })
    }
    let forms: [(String, Action)] = [
      (
        "{ set: { wash: \"#AA00ff\", beam: on, fan: off } }",
        set([("wash", .color, .text("#aa00ff")), ("beam", .power, .flag(true)), ("fan", .power, .flag(false))])
      ),
      ("{ set: { wash: 2700K } }", set([("wash", .kelvin, .number(2700))])),
      (
        "{ set: { wash: 0.25, screen: 0.5, voice: -6 } }",
        set([("wash", .level, .number(0.25)), ("screen", .brightness, .number(0.5)), ("voice", .gain, .number(-6))])
      ),
      (
        "{ set: { wash.level: 1, wash.color: '#ffffff' } }",
        set([("wash", .level, .number(1)), ("wash", .color, .text("#ffffff"))])
      ),
      (
        "{ set: { screen: { slate: back soon, still: a/b } } }",
        set([("screen", .slate, .text("back soon")), ("screen", .still, .text("a/b"))])
      ),
      (
        "{ set: { screen: { dream: { stage: W } } } }",
        .set([PropertyPath("screen", .dream): .dream(Dream(stage: "W"))])
      ),
      ("{ still: { screen: poster } }", set([("screen", .still, .text("poster"))])),
      ("{ stop: voice }", set([("voice", .playing, .flag(false))])),
      (
        "{ stop: [voice, screen] }",
        .set([
          PropertyPath("voice", .playing): .plain(.flag(false)),
          PropertyPath("screen", .dream): .dream(Dream(stop: true)),
        ])
      ),
      ("{ power: { beam: on } }", set([("beam", .power, .flag(true))])),
      (
        "{ play: { voice: { media: a, loop: yes, gain: -3, position: 1.5 } } }",
        .play(["voice": Playback(media: "a", loop: true, gain: -3, position: 1.5)])
      ),
      (
        "{ dream: { screen: screen, night: demo, from: 30m, seed: 7, look: silk } }",
        .dream("screen", Dream(night: "demo", from: 1800, seed: 7, look: "silk"))
      ),
      (
        "{ dream: { screen: screen, night: demo, chorus: [a, 7.1], reports: yes } }",
        .dream("screen", Dream(night: "demo", chorus: Chorus(nights: ["a", "7.1"]), reports: true))
      ),
      ("{ dream: { screen: screen, chorus: [] } }", .dream("screen", Dream(chorus: Chorus(nights: [])))),
      (
        "{ publish: { topic: a/b, payload: no, retain: true } }",
        .publish(Publication(topic: "a/b", payload: "no", retain: true))
      ),
      (
        "{ publish: { topic: a/b, payload: { on: true, level: 0.5, list: [1, \"1\", x], text: 'a\"b' } } }",
        .publish(Publication(topic: "a/b", payload: #"{"on":true,"level":0.5,"list":[1,"1","x"],"text":"a\"b"}"#))
      ),
      ("{ go: two }", .go(artwork: nil, scene: "two")),
      ("{ go: { artwork: piece, scene: two } }", .go(artwork: nil, scene: "two")),
      ("{ note: 2025-06-10 }", .note("2025-06-10")),
    ]
    for (text, action) in forms { #expect(try cue(text).action == action, "\(text)") }
  }

  @Test("what screens walk through and splice is what its fields say")
  func ways() throws {
    let forms: [(String, Action)] = [
      (
        "{ stills: { screen: screen, folder: a, every: 8s, seed: 7, transition: morph, over: 3s, fit: contain, motion: 0.3 } }",
        .stills(
          ["screen"],
          Stills(
            StillsWay(folder: "a", every: .seconds(8), seed: 7), transition: .morph, over: .seconds(3), fit: .contain,
            motion: 0.3))
      ),
      (
        "{ stills: { screen: [screen], items: \"a/{1..3}.jpg\", fps: 8, next: b }, over: 2s }",
        .stills(["screen"], Stills(StillsWay(items: ["a/1.jpg", "a/2.jpg", "a/3.jpg"], fps: 8), next: "b"))
      ),
      (
        "{ splice: { screen: screen, folder: a, every: 1m, losses: 0.2, substitutions: 0.001, anew: yes } }",
        .splice(
          ["screen"],
          Splice(StillsWay(folder: "a", every: .minutes(1)), losses: 0.2, substitutions: 0.001, anew: true))
      ),
      (
        "{ set: { screen: { mode: splice, splice: { folder: a } } } }",
        .set([
          PropertyPath("screen", .mode): .plain(.text("splice")),
          PropertyPath("screen", .splice): .splice(Splice(StillsWay(folder: "a"))),
        ])
      ),
    ]
    for (text, action) in forms { #expect(try cue(text).action == action, "\(text)") }
  }

  @Test("messages that do not go by the broker are read, each argument of its kind")
  func messages() throws {
    let forms: [(String, Action)] = [
      (
        "{ osc: { to: \"10.0.0.7:9000\", address: /cue/go, arguments: [1, 1.0, a, \"2\", true, -0.5] } }",
        .send(
          .osc(
            OSCCall(
              host: "10.0.0.7", port: 9000, address: "/cue/go",
              arguments: [.integer(1), .float(1), .text("a"), .text("2"), .flag(true), .float(-0.5)])))
      ),
      (
        "{ osc: { to: player.local:53000, address: /go } }",
        .send(.osc(OSCCall(host: "player.local", port: 53000, address: "/go")))
      ),
      (
        "{ http: { put: \"https://lights.example:8443/api?x=1\", json: { on: true }, within: 3s, token_file: /etc/t } }",
        .send(
          .http(
            HTTPCall(
              .put, "https://lights.example:8443/api?x=1", body: #"{"on":true}"#, within: .seconds(3),
              tokenFile: "/etc/t")))
      ),
      (
        "{ http: { post: \"http://a\", text: on } }",
        .send(.http(HTTPCall(.post, "http://a", body: "on", isJSON: false)))
      ),
    ]
    for (text, action) in forms { #expect(try cue(text).action == action, "\(text)") }
  }

  @Test("the timing of a cue is read")
  func timing() throws {
    let text =
      "{ wait: 2s, fade: { wash: 1 }, over: 1m, curve: perceptual, follow: end, within: 2m, every: 5m, on_failure: retry 3 within 10s }"
    let expected = Cue(
      start: .wait(.seconds(2)), action: .set([PropertyPath("wash", .level): .plain(.number(1))]), over: .minutes(1),
      curve: .perceptual, follow: .end(within: .minutes(2)), every: .minutes(5),
      onFailure: .retry(count: 3, within: .seconds(10)))
    #expect(try cue(text) == expected)
    #expect(try cue("{ note: a, on_failure: abandon scene }").onFailure == .abandonScene)
    #expect(try cue("{ note: a, at: 3s }").start == .at(.seconds(3)))
  }

  @Test("each condition is the tree it says")
  func conditions() throws {
    let near = Condition.compare(.sensor("near"), .equal, .flag(true))
    let crowd = Condition.compare(.sensor("crowd"), .above, .number(3))
    let open = Condition.compare(.hallPhase, .equal, .text("open"))
    let late = Condition.time(.atLeast, try #require(TimeOfDay("17:30")))
    let forms: [(String, Condition)] = [
      ("visitor", near), ("near is true", near), ("near is off", .compare(.sensor("near"), .equal, .flag(false))),
      ("not visitor", .not(near)), ("visitor and crowd > 3 or late", .or(.and(near, crowd), late)),
      ("visitor and (crowd above 3 or late)", .and(near, .or(crowd, late))),
      ("not visitor and not not late", .and(.not(near), .not(.not(late)))),
      ("hall is open", open), ("hall is cleaning", .compare(.hallPhase, .equal, .text("cleaning"))),
      ("hall is not open", .compare(.hallPhase, .notEqual, .text("open"))),
      ("scene is two", .compare(.scene, .equal, .text("two"))),
      ("piece is in two", .compare(.scene, .equal, .text("two"))),
      ("piece.scene is not two", .compare(.scene, .notEqual, .text("two"))),
      ("door is shut", .compare(.sensor("door"), .equal, .text("shut"))),
      ("crowd is not 3", .compare(.sensor("crowd"), .notEqual, .number(3))),
      ("crowd <= 3", .compare(.sensor("crowd"), .atMost, .number(3))),
      ("time < 09:00", .time(.below, try #require(TimeOfDay("09:00")))),
      ("true", .constant(true)), ("false or late", .or(.constant(false), late)),
    ]
    for (text, expected) in forms { #expect(try condition(text) == expected, "\(text)") }
  }

  @Test("scenes keep, release and are entered as they say")
  func scenes() throws {
    let text = Texts.artwork + "  three: { title: Third, entry: schedule, release: 4s, keep: [wash, voice.gain] }\n"
    let expected = Scene(
      id: "three", title: "Third", entryByScheduleOnly: true, release: .seconds(4),
      keep: [
        PropertyPath("wash", .color), PropertyPath("wash", .kelvin), PropertyPath("wash", .level),
        PropertyPath("voice", .gain),
      ])
    #expect(try scene(text) == expected)
  }

  @Test("modes and limits of the hall are read")
  func hall() throws {
    let line = "modes: { cleaning: { like: open } }\n"
    let text = """
      modes: { cleaning: { title: Cleaning, like: open, set: { wash: 1 }, over: 3s }, quiet: { } }
      close_within: 2m
      blackout_within: 500ms
      alarm_within: 2s
      rate: 5
      burst: 9
      universes: { 1: { protocol: sacn, address: 10.0.0.7, priority: 100 }, 2: { protocol: artnet } }

      """
    let hall = try #require(MarkedShow(hall: Texts.hall.replacing(line, with: text)).loaded.show?.hall)
    let cleaning = HallMode(
      id: "cleaning", title: "Cleaning", likeOpen: true,
      values: [PropertyPath("wash", .level): .plain(.number(1))], over: .seconds(3))
    #expect(hall.modes == ["cleaning": cleaning, "quiet": HallMode(id: "quiet")])
    #expect(
      [hall.closeWithin, hall.blackoutWithin, hall.alarmWithin] == [.minutes(2), .milliseconds(500), .seconds(2)])
    #expect((hall.rate, hall.burst) == (5, 9))
    let list = try #require(
      MarkedShow(hall: Texts.hall.replacing(line, with: "modes: [cleaning, quiet]\n")).loaded.show)
    #expect(list.hall.modes.keys.sorted() == ["cleaning", "quiet"])
  }

  @Test("canvases are read with their lights, at full or by a table, their ceiling and their budgets")
  func canvases() throws {
    let text = """
      modes: { cleaning: { like: open } }
      canvases:
        forest:
          title: A forest
          lights: { wash: { 0.25: 12, 1: 180 } }
          ceiling: 50
          lux_hours: { day: 400, year: 100000 }
          dims_from: 0.8

      """
    let hall = try #require(
      MarkedShow(hall: Texts.hall.replacing("modes: { cleaning: { like: open } }\n", with: text)).loaded.show?.hall)
    let table = try #require(Calibration(readings: [.init(level: 0.25, lux: 12), .init(level: 1, lux: 180)]))
    #expect(
      hall.canvases["forest"]
        == Canvas(
          id: "forest", title: "A forest", lights: ["wash": table], ceilingLux: 50, luxHoursADay: 400,
          luxHoursAYear: 100_000, dimsFrom: 0.8))
  }

  @Test("scalars are what the field says, whatever YAML would make of them")
  func scalars() throws {
    let hall = Texts.hall.replacing("hall: h\n", with: "hall: 7.10\ntitle: no\n")
    let show = try #require(MarkedShow(hall: hall).loaded.show)
    #expect(show.hall.name == "7.10")
    #expect(show.hall.title == "no")
    let choice = "door: { kind: choice, values: [no, 017, 1e3, null, ~] }"
    let values = try #require(
      MarkedShow(hall: Texts.hall.replacing("door: { kind: choice, values: [open, shut] }", with: choice)).loaded.show)
    #expect(values.hall.sensors["door"]?.values == ["no", "017", "1e3", "null", "~"])
  }
}
