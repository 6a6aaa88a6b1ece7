import Glibc

/// How much the help shows: what an operator needs, or everything with `--help-all`.
enum Help {
  /// Whether all commands and options are to be shown.
  static let isFull = CommandLine.arguments.contains("--help-all")
}

/// The words of the command line as the parser takes them.
///
/// The parser knows `--help-all` under another name, and takes a negative number for an option: a real minus sign
/// (U+2212) stands in for its hyphen, and what reads numbers takes both.
func parserWords(_ words: some Sequence<String>) -> [String] {
  words.map { word in
    if word == "--help-all" { return "--help-hidden" }
    guard word.first == "-", let second = word.dropFirst().first, second.isASCII, second.isNumber || second == "."
    else {
      return word
    }
    return "\u{2212}" + word.dropFirst()
  }
}

/// A finite number, its minus a hyphen or a real minus sign.
func finiteNumber(_ text: String) -> Double? {
  let ascii = text.first == "\u{2212}" ? "-" + text.dropFirst() : text
  return Double(ascii).flatMap { $0.isFinite ? $0 : nil }
}
