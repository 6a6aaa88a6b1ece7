import Show

/// What may stand in cues and triggers, and in what they do.
enum CueSchema {
  static let cue = SchemaPart.keysOf(
    both(
      both(CueReader.keys, timing), both(CueReader.actionKeys, single), both(GroupReader.keys, grouping),
      both(GroupReader.words, groups), both(ActionReader.words, actions), template),
    needed: [ActionReader.words + GroupReader.words + ["template"]])

  static let trigger = SchemaPart.keysOf(
    both(
      both(TriggerReader.events, events), both(TriggerReader.guards, guards), both(ActionReader.words, actions),
      template),
    needed: [TriggerReader.events + ["template"], ActionReader.words + ["template"]])

  /// Parts for the keys of a reader's list, and all of several lists together.
  private static func both(_ keys: [String], _ parts: [String: SchemaPart]) -> [String: SchemaPart] {
    Dictionary(uniqueKeysWithValues: keys.map { ($0, parts[$0] ?? .named("unknown-\($0)")) })
  }
  private static func both(_ all: [String: SchemaPart]...) -> [String: SchemaPart] {
    all.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  private static let template: [String: SchemaPart] = [
    "template": .told("The template that stands here.", .name),
    "with": .told("What fills its blanks.", .orNothing(.names(.anyText))),
  ]

  private static let timing: [String: SchemaPart] = [
    "at": .told("Its place on the scene's timeline, or in its group.", .span),
    "wait": .told("How long it waits behind what is before it.", .span),
    "then_wait": .told("How much later the cue after it may begin.", .span),
    "follow": .told("Whether the cue after goes by this one's start or its end.", .word(["continue", "end"])),
    "within": .told("The time-out of `follow: end`.", .span),
  ]
  private static let single: [String: SchemaPart] = [
    "over": .told("How long its change takes.", .span),
    "curve": .told("How it gets there.", .word(Curve.allCases.map(\.rawValue))),
    "every": .told("Repeats it at this period while the scene lasts; 100ms or more.", .span),
    "on_failure": .told(
      "If a device does not confirm: continue, retry 3 within 10s, or abandon scene.",
      .text(form: "^(continue|abandon scene|retry [0-9]+ within .+)$")),
  ]
  private static let grouping: [String: SchemaPart] = [
    "name": .told("The group's name, by which `release` lets its loop go.", .name),
    "pick": .told("Which of several runs; `random` unless said.", .word(DrawOrder.allCases.map(\.rawValue))),
    "loop": .told(
      "How many rounds, or `forever`.", .either([.whole(1...GroupReader.mostRounds), .word(["forever"])])),
    "until": .told("A condition that ends the loop at the end of a round.", .anyText),
  ]
  private static let groups: [String: SchemaPart] = [
    "together": .told("All at once, each after its own wait.", .list(.named("cue"), least: 1)),
    "in_order": .told("One after the other, each from the end of the one before.", .list(.named("cue"), least: 1)),
    "one_of": .told("One of them.", .list(.named("cue"), least: 1)),
  ]

  private static let events: [String: SchemaPart] = [
    "trigger": .told("presence is true; crowd is above 8, rearms below 6; door becomes open; media ends …", .anyText),
    "after": .told("Time in the scene.", .span),
    "at": .told("A time of day: \"17:30\".", .text(form: SchemaPart.Form.timeOfDay)),
  ]
  private static let guards: [String: SchemaPart] = [
    "for": .told("How long it must hold.", .span),
    "unless_for": .told("Interruptions shorter than this do not count.", .span),
    "debounce": .told("A value counts once it has been the same for so long.", .span),
    "at_most_every": .told("It fires at most once in this time.", .span),
    "when": .told("A condition that is checked at the moment of firing.", .anyText),
    "mode": .told(
      "What happens when it fires while what it did still runs.", .word(["single", "restart", "queued", "parallel"])),
    "max": .told("How many wait, or run beside.", .whole(1...100)),
    "name": .told("Its name; SCENE/NUMBER unless said.", .name),
    "armed": .told("Whether it may fire when the show begins.", .flag),
    "over": .told("How long the change of its fade takes.", .span),
    "curve": .told("How it gets there.", .word(Curve.allCases.map(\.rawValue))),
  ]

  private static let actions: [String: SchemaPart] = [
    "set": .told("Gives devices values at once: { wash: \"#0a1230\" }.", .named("values")),
    "fade": .told("Gives devices values over a time.", .named("values")),
    "dream": .told("What a screen dreams.", .named("dream")),
    "stills": .told("Lets screens hang stills: which they walk through, and how a still comes.", .named("stills-cue")),
    "splice": .told("Lets screens splice stills, two by two, and write them as DNA.", .named("splice-cue")),
    "play": .told("Starts media on players.", .names(.either([medium, .named("playback")]))),
    "still": .told("Shows stills on screens.", .names(.either([medium, from]))),
    "stop": .told("Stops players and screens.", .listOrOne(.name)),
    "power": .told("Switches projectors, displays and switches.", .names(.flag)),
    "publish": .told("Publishes a message, once.", .named("message")),
    "osc": .told("Sends a message of Open Sound Control, once.", osc),
    "http": .told("Asks something over HTTP, once.", http),
    "go": .told(
      "Enters a scene: of this artwork, of another, or the one of a rotation that ran least.",
      .either([.name, .keys(["artwork": .name, "scene": .name], needed: ["artwork", "scene"]), from])),
    "count": .told(
      "Changes counters: { applause: +1 } adds, { applause: 0 } sets.", .either([.name, .names(.number(nil))])),
    "release": .told("Lets the loop of a group go at the end of its round.", .name),
    "note": .told("Writes a note to the journal.", .anyText),
  ]

  private static let osc = SchemaPart.keys(
    [
      "to": .told("Host and port of UDP.", .text(form: "^[A-Za-z0-9.-]+:[0-9]+$")),
      "address": .told("What it is about.", .text(form: "^/")),
      "arguments": .told("Numbers, texts, true or false.", .list(.anyText, least: 0)),
    ], needed: ["to", "address"])
  private static let http = SchemaPart.keys(
    [
      "get": place, "post": place, "put": place, "delete": place, "patch": place,
      "json": .told("A body of JSON.", .anything), "text": .told("A body of plain text.", .anyText),
      "within": .told("How long an answer is waited for, 100 ms to 60 s.", .span),
      "token_file": .told("The file with a token that proves who asks.", .anyText),
    ], needed: [])
  private static let place = SchemaPart.text(form: "^https?://")

  private static let medium = SchemaPart.text(form: SchemaPart.Form.medium)
  private static let from = SchemaPart.keys(["from": .told("The pool or rotation.", .name)], needed: ["from"])

  // MARK: What stands behind them

  /// Values of devices, by DEVICE or DEVICE.PROPERTY.
  static let values = SchemaPart.names(.named("value"))

  /// One value, or properties with values.
  /// Those of a box have names of their own.
  static let value = SchemaPart.either([.anyText, .keys(properties, needed: []), .names(.anyText)])

  private static let properties: [String: SchemaPart] = Dictionary(
    uniqueKeysWithValues: PropertyName.ofKinds.map { ($0.rawValue, property($0)) })

  private static func property(_ name: PropertyName) -> SchemaPart {
    if PropertyName.objects.contains(name) { return .named(name.rawValue) }
    for kind in DeviceKind.allCases {
      switch kind.properties[name] {
      case .flag?: return .flag
      case .number(let range)?: return .either([.number(range), .text(form: "^-?[0-9.]+ ?(K|dB|s)$")])
      case .color?: return .text(form: SchemaPart.Form.color)
      case .text?, .choice?: return .anyText
      case nil: continue
      }
    }
    return .anything
  }

  static let dream = ShowSchema.keys(
    ["screen"] + DreamReader.fields + ["over"],
    [
      "screen": .told("Which screen dreams.", .name), "night": .told("A prepared night.", .name),
      "stage": .told("Runs through the periods of a stage.", .word(Dream.stages)),
      "from": .told("A place in the night: seconds, or 30m.", .anyText),
      "speed": .told("Seconds of night in a second of show.", .number(0...600)),
      "seed": .told("The seed of what is not in the night.", .whole(0...Int(UInt32.max))),
      "look": .told("A look.", .name),
      "chorus": .told("The nights that are dreamt beside it, blended into the one picture.", chorus),
      "reports": .told("Whether dream reports that a curator approved are shown after their awakenings.", .flag),
      "stop": .told("Whether the dream ends.", .flag),
      "over": .told("How long the change takes.", .span),
    ])

  /// What the fields of ways through stills mean, by their keys.
  private static let ways: [String: SchemaPart] = [
    "folder": .told("A folder of stills.", medium), "items": .told("Stills, or a row of them.", .listOrOne(medium)),
    "every": .told("How long one's turn is.", .span),
    "seed": .told("What the order comes from.", .whole(0...Int(UInt32.max))),
    "fps": .told("Pictures a second.", .number(1...240)),
    "transition": .told("How a still comes.", .word(Stills.Transition.allCases.map(\.rawValue))),
    "over": .told("How long a still takes to come.", .span),
    "fit": .told("Whether it fills the screen or all of it is seen.", .word(Stills.Fit.allCases.map(\.rawValue))),
    "motion": .told("How much it is come nearer to and walked over.", .number(0...1)),
    "next": .told("The still that comes after the one that is named.", medium),
    "losses": .told("The share of strands that are lost; falls by the seed unless said.", .number(0...1)),
    "substitutions": .told("The share of bases that change.", .number(0...1)),
    "anew": .told("Whether a splice begins now, another each time.", .flag),
    "screen": .told("The screen, or several that are to be in step.", .listOrOne(.name)),
  ]
  static let stills = ShowSchema.keys(ScreenWayReader.stillsFields, ways)
  static let splice = ShowSchema.keys(ScreenWayReader.spliceFields, ways)
  static let stillsCue = ShowSchema.keys(["screen"] + ScreenWayReader.stillsFields, needed: ["screen"], ways)
  static let spliceCue = ShowSchema.keys(["screen"] + ScreenWayReader.spliceFields, needed: ["screen"], ways)
  /// Nights that are all there, or as many of them as there are visitors for.
  static let chorus = SchemaPart.either([
    nights,
    ShowSchema.keys(
      ChorusReader.keys, needed: ["of"],
      [
        "of": .told("The nights, in the order in which they join.", nights),
        "count": .told(
          "An input that counts visitors: for each of them a dreamer, the first one being the night itself.", .name),
        "each": .told("Visitors to a dreamer, 1 where nothing is said.", .whole(1...ChorusReader.mostEach)),
      ]),
  ])

  private static let nights = SchemaPart.list(.name, least: 0)

  static let message = ShowSchema.keys(
    PublicationReader.keys, needed: ["topic"],
    [
      "topic": .told("Outside of the hall's own topics.", .anyText),
      "payload": .told("A text, or keys and lists that become JSON.", .anything),
      "retain": .told("Whether the broker keeps it.", .flag),
    ])

  static let playback = SchemaPart.keysOf(
    both(
      ActionReader.playbackKeys,
      [
        "media": .told("The medium.", medium), "from": .told("The pool or rotation it is taken from.", .name),
        "loop": .told("Whether it starts again at its end.", .flag),
        "gain": .told("Decibels, −100 to 12.", .number(-100...12)),
        "position": .told("Where it starts, in seconds.", .number(0...864_000)),
      ]), needed: [["media", "from"]])
}
