/// Words of the language that this version knows and does not have yet: to add one, take it out here and give it its
/// place in ``ActionReader`` or ``CueReader``.
enum LaterWords {
  /// The word, and what can be written until it is there.
  static let words: [String: String] = [
    "osc": "use `publish` and a bridge",
    "http": "use `publish` and a bridge",
    "count": "count with a sensor of kind `count`",
    "pool": "name the medium with `still` or `play`",
    "rotation": "write a scene for each part, with `after`",
    "together": "write the cues one below the other; they start together unless `wait` or `at` says otherwise",
    "in_order": "write the cues one below the other, with `follow: end`",
    "one_of": "write one of the cues",
    "loop": "repeat a cue with `every`",
    "then_wait": "write `wait` in the cue after",
    "template": "write the cues out",
    "templates": "write the cues out",
    "pools": "name media with `still` or `play`",
    "rotations": "write a scene for each part, with `after`",
  ]

  /// What to say where such a word stands.
  static func message(for word: String) -> (message: String, hint: String)? {
    words[word].map { ("this version does not have `\(word)` yet", $0) }
  }
}
