import Testing

/// What a pure room may not use, and what it takes instead.
private let impurities: [(pattern: String, instead: String)] = [
  (#"\bDate\(\)|\bDate\.now\b|\bDate\(timeIntervalSinceNow\b"#, "reads a clock; take the instant as an argument"),
  (
    #"\b(ContinuousClock|SuspendingClock|DispatchTime|ProcessInfo)\b"#, "reads a clock; take the instant as an argument"
  ),
  (
    #"\bCalendar\.current\b|\bTimeZone\.(current|autoupdatingCurrent)\b|\bLocale\.(current|autoupdatingCurrent)\b"#,
    "depends on the machine; take it as an argument"
  ),
  (#"\bSystemRandomNumberGenerator\b|\bUUID\(\)"#, "is chance without a seed; take a seeded generator"),
  (#"\.(random|shuffled|randomElement)\((?!.*using:)|\.shuffle\(\)"#, "is chance without a seed; say `using:`"),
  (#"\b(Task|Thread|DispatchQueue|withTaskGroup|withThrowingTaskGroup|Timer)\b(?!\w)"#, "starts work of its own"),
  (#"\bawait\b|\basync\b"#, "waits; a pure room computes"),
  (#"\b(FileManager|FileHandle|URLSession|InputStream|OutputStream|Process|Pipe)\b(?!\w)"#, "touches the world"),
  (#"\bcontentsOf(File)?:|\bfopen\(|\bsocket\(|\bgetenv\("#, "touches the world"),
  (#"(?<![\w.])print\(|\bstandardError\b|\bstandardOutput\b"#, "writes; give back a value"),
]

/// Places where a pattern means something else than what it looks for.
private let exempt: [String: String] = [:]

@Suite("Pure rooms")
struct PurityTests {
  @Test("pure rooms use no clock, no unseeded chance, no file, no socket and no task")
  func pure() {
    let sources = SourceTree.sources.filter { pureRooms.contains($0.room ?? "") }
    #expect(sources.isEmpty == false)
    #expect(sources.filter { exempt[$0.path] == nil }.flatMap(findings) == [])
  }

  @Test(
    "the rule finds each of them",
    arguments: [
      "let now = Date()", "let now = Date.now", "let c = ContinuousClock()", "let r = Int.random(in: 0..<3)",
      "let r = list.randomElement()", "list.shuffle()", "Task { }", "let t = Thread()", "await go()",
      "FileManager.default", "try Data(contentsOf: url)", "var g = SystemRandomNumberGenerator()",
      "let zone = TimeZone.current", "print(state)", "let id = UUID()", "DispatchQueue.main.async { }",
    ])
  func control(line: String) {
    #expect(findings(SourceText(path: "Sources/Hall/Show/A.swift", text: line + "\n")).isEmpty == false)
  }

  @Test(
    "the rule leaves what only looks like them",
    arguments: [
      "let r = Int.random(in: 0..<3, using: &generator)", "// Date() is not for here", "let text = \"Date()\"",
      "func fingerprint() {}", "let process = ProcessState.idle", "let d = Date(timeIntervalSince1970: 0)",
    ])
  func innocent(line: String) {
    #expect(findings(SourceText(path: "Sources/Hall/Show/A.swift", text: line + "\n")) == [])
  }
}

private func findings(_ source: SourceText) -> [Finding] {
  impurities.flatMap { source.findings(of: $0.pattern, $0.instead) }
}
