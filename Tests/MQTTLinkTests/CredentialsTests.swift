import BrokerFixture
import Foundation
import MQTTLink
import Testing

@Suite("Passwords from files")
struct CredentialsTests {
  private func file(_ bytes: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "password-" + UUID().uuidString
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test(
    "the first line is the password, without its end",
    arguments: ["geheim", "geheim\n", "geheim\r\nmore\n", "ge heim é"])
  func reads(text: String) throws {
    let path = try file(Array(text.utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let expected = text.split(whereSeparator: \.isNewline).first.map(String.init)
    #expect(try MQTTCredentials.password(fromFile: path) == expected)
  }

  @Test(
    "a file without a password is refused by its path",
    arguments: [[], [10], [10, 65], [0xff, 0xfe], [UInt8](repeating: 65, count: 5000)])
  func refuses(bytes: [UInt8]) throws {
    let path = try file(bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: MQTTCredentials.Fault.noPassword(path: path)) { try MQTTCredentials.password(fromFile: path) }
  }

  @Test("a missing file, a folder and a FIFO nobody writes to are refused, and none hangs")
  func unreadable() throws {
    #expect(throws: MQTTCredentials.Fault.self) { try MQTTCredentials.password(fromFile: "/nowhere/password") }
    #expect(throws: MQTTCredentials.Fault.self) { try MQTTCredentials.password(fromFile: "/tmp") }
    let path = NSTemporaryDirectory() + "fifo-" + UUID().uuidString
    mkfifo(path, 0o600)
    defer { unlink(path) }
    #expect(throws: MQTTCredentials.Fault.noPassword(path: path)) { try MQTTCredentials.password(fromFile: path) }
  }
}
