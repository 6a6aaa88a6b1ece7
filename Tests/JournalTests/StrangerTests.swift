import Foundation
import Testing

@testable import Journal

/// What a reader sees that may read the file and write nothing: the hammer under another user.
@Suite("reading without the right to write")
struct StrangerTests {
  /// Reads a journal as the user nobody.
  ///
  /// - Returns: what was said; nil where another user cannot be had, with a word about it.
  private func read(_ bench: Workbench) throws -> String? {
    let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
    guard (try? Child.run("setpriv", asNobody + ["test", "-x", Child.hammer])) != nil else {
      print("· no other user can be had here: reading without the right to write is passed over")
      return nil
    }
    do {
      return try Child.run("setpriv", asNobody + [Child.hammer, "read", bench.path])
    } catch let failure as Child.Failure {
      return failure.output
    }
  }

  private func allow(_ bench: Workbench) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bench.folder)
    for name in bench.names {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(bench.folder)/\(name)")
    }
  }

  @Test("while a daemon writes, the newest entries are seen")
  func live() async throws {
    let bench = try Workbench()
    let (writer, _) = try bench.open()
    defer { writer.close() }
    try await writer.commit(Workbench.group(2...20))
    try allow(bench)
    guard let said = try read(bench) else { return }
    #expect(said == "live 20 20\n")
    try await writer.commit(Workbench.group(21...30))
    #expect(try read(bench) == "live 30 30\n")
  }

  @Test("after the daemon ended, and after it was killed, all is seen")
  func afterwards() async throws {
    let bench = try Workbench()
    do {
      let (writer, _) = try bench.open()
      try await writer.commit(Workbench.group(2...20))
      writer.close()
    }
    try allow(bench)
    guard let said = try read(bench) else { return }
    #expect(said.hasSuffix(" 20 20\n"), "\(said)")
    let run = try HammerRun.killed(bench.path, afterLines: 30, groupSize: 1)
    try allow(bench)
    let seen = try #require(try read(bench)?.split(separator: " ").dropFirst().first.flatMap { Int64($0) })
    #expect(seen >= run.acknowledged)
  }

  @Test("a file alone is read as one that nobody changes")
  func alone() async throws {
    let bench = try Workbench()
    let copy = try Workbench()
    let (writer, _) = try bench.open()
    try await writer.commit(Workbench.group(2...20))
    writer.close()
    try FileManager.default.copyItem(atPath: bench.path, toPath: copy.path)
    try allow(copy)
    guard let said = try read(copy) else { return }
    #expect(said == "immutable 20 20\n")
    #expect(copy.names == ["journal.sqlite"])
  }

  @Test("a write-ahead log that cannot be read without writing is not passed over in silence")
  func logAlone() throws {
    let damaged = try DamagedBench()
    try allow(damaged.bench)
    guard let said = try read(damaged.bench) else { return }
    #expect(said.hasPrefix("cannot read: ") && said.contains("copy both"), "\(said)")
  }
}
