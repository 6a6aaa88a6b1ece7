import Foundation
import Show
import ShowFiles
import Testing

@Suite("Configurations")
struct ConfigurationTests {
  @Test("a daemon's configuration is read whole")
  func daemon() throws {
    let text = """
      regie: 1
      node: hall-a
      show: /etc/regie/Scenes/
      journal: /var/lib/regie/journal.sqlite
      media: /srv/media
      broker: { url: "mqtts://broker:8883", user: regied, password_file: /run/credentials/mqtt, ca: /etc/ca.pem,
                certificate: /etc/regied.pem, key: /etc/regied.key }
      dashboard: { listen: "127.0.0.1:8080" }
      log: { level: debug }
      keep: { readings: 400d }
      """
    var expected = DaemonConfiguration()
    (expected.node, expected.show, expected.journal) = (
      "hall-a", "/etc/regie/Scenes/", "/var/lib/regie/journal.sqlite"
    )
    expected.media = "/srv/media"
    expected.broker.url = "mqtts://broker:8883"
    (expected.broker.user, expected.broker.passwordFile) = ("regied", "/run/credentials/mqtt")
    (expected.broker.ca, expected.broker.certificate) = ("/etc/ca.pem", "/etc/regied.pem")
    expected.broker.key = "/etc/regied.key"
    (expected.dashboardListen, expected.logLevel) = ("127.0.0.1:8080", .debug)
    expected.keepReadings = .hours(400 * 24)
    #expect(try DaemonConfiguration.read(text, file: "regie.yaml") == expected)
  }

  @Test("a command line's configuration is read whole")
  func desk() throws {
    let text = "broker: mqtt://127.0.0.1:1883\nuser: desk\nhall: hall/7.1\npassword_file: /home/desk/.regie\n"
    var expected = DeskConfiguration()
    (expected.broker, expected.user, expected.hall) = ("mqtt://127.0.0.1:1883", "desk", "hall/7.1")
    expected.passwordFile = "/home/desk/.regie"
    #expect(try DeskConfiguration.read(text, file: "config.yaml") == expected)
    #expect(try DeskConfiguration.read("", file: "config.yaml") == DeskConfiguration())
  }

  @Test("a file that is not there is no error")
  func absent() throws {
    #expect(try DaemonConfiguration.load(from: "/nowhere/regie.yaml") == nil)
    #expect(try DeskConfiguration.load(from: "/nowhere/config.yaml") == nil)
  }

  @Test("a file is read, and what is no file is refused")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "regie-config-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "regie.yaml")
    try Data("regie: 1\nnode: a\n".utf8).write(to: file)
    #expect(try DaemonConfiguration.load(from: file.path(percentEncoded: false))?.node == "a")
    #expect(throws: ConfigurationFaults.self) { try DaemonConfiguration.load(from: folder.path(percentEncoded: false)) }
    try Data([0xff, 0xfe]).write(to: file)
    #expect(throws: ConfigurationFaults.self) { try DaemonConfiguration.load(from: file.path(percentEncoded: false)) }
  }

  @Test(
    "each fault is named at its place",
    arguments: [
      ("", "1:1: the daemon's configuration needs `regie`"),
      ("regie: 2\n", "1:8: this program reads version 1"),
      ("regie: 1\nnod: a\n", "2:1: the daemon's configuration has no key `nod`"),
      ("regie: 1\nbroker: { url: 127.0.0.1 }\n", "2:16: `127.0.0.1` is no address of a broker"),
      ("regie: 1\nbroker: { url: http://a }\n", "2:16: `http` is no way to reach a broker"),
      ("regie: 1\nbroker: { url: mqtt://a:b@c }\n", "2:16: a name or a password stands in the broker's address"),
      ("regie: 1\nbroker: { url: mqtt://a:70000 }\n", "2:16: the broker's port is out of range"),
      ("regie: 1\nbroker: { url: mqtt://a/b }\n", "2:16: a broker's address has no path"),
      ("regie: 1\nbroker: { password: x }\n", "2:11: `broker` has no key `password`"),
      ("regie: 1\nbroker: { certificate: a }\n", "2:11: `certificate` needs `key` beside it"),
      ("regie: 1\nbroker: { key: a }\n", "2:11: `key` needs `certificate` beside it"),
      ("regie: 1\ndashboard: { listen: here }\n", "2:22: `listen` is an address and a port"),
      ("regie: 1\nlog: { level: loud }\n", "2:15: `level` cannot be `loud`"),
      ("regie: 1\nkeep: { readings: long }\n", "2:19: `readings` is a length of time"),
      ("regie: 1\nkeep: { readings: 500d }\n", "2:19: `readings` is a length of time"),
      ("regie: 1\nkeep: { readings: -1d }\n", "2:19: `readings` is a length of time"),
      ("regie: 1\nkeep: { readings: 400 }\n", "2:19: `readings` is a length of time"),
      ("regie: 1\nkeep: { readings: 0s }\n", "2:19: `readings` is less than a day"),
      ("regie: 1\nkeep: { readings: 23h59m }\n", "2:19: `readings` is less than a day"),
      ("regie: 1\nkeep: { reading: 400d }\n", "2:9: `keep` has no key `reading`"),
      ("regie: 1\nkeep: 400d\n", "2:7: `keep`"),
      ("regie: 1\nshow: &a x\n", "2:7: anchors"),
    ])
  func faults(text: String, message: String) {
    do throws(ConfigurationFaults) {
      _ = try DaemonConfiguration.read(text, file: "regie.yaml")
      Issue.record("read \(text)")
    } catch {
      #expect(error.faults.count == 1, "\(error)")
      #expect(error.description.hasPrefix("regie.yaml:\(message)"), "\(error)")
    }
  }

  @Test("a password in the command line's configuration has no place there")
  func password() {
    #expect(throws: ConfigurationFaults.self) { try DeskConfiguration.read("password: x\n", file: "config.yaml") }
    #expect(throws: ConfigurationFaults.self) { try DeskConfiguration.read("hall: a/#\n", file: "config.yaml") }
  }
}
