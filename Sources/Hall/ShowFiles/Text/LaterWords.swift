/// Words of the language that this version knows and does not have yet: to add one, take it out here and give it its
/// place in ``ActionReader``.
enum LaterWords {
  /// The word, and what can be written until it is there.
  static let words: [String: String] = [
    "osc": "use `publish` and a bridge",
    "http": "use `publish` and a bridge",
  ]

  /// What to say where such a word stands.
  static func message(for word: String) -> (message: String, hint: String)? {
    words[word].map { ("this version does not have `\(word)` yet", $0) }
  }
}
