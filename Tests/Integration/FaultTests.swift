import BrokerFixture
import Foundation
import Glibc
import Journal
import MQTTLink
import Show
import Testing

@Suite("What may fail, and what the hall does", .serialized) struct FaultTests {
  private func isOnline(_ message: MQTTMessage) -> Bool {
    message.topic == "hall/t/controller" && message.text.contains("\"online\"")
  }

  @Test("a broker that is killed and comes back without its memory hears all levels again") func brokerKilled()
    async throws
  {
    let rig = try await HallRig()
    try await rig.run()
    _ = try await rig.ask(#"{"id":"1","do":"go","artwork":"bell","scene":"ringing"}"#)
    rig.broker.kill()
    let before = rig.heard.count
    try rig.broker.start()
    #expect(await rig.bell("scene", from: before, is: "ringing"))
    #expect(await rig.heard.first(from: before) { $0.topic == "hall/t/device/lamp/desired" } != nil)
    #expect(await rig.heard.first(from: before, where: isOnline) != nil)
    _ = try await rig.ask(#"{"id":"2","do":"ping"}"#)
    #expect(rig.stop() == 0)
  }

  @Test("a frozen broker is found out, and the hall is there again when it thaws") func brokerFrozen() async throws {
    let rig = try await HallRig()
    try await rig.run()
    rig.broker.freeze()
    #expect(await rig.child?.log.first(within: 40) { $0.contains("warning=broker") } != nil)
    rig.broker.thaw()
    _ = try await rig.ask(#"{"id":"2","do":"go","artwork":"bell","scene":"ringing"}"#, attempts: 20)
    #expect(await rig.bell("scene", is: "ringing"))
    #expect(rig.stop() == 0)
  }

  @Test("a broker that is not there at the start is waited for; the show runs") func brokerAbsent() async throws {
    let rig = try await HallRig()
    rig.broker.kill()
    let child = try rig.start()
    #expect(await child.log.first { $0.contains("the show runs") } != nil)
    try rig.broker.start()
    #expect(await rig.heard.first(where: isOnline) != nil)
    #expect(rig.stop() == 0)
  }

  @Test("another daemon does not take a hall over unless it is told to") func twoDaemons() async throws {
    let rig = try await HallRig()
    try await rig.run()
    let configuration = rig.folder + "/other.yaml"
    try "regie: 1\nnode: other\n".write(toFile: configuration, atomically: true, encoding: .utf8)
    let words = [
      "--config", configuration, "--show", rig.showFolder, "--journal", rig.folder + "/other.sqlite", "--broker",
      rig.broker.url, "--assume-clock",
    ]
    let second = try DaemonChild(words)
    #expect(await second.log.first { $0.contains("--takeover") } != nil)
    #expect(second.process.wait() == 78)
    _ = try await rig.ask(#"{"id":"1","do":"ping"}"#)
    let third = try DaemonChild(words + ["--takeover"])
    #expect(await rig.heard.first { isOnline($0) && $0.text.contains("\"other\"") } != nil)
    #expect(await rig.child?.log.first { $0.contains("session-taken") } != nil, "the first goes on, and says so")
    #expect(third.stop() == 0)
  }

  @Test("a stranger's words on the daemon's own topic are put right") func overwritten() async throws {
    let rig = try await HallRig()
    try await rig.run()
    let before = rig.heard.count
    try await rig.client.publish(MQTTPublication("hall/t/controller", #"{"state":"offline"}"#, retain: true))
    #expect(await rig.heard.first(from: before, where: isOnline) != nil)
  }

  @Test("a full disk: the show goes on, commands that do not make safe are refused, and it recovers by itself")
  func diskFull() async throws {
    let mount = NSTemporaryDirectory() + "tmpfs-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    defer { rmdir(mount) }
    guard (try? ChildProcess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount])) != nil else {
      print("· mounting isn't permitted here: what happens on a full disk is passed over")
      return
    }
    defer { _ = try? ChildProcess.run(["umount", "-l", mount]) }
    let rig = try await HallRig(journalFolder: mount)
    try await rig.run()
    let ballast = mount + "/ballast"
    _ = FileManager.default.createFile(atPath: ballast, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ballast))
    while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
    var isDegraded = false
    for number in 0..<400 where !isDegraded {
      let note = String(repeating: "x", count: 280)
      let reply = try await rig.ask(#"{"id":"f\#(number)","do":"restart","artwork":"bell","note":"\#(note)"}"#)
      isDegraded =
        reply.at(pointer: "/error/code")?.text == "journal-degraded" || reply.at(pointer: "/seq") == .some(.null)
    }
    #expect(isDegraded)
    let before = rig.heard.count
    try await rig.client.publish(MQTTPublication("hall/t/sensor/door", "false"))
    try await rig.client.publish(MQTTPublication("hall/t/sensor/door", "true"))
    #expect(await rig.bell("scene", from: before, is: "ringing"), "the show goes on")
    let safe = try await rig.ask(#"{"id":"safe","do":"blackout","on":true}"#)
    #expect(safe.at(pointer: "/ok") == .flag(true) && safe.at(pointer: "/seq") == .some(.null), "\(safe.canonical)")
    let refused = try await rig.ask(#"{"id":"no","do":"hall","to":"open"}"#)
    #expect(refused.at(pointer: "/error/code")?.text == "journal-degraded", "\(refused.canonical)")
    #expect(await rig.heard.first { $0.topic == "hall/t/controller" && $0.text.contains("journal-degraded") } != nil)
    try file.close()
    unlink(ballast)
    #expect(await rig.child?.log.first { $0.contains("takes entries again") } != nil)
    let again = try await rig.ask(#"{"id":"no","do":"hall","to":"open"}"#)
    #expect(again.at(pointer: "/ok") == .flag(true) && again.at(pointer: "/seq") != .some(.null))
    #expect(rig.stop() == 0)
    let reader = try JournalReader(path: rig.journal)
    #expect(try reader.entries(EntryFilter(kind: Journal.Entry.gapKind, role: .mark)).isEmpty == false)
  }

  @Test(
    "what keeps it from starting is said, with the contract's exit code",
    arguments: zip(
      [
        ["--journal", "/nonexistent/x/journal.sqlite"], ["--show", "/nonexistent"], ["--broker", "127.0.0.1"],
        ["--config", "/nonexistent.yaml"], ["--frobnicate"],
      ], [74, 78, 78, 66, 64] as [Int32]))
  func starts(_ words: [String], _ code: Int32) async throws {
    let rig = try await HallRig()
    let child = try rig.start(words)
    #expect(child.process.wait() == code)
    #expect(await child.log.first(within: 5) { $0.isEmpty } != nil)
    #expect(!child.log.all.joined().isEmpty)
  }

  @Test("bad readings are refused, counted and told, and change nothing; good ones of foreign devices are taken")
  func readings() async throws {
    let rig = try await HallRig()
    try await rig.run()
    for text in ["maybe", "1e999", "{", "\u{0}", #"{"value":[1]}"#] {
      try await rig.client.publish(MQTTPublication("hall/t/sensor/door", text))
    }
    try await rig.client.publish(MQTTPublication("building/lift", #"{"state":"UP"}"#))
    #expect(
      await rig.heard.first { $0.topic == "hall/t/controller" && $0.text.contains("bad-reading:door") } != nil)
    _ = try await rig.ask(#"{"id":"1","do":"ping"}"#)
    #expect(rig.stop() == 0)
    let reader = try JournalReader(path: rig.journal)
    let readings = try reader.entries(EntryFilter(kind: "reading", role: .input))
    #expect(readings.map(\.subject) == ["lift"])
    #expect(try reader.entries(EntryFilter(kind: "bad-reading", role: .fault)).count >= 3)
  }

  @Test("SIGHUP reads the show again") func hangUp() async throws {
    let rig = try await HallRig()
    let child = try rig.start()
    #expect(await child.log.first { $0.contains("the show runs") } != nil)
    let before = child.log.count
    child.process.send(SIGHUP)
    #expect(await child.log.first(from: before) { $0.contains("a show is loaded") } != nil)
    #expect(rig.stop() == 0)
  }
}
