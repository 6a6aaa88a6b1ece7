import Show

/// The daemon's configuration: `regie.yaml` (contract, "Files"). Options of the command line win over it.
public struct DaemonConfiguration: Hashable, Sendable {
  /// How to reach the broker.
  public struct Broker: Hashable, Sendable {
    /// Its address, for example `mqtt://127.0.0.1:1883`.
    public var url: String?
    /// The user name.
    public var user: String?
    /// The file in which the password stands.
    public var passwordFile: String?
    /// The file of the authority's certificate.
    public var ca: String?
    /// The file of the daemon's own certificate.
    public var certificate: String?
    /// The file of the key to it.
    public var key: String?

    /// A broker of which nothing is said.
    public init() {}
  }

  /// How much the daemon writes to its log.
  public enum LogLevel: String, Hashable, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
  }

  /// The name of this machine in the hall.
  public var node: String?
  /// The show's folder.
  public var show: String?
  /// The journal's file.
  public var journal: String?
  /// The folder of the players' media.
  public var media: String?
  /// How to reach the broker.
  public var broker = Broker()
  /// Where the dashboard listens, as `ADDRESS:PORT`.
  public var dashboardListen: String?
  /// Where messages of Open Sound Control are heard, as `ADDRESS:PORT` of UDP; nowhere unless given.
  public var oscListen: String?
  /// This machine's IPv4 address on the lighting network; that of the default route unless given.
  public var lightsInterface: String?
  /// How much is written to the log.
  public var logLevel: LogLevel?
  /// How long readings stay in the journal, a day at least; for ever unless given.
  public var keepReadings: TimeSpan?

  /// The configuration of an absent file.
  public init() {}

  /// Where it stands unless the command line says otherwise.
  public static let usualPath = "/etc/regie/regie.yaml"

  private static let keys = [
    "regie", "node", "show", "journal", "media", "broker", "dashboard", "osc", "lights", "log", "keep",
  ]
  private static let brokerKeys = ["url", "user", "password_file", "ca", "certificate", "key"]

  /// Reads the configuration's file.
  ///
  /// - Parameter path: the file.
  /// - Returns: nothing if there is no such file.
  /// - Throws: every fault of the file at once.
  public static func load(from path: String = usualPath) throws(ConfigurationFaults) -> DaemonConfiguration? {
    guard let text = try ConfigurationText.ofFile(path) else { return nil }
    return try read(text, file: path)
  }

  /// Reads a configuration's text.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: the name of the file, for faults.
  /// - Throws: every fault at once.
  public static func read(_ text: String, file: String) throws(ConfigurationFaults) -> DaemonConfiguration {
    try ConfigurationText.read(text, file: file, "the daemon's configuration", keys: keys) { fields in
      FormatVersion.check(fields)
      var configuration = DaemonConfiguration()
      let node: Name<Never>? = fields.name("node")
      configuration.node = node?.text
      (configuration.show, configuration.journal) = (fields.path("show"), fields.path("journal"))
      configuration.media = fields.path("media")
      configuration.broker = broker(fields)
      configuration.dashboardListen = inner(fields, "dashboard", ["listen"])?.listen("listen")
      configuration.oscListen = inner(fields, "osc", ["listen"])?.listen("listen")
      configuration.lightsInterface = inner(fields, "lights", ["interface"])?.address("interface")
      configuration.logLevel = inner(fields, "log", ["level"])?.word("level", LogLevel.self)
      configuration.keepReadings = inner(fields, "keep", ["readings"])?.keepingTime("readings")
      return configuration
    }
  }

  private static func inner(_ fields: Fields, _ key: String, _ keys: [String]) -> Fields? {
    fields[key].flatMap { Fields($0, "`\(key)`", keys: keys, fields.faults) }
  }

  private static func broker(_ fields: Fields) -> Broker {
    var broker = Broker()
    guard let inner = inner(fields, "broker", brokerKeys) else { return broker }
    broker.url = inner.brokerURL("url")
    broker.user = inner.text("user")
    broker.passwordFile = inner.path("password_file")
    (broker.ca, broker.certificate, broker.key) = (inner.path("ca"), inner.path("certificate"), inner.path("key"))
    inner.checkCertificatePair()
    return broker
  }
}

extension Fields {
  /// Finds a certificate without its key, and a key without its certificate.
  func checkCertificatePair() {
    for (one, other) in [("certificate", "key"), ("key", "certificate")] {
      guard let entry = entry(one), has(other) == false else { continue }
      faults.fault(entry.keyPlace, "`\(one)` needs `\(other)` beside it", "add `\(other)`, or leave `\(one)` out")
    }
  }

  /// How long something is kept, by a key.
  func keepingTime(_ key: String) -> TimeSpan? {
    let hint = "write it like 400d, from 1d to 400d; without it nothing is ever erased"
    guard let written = self[key], let span = written.parsed(key, "a length of time", hint, faults, { TimeSpan($0) })
    else { return nil }
    guard span < .hours(24) else { return span }
    faults.fault(written.place, "`\(key)` is less than a day", hint)
    return nil
  }

  /// The IPv4 address that a key gives.
  func address(_ key: String) -> String? {
    self[key]?.parsed(key, "an IPv4 address of this machine", "write it like 10.0.0.7", faults) { text in
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } ? text : nil
    }
  }

  /// The address and port that a key gives.
  func listen(_ key: String) -> String? {
    self[key]?.parsed(key, "an address and a port", "write it like 127.0.0.1:8080", faults) { text in
      guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
        let port = Int(text[text.index(after: colon)...]), (1...65535).contains(port)
      else { return nil }
      return text
    }
  }
}
