import Foundation
import Testing

/// Names that say nothing, or that say "I do everything".
private let emptyNames: [(pattern: String, instead: String)] = [
  (
    #"\b(class|struct|enum|actor|protocol|typealias)\s+\w*(Manager|Helper|Helpers|Util|Utils|Utility|Controller|Service)\b"#,
    "says nothing; name it by what it is in the field"
  ),
  (#"\b(let|var)\s+(data|info)\b"#, "says nothing; name what it holds"),
]

/// What was left for later; the words are put together so that this file has none of them.
private let leftForLater = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]

@Suite("Manners")
struct MannersTests {
  @Test("every public declaration has a docstring")
  func documented() {
    #expect(SourceTree.sources.flatMap(undocumented) == [])
  }

  @Test("names say what a thing is")
  func names() {
    #expect((SourceTree.sources + SourceTree.tests).flatMap(emptyNamesIn) == [])
  }

  @Test("nothing is left for later in the text, and no room is left empty")
  func finished() {
    #expect((SourceTree.sources + SourceTree.tests).flatMap(leftovers) == [])
    let places = SourceTree.paths(under: "Sources") + SourceTree.paths(under: "Tests")
    #expect(places.filter { $0.contains("Placeholder") } == [])
  }

  @Test("no test sleeps")
  func sleepless() {
    #expect(SourceTree.tests.flatMap(sleeps) == [])
    #expect(sleeps(SourceText(path: "Tests/A.swift", text: "Thread.sleep(forTimeInterval: 1)\n")).count == 1)
    #expect(sleeps(SourceText(path: "Tests/A.swift", text: "usleep(100)\n")).count == 1)
  }

  @Test("the rules find what is planted")
  func controls() {
    let bare = SourceText(
      path: "Sources/Hall/Show/A.swift",
      text: """
        /// A fade.
        public struct Fade {
          public let seconds: Double
          /// Its end.
          @inlinable
          public var end: Double { 0 }
          public static func none() {}
          let inner = 1
        }
        public extension Fade {}
        /** Old style. */
        public func documented() {}
        """)
    #expect(undocumented(bare).map(\.line) == [3, 7])
    for line in ["final class SceneManager {}", "struct JSONUtils {}", "let data = 1", "var info: Int"] {
      #expect(emptyNamesIn(SourceText(path: "A.swift", text: line)).count == 1, "\(line)")
    }
    #expect(emptyNamesIn(SourceText(path: "A.swift", text: "let dataRecord = 1; struct ControllerState {}")) == [])
    #expect(leftovers(SourceText(path: "A.swift", text: "// \(leftForLater[0]): later")).count == 1)
  }
}

/// The public declarations without a comment of documentation right above them or their attributes.
private func undocumented(_ source: SourceText) -> [Finding] {
  let lines = source.lines
  let code = source.codeLines
  let kinds: Set<Substring> = [
    "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias", "static", "final", "mutating",
    "indirect", "nonisolated", "macro", "convenience", "required", "internal(set)", "private(set)",
  ]
  return code.indices.compactMap { index in
    let words = code[index].split(separator: " ").drop { $0.hasPrefix("@") }
    guard let first = words.first, first == "public" || first == "open", let second = words.dropFirst().first else {
      return nil
    }
    let isDeclaration =
      kinds.contains(second) || second.hasPrefix("init") || second.hasPrefix("subscript")
      || second.hasPrefix("nonisolated(")
    guard isDeclaration else { return nil }
    var above = index - 1
    while above >= 0, trimmed(lines[above]).hasPrefix("@") { above -= 1 }
    let comment = above >= 0 ? trimmed(lines[above]) : ""
    guard comment.hasPrefix("///") == false, comment.hasSuffix("*/") == false else { return nil }
    return Finding(path: source.path, line: index + 1, what: "`\(trimmed(lines[index]))` is public and undocumented")
  }
}

private func trimmed(_ line: Substring) -> String { line.trimmingCharacters(in: .whitespaces) }

private func emptyNamesIn(_ source: SourceText) -> [Finding] {
  emptyNames.flatMap { source.findings(of: $0.pattern, $0.instead) }
}

private func leftovers(_ source: SourceText) -> [Finding] {
  source.lines.enumerated().compactMap { index, line in
    guard let word = leftForLater.first(where: { line.contains($0) }) else { return nil }
    return Finding(path: source.path, line: index + 1, what: "\(word) is left")
  }
}

private func sleeps(_ source: SourceText) -> [Finding] {
  source.findings(of: #"\bThread\.sleep\b|\b(u|nano)?sleep\("#, "sleeps; pass a clock, or wait for what is to happen")
}
