import BrokerFixture
import Foundation
import Glibc
import Journal
import MQTTLink
import Show
import Testing

@Suite("A journal that cannot be had", .serialized) struct DiskTests {
  @Test("a read-only disk at the start: the show begins where it was, and is journalled once that can be")
  func readOnlyStart() async throws {
    let mount = NSTemporaryDirectory() + "tmpfs-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    defer { rmdir(mount) }
    guard (try? ChildProcess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", mount])) != nil else {
      print("· mounting isn't permitted here: what happens on a read-only disk is passed over")
      return
    }
    defer { _ = try? ChildProcess.run(["umount", "-l", mount]) }
    let rig = try await HallRig(journalFolder: mount)
    try await rig.run()
    _ = try await rig.ask(#"{"id":"1","do":"mode","artwork":"bell","mode":"manual"}"#)
    #expect(rig.stop() == 0)
    try ChildProcess.run(["mount", "-o", "remount,ro", mount])
    let before = rig.heard.count
    try await rig.run()
    #expect(await rig.bell("mode", from: before, is: "manual"), "what operators wanted stays")
    let refused = try await rig.ask(#"{"id":"2","do":"hall","to":"open"}"#)
    #expect(refused.at(pointer: "/error/code")?.text == "journal-degraded", "\(refused.canonical)")
    let safe = try await rig.ask(#"{"id":"3","do":"hold","artwork":"bell"}"#)
    #expect(safe.at(pointer: "/seq") == .some(.null), "\(safe.canonical)")
    try ChildProcess.run(["mount", "-o", "remount,rw", mount])
    #expect(await rig.child?.log.first(within: 30) { $0.contains("takes entries again") } != nil)
    let taken = try await rig.ask(#"{"id":"4","do":"hall","to":"open"}"#)
    #expect(taken.at(pointer: "/ok") == .flag(true), "\(taken.canonical)")
    #expect(rig.stop() == 0)
    let after = rig.heard.count
    try await rig.run()
    #expect(await rig.bell("mode", from: after, is: "held"), "the snapshot behind the gap has what was done in it")
    #expect(rig.stop() == 0)
  }

  @Test("damage that is found beside the show puts the journal aside; the show and its state go on")
  func damaged() async throws {
    let rig = try await HallRig()
    try await rig.run()
    for number in 0..<30 { _ = try await rig.ask(#"{"id":"d\#(number)","do":"restart","artwork":"bell"}"#) }
    _ = try await rig.ask(#"{"id":"m","do":"mode","artwork":"bell","mode":"manual"}"#)
    #expect(rig.stop() == 0)
    // The last snapshot is behind the damage, so that the start does not see it.
    try ChildProcess.run([
      "sqlite3", rig.journal, "UPDATE entry SET body = replace(body, 'bell', 'ball') WHERE seq = 20",
    ])
    try await rig.run()
    let isSaid = await rig.heard.first { $0.topic == "hall/t/controller" && $0.text.contains("journal-begun-anew") }
    #expect(isSaid != nil)
    var reply = try await rig.ask(#"{"id":"n0","do":"ping"}"#)
    for number in 1..<40 where reply.at(pointer: "/ok") != .flag(true) {
      reply = try await rig.ask(#"{"id":"n\#(number)","do":"ping"}"#)
    }
    #expect(reply.at(pointer: "/ok") == .flag(true), "\(reply.canonical)")
    #expect(rig.stop() == 0)
    #expect(FileManager.default.fileExists(atPath: rig.journal + ".damaged-1"))
    let after = rig.heard.count
    try await rig.run()
    #expect(await rig.bell("mode", from: after, is: "manual"))
    #expect(rig.stop() == 0)
  }
}
