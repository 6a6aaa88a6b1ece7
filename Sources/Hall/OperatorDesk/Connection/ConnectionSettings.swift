import Endings
import Foundation
import Glibc
import MQTTLink
import Show
import ShowFiles

/// Where the hall is found and as whom, decided.
struct ConnectionSettings: Sendable {
  /// The broker.
  var broker: BrokerAddress
  /// The operator.
  var user: OperatorName
  /// The base of the hall's topics.
  var topics: String
  /// User, password, certificates.
  var credentials: MQTTCredentials
  /// How long broker and daemon may take.
  var timeout: TimeSpan

  /// Decides the settings.
  ///
  /// - Parameters:
  ///   - options: of the command line; they win.
  ///   - environment: `REGIE_BROKER`, `REGIE_USER`, `REGIE_HALL`, `REGIE_PASSWORD`, `REGIE_PASSWORD_FILE`, `REGIE_CA`,
  ///     `REGIE_CERTIFICATE`, `REGIE_KEY`.
  ///   - configuration: of `~/.config/regie/config.yaml`.
  ///   - login: the login name.
  /// - Throws: what cannot be used and where it stands, status 78, or 64 where it is an option.
  init(
    options: ConnectionOptions, environment: [String: String], configuration: DeskConfiguration, login: String?
  ) throws(CommandFault) {
    func pick(_ option: String?, _ variable: String, _ setting: String?) -> Picked? {
      if let option {
        let name = variable.dropFirst("REGIE_".count).lowercased().replacingOccurrences(of: "_", with: "-")
        return Picked(text: option, status: .usage, from: "--\(name)")
      }
      if let text = environment[variable], text.isEmpty == false {
        return Picked(text: text, status: .badConfiguration, from: variable)
      }
      return setting.map { Picked(text: $0, status: .badConfiguration, from: Self.configurationPath) }
    }
    let address = pick(options.broker, "REGIE_BROKER", configuration.broker)
    do { broker = try BrokerAddress(address?.text ?? "mqtt://localhost") } catch {
      throw CommandFault(address?.status ?? .badConfiguration, "\(address?.from ?? ""): \(error)")
    }
    let user = pick(options.user, "REGIE_USER", configuration.user)
    guard let name = user?.text ?? login, OperatorName.isWellFormed(name) else {
      throw CommandFault(user?.status ?? .usage, "which operator are you? Give --user, or set REGIE_USER")
    }
    self.user = OperatorName(name)
    let hall = pick(options.hall, "REGIE_HALL", configuration.hall)
    topics = hall?.text ?? "hall/7.1"
    guard Self.isTopics(topics) else {
      throw CommandFault(
        hall?.status ?? .usage,
        "\(hall?.from ?? ""): ‘\(printable(topics))’ cannot be topics: write for example hall/7.1")
    }
    let passwordFile = pick(options.passwordFile, "REGIE_PASSWORD_FILE", configuration.passwordFile)
    credentials = MQTTCredentials(
      user: name, authorityFile: pick(options.ca, "REGIE_CA", configuration.ca)?.text,
      certificateFile: pick(options.certificate, "REGIE_CERTIFICATE", configuration.certificate)?.text,
      keyFile: pick(options.key, "REGIE_KEY", configuration.key)?.text)
    credentials.password = try Self.password(
      variable: options.passwordFile == nil ? environment["REGIE_PASSWORD"] : nil, file: passwordFile)
    timeout = TimeSpan(options.timeout) ?? .seconds(5)
  }

  private struct Picked {
    var text: String
    var status: ExitStatus
    var from: String
  }

  private static func password(variable: String?, file: Picked?) throws(CommandFault) -> String? {
    if let variable, variable.isEmpty == false { return variable }
    guard let file else { return nil }
    do { return try MQTTCredentials.password(fromFile: file.text) } catch {
      throw CommandFault(.badConfiguration, "password file \(error)")
    }
  }

  /// Whether a text may be the base of topics: levels of plain text, without wildcards, not `$…`.
  static func isTopics(_ text: String) -> Bool {
    let levels = text.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x1F && $0 != "+" && $0 != "#" && $0 != "\u{7F}" }
    return isPlain && text.utf8.count <= 200 && text.hasPrefix("$") == false
      && levels.allSatisfy { $0.isEmpty == false }
  }

  /// What the configuration file says; nothing if there is none.
  ///
  /// - Throws: status 78 with every fault of the file.
  static func configurationOfUser() throws(CommandFault) -> DeskConfiguration {
    do { return try DeskConfiguration.load(from: configurationPath) ?? DeskConfiguration() } catch {
      throw CommandFault(.badConfiguration, "\(error)")
    }
  }

  /// Where the desk's configuration stands.
  static var configurationPath: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? (environment["HOME"] ?? "") + "/.config") + "/regie/config.yaml"
  }

  /// The name that this process's user logs in with.
  static var login: String? {
    guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return nil }
    return String(cString: name)
  }
}
