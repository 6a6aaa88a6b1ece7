import Foundation
import Testing

@testable import Journal

/// An ext4 file system in a file, whose power can be cut; only root may mount one.
private struct CuttableDisk {
  let bench: Workbench
  var image: String { bench.folder + "/disk.img" }
  var folder: String { bench.folder + "/disk" }
  var journal: String { folder + "/journal.sqlite" }

  /// Makes one; nil where it isn't permitted.
  init?() throws {
    bench = try Workbench()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: image, contents: nil)
    try FileHandle(forWritingTo: URL(fileURLWithPath: image)).truncate(atOffset: 64 << 20)
    guard (try? Child.run("mkfs.ext4", ["-q", image])) != nil, (try? mount()) != nil else { return nil }
  }

  func mount() throws { _ = try Child.run("mount", ["-o", "loop", image, folder]) }

  func unmount() { _ = try? Child.run("umount", [folder]) }

  /// Commits, cuts the power in the midst of it, and puts the power back.
  func commitAndCut(afterLines count: Int, isLosing: Bool) throws -> HammerRun {
    let words = ["commit", journal, "1000000", "1"] + (isLosing ? ["losing"] : [])
    let child = try Child.start(Child.hammer, words)
    var output = ""
    while output.count(where: { $0 == "\n" }) < count {
      let part = child.output.availableData
      if part.isEmpty { break }
      output += String(decoding: part, as: UTF8.self)
    }
    _ = try Child.run(Child.hammer, ["cut", folder])
    kill(child.process.processIdentifier, SIGKILL)
    output += String(decoding: child.output.readDataToEndOfFile(), as: UTF8.self)
    child.process.waitUntilExit()
    unmount()
    try mount()
    return HammerRun(output)
  }
}

@Suite("power cut", .serialized)
struct PowerCutTests {
  private static let cutCount = ProcessInfo.processInfo.environment["REGIE_CAMPAIGN"] == nil ? 5 : 200

  /// How many cuts lost something that had been acknowledged; nil where there is no such disk.
  private func losses(isLosing: Bool) throws -> Int? {
    guard let disk = try CuttableDisk() else {
      print("· mounting isn't permitted here: cutting the power is passed over")
      return nil
    }
    defer { disk.unmount() }
    var numbers = SeededNumbers(seed: isLosing ? 2 : 1)
    var losses = 0
    for _ in 0..<Self.cutCount {
      let run = try disk.commitAndCut(afterLines: Int.random(in: 20...200, using: &numbers), isLosing: isLosing)
      let (writer, opening) = try JournalWriter.open(path: disk.journal, at: Workbench.moment)
      if opening.last.seq < run.acknowledged || opening.start != .continued { losses += 1 }
      #expect(try JournalReader(path: disk.journal).verifyAll() == nil)
      #expect(writer.close())
    }
    return losses
  }

  @Test("whenever the power is cut, all that was acknowledged is there")
  func full() throws {
    guard let losses = try losses(isLosing: false) else { return }
    #expect(losses == 0, "of \(Self.cutCount) cuts")
  }

  @Test("the control: without waiting for the disk, the same cuts lose what was acknowledged")
  func control() throws {
    guard let losses = try losses(isLosing: true) else { return }
    #expect(losses > 0, "of \(Self.cutCount) cuts: then the test above proves nothing")
    print("· power cuts without waiting for the disk: \(losses) of \(Self.cutCount) lost something")
  }
}
