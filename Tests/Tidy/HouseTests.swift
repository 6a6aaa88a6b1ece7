import Foundation
import Testing

@Suite("House")
struct HouseTests {
  @Test("the top level holds what was agreed, and nothing more")
  func topLevel() throws {
    let agreed: Set = [
      "Package.swift", "Package.resolved", "Sources", "Tests", "Scenes", "Deploy", "README.md", "LICENSE",
      "CHANGELOG.md",
    ]
    let there = try FileManager.default.contentsOfDirectory(
      atPath: SourceTree.root.path(percentEncoded: false))
    #expect(there.filter { $0.hasPrefix(".") == false && agreed.contains($0) == false }.sorted() == [])
    #expect(agreed.subtracting(there).subtracting(["Package.resolved"]).sorted() == [])
  }

  @Test("every command that the README names in Deploy is there and can be run")
  func commandsOfREADME() throws {
    let readme = try SourceTree.text(at: "README.md")
    #expect(missingCommands(in: readme) == [])
    #expect(missingCommands(in: "run `Deploy/fly` or Deploy/test.") == ["Deploy/fly"])
  }

  @Test("every link of the README to a file of the repository leads somewhere")
  func linksOfREADME() throws {
    #expect(deadLinks(in: try SourceTree.text(at: "README.md")) == [])
    #expect(deadLinks(in: "[a](Nowhere/none.md) [b](https://example.org) [c](LICENSE#one)") == ["Nowhere/none.md"])
  }

  @Test("shell scripts stop at the first error")
  func shell() throws {
    let scripts =
      SourceTree.paths(under: "Deploy") + SourceTree.paths(under: "Tests") + ["Scenes/make-media", ".ci/run"]
    let shell = scripts.compactMap { path in (try? SourceTree.text(at: path)).map { (path, $0) } }
      .filter { $0.1.hasPrefix("#!") && $0.1.prefix(40).contains("bash") }
    #expect(shell.count > 2)
    #expect(shell.filter { $0.1.contains("\nset -euo pipefail\n") == false }.map(\.0) == [])
  }
}

private func missingCommands(in text: String) -> [String] {
  let named = matches(of: #"\bDeploy/[A-Za-z0-9/_-]+"#, in: text, group: 0)
  return Set(named).sorted().filter { path in
    let place = SourceTree.root.appending(path: path).path(percentEncoded: false)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else { return true }
    return isFolder.boolValue == false && path.contains(".") == false
      && FileManager.default.isExecutableFile(atPath: place) == false
  }
}

private func deadLinks(in text: String) -> [String] {
  matches(of: #"\]\(([^)\s]+)\)"#, in: text, group: 1).filter { link in
    guard link.contains("://") == false, let path = link.split(separator: "#").first, link.hasPrefix("#") == false
    else { return false }
    let place = SourceTree.root.appending(path: String(path)).path(percentEncoded: false)
    return FileManager.default.fileExists(atPath: place) == false
  }
}

private func matches(of pattern: String, in text: String, group: Int) -> [String] {
  guard let expression = try? NSRegularExpression(pattern: pattern) else { return ["no pattern: \(pattern)"] }
  return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap {
    Range($0.range(at: group), in: text).map { String(text[$0]) }
  }
}

@Suite("Media")
struct MediaTests {
  @Test("every medium that a scene names in Scenes is there, and all of them are small")
  func media() throws {
    let scenes = SourceTree.paths(under: "Scenes").filter { $0.hasSuffix(".yaml") }
    let named = try Set(scenes.flatMap { try mediaNamed(in: SourceTree.text(at: $0)) })
    #expect(named.isEmpty == false)
    let there = Set(SourceTree.paths(under: "Scenes").filter { $0.contains("/media/") })
    #expect(named.map { "Scenes/\($0)" }.filter { there.contains($0) == false }.sorted() == [])
    #expect(there.subtracting(named.map { "Scenes/\($0)" }).sorted() == [])
    let sizes = there.map { path in
      (try? Data(contentsOf: SourceTree.root.appending(path: path)).count) ?? 0
    }
    #expect(sizes.reduce(0, +) < 1_500_000)
  }
}

private func mediaNamed(in text: String) -> [String] {
  // A row of media counts: `flower-{1..6}.jpg`.
  let rows = matches(of: #"[a-z0-9-]+/media/[A-Za-z0-9._-]*\{[0-9]+\.\.[0-9]+\}[A-Za-z0-9._-]*"#, in: text, group: 0)
  let named = matches(of: #"[a-z0-9-]+/media/[A-Za-z0-9._-]+(?![A-Za-z0-9._{-])"#, in: text, group: 0)
  return named
    + rows.flatMap { row -> [String] in
      let parts = row.split(whereSeparator: { "{}".contains($0) }).map(String.init)
      let bounds = parts[1].split(separator: ".").compactMap { Int($0) }
      return (bounds[0]...bounds[1]).map { "\(parts[0])\($0)\(parts[2])" }
    }
}
