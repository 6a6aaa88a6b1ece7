import Foundation

/// File systems of a test's own; only root may mount them.
enum Mounted {
  /// Mounts a small file system in memory for a while.
  static func tmpfs(megabytes: Int, _ body: (String) async throws -> Void) async throws {
    let bench = try Workbench()
    guard (try? Child.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", bench.folder])) != nil else {
      print("· mounting isn't permitted here: what happens on a full or read-only file system is passed over")
      return
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(bench.folder))
    } catch {
      result = .failure(error)
    }
    _ = try? Child.run("umount", ["-l", bench.folder])
    try result.get()
  }

  /// Fills a file system to its last page.
  static func fill(_ path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
  }
}
