import Foundation
import Testing

@testable import Journal

@Suite("disk faults", .serialized)
struct DiskFaultTests {
  /// Runs the hammer with a fault injected, and proves what must hold afterwards.
  private func run(_ inject: String, groups: Int = 20) throws -> HammerRun {
    let bench = try Workbench()
    do { try bench.open().writer.close() }
    let output = try Strace.run(inject: inject, [Child.hammer, "commit", bench.path, "\(groups)", "5"])
    let run = HammerRun(output)
    guard run.lines.last == "closed" else { return run }
    let reader = try bench.reader()
    #expect(try reader.verifyAll() == nil, "\(inject)")
    let seqs = Set(try reader.entries().filter { $0.role != .mark }.map(\.seq))
    for fault in run.faults { #expect(!seqs.contains(fault.seq), "\(inject): failed means not in the journal") }
    #expect(try reader.last().seq >= run.acknowledged)
    let acknowledged = run.lines.compactMap { $0.hasPrefix("ack ") ? Int64($0.dropFirst(4)) : nil }
    for seq in acknowledged { #expect(seqs.contains(seq), "\(inject): \(seq) was acknowledged") }
    return run
  }

  @Test("a failed sync is a failed group, and is never taken for one that worked", arguments: [1, 3, 8, 9, 15, 22])
  func failedSync(number: Int) throws {
    guard Strace.isUsable else {
      print("· no strace here that may trace: failing syncs are passed over")
      return
    }
    let run = try run("fdatasync:error=EIO:when=\(number)")
    #expect(run.lines.contains { $0.contains("the disk failed") }, "\(run.lines)")
  }

  @Test("a disk that fails for a while fails what is committed meanwhile, and nothing else")
  func failingForAWhile() throws {
    guard Strace.isUsable else { return }
    let run = try run("fdatasync:error=EIO:when=10..20", groups: 60)
    #expect(run.faults.count >= 2)
    #expect(run.lines.last == "closed" && run.acknowledged > run.faults.last?.seq ?? 0)
  }

  @Test("writes that fail, of whatever file, lose nothing that was acknowledged", arguments: [40, 55, 70, 90])
  func failedWrite(number: Int) throws {
    guard Strace.isUsable else { return }
    for error in ["EIO", "ENOSPC", "EROFS"] {
      _ = try run("pwrite64:error=\(error):when=\(number)..\(number + 3)", groups: 30)
    }
  }

  @Test("a full disk fails groups with the right fault; with room again the next group behind a gap is taken")
  func full() async throws {
    try await Mounted.tmpfs(megabytes: 2) { folder in
      let path = folder + "/journal.sqlite"
      let notices = Notices()
      let (writer, _) = try JournalWriter.open(path: path, at: Workbench.moment) { notices.add($0) }
      try await writer.commit(Workbench.group(2...50))
      let filler = folder + "/filler"
      _ = FileManager.default.createFile(atPath: filler, contents: Data(count: 1 << 20))
      try Mounted.fill(filler + "-2")
      var seq: Int64 = 51
      var fault: JournalFault?
      while fault == nil, seq < 100_000 {
        do throws(JournalFault) {
          try await writer.commit(Workbench.group(seq...seq + 99))
          seq += 100
        } catch {
          fault = error
        }
      }
      #expect(fault == .full(path: path))
      await #expect(throws: JournalFault.full(path: path), "still full") {
        try await writer.commit(Workbench.group(seq...seq + 99))
      }
      #expect(writer.acknowledged.seq == seq - 1)
      for name in [filler, filler + "-2"] { try FileManager.default.removeItem(atPath: name) }
      let gap = Journal.Entry.gap(from: seq, to: seq + 500, at: Workbench.moment)
      try await writer.commit(Journal.Group(entries: [gap], snapshot: Workbench.snapshot(gap.seq)))
      #expect(notices.all.contains { if case .reopened = $0 { true } else { false } })
      #expect(writer.close())
      let reader = try JournalReader(path: path)
      #expect(try reader.verifyAll() == nil)
      #expect(try reader.entries().map(\.seq) == Array(1..<seq) + [seq + 501])
    }
  }

  @Test("a file system that turned read-only is said to be so, can be read, and is written again when it can be")
  func readOnly() async throws {
    try await Mounted.tmpfs(megabytes: 4) { folder in
      let path = folder + "/journal.sqlite"
      do {
        let (writer, _) = try JournalWriter.open(path: path, at: Workbench.moment)
        try await writer.commit(Workbench.group(2...50))
        writer.close()
      }
      _ = try Child.run("mount", ["-o", "remount,ro", folder])
      #expect(throws: JournalFault.readOnly(path: path + ".lock")) {
        try JournalWriter.open(path: path, at: Workbench.moment)
      }
      do {
        let reader = try JournalReader(path: path)
        #expect(try reader.last().seq == 50)
        reader.close()
      }
      _ = try Child.run("mount", ["-o", "remount,rw", folder])
      let (writer, opening) = try JournalWriter.open(path: path, at: Workbench.moment)
      #expect(opening.start == .continued && opening.last.seq == 50)
      writer.close()
    }
  }
}
