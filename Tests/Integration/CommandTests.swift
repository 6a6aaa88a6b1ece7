import Foundation
import Glibc
import MQTTLink
import Rehearsal
import Show
import Testing

@Suite("Commands against a running daemon", .serialized) struct CommandTests {
  private func code(_ reply: JSONValue) -> String? { reply.at(pointer: "/error/code")?.text }
  private func isDone(_ reply: JSONValue) -> Bool { reply.at(pointer: "/ok") == .flag(true) }

  @Test("each refusal comes with its code, and nothing changes") func codes() async throws {
    let rig = try await HallRig()
    try await rig.run()
    let cases: [(String, String, String)] = [
      ("lead", #"{"id":"c1","do":"go","artwork":"bel"}"#, "unknown-artwork"),
      ("lead", #"{"id":"c2","do":"go","artwork":"bell","scene":"rining"}"#, "unknown-scene"),
      ("lead", #"{"id":"c3","do":"override","device":"lmp","property":"level","value":1}"#, "unknown-device"),
      ("lead", #"{"id":"c4","do":"override","device":"lamp","property":"gain","value":1}"#, "unknown-property"),
      ("lead", #"{"id":"c5","do":"override","device":"lamp","property":"level","value":2}"#, "bad-value"),
      ("lead", #"{"id":"c6","do":"sense","sensor":"dor","value":true}"#, "unknown-sensor"),
      ("lead", #"{"id":"c7","do":"sense","sensor":"crowd","value":61}"#, "bad-value"),
      ("lead", #"{"id":"c8","do":"arm","artwork":"bell","trigger":"none"}"#, "unknown-trigger"),
      ("lead", #"{"id":"c9","do":"hall","to":"party"}"#, "unknown-mode"),
      ("lead", #"{"id":"c10","do":"release","device":"lamp","property":"level"}"#, "not-overridden"),
      ("lead", #"{"id":"c11","do":"hold","artwork":"bell","until":"2001-01-01T00:00:00Z"}"#, "past"),
      ("lead", #"{"id":"c12","do":"ping","expires":"2001-01-01T00:00:00Z"}"#, "expired"),
      ("lead", #"{"id":"c13","do":"rollback"}"#, "no-show-before"),
      ("desk", #"{"id":"c14","do":"reload"}"#, "not-allowed"),
      ("guest", #"{"id":"c15","do":"blackout","on":true}"#, "not-allowed"),
      ("nobody", #"{"id":"c16","do":"ping"}"#, "not-allowed"),
      ("lead", #"{"id":"c17","do":"ping","id":"c17"}"#, "repeated-field"),
      ("lead", #"{"id":"c18","do":"ping","x":1}"#, "unknown-field"), ("lead", "[]", "not-object"),
      ("lead", "{", "not-json"), ("lead", #"{"id":"c19","do":"nap"}"#, "unknown-command"),
    ]
    for (name, command, expected) in cases {
      let reply = try await rig.ask(command, as: name)
      #expect(code(reply) == expected, "\(command) as \(name): \(reply.canonical)")
    }
    let retained = try await rig.ask(#"{"id":"r1","do":"ping"}"#, retain: true)
    #expect(code(retained) == "retained")
    let large = try await rig.ask(String(repeating: " ", count: 65_537))
    #expect(code(large) == "too-large")
    #expect(isDone(try await rig.ask(#"{"id":"p1","do":"ping"}"#, as: "guest")))
    #expect(rig.stop() == 0)
    #expect(try rig.commandsTaken().keys.filter { $0.hasPrefix("c1") }.count <= 11)
    #expect(try rig.replayed().isSameState)
  }

  @Test("a response topic that is another's is refused, on the operator's own") func responseTopic() async throws {
    let rig = try await HallRig()
    try await rig.run()
    try await rig.client.subscribe(MQTTSubscription("hall/t/operator/lead/reply"))
    try await rig.client.publish(
      MQTTPublication(
        "hall/t/operator/lead/command", #"{"id":"1","do":"ping"}"#,
        properties: MQTTProperties(responseTopic: "hall/t/operator/desk/reply", correlation: [7])))
    let reply = try #require(await rig.heard.first { $0.topic == "hall/t/operator/lead/reply" })
    #expect(reply.properties.correlation == [7])
    #expect(reply.text.contains("bad-response-topic"))
  }

  @Test("without a known clock `expires` is refused, and the hall can be opened by hand") func clockUnknown()
    async throws
  {
    let rig = try await HallRig()
    try rig.start([])
    let reply = try await rig.ask(#"{"id":"1","do":"ping","expires":"2990-01-01T00:00:00Z"}"#)
    // A machine whose clock is synchronised knows the time also without being told so.
    #expect(code(reply) == "clock-unknown" || isDone(reply))
    #expect(isDone(try await rig.ask(#"{"id":"2","do":"hall","to":"open"}"#)))
  }

  @Test("a faulty show is refused with its first fault, the old one goes on; a good one is taken up and rolled back")
  func reload() async throws {
    let rig = try await HallRig()
    try await rig.run()
    let file = rig.showFolder + "/bell.yaml"
    try "regie: 1\nartwork: bell\nstart: nowhere\n".write(toFile: file, atomically: true, encoding: .utf8)
    let refused = try await rig.ask(#"{"id":"1","do":"reload"}"#)
    #expect(code(refused) == "faulty-show")
    #expect(refused.at(pointer: "/error/message")?.text?.contains("bell.yaml:") == true, "\(refused.canonical)")
    #expect(isDone(try await rig.ask(#"{"id":"2","do":"restart","artwork":"bell"}"#)))
    try HallRig.bell.replacing("lamp.level: 1", with: "lamp.level: 0.5")
      .write(toFile: file, atomically: true, encoding: .utf8)
    #expect(isDone(try await rig.ask(#"{"id":"3","do":"reload"}"#)))
    #expect(isDone(try await rig.ask(#"{"id":"4","do":"rollback"}"#)))
    // What was rolled back stays so over a restart.
    #expect(rig.stop() == 0)
    try await rig.run()
    #expect(isDone(try await rig.ask(#"{"id":"5","do":"go","artwork":"bell","scene":"ringing"}"#)))
    let lamp = await rig.heard.first { $0.topic == "hall/t/device/lamp/desired" && $0.text.contains("\"level\":1,") }
    #expect(lamp != nil)
    #expect(rig.stop() == 0)
    let (replay, isSame) = try rig.replayed()
    #expect(isSame && replay.difference == nil, "\(replay.difference?.description ?? "")")
  }

  @Test("commands sent three times, retained and expired ones among them: exactly the right effects, all answered")
  func floods() async throws {
    let total = ProcessInfo.processInfo.environment["REGIE_CAMPAIGN"] == nil ? 200 : 1000
    let rig = try await HallRig()
    try await rig.run()
    let operators = ["lead", "desk", "one", "two", "three"]
    for name in operators { try await rig.client.subscribe(MQTTSubscription("hall/t/operator/\(name)/reply")) }
    let start = rig.heard.count
    let tenth = total / 10
    for number in 0..<total {
      let (name, isRetained, isExpired) = (operators[number % 5], number < tenth, (tenth..<2 * tenth).contains(number))
      let expires = isExpired ? #","expires":"2001-01-01T00:00:00Z""# : ""
      let command = #"{"id":"n\#(number)","do":"go","artwork":"bell","scene":"ringing"\#(expires)}"#
      for copy in UInt8(0)..<3 {
        try await rig.client.publish(
          MQTTPublication(
            "hall/t/operator/\(name)/command", command, retain: isRetained,
            properties: MQTTProperties(correlation: Array("\(number)/\(copy)".utf8))))
      }
    }
    #expect(isDone(try await rig.ask(#"{"id":"last","do":"ping"}"#, within: 30)))
    let answers = rig.heard.all[start...].filter { $0.topic.hasSuffix("/reply") && $0.properties.correlation != nil }
    let byCopy = Dictionary(grouping: answers) { String(decoding: $0.properties.correlation ?? [], as: UTF8.self) }
    #expect(byCopy.count == 3 * total && answers.count == 3 * total, "\(byCopy.count) answers to \(3 * total) messages")
    for number in 0..<total {
      let texts = Set((0..<3).compactMap { byCopy["\(number)/\($0)"]?.first?.text })
      #expect(texts.count == 1, "all copies of \(number) get one answer")
      let expected = number < tenth ? "retained" : number < 2 * tenth ? "expired" : "\"ok\":true"
      #expect(texts.first?.contains(expected) == true, "\(texts)")
    }
    #expect(rig.stop() == 0)
    let taken = try rig.commandsTaken()
    #expect(
      taken.filter { $0.key != "last" } == Dictionary(uniqueKeysWithValues: (2 * tenth..<total).map { ("n\($0)", 1) }))
    #expect(rig.heard.all.count { $0.topic == "bell/rung" } == total - 2 * tenth)
    #expect(try rig.replayed().isSameState)
  }
}
