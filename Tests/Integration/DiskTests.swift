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

  @Test("systemd is told when the show runs, that the loop lives, and that it ends") func notices() async throws {
    let rig = try await HallRig()
    let path = rig.folder + "/notify"
    let told = Awaited<String>()
    let descriptor = try Self.listen(at: path, told)
    defer { close(descriptor) }
    try rig.start(environment: ["NOTIFY_SOCKET=\(path)", "WATCHDOG_USEC=5000000"])
    #expect(await told.first { $0.contains("READY=1") } != nil)
    #expect(await told.first { $0 == "WATCHDOG=1" } != nil)
    #expect(rig.stop() == 0)
    #expect(await told.first { $0.contains("STOPPING=1") } != nil)
  }

  private static func listen(at path: String, _ told: Awaited<String>) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        told.add(String(decoding: buffer[..<count], as: UTF8.self))
      }
    }
    return descriptor
  }
}
