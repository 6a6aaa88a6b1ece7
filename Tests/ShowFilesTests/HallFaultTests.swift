import Show
import ShowFiles
import Testing

@Suite("Faults of hall.yaml")
struct HallFaultTests {
  /// The hall with a line of it replaced.
  private static func replacing(_ line: String, with other: String) -> String {
    Texts.hall.replacing(line + "\n", with: other)
  }

  @Test(
    "each fault beside the rest of the hall is named at its place",
    arguments: [
      Marked("rate: ‸0\n", "`rate` is 0, out of its range", hint: "from 1 to 1000"),
      Marked("burst: ‸many\n", "`burst` is a whole number, not `many`"),
      Marked("resume_within: ‸30\n", "`resume_within` is a length of time", hint: "8s"),
      Marked("close_within: ‸-3s\n", "`close_within` is a length of time"),
      Marked("operators: { desk: ‸boss }\n", "`desk` cannot be `boss`", hint: "admin"),
      Marked("operators: { ‸a b: viewer }\n", "`a b` is no name of an operator"),
      Marked("operators: ‸[desk]\n", "`operators` is written with keys"),
      Marked("universes: { ‸x: { protocol: sacn } }\n", "`x` is no universe"),
      Marked("universes: { 1: { protocol: ‸dmx } }\n", "`protocol` cannot be `dmx`"),
      Marked("universes: { 1: ‸{ address: x } }\n", "a universe needs `protocol`"),
      Marked("universes: { 1: { protocol: sacn, address: ‸10.0.0 } }\n", "`address` is an IPv4 address"),
      Marked("universes: { ‸40000: { protocol: artnet } }\n", "Art-Net has no universe 40000"),
      Marked("canvases: { c: ‸{ lights: { wash: 100 } } }\n", "c has neither a ceiling nor a budget"),
      Marked("canvases: { c: { lights: { ‸wsh: 100 }, ceiling: 50 } }\n", "there is no device `wsh`", hint: "`wash`"),
      Marked("canvases: { c: { lights: { wash: ‸lots }, ceiling: 50 } }\n", "`wash` is a number, not `lots`"),
      Marked("canvases: { c: { lights: { wash: ‸{ 0.5: 40, 1: 10 } }, ceiling: 5 } }\n", "the lux of wash do not rise"),
      Marked("canvases: { c: { lights: { wash: { ‸2: 40 } }, ceiling: 5 } }\n", "`2` is no level"),
      Marked("canvases: { c: ‸{ ceiling: 50 } }\n", "a canvas needs `lights`"),
      Marked("canvases: { c: { lights: { wash: 1 }, lux_hours: { ‸week: 5 } } }\n", "a budget has no key `week`"),
      Marked("canvases: { ‸a b: { lights: { wash: 1 }, ceiling: 5 } }\n", "`a b` is no name of a canvas"),
      Marked("‸pool: {}\n", "the hall has no key `pool`"),
      Marked("schedule: ‸{}\n", "`schedule` is a list"),
      Marked("schedule:\n  - ‸{ date: 2025-06-10 }\n", "an entry of the schedule needs `kind`"),
      Marked("schedule:\n  - { kind: ‸closing }\n", "`kind` cannot be `closing`"),
      Marked("schedule:\n  - ‸x\n", "an entry of the schedule is written with keys"),
      Marked(
        "schedule:\n  - { kind: opening, date: ‸2025-02-30, from: 09:00, to: 10:00 }\n",
        "`date` is a day, not `2025-02-30`"
      ),
      Marked("schedule:\n  - { kind: opening, date: 2025-06-10, from: ‸9:00, to: 10:00 }\n", "`from` is a time of day"),
      Marked("schedule:\n  - ‸{ kind: opening, date: 2025-06-10, from: 09:00 }\n", "an opening needs `to`"),
      Marked(
        "schedule:\n  - { kind: opening, date: 2025-06-10, from: 09:00, to: 10:00, lead: ‸25h }\n",
        "`lead` is longer than a day"),
      Marked(
        "schedule:\n  - { kind: window, artwork: ‸peice, scene: one, from: 2025-06-11T14:00, to: 2025-06-11T15:00 }\n",
        "the hall has no artwork `peice`", hint: "did you mean `piece`"),
      Marked(
        "schedule:\n  - { kind: window, artwork: piece, scene: ‸onne, from: 2025-06-11T14:00, to: 2025-06-11T15:00 }\n",
        "piece has no scene `onne`", hint: "did you mean `one`"),
      Marked(
        "schedule:\n  - { kind: window, artwork: piece, scene: one, from: 2025-06-11T14:00, to: ‸2025-06-11T14:00 }\n",
        "this window ends before it begins"),
      Marked(
        "schedule:\n  - { kind: moment, artwork: piece, go: one, at: ‸2025-06-11T14:00Z }\n", "`at` is a day and a time"
      ),
      Marked(
        "schedule:\n  - { kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00, missed: ‸later }\n",
        "`missed` is what becomes"),
      Marked(
        "schedule:\n  - { kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00, repeat: ‸COUNT=3 }\n",
        "a rule needs FREQ"),
      Marked(
        "schedule:\n  - { kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00, repeat: FREQ=DAILY;‸BYHOUR=3 }\n",
        "this version does not repeat by BYHOUR"),
      Marked(
        "schedule:\n  - { kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00, repeat: FREQ=DAILY;‸COUNT=0 }\n",
        "COUNT cannot be 0"),
      Marked(
        "schedule:\n  - { id: a, kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00 }\n"
          + "  - ‸{ id: a, kind: moment, artwork: piece, go: one, at: 2025-06-11T14:00 }\n",
        "two entries are called `a`"),
    ])
  func rest(_ marked: Marked) {
    let show = MarkedShow(hall: Texts.hall + marked.text)
    show.expect(marked, file: "hall.yaml")
    #expect(show.loaded.show == nil)
  }

  @Test(
    "each fault of a line of the hall is named at its place",
    arguments: [
      ("regie: 1", Marked("regie: ‸2\n", "this program reads version 1")),
      ("regie: 1", Marked("‸", "the hall needs `regie`")),
      ("hall: h", Marked("", "the hall needs `hall`")),
      ("topics: hall/h", Marked("topics: ‸hall/+\n", "`hall/+` has a wildcard")),
      ("topics: hall/h", Marked("topics: ‸/hall\n", "`/hall` is no topic")),
      ("topics: hall/h", Marked("topics: ‸$SYS/x\n", "topics with `$`")),
      ("timezone: Europe/Paris", Marked("timezone: ‸Europe/Pariss\n", "there is no time zone", hint: "`Europe/Paris`")),
      ("artworks: [piece]", Marked("artworks: [piece, ‸piece]\n", "`piece` stands twice")),
      ("artworks: [piece]", Marked("artworks: [piece, ‸a b]\n", "`artworks` is a name")),
      ("artworks: [piece]", Marked("artworks: [piece, ‸hall]\n", "an artwork cannot be called `hall`")),
      (
        "modes: { cleaning: { like: open } }",
        Marked("modes: { cleaning: {}, ‸closed: {} }\n", "`closed` is a phase that every hall has")
      ),
      (
        "modes: { cleaning: { like: open } }",
        Marked("modes: { cleaning: { set: { ‸wsh: 1 } } }\n", "there is no device `wsh`", hint: "`wash`")
      ),
    ])
  func line(_ line: String, _ marked: Marked) {
    MarkedShow(hall: Self.replacing(line, with: marked.text)).expect(marked, file: "hall.yaml")
  }

  @Test(
    "each fault of a sensor is named at its place",
    arguments: [
      Marked("‸{}", "a sensor needs `kind`"),
      Marked("{ kind: ‸presense }", "`kind` cannot be `presense`", hint: "did you mean `presence`"),
      Marked("{ kind: presence, range: ‸0..1 }", "a presence has no range"),
      Marked("{ kind: count, range: ‸5..1 }", "`range` is a range", hint: "0..60"),
      Marked("‸{ kind: choice }", "a sensor needs `values`"),
      Marked("{ kind: choice, values: [a, ‸a] }", "`a` stands twice"),
      Marked("{ kind: count, values: ‸[a] }", "a count has no list of values"),
      Marked("{ kind: presence, topic: ‸a/# }", "`a/#` has a wildcard"),
      Marked("{ kind: presence, topic: ‸hall/h/state }", "`hall/h/state` is one of the hall's own topics"),
      Marked("{ kind: presence, topic: x, pointer: ‸a }", "`pointer` is a JSON pointer"),
      Marked("{ kind: presence, topic: x, pointer: ‸/a~2 }", "`pointer` is a JSON pointer"),
      Marked("{ kind: presence, map: { ON: ‸3 } }", "`ON` is `3`, which this sensor never reads"),
      Marked("{ kind: count, range: 0..9, stale: 9s, when_stale: ‸10 }", "`when_stale` is `10`"),
      Marked("{ kind: count, when_stale: ‸1 }", "`when_stale` needs a time"),
      Marked("{ kind: count, alarm: ‸true }", "an alarm is true or false"),
      Marked("{ kind: presence, ‸ranje: 0..1 }", "a sensor has no key `ranje`", hint: "did you mean `range`"),
    ])
  func sensor(_ marked: Marked) {
    let hall = Self.replacing(
      "  near: { kind: presence }", with: "  near: { kind: presence }\n  more: \(marked.text)\n")
    MarkedShow(hall: hall).expect(marked, file: "hall.yaml")
  }

  @Test("a sensor cannot be named like a word of the language, nor with other characters")
  func sensorNames() {
    for name in ["‸hall", "‸and", "‸a b", "‸é"] {
      let hall = Self.replacing(
        "  near: { kind: presence }", with: "  near: { kind: presence }\n  \(name): { kind: presence }\n")
      MarkedShow(hall: hall).expect(Marked("", "`\(name.dropFirst())` is"), file: "hall.yaml")
    }
  }

  @Test(
    "each fault of a device is named at its place",
    arguments: [
      Marked("‸{ model: x }", "a device needs `kind`"),
      Marked("{ kind: ‸lamp }", "`kind` cannot be `lamp`", hint: "light"),
      Marked("{ kind: light, universe: ‸0, slot: 1 }", "`universe` is 0"),
      Marked("{ kind: light, universe: 1, slot: ‸513 }", "`slot` is 513"),
      Marked("{ kind: light, ‸universe: 1 }", "a device in a universe needs its first slot"),
      Marked("{ kind: light, ‸slot: 1 }", "a slot without a universe"),
      Marked("{ kind: projector, connection: ‸here }", "a connection is written with keys"),
      Marked("{ kind: projector, connection: ‸{ port: 1 } }", "a connection says how: one of pjlink, mpv, wake"),
      Marked("{ kind: projector, connection: { pjlink: a, ‸mpv: b } }", "a connection is one of pjlink, mpv, wake"),
      Marked("{ kind: projector, connection: { pjlink: a, ‸audio: b } }", "`audio` has no place beside `pjlink`"),
      Marked("{ kind: player, connection: ‸{ pjlink: 10.0.0.5 } }", "a player is not reached by `pjlink`", hint: "mpv"),
      Marked("{ kind: light, connection: ‸{ mpv: default } }", "a light is not reached by `mpv`", hint: "leave"),
      Marked("{ kind: projector, connection: { pjlink: ‸\"10.0.0.5:4352\" } }", "`pjlink` is a host", hint: "port"),
      Marked("{ kind: projector, connection: { pjlink: a, port: ‸0 } }", "`port` is 0"),
      Marked(
        "{ kind: projector, connection: { pjlink: a, ‸prot: 1 } }", "a connection has no key `prot`", hint: "port"),
      Marked("{ kind: display, connection: { pjlink: a, password_file: ‸pass } }", "`password_file` is no whole path"),
      Marked("{ kind: player, connection: { mpv: ‸a b } }", "`mpv` is a name"),
      Marked("{ kind: player, connection: { mpv: a, output: ‸\"--x\" } }", "`output` is a connector"),
      Marked("{ kind: player, connection: { mpv: a, audio: ‸\"--x\" } }", "`audio` is an audio device"),
      Marked("{ kind: switch, connection: { wake: ‸AA-BB } }", "`wake` is a hardware address"),
      Marked(
        "{ kind: switch, connection: { wake: \"AA:BB:CC:DD:EE:FF\", broadcast: ‸10.0.0 } }", "`broadcast` is an IPv4"),
      Marked("{ kind: light, default: ‸red }", "a light cannot be `red`", hint: "#0a1230"),
      Marked("{ kind: light, default: ‸1.5 }", "`more.level` is 1.5, out of its range"),
      Marked("{ kind: light, safe: { ‸brightness: 1 } }", "more is a light and has no `brightness`"),
      Marked("{ kind: light, default: ‸\"#12345\" }", "`more.color` is a colour"),
      Marked("{ kind: light, default: ‸500K }", "`more.kelvin` is 500, out of its range"),
      Marked("{ kind: switch, default: ‸perhaps }", "`more.power` is true or false"),
      Marked("{ kind: screen, default: { dream: { stage: ‸N4 } } }", "there is no stage `N4`"),
      Marked("{ kind: screen, default: { dream: { stage: ‸rem } } }", "there is no stage `rem`", hint: "write REM"),
      Marked("{ kind: screen, default: ‸[1] }", "more needs one value"),
      Marked("{ kind: player, default: { media: ‸../x } }", "`../x` is no name of a medium"),
      Marked("{ kind: light, merge: ‸max }", "`merge` cannot be `max`"),
      Marked("{ kind: light, egress: ‸maybe }", "`egress` is true or false"),
      Marked("{ kind: light, confirms_within: ‸soon }", "`confirms_within` is a length of time"),
    ])
  func device(_ marked: Marked) {
    let hall = Self.replacing("  wash: { kind: light }", with: "  wash: { kind: light }\n  more: \(marked.text)\n")
    MarkedShow(hall: hall).expect(marked, file: "hall.yaml")
  }

  @Test("a folder without hall.yaml makes no show")
  func missing() {
    let loaded = ShowReader.read(files: [ShowFile(path: "piece.yaml", text: Texts.artwork)])
    #expect(loaded.show == nil)
    #expect(loaded.faults.map(\.message) == ["there is no hall.yaml"])
  }
}
