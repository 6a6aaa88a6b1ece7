import Show

/// What may stand in an artwork's file.
enum ArtworkSchema {
  static let artwork = ShowSchema.keys(
    ArtworkReader.keys, needed: ["regie", "artwork", "start", "closed", "scenes"],
    [
      "regie": .told("The version of the language.", .word(["1"]).orNumber(1)),
      "artwork": .told("The artwork's name, like its file or folder.", .name),
      "title": .told("The work's title.", .anyText), "by": .told("Who made it.", .anyText),
      "start": .told("The scene while the hall is open.", .name),
      "closed": .told("The scene while the hall is closed.", .name),
      "opening": .told("The scene during the lead before the doors; `start` unless said.", .name),
      "modes": .told("Scenes for declared modes of the hall.", .orNothing(.names(.name))),
      "priority": .told("Who wins where artworks share a device; 50 unless said.", .whole(0...100)),
      "inputs": .told("The sensors it uses, by the names that this file gives them.", .orNothing(.names(.name))),
      "counters": .told("Numbers that cues and triggers change.", .orNothing(.names(.orNothing(.named("counter"))))),
      "pools": .told("Media of which a cue takes the next.", .orNothing(.names(.named("pool")))),
      "rotations": .told("Media or scenes that share the time fairly.", .orNothing(.names(.named("rotation")))),
      "templates": .told("Cues and triggers with blanks, written once.", .orNothing(.names(.named("template")))),
      "scenes": .told(
        "Its scenes, in the order in which operators go through them.", .names(.orNothing(.named("scene")))),
    ])

  /// The parts whose scalars may be blanks, within templates.
  static let partsOfTemplates: Set<String> = [
    "cue", "trigger", "values", "dream", "stills", "splice", "stills-cue", "splice-cue", "message", "playback", "value",
  ]

  static let parts: [String: SchemaPart] = [
    "scene": scene, "cue": CueSchema.cue, "trigger": CueSchema.trigger, "values": CueSchema.values,
    "value": CueSchema.value, "dream": CueSchema.dream, "stills": CueSchema.stills,
    "splice": CueSchema.splice, "stills-cue": CueSchema.stillsCue, "splice-cue": CueSchema.spliceCue,
    "message": CueSchema.message, "playback": CueSchema.playback,
    "counter": ShowSchema.keys(
      SourceReader.counterKeys,
      [
        "start": .told("The number it begins with; the least of its range unless said.", .number(nil)),
        "range": .told("Where it stays within: 0..10.", .text(form: SchemaPart.Form.range)),
      ]),
    "pool": ShowSchema.keys(
      SourceReader.poolKeys, needed: ["items"],
      [
        "items": .told(
          "Media, or a row of them: \"flowers/{0001..0240}.jpg\".", .listOrOne(.text(form: SchemaPart.Form.medium))),
        "order": .told(
          "In what order they are taken; `sequence` unless said.", .word(DrawOrder.allCases.map(\.rawValue))),
      ]),
    "rotation": .keysOf(
      [
        "media": .told("Media that take turns.", .listOrOne(.text(form: SchemaPart.Form.medium))),
        "scenes": .told("Scenes that take turns.", .listOrOne(.name)),
      ], needed: [SourceReader.rotationKeys]),
    "template": .keysOf(
      [
        "parameters": .told(
          "Its blanks, `$NAME` in what follows, and what each stands for.",
          .orNothing(.names(.either([.word(Template.Kind.allCases.map(\.rawValue)), .named("parameter")])))),
        "cue": .told("The cue that a use is.", .named("cue").inTemplate),
        "trigger": .told("The trigger that a use is.", .named("trigger").inTemplate),
      ], needed: [Template.Part.allCases.map(\.rawValue)]),
    "parameter": ShowSchema.keys(
      Template.parameterKeys, needed: ["type"],
      [
        "type": .word(Template.Kind.allCases.map(\.rawValue)),
        "default": .told("What it is where a use does not say.", .anyText),
      ]),
  ]

  private static let scene = ShowSchema.keys(
    SceneReader.keys,
    [
      "title": .told("What people read.", .anyText),
      "entry": .told("Reached by the schedule or an operator alone.", .word(SceneReader.entryWords)),
      "release": .told("How long what the scene before set takes back to its default; 1s unless said.", .span),
      "keep": .told("What of the scene before stays as it is: DEVICE or DEVICE.PROPERTY.", .listOrOne(.anyText)),
      "cues": .told("What happens, on the scene's timeline.", .orNothing(.list(.named("cue"), least: 0))),
      "triggers": .told(
        "What leads out of the scene, or does something in it; the first that fires wins.",
        .orNothing(.list(.named("trigger"), least: 0))),
    ])
}

extension SchemaPart {
  /// The part as it may stand in a template, where scalars may be blanks.
  var inTemplate: SchemaPart {
    if case .named(let name) = self { .named(name + Self.templateSuffix) } else { self }
  }

  /// The part, or one number.
  func orNumber(_ number: Int) -> SchemaPart { .either([.whole(number...number), self]) }
}
