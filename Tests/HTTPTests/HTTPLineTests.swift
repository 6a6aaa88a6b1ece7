import BrokerFixture
import DeviceLines
import Foundation
import Glibc
import Show
import Testing

@testable import HTTP

@Suite("Boxes over HTTP and HTTPS", .timeLimit(.minutes(3)))
struct HTTPLineTests {
  private struct Answer: Equatable {
    var status: String
    var rest: String
  }

  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "line-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    return "\(folder)/\(name)"
  }

  /// Asks one thing: the status, and the rest of the answer.
  private func answer(
    to request: String, at base: String, user: String? = nil, password: String? = nil, authority: String? = nil
  ) throws -> Answer {
    let line = try HTTPLine(
      base: base, user: user, passwordFile: password, authorityFile: authority, within: .seconds(20)
    ).open()
    defer { close(line.descriptor) }
    let bytes = Array(request.utf8)
    #expect(send(line.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    var entry = pollfd(fd: line.descriptor, events: Int16(POLLIN), revents: 0)
    try #require(poll(&entry, 1, 60_000) == 1)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(line.descriptor, &buffer, buffer.count)
    let parts = String(decoding: buffer[..<max(0, count)], as: UTF8.self).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return Answer(status: String(parts.first ?? ""), rest: parts.count > 1 ? String(parts[1]) : "")
  }

  @Test("a certificate is believed if the hall's own authority signed it for that host, and no other is")
  func certificates() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let certificates = try TestCertificates(in: folder)
    let server = try WebServer([certificates.broker, certificates.brokerKey])
    let base = "https://127.0.0.1:\(server.port)"
    #expect(
      try answer(to: "GET /relay/0", at: base, authority: certificates.authority) == Answer(status: "200", rest: "ok"))
    for authority in [nil, certificates.otherAuthority] {
      let refused = try answer(to: "GET /relay/0", at: base, authority: authority)
      #expect(refused.status == "0" && refused.rest.lowercased().contains("certificate"), "\(refused.rest)")
    }
    let lost = try answer(to: "GET /relay/0", at: base, authority: "\(folder)/nowhere.pem")
    #expect(lost.status == "0" && lost.rest.contains("nowhere.pem"), "\(lost.rest)")
    // The client's certificate is of the same authority, but for another host.
    let stranger = try WebServer([certificates.client, certificates.clientKey])
    let other = try answer(
      to: "GET /relay/0", at: "https://127.0.0.1:\(stranger.port)", authority: certificates.authority)
    #expect(other.status == "0" && other.rest.contains("127.0.0.1"), "\(other.rest)")
    #expect(server.requests.count == 1 && stranger.requests.isEmpty)
  }

  @Test("digest access is answered, over HTTPS too, and the password never goes over the line; a wrong one is a 401")
  func digest() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (right, wrong) = (try file("right", "hunter2\n"), try file("wrong", "hunter3\n"))
    let certificates = try TestCertificates(in: folder)
    let servers = [try WebServer(), try WebServer([certificates.broker, certificates.brokerKey])]
    for (scheme, server) in zip(["http", "https"], servers) {
      let base = "\(scheme)://127.0.0.1:\(server.port)"
      let known = try answer(
        to: "POST /digest/relay {\"on\":true}", at: base, user: "wall", password: right,
        authority: certificates.authority)
      #expect(known == Answer(status: "200", rest: "ok"), "\(known)")
      let unknown = try answer(
        to: "GET /digest/relay", at: base, user: "wall", password: wrong, authority: certificates.authority)
      #expect(unknown.status == "401")
      let requests = server.requests
      #expect(requests.contains { $0.contains("Digest username=") && $0.contains(#"{\"on\":true}"#) }, "\(requests)")
      #expect(requests.allSatisfy { $0.contains("hunter") == false && $0.contains("Basic") == false })
    }
  }
}
