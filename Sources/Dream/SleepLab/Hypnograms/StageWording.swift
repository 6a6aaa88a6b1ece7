/// How the world writes the stages.
enum StageWording {
  /// The stage of an annotation's text in lower case; nil if it is about something else.
  static func stage(ofAnnotation words: String) -> Stage? {
    for prefix in ["sleep stage ", "sleep_stage_", "sleep-", "stage "] where words.hasPrefix(prefix) {
      let code = String(words.dropFirst(prefix.count))
      // "Stage N2 sleep" and the like.
      return codes[code] ?? codes[String(code.prefix { $0 != " " })]
    }
    if words == "movement time" || words == "unscored" { return .unknown }
    return bareCodes[words]
  }

  /// The stage of one line of a file that holds one code a line, in lower case.
  static func stage(ofCode code: String) -> Stage? {
    codes[code]
  }

  private static let codes: [String: Stage] = [
    "w": .wake, "wake": .wake, "s0": .wake, "0": .wake, "1": .n1, "s1": .n1, "n1": .n1, "2": .n2, "s2": .n2,
    "n2": .n2, "3": .n3, "s3": .n3, "n3": .n3, "4": .n3, "s4": .n3, "n4": .n3, "r": .rem, "rem": .rem, "5": .rem,
    "?": .unknown, "m": .unknown, "mt": .unknown, "n": .unknown, "movement": .unknown, "unknown": .unknown,
    "unscored": .unknown, "u": .unknown, "art": .unknown, "-1": .unknown, "-2": .unknown, "6": .unknown,
    "7": .unknown, "8": .unknown, "9": .unknown,
  ]
  // A bare digit as an annotation is a marker of something else more often than a stage.
  private static let bareCodes: [String: Stage] = [
    "w": .wake, "wake": .wake, "n1": .n1, "n2": .n2, "n3": .n3, "rem": .rem, "s1": .n1, "s2": .n2, "s3": .n3,
    "s4": .n3,
  ]
}
