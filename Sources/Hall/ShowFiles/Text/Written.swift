/// A text's structure as it was written, each part with its place; scalars are not typed yet.
struct Written {
  /// What it is.
  enum Content {
    /// A scalar; `isQuoted` tells `"no"` from `no`.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case list([Written])
    /// Keys and their values, in the order of the text.
    case map([Entry])
    /// Nothing: an empty value.
    case nothing
  }

  /// A key and its value.
  struct Entry {
    var key: String
    var keyPlace: Place
    var value: Written
  }

  var content: Content
  /// Where it starts.
  var place: Place
  /// Where the characters of a scalar start, behind its quote; `nil` where they do not stand in the text as they are.
  var charactersPlace: Place?

  /// What it is, for a person.
  var kindInWords: String {
    switch content {
    case .scalar(let text, _): "`\(shortened(text))`"
    case .list: "a list"
    case .map: "keys with values"
    case .nothing: "nothing"
    }
  }

  /// The scalar's text, if it is one.
  var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
  /// The entries, if it has keys.
  var entries: [Entry]? { if case .map(let entries) = content { entries } else { nil } }

  /// The value of a key.
  subscript(key: String) -> Written? { entries?.first { $0.key == key }?.value }

  /// The place of a character of the scalar, counted from 0.
  func place(ofCharacter index: Int) -> Place { charactersPlace?.moved(by: index) ?? place }
}

/// A text cut to what fits into a message.
func shortened(_ text: String, to limit: Int = 40) -> String {
  let line = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
  return line.count > limit || line.count < text.count ? line.prefix(limit) + "…" : text
}
