import BrokerFixture
import Foundation
import Glibc
import OpenSoundControl
import Sequencer
import Show
import Synchronization
import Testing

@testable import OSC

@Suite("Open Sound Control on the wire", .timeLimit(.minutes(2)))
struct OSCTests {
  private final class Told: Sendable {
    private let outcomes = Mutex<[SendOutcome]>([])
    func tell(_ outcome: SendOutcome) { outcomes.withLock { $0.append(outcome) } }
    var all: [SendOutcome] { outcomes.withLock { $0 } }
  }

  private func until(_ isThere: () throws -> Bool) async throws {
    while try !isThere() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test("liblo's oscdump reads what a cue sends, each argument as it was written")
  func dump() async throws {
    let port = try FreePort.take()
    let dump = try ChildProcess(["stdbuf", "-oL", "oscdump", "-L", "\(port)"])
    defer { dump.end() }
    let sender = OSCSender()
    defer { sender.end() }
    let told = Told()
    let call = OSCCall(
      host: "127.0.0.1", port: port, address: "/cue/go",
      arguments: [.integer(3), .float(0.5), .text("a b"), .flag(true)])
    var heard = ""
    try await until {
      #expect(sender.send(.osc(call)) { told.tell($0) })
      heard += dump.remainingOutput()
      return heard.contains("/cue/go")
    }
    #expect(heard.contains("/cue/go ifsT 3 0.500000 \"a b\" #T"), "\(heard)")
    // The circle above may well be quicker than the queue: then some are dropped, and told so.
    try await until { told.all.contains(.done("sent")) }
    #expect(told.all.allSatisfy { $0.isGood || $0.word.hasPrefix("dropped: ") })
  }

  @Test("liblo's oscsend is heard, and bytes that are no packet do no harm")
  func hear() async throws {
    let heard = Mutex<[OSCMessage]>([])
    let listener = try OSCListener(host: "127.0.0.1", port: 0) { messages in heard.withLock { $0 += messages } }
    defer { listener.end() }
    try await until {
      try ChildProcess.run(["oscsend", "localhost", "\(listener.port)", "/touch/1", "fs", "0.75", "on"])
      return heard.withLock { $0.contains(OSCMessage("/touch/1", [.float(0.75), .text("on")])) }
    }
    #expect(throws: OSCListener.Fault.self) { try OSCListener(host: "127.0.0.1", port: listener.port) { _ in } }
    #expect(throws: OSCListener.Fault.self) { try OSCListener(host: "nowhere", port: 0) { _ in } }
  }

  @Test("a name that is not found is told, and numbered receivers do not wait for it")
  func names() async throws {
    let sender = OSCSender()
    defer { sender.end() }
    let (lost, sent) = (Told(), Told())
    #expect(sender.send(.osc(OSCCall(host: "nobody.invalid", port: 9, address: "/a"))) { lost.tell($0) })
    #expect(sender.send(.osc(OSCCall(host: "127.0.0.1", port: 9, address: "/a"))) { sent.tell($0) })
    #expect(!sender.send(.http(HTTPCall(.get, "http://127.0.0.1/"))) { _ in })
    try await until { !sent.all.isEmpty && !lost.all.isEmpty }
    #expect(sent.all == [.done("sent")])
    #expect(lost.all.first?.isGood == false && lost.all.first?.word.contains("nobody.invalid is not found") == true)
  }
}
