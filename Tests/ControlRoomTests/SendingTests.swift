import Foundation
import Journal
import MQTTLink
import OpenSoundControl
import Sequencer
import Show
import Synchronization
import Testing

@testable import ControlRoom

/// A sender that takes OSC alone, and settles nothing by itself.
private final class NotingSender: MessageSender {
  private let sent = Mutex<[(OutsideMessage, @Sendable (SendOutcome) -> Void)]>([])
  private let ended = Mutex(false)

  func send(_ message: OutsideMessage, settled: @escaping @Sendable (SendOutcome) -> Void) -> Bool {
    guard case .osc = message else { return false }
    sent.withLock { $0.append((message, settled)) }
    return true
  }
  func end() { ended.withLock { $0 = true } }

  var messages: [OutsideMessage] { sent.withLock { $0.map(\.0) } }
  var hasEnded: Bool { ended.withLock { $0 } }
  func settle(_ outcome: SendOutcome) { sent.withLock { $0.map(\.1) }.forEach { $0(outcome) } }
}

@Suite("Messages that do not go by the broker", .timeLimit(.minutes(2)))
struct SendingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "sending-\(UUID().uuidString)")
  private let wall: WallInstant

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    wall = try #require(WallInstant(rfc3339: "2025-06-10T10:00:00Z"))
  }

  private var path: String { folder.appending(path: "journal.sqlite").path(percentEncoded: false) }

  private func outcomes() throws -> [String] {
    try JournalReader(path: path).entries(EntryFilter(kind: "send", role: .outcome)).map(\.body)
  }

  private func until(_ isThere: () async throws -> Bool) async throws {
    while try await !isThere() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test(
    "it is sent after it was committed, what became of it is journalled, and a failure is a warning until it is well")
  func osc() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sender = NotingSender()
    let bench = try await RoomBench(
      path, at: wall, senders: [sender], cue: "osc: { to: \"127.0.0.1:9\", address: /go, arguments: [1] }")
    try await until { !sender.messages.isEmpty }
    #expect(sender.messages == [.osc(OSCCall(host: "127.0.0.1", port: 9, address: "/go", arguments: [.integer(1)]))])
    let reader = try JournalReader(path: path)
    let effect = try #require(try reader.entries(EntryFilter(kind: "send", role: .effect)).first)
    #expect(effect.subject == "osc 127.0.0.1:9/go")
    sender.settle(.failed("not sent: no route"))
    try await until { await bench.room.warnings["send:osc 127.0.0.1:9/go"] != nil }
    sender.settle(.done("sent"))
    try await until { await bench.room.warnings["send:osc 127.0.0.1:9/go"] == nil }
    await bench.stop()
    #expect(sender.hasEnded)
    #expect(
      try outcomes() == ["not sent: no route", "sent"].map { OutcomeBody.text(effect: effect.seq, outcome: $0) })
  }

  @Test("one that nothing sends is told so; one whose outcome a crash took is unknown, and is not sent again")
  func unknown() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try await RoomBench(path, at: wall, cue: "http: { get: \"http://127.0.0.1:1/\" }")
    try await until { try outcomes().count == 1 }
    #expect(try outcomes()[0].contains("dropped: nothing here sends such a message"))
    await first.stop()
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let cue = "osc: { to: \"127.0.0.1:9\", address: /go }"
    let silent = NotingSender()
    let second = try await RoomBench(path, at: wall, senders: [silent], cue: cue)
    try await until { !silent.messages.isEmpty }
    await second.stop()
    #expect(try outcomes().isEmpty)
    let later = NotingSender()
    let third = try await RoomBench(path, at: wall, senders: [later], cue: cue)
    try await until { try outcomes().count == 1 }
    #expect(try outcomes()[0].contains("unknown") && later.messages.isEmpty)
    await third.stop()
  }

  @Test("what is heard by OSC is a reading by its first argument; a flood keeps the newest, and asks once")
  func intake() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let intake = OSCIntake()
    var asked = 0
    for number in 0..<5000 as Range<Int32> { intake.hear([OSCMessage("/touch/1", [.integer(number)])]) { asked += 1 } }
    let all = intake.takeAll()
    #expect(asked == 1 && all.count == OSCIntake.mostWaiting && all.last?.payload == Array("4999".utf8))
    intake.hear([OSCMessage("/a", [])]) { asked += 1 }
    #expect(asked == 2)
    let payloads = [OSCMessage.Argument.text("a\"b"), .flag(true), .float(0.5), .double(.nan)].map { argument in
      String(decoding: OSCIntake.reading(OSCMessage("/x", [argument])).payload, as: UTF8.self)
    }
    #expect(payloads == [#""a\"b""#, "true", "0.5", "null"])
    let bench = try await RoomBench(path, at: wall)
    await bench.room.receive([OSCIntake.reading(OSCMessage("/touch/1", [.float(0.75)]))])
    try await until { await bench.room.touch == .number(0.75) }
    #expect(await bench.room.topics.subscriptions.contains { $0.filter.hasPrefix("osc:") } == false)
    await bench.stop()
  }
}

extension ControlRoom {
  /// What the sensor of the test hall that is heard by OSC reads.
  fileprivate var touch: Value? { sequencer.state.sensors["touch"]?.value }
}
