import BrokerFixture
import Foundation
import Glibc
import MQTTLink
import Show
import Testing

@Suite("systemd's watchdog", .serialized) struct WatchdogTests {
  @Test("systemd is told when the show runs, that the loop lives, and that it ends") func notices() async throws {
    let rig = try await HallRig()
    let systemd = try NotifySocket(in: rig.folder)
    try rig.start(environment: systemd.environment)
    #expect(await systemd.told.first { $0.contains("READY=1") } != nil)
    #expect(await systemd.isFed(times: 2))
    #expect(rig.stop() == 0)
    #expect(await systemd.told.first { $0.contains("STOPPING=1") } != nil)
  }

  @Test("a process that stands still feeds it no more, and does again when it goes on") func stopped() async throws {
    let rig = try await HallRig()
    let systemd = try NotifySocket(in: rig.folder)
    let child = try rig.start(environment: systemd.environment)
    #expect(await systemd.isFed())
    child.process.send(SIGSTOP)
    // What was sent before the signal arrived may come yet.
    await systemd.letOneCome(within: 1)
    #expect(await systemd.isSilent())
    child.process.send(SIGCONT)
    #expect(await systemd.isFed(times: 2))
    #expect(rig.stop() == 0)
  }

  @Test("a loop that hangs while the rest of the process lives feeds it no more, and does again when it goes on")
  func hungLoop() async throws {
    guard HeldCalls.isUsable else {
      print("· no strace here that may trace: a loop that hangs is passed over")
      return
    }
    let rig = try await HallRig()
    let systemd = try NotifySocket(in: rig.folder)
    let child = try rig.start(environment: systemd.environment)
    #expect(await systemd.isFed())
    let loop = try await HeldCalls(
      "epoll_wait,epoll_pwait,epoll_pwait2", of: "control-room", in: child.process.identifier, for: "30s")
    try #require(loop != nil, "\(rig.account)")
    // The call that was on its way when it was attached is not held: it may feed once more.
    await systemd.letOneCome(within: 3)
    #expect(await systemd.isSilent())
    loop?.release()
    #expect(await systemd.isFed(times: 2))
    #expect(rig.stop() == 0)
  }

  @Test("a commit that hangs: the show goes on and says so, the watchdog is fed; and all is journalled again after it")
  func hungCommit() async throws {
    guard HeldCalls.isUsable else {
      print("· no strace here that may trace: a commit that hangs is passed over")
      return
    }
    let rig = try await HallRig()
    try await rig.client.subscribe(MQTTSubscription("hall/t/operator/lead/reply"))
    let systemd = try NotifySocket(in: rig.folder)
    let child = try rig.start(environment: systemd.environment)
    _ = try await rig.ask(#"{"id":"1","do":"ping"}"#)
    #expect(await systemd.isFed())
    let disk = try await HeldCalls(
      "fdatasync,fsync", in: child.process.identifier, for: "60s")
    try #require(disk != nil, "\(rig.account)")
    let before = rig.heard.count
    func says(_ warning: String) async -> Bool {
      await rig.heard.first(from: before, within: 40) {
        $0.topic == "hall/t/controller" && $0.text.contains("\"\(warning)\"")
      } != nil
    }
    @Sendable func isAnswered(_ message: MQTTMessage) -> Bool { message.topic.hasSuffix("/reply") }
    // The answer would come after the commit; the show does not wait for it.
    let command = #"{"id":"2","do":"go","artwork":"bell","scene":"ringing"}"#
    try await rig.client.publish(MQTTPublication("hall/t/operator/lead/command", command))
    #expect(await says("journal-slow"))
    #expect(await rig.heard.first(from: before) { $0.topic == "bell/rung" } != nil)
    #expect(rig.heard.all.contains(where: isAnswered) == false)
    #expect(await systemd.isFed(times: 3))
    #expect(await says("journal-degraded"))
    #expect(await systemd.isFed(times: 3))
    // Given up: it is answered without a number.
    let reply = try #require(await rig.heard.first(from: before, where: isAnswered))
    #expect(try JSONValue(strict: reply.payload).at(pointer: "/seq") == .some(.null), "\(reply.text)")
    disk?.release()
    #expect(await child.log.first(within: 40) { $0.contains("takes entries again") } != nil)
    #expect(await systemd.isFed(times: 2))
    let again = try await rig.ask(#"{"id":"3","do":"next","artwork":"bell"}"#)
    #expect(again.at(pointer: "/ok") == .flag(true) && again.at(pointer: "/seq") != .some(.null), "\(again.canonical)")
    #expect(rig.stop() == 0)
    #expect(rig.heard.all.count { $0.topic == "bell/rung" } == 1, "nothing of it happened twice")
  }
}
