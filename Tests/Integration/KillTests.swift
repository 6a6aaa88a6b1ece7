import Foundation
import Journal
import MQTTLink
import Rehearsal
import Show
import Testing

/// Numbers from a seed that is printed: the same run again.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    // SplitMix64 (Steele, Lea, Flood 2014).
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

@Suite("A daemon that is killed", .serialized) struct KillTests {
  @Test("under a load of commands, again and again: none acknowledged lost, none twice, replay the same")
  func kills() async throws {
    let count = ProcessInfo.processInfo.environment["REGIE_CAMPAIGN"] == nil ? 12 : 200
    let seed = ProcessInfo.processInfo.environment["REGIE_SEED"].flatMap(UInt64.init) ?? 20_250_610
    var random = Seeded(state: seed)
    let rig = try await HallRig()
    try await rig.run()
    let acknowledged = Awaited<(id: String, reply: JSONValue)>()
    let over = Awaited<Bool>()
    var startsMilliseconds: [Double] = []
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (lane, name) in ["lead", "desk", "one", "two"].enumerated() {
        group.addTask {
          for number in 0... {
            if over.count > 0 { return }
            let id = "k\(lane)-\(number)"
            let command = #"{"id":"\#(id)","do":"go","artwork":"bell","scene":"ringing"}"#
            acknowledged.add((id, try await rig.ask(command, as: name, attempts: 60, within: 1)))
          }
        }
      }
      for kill in 0..<count {
        let before = acknowledged.count
        let wanted = before + Int.random(in: 1...25, using: &random)
        _ = await acknowledged.first(from: wanted - 1, within: 30) { _ in true }
        rig.kill()
        let began = ContinuousClock.now
        try rig.start()
        let isBack = await acknowledged.first(from: acknowledged.count, within: 30) { _ in true } != nil
        try #require(isBack, "kill \(kill), seed \(seed): \(rig.account)")
        startsMilliseconds.append(Double((ContinuousClock.now - began) / .milliseconds(1)))
      }
      over.add(true)
      try await group.waitForAll()
    }
    #expect(rig.stop() == 0)
    startsMilliseconds.sort()
    print(
      "· \(count) kills, seed \(seed): \(acknowledged.count) commands acknowledged; from the start to the first answer "
        + "\(Int(startsMilliseconds[count / 2])) ms in the middle, \(Int(startsMilliseconds[count - 1])) ms at most")

    let taken = try rig.commandsTaken()
    for (id, reply) in acknowledged.all {
      #expect(reply.at(pointer: "/ok") == .flag(true), "\(id): \(reply.canonical)")
      #expect(taken[id] == 1, "\(id) was acknowledged and taken \(taken[id] ?? 0) times, seed \(seed)")
    }
    #expect(taken.values.allSatisfy { $0 == 1 })
    let rung = rig.heard.all.count { $0.topic == "bell/rung" }
    #expect(rung <= taken.count, "an effect happens at most once")
    try #require(try unknownOutcomes(rig) >= taken.count - rung, "an effect that did not happen is known as such")
    let (replay, isSame) = try rig.replayed()
    #expect(isSame && replay.difference == nil, "seed \(seed): \(replay.difference?.description ?? "another state")")
  }

  private func unknownOutcomes(_ rig: HallRig) throws -> Int {
    let reader = try JournalReader(path: rig.journal)
    defer { reader.close() }
    return try reader.entries(EntryFilter(kind: "publish", role: .outcome)).count { !$0.body.contains("delivered") }
  }

  @Test("what was held by the broker while it was away is a level, never an edge") func levels() async throws {
    let rig = try await HallRig()
    try await rig.run()
    #expect(await rig.bell("scene", is: "idle"))
    rig.kill()
    try await rig.client.publish(MQTTPublication("hall/t/sensor/door", "true"))
    let before = rig.heard.count
    try rig.start()
    #expect(
      await rig.heard.first(from: before) { $0.topic == "hall/t/controller" && $0.text.contains("online") } != nil)
    _ = try await rig.ask(#"{"id":"p","do":"ping"}"#)
    #expect(rig.stop() == 0)
    let reader = try JournalReader(path: rig.journal)
    let readings = try reader.entries(EntryFilter(kind: "reading", role: .input)).map(\.body)
    #expect(readings == [#"{"held":true,"value":true}"#])
    #expect(try reader.entries(EntryFilter(kind: "scene", role: .decision)).count { $0.body.contains("ringing") } == 0)
  }
}
