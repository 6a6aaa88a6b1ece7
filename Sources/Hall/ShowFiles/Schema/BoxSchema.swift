import Show

/// What may stand in the description of a box.
enum BoxSchema {
  static let box = ShowSchema.keys(
    BoxReader.keys, needed: ["regie", "properties"],
    [
      "regie": .told("The version of the language.", .word(["1"]).orNumber(1)), "title": .anyText,
      "tcp": .told("Its usual port of TCP.", port), "udp": .told("Its usual port of UDP.", port),
      "http": .told("Its usual port of HTTP.", port), "https": .told("Its usual port of HTTPS.", port),
      "serial": .told("Its rate in bits a second, or all its settings.", .either([baud, .named("box-serial")])),
      "ends_with": .told("What ends everything that is sent: '\\r'.", .anyText),
      "answers_end_with": .told("What ends its answers; \\r and \\n unless said.", .listOrOne(.anyText)),
      "answer_bytes": .told("How many bytes each answer has.", .whole(1...1024)),
      "opening": .told("What is waited for and said when a line opens.", .list(.named("box-step"), least: 0)),
      "keeps_line": .told("Whether the line stays open between two looks; yes unless said.", .flag),
      "pause": .told("The least time between two commands.", .span),
      "answer_within": .told("How long an answer may take; 2s unless said.", .span),
      "does_within": .told("How long it may take to do what it took; 10s unless said.", .span),
      "poll": .told("How often it is asked at rest; 20s unless said.", .span),
      "poll_changing": .told("How often it is asked while it changes; 1s unless said.", .span),
      "parameters": .told("Blanks of its texts, and what fills them unless a device says otherwise.", .names(.anyText)),
      "properties": .told("What it has, in the order in which it is set.", .names(.named("box-property"))),
      "errors": .told("What it says when something is wrong.", .list(.named("box-error"), least: 0)),
    ])

  static let parts: [String: SchemaPart] = [
    "box-serial": ShowSchema.keys(
      BoxLineReader.serialKeys, needed: ["baud"],
      [
        "baud": baud, "data_bits": .whole(7...8), "stop_bits": .whole(1...2),
        "parity": .word(SerialSettings.Parity.allCases.map(\.rawValue)),
      ]),
    "box-step": .keys(
      ["expect": .told("What is waited for.", .anyText), "send": .told("What is said then.", .anyText)], needed: []),
    "box-error": .keys(
      [
        "says": .told("What it says: 'ERR{*}'.", .anyText),
        "means": .told("What that means.", .word(BoxError.Meaning.allCases.map(\.rawValue))),
        "words": .told("What people are told.", .anyText),
      ], needed: ["says", "means"]),
    "box-property": ShowSchema.keys(BoxPropertyReader.keys, needed: ["type"], property),
  ]

  private static let port = SchemaPart.whole(1...65535)
  private static let baud = SchemaPart.either(SerialSettings.bauds.map { .whole($0...$0) })

  private static let property: [String: SchemaPart] = [
    "type": .told("What its values are.", .word(BoxPropertyReader.Kind.allCases.map(\.rawValue))),
    "range": .told("The range of its numbers: 0..100.", .text(form: SchemaPart.Form.range)),
    "unit": .told("The unit of its numbers: dB.", .anyText),
    "values": .told("What stands on the line for each of its words.", .names(.listOrOne(.anyText))),
    "wire": .told("The numbers on the line for the ends of its range: 0..255.", .text(form: SchemaPart.Form.range)),
    "send": .told("What sets it: 'ka 01 {value}'.", .anyText),
    "expect": .told("What the box says once it took it.", .anyText),
    "ask": .told("What asks for it.", .anyText),
    "reads": .told("What the answer to that is.", .listOrOne(.anyText)),
    "pointer": .told("Where it stands in an answer of JSON (RFC 6901).", .text(form: "^(/.*)?$")),
    "hears": .told("What the box says of it by itself.", .listOrOne(.anyText)),
    "pulse": .told("Done anew each time it is set, as a button is pressed.", .flag),
    "needs_power": .told("Set and asked only while the box is on.", .flag),
    "rests": .told("The least time between two changes.", .span),
    "steps": .told("How often a number on its way is sent.", .span),
  ]
}
