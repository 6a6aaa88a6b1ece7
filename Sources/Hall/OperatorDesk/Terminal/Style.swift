/// How a piece of text is meant; becomes colour where there is colour.
enum Style: Hashable, Sendable {
  /// As it is.
  case plain
  /// A heading.
  case heading
  /// All is well.
  case good
  /// To be looked at.
  case warning
  /// Something is wrong.
  case bad
  /// Less important than its neighbours.
  case faint

  private var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .good: "32"
    case .warning: "33"
    case .bad: "31;1"
    case .faint: "2"
    }
  }

  /// The text in this style.
  func applied(to text: String, on terminal: Terminal) -> String {
    guard terminal.hasColor, let code, text.isEmpty == false else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// Makes text from outside harmless for a terminal: control characters become `�`, line ends become spaces.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isControl = scalar.properties.generalCategory == .control
    scalars.append(isControl ? (scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}") : scalar)
  }
  return String(scalars)
}
