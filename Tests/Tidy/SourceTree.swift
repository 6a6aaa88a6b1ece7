import Foundation

/// One text of the repository: where it stands, and what it says.
struct SourceText: Sendable {
  /// The path from the package's root, `Sources/Hall/Show/Fade.swift`.
  let path: String
  /// All of it, as it stands.
  let text: String
  /// The same with comments and the content of strings blanked: lines and columns agree with `text`.
  let code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    self.code = path.hasSuffix(".swift") ? blanked(text) : text
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The target that the text belongs to: `Show` for `Sources/Hall/Show/Fade.swift`; of the devices one a protocol.
  var room: String? {
    let parts = path.split(separator: "/")
    guard parts.count > 3, parts[0] == "Sources" else { return nil }
    return parts[2] == "Devices" ? String(parts[3]) : String(parts[2])
  }
}

/// What a rule has to say about one line.
struct Finding: CustomStringConvertible, Equatable {
  let path: String
  let line: Int
  let what: String

  var description: String { "\(path):\(line): \(what)" }
}

/// The repository that these tests stand in.
enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let sources = swiftTexts(under: "Sources")
  static let tests = swiftTexts(under: "Tests")

  static func text(at path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func paths(under folder: String) -> [String] {
    let start = root.appending(path: folder).path(percentEncoded: false)
    let found = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
    return found.map { "\(folder)/\($0)" }.sorted()
  }

  private static func swiftTexts(under folder: String) -> [SourceText] {
    paths(under: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
      (try? text(at: path)).map { SourceText(path: path, text: $0) }
    }
  }
}

extension SourceText {
  /// Every place in the code, comments and strings apart, where a pattern matches.
  ///
  /// - Parameters:
  ///   - pattern: a regular expression of Foundation, one line at a time.
  ///   - what: what is wrong with it; the matched text is put before.
  func findings(of pattern: String, _ what: String) -> [Finding] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else {
      return [Finding(path: path, line: 0, what: "the rule's own pattern is not one: \(pattern)")]
    }
    return codeLines.enumerated().compactMap { index, line in
      let line = String(line)
      let whole = NSRange(line.startIndex..., in: line)
      guard let match = expression.firstMatch(in: line, range: whole), let range = Range(match.range, in: line)
      else { return nil }
      return Finding(path: path, line: index + 1, what: "`\(line[range].trimmingCharacters(in: .whitespaces))` \(what)")
    }
  }
}
