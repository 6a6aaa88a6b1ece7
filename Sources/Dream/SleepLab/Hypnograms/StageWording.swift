/// How the world writes the stages.
enum StageWording {
  /// The stage of an annotation's or an event's text, in any case; nil if it is about something else.
  ///
  /// Known are the wordings of Sleep-EDF, of Rechtschaffen and Kales, of the AASM, of the National Sleep Research
  /// Resource (`Stage 2 sleep|2`) and those of scoring programs in English, French, German, Spanish, Italian,
  /// Portuguese and Dutch.
  static func stage(ofAnnotation text: String) -> Stage? {
    let words = ScoringText.plain(text.prefix { $0 != "|" })
    if let stage = bareWordings[words] { return stage }
    for prefix in prefixes where words.hasPrefix(prefix) {
      let rest = words.dropFirst(prefix.count)
      let code = String(rest.prefix { $0 != " " && $0 != "/" })
      // "Stage N2 sleep" and the like, but not "stage 2 of the test".
      let isAlone = rest.count == code.count || endings.contains { rest.dropFirst(code.count) == $0 }
      if isAlone, let stage = codes[code] ?? bareWordings[code] { return stage }
    }
    return nil
  }

  /// The stage of a cell or a line that holds nothing else, in any case.
  static func stage(ofCode code: String) -> Stage? {
    let plain = ScoringText.plain(code)
    return codes[code] ?? codes[plain] ?? stage(ofAnnotation: code)
  }

  private static let endings = [" sleep", "/4", " schlaf"]
  private static let prefixes = [
    "sleep stage ", "sleepstage ", "stage ", "sleep ", "stade ", "stade de sommeil ", "sommeil ", "stadium ",
    "schlafstadium ", "fase ", "fase de sueno ", "fase del sueno ", "stadio ", "estadio ", "estagio ", "slaapstadium ",
    "sleep stage", "stade", "stadium", "scoring ",
  ]
  private static let codes: [String: Stage] = [
    "w": .wake, "wake": .wake, "s0": .wake, "0": .wake, "1": .n1, "s1": .n1, "n1": .n1, "2": .n2, "s2": .n2,
    "n2": .n2, "3": .n3, "s3": .n3, "n3": .n3, "4": .n3, "s4": .n3, "n4": .n3, "r": .rem, "rem": .rem, "5": .rem,
    "?": .unknown, "m": .unknown, "mt": .unknown, "n": .unknown, "movement": .unknown, "unknown": .unknown,
    "unscored": .unknown, "u": .unknown, "art": .unknown, "-1": .unknown, "-2": .unknown, "6": .unknown,
    "7": .unknown, "8": .unknown, "9": .unknown, "i": .n1, "ii": .n2, "iii": .n3, "iv": .n3, "nrem1": .n1,
    "nrem2": .n2, "nrem3": .n3, "nrem4": .n3, "n/a": .unknown,
  ]
  // A bare digit or letter as an annotation is a marker of something else more often than a stage; W is not.
  private static let bareWordings: [String: Stage] = [
    "w": .wake, "wake": .wake, "awake": .wake, "wakefulness": .wake, "wach": .wake, "wachheit": .wake, "eveil": .wake,
    "veille": .wake, "vigilia": .wake, "despierto": .wake, "veglia": .wake, "acordado": .wake, "wakker": .wake,
    "n1": .n1, "n2": .n2, "n3": .n3, "n4": .n3, "s1": .n1, "s2": .n2, "s3": .n3, "s4": .n3, "nrem 1": .n1,
    "nrem 2": .n2, "nrem 3": .n3, "nrem1": .n1, "nrem2": .n2, "nrem3": .n3, "rem": .rem, "rem sleep": .rem,
    "rem schlaf": .rem, "sommeil paradoxal": .rem, "paradoxal": .rem, "sueno rem": .rem, "sonno rem": .rem,
    "sono rem": .rem, "rem slaap": .rem, "movement time": .unknown, "movement": .unknown, "unscored": .unknown,
    "not scored": .unknown, "bewegungszeit": .unknown, "temps de mouvement": .unknown, "nicht bewertet": .unknown,
    "non scored": .unknown, "non score": .unknown, "psg disconnection": .unknown, "disconnected": .unknown,
    "disconnections": .unknown, "deep sleep": .n3, "tiefschlaf": .n3,
  ]
}
