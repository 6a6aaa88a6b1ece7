import Foundation
import Testing

@testable import Journal

/// A process that commits, and what it said before it ended.
struct HammerRun {
  /// The last number that it heard to be committed; 0 where there was none.
  var acknowledged: Int64 = 0
  /// The numbers whose group failed, and how.
  var faults: [(seq: Int64, text: String)] = []
  /// All it said.
  var lines: [Substring] = []

  init(_ output: String) {
    lines = output.split(separator: "\n")
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count >= 2, let seq = Int64(words[1]) else { continue }
      if words[0] == "ack" { acknowledged = seq }
      if words[0] == "fault" { faults.append((seq, String(words.last ?? ""))) }
    }
  }

  /// Lets it commit until it has acknowledged some groups, then kills it.
  static func killed(_ path: String, afterLines count: Int, groupSize: Int) throws -> HammerRun {
    let child = try Child.start(Child.hammer, ["commit", path, "1000000", "\(groupSize)"])
    var output = ""
    while output.count(where: { $0 == "\n" }) < count {
      let part = child.output.availableData
      if part.isEmpty { break }
      output += String(decoding: part, as: UTF8.self)
    }
    kill(child.process.processIdentifier, SIGKILL)
    output += String(decoding: child.output.readDataToEndOfFile(), as: UTF8.self)
    child.process.waitUntilExit()
    return HammerRun(output)
  }
}

@Suite("killed")
struct KillTests {
  /// How many kills: a sample, or all of a campaign.
  static let killCount = ProcessInfo.processInfo.environment["REGIE_CAMPAIGN"] == nil ? 12 : 1000

  @Test("whenever the process is killed, all it acknowledged is there, and the chain holds")
  func killed() throws {
    let bench = try Workbench()
    var numbers = SeededNumbers(seed: UInt64.random(in: 0...UInt64.max))
    let seed = numbers
    var committed: Int64 = 0
    for index in 0..<Self.killCount {
      let run = try HammerRun.killed(
        bench.path, afterLines: Int.random(in: 1...60, using: &numbers),
        groupSize: [1, 1, 7, 100].randomElement(using: &numbers) ?? 1)
      let (writer, opening) = try bench.open()
      #expect(opening.start == (index == 0 && run.lines.isEmpty ? .fresh : .continued), "\(seed)")
      #expect(opening.remarks == [])
      #expect(opening.last.seq >= run.acknowledged && opening.last.seq >= committed, "\(seed)")
      committed = opening.last.seq
      let reader = try bench.reader()
      if run.acknowledged > 0 {
        #expect(try reader.answer(operatorName: "desk", id: "\(run.acknowledged)")?.seq == run.acknowledged, "\(seed)")
      }
      #expect(writer.close())
    }
    #expect(committed > Int64(Self.killCount))
    #expect(try bench.reader().verifyAll() == nil)
  }

  @Test("the control: without what was committed last, the same journal is found to have lost it")
  func control() throws {
    let bench = try Workbench()
    let run = try HammerRun.killed(bench.path, afterLines: 20, groupSize: 1)
    try FileManager.default.removeItem(atPath: bench.path + "-wal")
    let (writer, opening) = try bench.open()
    defer { writer.close() }
    guard case .begunAnew(.lostTail(_, let marked), _) = opening.start else {
      Issue.record("not found: \(opening.start)")
      return
    }
    #expect(marked >= run.acknowledged)
  }

  @Test("whichever system call of an opening is the last, the next opening completes it and loses no finding")
  func killedWhileOpening() throws {
    guard Strace.isUsable else {
      print("· no strace here that may trace: killing at each system call of an opening is passed over")
      return
    }
    let calls = ["rename", "unlink", "fsync", "fdatasync", "ftruncate", "pwrite64", "flock"]
    for call in calls + (Self.killCount > 100 ? ["openat", "close", "mmap", "pread64"] : []) {
      var number = 1
      while try killOpening(at: call, number: number) { number += Self.killCount > 100 || number < 12 ? 1 : 3 }
      #expect(number > 1, "no \(call) at all: then this proves nothing")
    }
  }

  /// Kills an opening that finds damage at a system call.
  ///
  /// - Returns: false where it came to its end before.
  private func killOpening(at call: String, number: Int) throws -> Bool {
    let damaged = try DamagedBench()
    try damaged.flip(#"{"value":30}"#)
    let before = try damaged.content()
    let ended = try Strace.run(
      inject: "\(call):signal=SIGKILL:when=\(number)", [Child.hammer, "open", damaged.path])
    let (writer, opening) = try damaged.bench.open()
    #expect(opening.last.seq == 62, "\(call) \(number)")
    let first = try #require(try damaged.bench.reader().entries().first)
    #expect(first.kind == Journal.Entry.begunKind && first.body.contains(#""code":"chain""#), "\(call) \(number)")
    #expect(try damaged.content(".damaged-1") == before, "\(call) \(number)")
    #expect(try damaged.quarantined().count == 61, "\(call) \(number): the write-ahead log went along")
    let others = damaged.bench.names.filter {
      $0.contains("damaged-2") || $0.hasSuffix(".new") || $0.hasSuffix(".quarantine")
    }
    #expect(others == [], "\(call) \(number)")
    writer.close()
    return ended.contains("begun-anew") == false
  }
}
