import Yams

/// What libyaml finds wrong in a text, in words for those who write shows.
struct SyntaxProblem {
  var message: String
  var hint: String

  /// The problem and its place, from an error of the parser.
  static func of(_ error: any Error) -> (SyntaxProblem, Place) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _)?, .parser(let context, let problem, let mark, _)?,
      .composer(let context, let problem, let mark, _)?:
      // What is not closed is shown where it begins: that it is missed only later helps nobody.
      let isOpen = ["unexpected end of stream", "',' or ']'", "',' or '}'"].contains { problem.contains($0) }
      let place = isOpen ? context?.mark ?? mark : mark
      return (inWords(problem), Place(line: max(1, place.line), column: max(1, place.column)))
    default:
      return (SyntaxProblem(message: "this text cannot be read", hint: "it must be YAML in UTF-8"), .start)
    }
  }

  /// Problems that libyaml names, what they mean, and the usual cause.
  private static let known: [(problem: String, message: String, hint: String)] = [
    (
      "found another document", "a second document begins here",
      "a file holds one document; delete the line `---`"
    ),
    (
      "mapping values are not allowed", "a `:` stands where no key is expected",
      "put texts with `: ` in quotes, or check the indentation of this line and the one before"
    ),
    (
      "did not find expected key", "a key is expected here",
      "check the indentation of this line, and that brackets and quotes before it are closed"
    ),
    (
      "did not find expected '-' indicator", "an item of the list, with `-`, is expected here",
      "line it up with the items before"
    ),
    (
      "could not find expected ':'", "a `:` is missing behind a key",
      "write `key: value`, with a space behind the colon"
    ),
    (
      "did not find expected ',' or ']'", "a list in brackets is not closed",
      "put `,` between its items and `]` at its end"
    ),
    (
      "did not find expected ',' or '}'", "keys in braces are not closed",
      "put `,` between them and `}` at their end"
    ),
    (
      "did not find expected node content", "a value is missing here",
      "write one, or close the brackets before"
    ),
    (
      "found unexpected end of stream", "these quotes are not closed",
      "put the same quote at the end of the text"
    ),
    (
      "block sequence entries are not allowed", "a `-` stands where no item of a list is expected",
      "begin the list on a line of its own under its key"
    ),
    (
      "found character that cannot start any token", "this character cannot begin a value",
      "put the text in quotes"
    ),
    ("found unknown escape character", "this is no escape that texts in quotes have", "write `\\\\` for a backslash"),
  ]

  private static func inWords(_ problem: String) -> SyntaxProblem {
    for entry in known where problem.contains(entry.problem) {
      return SyntaxProblem(message: entry.message, hint: entry.hint)
    }
    return SyntaxProblem(
      message: "this text cannot be read: \(problem)", hint: "check indentation, quotes and brackets around here")
  }
}
