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
    try FileHandle(forWritingTo: URL(fileURLWithPath: image)).truncate(atOffset: 512 << 20)
    guard (try? Child.run("mkfs.ext4", ["-q", image])) != nil, (try? mount()) != nil else { return nil }
  }

  func mount() throws { _ = try Child.run("mount", ["-o", "loop", image, folder]) }

  func unmount() { _ = try? Child.run("umount", [folder]) }

  /// Commits, cuts the power in the midst of it, and puts the power back.
  ///
  /// The cut is not quite one: a sync that is under way when ext4 is shut down can return success without having
  /// reached the disk (a bare loop of write and fdatasync shows the same). So either the process is stopped first, and all
  /// that it said counts, or it runs on, and what it had said before the cut counts.
  func commitAndCut(afterLines count: Int, isStopped: Bool, isLosing: Bool) throws -> HammerRun {
    let words = ["commit", journal, "1000000", "1"] + (isLosing ? ["losing"] : [])
    let child = try Child.start(Child.hammer, words)
    var output = ""
    while output.count(where: { $0 == "\n" }) < count {
      let part = child.output.availableData
      if part.isEmpty { break }
      output += String(decoding: part, as: UTF8.self)
    }
    if isStopped { stop(child.process.processIdentifier) }
    _ = try Child.run(Child.hammer, ["cut", folder])
    kill(child.process.processIdentifier, SIGKILL)
    let rest = String(decoding: child.output.readDataToEndOfFile(), as: UTF8.self)
    if isStopped { output += rest }
    child.process.waitUntilExit()
    unmount()
    try mount()
    return HammerRun(output)
  }

  /// Stops a process, and waits until all its threads stand still.
  private func stop(_ process: pid_t) {
    kill(process, SIGSTOP)
    func isRunning() -> Bool {
      let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
      return threads.contains { thread in
        let status = (try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/stat", encoding: .utf8)) ?? ""
        return status.contains(") T ") == false
      }
    }
    while isRunning() { sched_yield() }
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
      let run = try disk.commitAndCut(
        afterLines: Int.random(in: 20...200, using: &numbers), isStopped: Bool.random(using: &numbers),
        isLosing: isLosing)
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
