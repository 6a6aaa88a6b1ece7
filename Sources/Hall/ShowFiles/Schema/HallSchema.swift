import Show

/// What may stand in `hall.yaml`.
enum HallSchema {
  static let hall = ShowSchema.keys(
    HallReader.keys, needed: ["regie", "hall", "topics", "artworks"],
    [
      "regie": .told("The version of the language.", .word(["1"]).orNumber(1)),
      "hall": .told("The hall's name.", .anyText), "title": .told("What people read.", .anyText),
      "topics": .told("The base of the hall's topics: hall/7.1.", .anyText),
      "timezone": .told("The IANA name of its zone: Europe/Paris.", .anyText),
      "resume_within": .told("Scenes go on after an outage shorter than this.", .span),
      "artworks": .told("The artworks, in the order in which they are stepped.", .listOrOne(.name)),
      "operators": .told(
        "Who may do what, by the broker's user names.", .orNothing(.names(.word(Role.allCases.map(\.rawValue))))),
      "sensors": .told("The sensors.", .orNothing(.names(.named("sensor")))),
      "devices": .told("The devices.", .orNothing(.names(.named("device")))),
      "conditions": .told("Named conditions: quiet: time >= 17:30.", .orNothing(.names(.anyText))),
      "templates": .told("Cues and triggers that all artworks may use.", .orNothing(.names(.named("template")))),
      "schedule": .told("The programme.", .orNothing(.list(.named("entry"), least: 0))),
      "modes": .told(
        "Looks of the hall beside open and closed.",
        .orNothing(.either([.list(.name, least: 0), .names(.orNothing(.named("mode")))]))),
      "zones": .told("What is heard together, and how loud it may be.", .orNothing(.names(.named("zone")))),
      "universes": .told("How light reaches the fixtures.", .orNothing(.names(.named("universe")))),
      "canvases": .told("Paintings, and what light they may have.", .orNothing(.names(.named("canvas")))),
      "close_within": .told("Within what time the closed looks are reached; 60s unless said.", .span),
      "blackout_within": .told("Within what time a blackout is reached; 1s unless said.", .span),
      "alarm_within": .told("Within what time the safe looks of an alarm are reached; 1s unless said.", .span),
      "dark_within": .told("Within what time after closing all that sleeps is dark and silent.", .span),
      "preflight": .told("How long before the doors the hall looks whether they can open; 2m unless said.", .span),
      "double_go": .told("A second go for one artwork within this is refused.", .span),
      "rate": .told("Commands a second from one operator; 20 unless said.", .whole(1...1000)),
      "burst": .told("Commands at once from one operator; 40 unless said.", .whole(1...1000)),
    ])

  static let parts: [String: SchemaPart] = [
    "sensor": sensor, "device": device, "canvas": canvas, "entry": .either(entries),
    "mode": ShowSchema.keys(
      ModeReader.keys,
      [
        "title": .anyText, "like": .told("What artworks do that name no scene for it.", .word(["open", "closed"])),
        "set": .told("Values above those of scenes.", .named("values")), "over": .told("How long these take.", .span),
      ]),
    "zone": ShowSchema.keys(
      ZoneReader.keys, needed: ["players"],
      [
        "title": .anyText, "players": .told("Its players.", .listOrOne(.name)),
        "gain": .told("Its master in decibels; 0 unless said.", .number(SoundZone.gains)),
        "quiet": .told(
          "Hours in which it is not to be loud.",
          ShowSchema.keys(
            ZoneReader.quietKeys, needed: ZoneReader.quietKeys,
            [
              "from": .text(form: SchemaPart.Form.timeOfDay), "to": .text(form: SchemaPart.Form.timeOfDay),
              "ceiling": .told("The most that a player may have, in decibels.", .number(SoundZone.gains)),
            ])),
        "duck": .told(
          "How it gives way to others that sound.",
          ShowSchema.keys(
            ZoneReader.duckKeys, needed: ["under", "by"],
            [
              "under": .told("Zones or players.", .listOrOne(.name)),
              "by": .told("By how many decibels.", .number(0.1...100)),
              "attack": .told("How long it takes to go down; 300ms unless said.", .span),
              "release": .told("How long it takes to come back; 2s unless said.", .span),
            ])),
      ]),
    "universe": ShowSchema.keys(
      UniverseReader.keys, needed: ["protocol"],
      [
        "protocol": .word(LightUniverse.LineProtocol.allCases.map(\.rawValue)),
        "address": .told("An IPv4 address; everybody unless said.", .anyText), "title": .anyText,
        "priority": .told("Which source wins, 100 unless said (sACN).", .whole(0...200)),
        "rate": .told("Frames a second that its receivers bear, 44 unless said.", .whole(1...44)),
      ]),
  ]

  private static let sensor = ShowSchema.keys(
    SensorReader.keys, needed: ["kind"],
    [
      "kind": .told("What it reads.", .word(SensorKind.allCases.map(\.rawValue))), "title": .anyText,
      "range": .told("The range of its numbers: 0..60.", .text(form: SchemaPart.Form.range)),
      "values": .told("The texts of a choice.", .listOrOne(.anyText)),
      "topic": .told("The topic of a foreign device.", .anyText),
      "osc": .told("The address of Open Sound Control that it is heard on.", .text(form: "^/")),
      "pointer": .told("Where the reading stands in a foreign payload (RFC 6901).", .text(form: "^(/.*)?$")),
      "map": .told("What foreign values mean here.", .orNothing(.names(.anyText))),
      "stale": .told("After how long without a reading it is stale.", .span),
      "when_stale": .told("The value it takes when stale.", .anyText),
      "alarm": .told("Whether `true` is an alarm of the hall.", .flag),
    ])

  private static let device = ShowSchema.keys(
    DeviceReader.keys, needed: ["kind"],
    [
      "kind": .told("What it is.", .word(DeviceKind.allCases.map(\.rawValue))), "title": .anyText,
      "model": .told("The fixture profile or the make.", .anyText),
      "universe": .told("The DMX universe.", .whole(1...63999)), "slot": .told("The first DMX slot.", .whole(1...512)),
      "gamma": .told("The exponent from a level to a slot; 1 unless said.", .number(0.1...5)),
      "minimum": .told("The part of full at which it begins to glow; 0 unless said.", .number(0...0.5)),
      "default": .told("What it is when no scene asks for anything.", .named("value")),
      "safe": .told("What it is during an alarm.", .named("value")),
      "egress": .told("Lights a way out: exempt from blackout.", .flag),
      "merge": .told("How the values of several artworks become one.", .word(Merge.allCases.map(\.rawValue))),
      "reports": .told("Whether it tells its actual state.", .flag),
      "confirms_within": .told("How long it may take to confirm; 2s unless said.", .span),
      "connection": .told("How the daemon reaches it itself.", ConnectionReader.schema),
      "awake": .told("When the hall keeps it awake by itself.", .word(Wakefulness.allCases.map(\.rawValue))),
      "warm_up": .told("How long it takes from off to ready.", .span),
      "cool_down": .told("How long it takes from on to off.", .span),
      "sleeps_after": .told("How long after closing begins it stays awake.", .span),
      "powered_by": .told("The switch or PC without which it is away.", .name),
    ])

  private static let canvas = ShowSchema.keys(
    CanvasReader.keys, needed: ["lights"],
    [
      "title": .anyText,
      "lights": .told(
        "Lux on the canvas of each light, at full or by level: { 0.25: 12, 1: 180 }.",
        .names(.either([.number(0...CanvasReader.mostLux), .names(.number(0...CanvasReader.mostLux))]))),
      "ceiling": .told("The most lux at any moment.", .number(0...CanvasReader.mostLux)),
      "lux_hours": .told(
        "The most exposure.",
        ShowSchema.keys(
          CanvasReader.budgetKeys,
          [
            "day": .told("Lux-hours of a local day.", .number(0...1e7)),
            "year": .told("Lux-hours of a calendar year.", .number(0...1e9)),
          ])),
      "dims_from": .told(
        "From which part of a budget on light is held so that the rest lasts; 0.9 unless said.", .number(0.1...1)),
    ])

  private static let entries: [SchemaPart] = EntryReader.Kind.allCases.map { kind in
    let times: [String: SchemaPart] =
      kind == .opening
      ? ["from": .text(form: SchemaPart.Form.timeOfDay), "to": .text(form: SchemaPart.Form.timeOfDay)]
      : ["from": .text(form: SchemaPart.Form.localTime), "to": .text(form: SchemaPart.Form.localTime)]
    let all = times.merging([
      "id": .name, "kind": .word([kind.rawValue]), "priority": .whole(-100...100),
      "repeat": .told("RFC 5545: FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6.", .text(form: "FREQ=")),
      "date": .text(form: SchemaPart.Form.date), "lead": .told("The phase `opening` before the doors.", .span),
      "artwork": .name, "scene": .name, "go": .name, "at": .text(form: SchemaPart.Form.localTime),
      "missed": .told("skip, or within 60s.", .text(form: "^(skip|within .+)$")),
    ]) { first, _ in first }
    return ShowSchema.keys(["id"] + EntryReader.keys(of: kind), needed: EntryReader.needed(of: kind), all)
  }
}
