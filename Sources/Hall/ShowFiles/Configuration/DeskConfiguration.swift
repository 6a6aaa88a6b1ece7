import Show

/// The configuration of the operators' command line: `~/.config/regie/config.yaml`. Options and `REGIE_*` win over it.
public struct DeskConfiguration: Hashable, Sendable {
  /// The broker's address, for example `mqtt://127.0.0.1:1883`.
  public var broker: String?
  /// The operator's name at the broker.
  public var user: String?
  /// The base of the hall's topics, for example `hall/7.1`.
  public var hall: String?
  /// The file in which the password stands.
  public var passwordFile: String?
  /// The file of the authority's certificate.
  public var ca: String?
  /// The file of the operator's own certificate.
  public var certificate: String?
  /// The file of the key to it.
  public var key: String?

  /// The configuration of an absent file.
  public init() {}

  private static let keys = ["regie", "broker", "user", "hall", "password_file", "ca", "certificate", "key"]

  /// Reads the configuration's file.
  ///
  /// - Parameter path: the file.
  /// - Returns: nothing if there is no such file.
  /// - Throws: every fault of the file at once.
  public static func load(from path: String) throws(ConfigurationFaults) -> DeskConfiguration? {
    guard let text = try ConfigurationText.ofFile(path) else { return nil }
    return try read(text, file: path)
  }

  /// Reads a configuration's text.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: the name of the file, for faults.
  /// - Throws: every fault at once.
  public static func read(_ text: String, file: String) throws(ConfigurationFaults) -> DeskConfiguration {
    try ConfigurationText.read(text, file: file, "the command line's configuration", keys: keys) { fields in
      if fields.has("regie") { FormatVersion.check(fields) }
      var configuration = DeskConfiguration()
      configuration.broker = fields.brokerURL("broker")
      configuration.user = user(fields)
      configuration.hall = hall(fields)
      configuration.passwordFile = fields.path("password_file")
      configuration.ca = fields.path("ca")
      (configuration.certificate, configuration.key) = (fields.path("certificate"), fields.path("key"))
      fields.checkCertificatePair()
      return configuration
    }
  }

  private static func user(_ fields: Fields) -> String? {
    let name: OperatorName? = fields.name("user")
    return name?.text
  }

  private static func hall(_ fields: Fields) -> String? {
    guard let written = fields["hall"], let text = written.text("hall", fields.faults),
      PublicationReader.check(topic: text, at: written.place, fields.faults)
    else { return nil }
    return text
  }
}
