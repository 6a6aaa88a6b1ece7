import BrokerFixture
import Foundation
import Glibc
import Sequencer
import Show
import Synchronization
import Testing

@testable import HTTP

@Suite("Requests to a real server", .timeLimit(.minutes(3)))
struct HTTPSenderTests {
  private func outcome(of call: HTTPCall, by sender: HTTPSender) async -> SendOutcome {
    var call = call
    call.within = .seconds(60)
    return await withCheckedContinuation { [call] continuation in
      if !sender.send(.http(call), settled: { continuation.resume(returning: $0) }) {
        continuation.resume(returning: .failed("not taken"))
      }
    }
  }

  @Test("method, body, kind and token arrive as the cue has them; what is not 2xx is refused")
  func requests() async throws {
    let (server, sender) = (try WebServer(), HTTPSender())
    defer { sender.end() }
    let token = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: token) }
    try Data("s3cret\n".utf8).write(to: token)
    let base = "http://127.0.0.1:\(server.port)"
    #expect(await outcome(of: HTTPCall(.get, "\(base)/state?x=1"), by: sender) == .done("answered 200"))
    let post = HTTPCall(
      .post, "\(base)/status/204", body: #"{"on":true}"#, tokenFile: token.path(percentEncoded: false))
    #expect(await outcome(of: post, by: sender) == .done("answered 204"))
    let put = HTTPCall(.put, "\(base)/status/404", body: "été", isJSON: false)
    let refused = await outcome(of: put, by: sender)
    #expect(refused == .failed("refused: answered 404"), "\(refused)")
    #expect(await outcome(of: HTTPCall(.delete, "\(base)/status/302"), by: sender) == .failed("refused: answered 302"))
    var lost = post
    lost.tokenFile = "/no/such/token"
    #expect(await outcome(of: lost, by: sender).word == "not sent: the token's file cannot be read")
    #expect(
      server.requests == [
        #"{"authorization": null, "body": "", "method": "GET", "path": "/state?x=1", "type": null}"#,
        #"{"authorization": "Bearer s3cret", "body": "{\"on\":true}", "method": "POST", "path": "/status/204", "type": "application/json"}"#,
        #"{"authorization": null, "body": "\u00e9t\u00e9", "method": "PUT", "path": "/status/404", "type": "text/plain; charset=utf-8"}"#,
        #"{"authorization": null, "body": "", "method": "DELETE", "path": "/status/302", "type": null}"#,
      ])
  }

  @Test("a host that never answers is given up in its time, and holds up nobody else")
  func slow() async throws {
    let (dead, quick, sender) = (try WebServer(), try WebServer(), HTTPSender())
    defer { sender.end() }
    let order = Mutex<[String]>([])
    let slow = HTTPCall(.get, "http://127.0.0.1:\(dead.port)/slow", within: .milliseconds(800))
    let after = HTTPCall(.get, "http://127.0.0.1:\(dead.port)/after", within: .seconds(60))
    let other = HTTPCall(.get, "http://127.0.0.1:\(quick.port)/", within: .seconds(60))
    for (name, call) in [("slow", slow), ("after", after), ("other", other)] {
      _ = sender.send(.http(call)) { told in order.withLock { $0.append("\(name): \(told.isGood)") } }
    }
    while order.withLock({ $0.count < 3 }) {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(order.withLock { $0 } == ["other: true", "slow: false", "after: true"])
  }

  @Test("nobody there, a name that is not found, and a certificate that nobody vouches for are told in words")
  func faults() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = (
      folder.path(percentEncoded: false) + "c.pem", folder.path(percentEncoded: false) + "k.pem"
    )
    try ChildProcess.run([
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
      "-subj", "/CN=127.0.0.1",
    ])
    let (server, sender) = (try WebServer([certificate, key]), HTTPSender())
    defer { sender.end() }
    let secret = await outcome(of: HTTPCall(.get, "https://127.0.0.1:\(server.port)/"), by: sender)
    #expect(!secret.isGood && secret.word.lowercased().contains("certificate"), "\(secret.word)")
    let nobody = await outcome(of: HTTPCall(.get, "http://127.0.0.1:1/"), by: sender)
    #expect(!nobody.isGood && nobody.word.hasPrefix("no answer: "), "\(nobody.word)")
    let lost = await outcome(of: HTTPCall(.get, "http://nobody.invalid/"), by: sender)
    #expect(!lost.isGood && lost.word.contains("nobody.invalid"), "\(lost.word)")
    #expect(server.requests.isEmpty)
  }

  @Test("at the end what waits is given up, and what comes later is refused, each told once")
  func end() async throws {
    let (server, sender) = (try WebServer(), HTTPSender())
    let told = Mutex<[SendOutcome]>([])
    for _ in 0..<5 {
      _ = sender.send(.http(HTTPCall(.get, "http://127.0.0.1:\(server.port)/slow", within: .seconds(60)))) { outcome in
        told.withLock { $0.append(outcome) }
      }
    }
    while server.requests.isEmpty {
      try Task.checkCancellation()
      await Task.yield()
    }
    sender.end()
    while told.withLock({ $0.count < 5 }) {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(told.withLock { Set($0) } == [.failed("given up: the daemon ends")])
    #expect(await outcome(of: HTTPCall(.get, "http://127.0.0.1:\(server.port)/"), by: sender).isGood == false)
  }
}
