import Testing

/// Files that are long tables, and so may be longer than others.
private let longTables: [String: String] = [:]

private let longestFileLines = 400
private let longestFunctionLines = 70
private let longestProgramLines = 80

@Suite("Sizes")
struct SizeTests {
  @Test("a file has at most 400 lines, unless it is a long table")
  func files() {
    let long = (SourceTree.sources + SourceTree.tests).filter { longTables[$0.path] == nil }.flatMap { overlong($0) }
    #expect(long == [])
  }

  @Test("a function has at most 70 lines")
  func functions() {
    #expect((SourceTree.sources + SourceTree.tests).flatMap(overlongFunctions) == [])
  }

  @Test("a file of a program has at most 80 lines: it parses, composes and runs")
  func programs() {
    let programs = SourceTree.sources.filter { $0.path.hasPrefix("Sources/Programs/") }
    #expect(programs.isEmpty == false)
    #expect(programs.flatMap { overlong($0, at: longestProgramLines) } == [])
  }

  @Test("folders stand three deep at most under a wing's room")
  func folders() {
    #expect(SourceTree.sources.map(\.path).filter { $0.split(separator: "/").count > 5 } == [])
  }

  @Test("each of these rules finds what is planted")
  func controls() {
    let long = SourceText(path: "Sources/A/B/C.swift", text: String(repeating: "let a = 1\n", count: 401))
    #expect(overlong(long).count == 1)
    let body = String(repeating: "  print(1)\n", count: 70)
    let function = SourceText(
      path: "Sources/A/B/C.swift",
      text: "protocol P {\n  func none()\n  init()\n}\nfunc short() {}\nfunc long(_ a: () -> Void = { }) {\n\(body)}\n")
    #expect(overlongFunctions(function).map(\.line) == [6])
  }
}

private func overlong(_ source: SourceText, at limit: Int = longestFileLines) -> [Finding] {
  let count = source.lines.count - (source.text.hasSuffix("\n") ? 1 : 0)
  return count > limit ? [Finding(path: source.path, line: limit + 1, what: "\(count) lines, more than \(limit)")] : []
}

/// The functions and initialisers of a text that are too long, by counting braces.
private func overlongFunctions(_ source: SourceText) -> [Finding] {
  let lines = source.codeLines
  return lines.indices.filter { startsFunction(lines[$0]) }.compactMap { first in
    guard let last = lastLineOfBody(lines, from: first) else { return nil }
    let count = last - first + 1
    guard count > longestFunctionLines else { return nil }
    return Finding(
      path: source.path, line: first + 1, what: "a function of \(count) lines, more than \(longestFunctionLines)")
  }
}

private let modifiers: Set<Substring> = [
  "public", "private", "fileprivate", "internal", "package", "static", "mutating", "nonmutating", "nonisolated",
  "override", "final", "convenience", "required", "consuming", "borrowing", "class", "isolated", "distributed",
]

private func startsFunction(_ line: Substring) -> Bool {
  let words = line.split(separator: " ").drop { modifiers.contains($0) || $0.hasPrefix("@") }
  guard let first = words.first else { return false }
  return first == "func" || first.hasPrefix("init(") || first.hasPrefix("init?(") || first.hasPrefix("init<")
    || first.hasPrefix("subscript(")
}

/// The line where the body of the function that starts at a line ends; nil where it has none.
private func lastLineOfBody(_ lines: [Substring], from first: Int) -> Int? {
  var parentheses = 0
  var braces = 0
  for index in first..<lines.count {
    if index > first, braces == 0, parentheses == 0, startsFunction(lines[index]) { return nil }
    for character in lines[index] {
      switch character {
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{" where parentheses == 0 || braces > 0: braces += 1
      case "}" where braces > 0:
        braces -= 1
        if braces == 0 { return index }
      case "}" where parentheses == 0: return nil
      default: break
      }
    }
  }
  return nil
}
