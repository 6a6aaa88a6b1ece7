import Foundation
import SleepLab
import Testing

@Suite("Writing whole files")
struct WholeFileTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lab-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path(percentEncoded: false))
  }

  @Test("an output that exists is replaced only when that was asked for, and nothing is left beside it")
  func exists() throws {
    try inFolder { folder in
      let path = folder + "/out"
      try WholeFile.write([1], to: path, mayReplace: false)
      #expect(throws: WholeFile.Failure.exists) { try WholeFile.write([2], to: path, mayReplace: false) }
      #expect(FileManager.default.contents(atPath: path) == Data([1]))
      try WholeFile.write([3], to: path, mayReplace: true)
      #expect(FileManager.default.contents(atPath: path) == Data([3]))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }

  @Test("a folder that is not there, and a full disk, are said")
  func refused() throws {
    #expect(throws: WholeFile.Failure.system(ENOENT)) {
      try WholeFile.write([1], to: "/nowhere/at/all", mayReplace: true)
    }
    #expect(WholeFile.Failure.system(ENOSPC).description.contains("No space"))
  }
}
