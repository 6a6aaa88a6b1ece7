import Foundation
import Glibc
import Synchronization

/// A real mosquitto of one test: on a free port of 127.0.0.1, with its files in a temporary folder, killed with its owner.
public final class PrivateBroker: Sendable {
  /// How a broker is set up.
  public struct Setup: Sendable {
    /// Users and their passwords; empty: anyone may connect without.
    public var users: [String: String] = [:]
    /// Lines of the access list (`user NAME`, `topic read …`, `pattern write …%u…`); nil: everything is allowed.
    public var accessList: String?
    /// Whether the listener speaks TLS, with or without a certificate asked of clients.
    public var security = Security.plain
    /// Further lines of the configuration, such as `message_size_limit 65536`.
    public var furtherLines: [String] = []
    /// Whether each packet is logged (`awaitLine` can then wait for it); costs speed.
    public var logsPackets = false

    /// Anyone may connect, in clear, and do everything.
    public init() {}
  }

  /// What a listener asks of its clients.
  public enum Security: Sendable {
    /// In clear.
    case plain
    /// TLS with the broker's certificate.
    case serverCertificate
    /// TLS with certificates of both sides.
    case mutualCertificates
  }

  /// A broker that did not come up.
  public struct Fault: Error, CustomStringConvertible {
    /// What mosquitto said.
    public let description: String

    /// A fault by its words.
    public init(description: String) { self.description = description }
  }

  private struct Running {
    let broker: ChildProcess
    let guardian: ChildProcess
    let log: LogLines
  }

  /// The port on 127.0.0.1; the same after a restart.
  public let port: Int
  /// The folder of its files.
  public let folder: String
  /// Certificates, where TLS was asked for.
  public let certificates: TestCertificates?
  private let running = Mutex<Running?>(nil)

  /// Makes the files, starts mosquitto and returns when it listens.
  ///
  /// - Parameter setup: users, access list, TLS.
  /// - Throws: `Fault` with mosquitto's log, or what openssl or mosquitto_passwd said.
  public init(_ setup: Setup = Setup()) throws {
    folder = NSTemporaryDirectory() + "broker-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    certificates = setup.security == .plain ? nil : try TestCertificates(in: folder)
    port = try FreePort.take()
    try writeConfiguration(setup)
    try start()
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The address for clients: `mqtt://127.0.0.1:PORT`, with TLS `mqtts://localhost:PORT`.
  public var url: String {
    certificates == nil ? "mqtt://127.0.0.1:\(port)" : "mqtts://localhost:\(port)"
  }

  /// Starts it (again), on the same port and with the same configuration.
  ///
  /// - Throws: `Fault` with mosquitto's log when it does not come up.
  public func start() throws {
    let broker = try ChildProcess(["mosquitto", "-c", folder + "/mosquitto.conf"])
    // The guardian outlives a crash of the test for a moment: its input ends, and it kills the broker.
    let guardian = try ChildProcess(["sh", "-c", "read _; kill -9 \(broker.identifier)"], pipesInput: true)
    let log = LogLines(reading: broker.output, until: " running", within: 10_000)
    guard log.foundFirst else {
      guardian.end()
      broker.end()
      throw Fault(description: "mosquitto did not come up:\n" + log.all.joined(separator: "\n"))
    }
    running.withLock { $0 = Running(broker: broker, guardian: guardian, log: log) }
  }

  /// Kills it with SIGKILL: retained and queued messages are lost, as with a crash.
  public func kill() { end(by: SIGKILL) }

  /// Stops it with SIGTERM and waits for its end: clients are told.
  public func stop() { end(by: SIGTERM) }

  /// Freezes it with SIGSTOP: connections stay open and silent.
  public func freeze() { running.withLock { $0?.broker.send(SIGSTOP) } }

  /// Lets it go on after `freeze()`.
  public func thaw() { running.withLock { $0?.broker.send(SIGCONT) } }

  /// Waits for a line of its log, such as `Received SUBSCRIBE from`; needs `logsPackets` for lines about packets.
  ///
  /// - Parameters:
  ///   - text: what the line must contain.
  ///   - start: the index of the first line that counts, from `logLineCount`.
  ///   - seconds: how long to wait at most.
  /// - Returns: the line, or nil when it did not come.
  public func line(containing text: String, from start: Int = 0, within seconds: Double = 20) async -> String? {
    let log = running.withLock { $0?.log }
    return await log?.line(containing: text, from: start, within: seconds)
  }

  /// How many lines its log has since it was started.
  public var logLineCount: Int { log.count }

  /// Its log since it was started.
  public var log: [String] { running.withLock { $0?.log.all ?? [] } }

  private func end(by signal: Int32) {
    let ended = running.withLock { running -> Running? in
      defer { running = nil }
      return running
    }
    guard let ended else { return }
    ended.guardian.end()
    ended.broker.send(signal)
    ended.broker.send(SIGCONT)
    ended.broker.wait()
  }

  private func writeConfiguration(_ setup: Setup) throws {
    var lines = [
      "per_listener_settings false", "listener \(port) 127.0.0.1", "user root", "log_dest stderr",
      "log_type error", "log_type warning", "log_type notice", "log_type information",
      "set_tcp_nodelay true", "allow_anonymous \(setup.users.isEmpty)",
    ]
    if setup.logsPackets { lines.append("log_type all") }
    if !setup.users.isEmpty {
      let passwords = folder + "/passwords"
      try Data().write(to: URL(fileURLWithPath: passwords))
      for (user, password) in setup.users.sorted(by: { $0.key < $1.key }) {
        try ChildProcess.run(["mosquitto_passwd", "-b", passwords, user, password])
      }
      lines.append("password_file \(passwords)")
    }
    if let accessList = setup.accessList {
      let path = folder + "/access"
      try Data((accessList + "\n").utf8).write(to: URL(fileURLWithPath: path))
      lines.append("acl_file \(path)")
    }
    if let certificates {
      lines += [
        "cafile \(certificates.authority)", "certfile \(certificates.broker)", "keyfile \(certificates.brokerKey)",
        "require_certificate \(setup.security == .mutualCertificates)",
      ]
    }
    lines += setup.furtherLines
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/mosquitto.conf"))
  }
}
