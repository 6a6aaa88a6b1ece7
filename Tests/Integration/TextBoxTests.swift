import BrokerFixture
import Foundation
import Glibc
import MQTTLink
import Show
import Testing

@Suite("A text box and the whole daemon", .serialized, .timeLimit(.minutes(4))) struct TextBoxTests {
  private static let hall =
    HallRig.hall + """

        relay: { kind: switch, default: { power: off }, connection: { box: relay, host: 127.0.0.1, port: PORT } }
      """
  private static let bell = HallRig.bell.replacing(
    "- set: { lamp.level: 1 }", with: "- set: { lamp.level: 1 }\n      - set: { relay.power: on }")
  private static let box = #"""
    regie: 1
    tcp: 9000
    ends_with: '\n'
    answer_within: 1s
    poll: 1s
    poll_changing: 200ms
    properties:
      power:
        type: flag
        values: { on: "1", off: "0" }
        send: 'R {value}'
        expect: OK
        ask: 'R?'
        reads: 'R={value}'
    errors:
      - { says: 'ERR', means: refused, words: it does not like that }
    """#

  private func start(port: Int, isOn: Bool) throws -> ChildProcess {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "relay_box.py")
    let box = try ChildProcess(["python3", script.path(percentEncoded: false), "\(port)", isOn ? "1" : "0"])
    try #require(box.nextLine(before: .now + .seconds(60)) == "there")
    return box
  }

  private func told(
    _ rig: HallRig, from start: Int, _ topic: String, _ holds: @escaping @Sendable (String) -> Bool
  ) async -> String? {
    await rig.heard.first(from: start, within: 60) { $0.topic == "hall/t/device/relay/\(topic)" && holds($0.text) }?
      .text
  }

  @Test(
    "desired becomes bytes and the answer becomes actual; a box that is killed is missed, and made right when it is back"
  )
  func whole() async throws {
    let rig = try await HallRig()
    let port = try FreePort.take()
    try FileManager.default.createDirectory(atPath: rig.showFolder + "/boxes", withIntermediateDirectories: true)
    for (name, text) in [
      ("hall.yaml", Self.hall.replacing("PORT", with: "\(port)")), ("bell.yaml", Self.bell),
      ("boxes/relay.yaml", Self.box),
    ] { try text.write(toFile: "\(rig.showFolder)/\(name)", atomically: true, encoding: .utf8) }
    let box = try start(port: port, isOn: false)
    try await rig.run()
    #expect(await told(rig, from: 0, "availability") { $0 == "online" } != nil)
    var before = rig.heard.count
    _ = try await rig.ask(#"{"id":"1","do":"go","artwork":"bell","scene":"ringing"}"#)
    let desired = try #require(await told(rig, from: before, "desired") { $0.contains(#""power":true"#) })
    let rev = try #require(try JSONValue(strict: Array(desired.utf8)).at(pointer: "/rev")?.scalar?.number)
    let actual = await told(rig, from: before, "actual") { text in
      let json = try? JSONValue(strict: Array(text.utf8))
      return json?.at(pointer: "/rev")?.scalar?.number == rev && json?.at(pointer: "/state")?.text == "on"
    }
    #expect(actual?.contains("assumed") == false, "it was asked, and is so: \(actual ?? rig.account)")
    before = rig.heard.count
    box.end()
    let lines = box.remainingOutput().split(separator: "\n").map(String.init)
    #expect(lines.first == "R?" && lines.count { $0 == "R 1" } == 1, "\(lines)")
    #expect(await told(rig, from: before, "availability") { $0 == "offline" } != nil)
    // It comes back in the state of a box that had no power.
    before = rig.heard.count
    let again = try start(port: port, isOn: false)
    #expect(await told(rig, from: before, "availability") { $0 == "online" } != nil)
    #expect(await told(rig, from: before, "actual") { $0.contains(#""state":"on""#) } != nil)
    #expect(rig.stop() == 0)
    again.end()
    #expect(again.remainingOutput().split(separator: "\n").count { $0 == "R 1" } == 1)
    #expect(try rig.replayed().isSameState)
  }
}
