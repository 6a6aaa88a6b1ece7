import ArgumentParser
import Endings
import MQTTLink

/// Options of every command that speaks with the broker; each has a variable REVERIE_… of the same name, which the option
/// wins over.
struct LinkOptions: ParsableArguments {
  @Option(help: "The broker: mqtt://HOST[:PORT], mqtts://HOST[:PORT], or none.")
  var broker: String?

  @Option(help: "First part of the topics.")
  var topics: String?

  @Option(help: "The user at the broker; the own id where a password is given.")
  var user: String?

  @Option(help: "File that holds the password.")
  var passwordFile: String?

  @Option(help: "PEM file of the authority that signed the broker's certificate.")
  var ca: String?

  @Option(help: "PEM file of the own certificate.")
  var certificate: String?

  @Option(help: "PEM file of the own key.")
  var key: String?

  private func named(_ option: String?, _ name: String) -> String? { option ?? Environment["REVERIE_\(name)"] }

  /// The broker; nil for `none`.
  func address() throws -> BrokerAddress? {
    let text = named(broker, "BROKER") ?? "mqtt://127.0.0.1:1883"
    if text == "none" { return nil }
    do throws(BrokerAddress.Fault) { return try BrokerAddress(text) } catch {
      throw CommandFault(.badConfiguration, error.description)
    }
  }

  /// The first part of the topics, without wildcards.
  func topicsBase() throws -> String {
    let topics = named(topics, "TOPICS") ?? "hall/7.1"
    guard !topics.isEmpty, !topics.contains(where: { "+#\0".contains($0) }) else {
      throw CommandFault(.usage, "--topics has no wildcards: hall/7.1")
    }
    return topics
  }

  /// Who this is at the broker.
  ///
  /// - Parameter id: the user where a password is given and no user.
  func credentials(of id: String) throws -> MQTTCredentials {
    var credentials = MQTTCredentials()
    credentials.user = named(user, "USER")
    credentials.authorityFile = named(ca, "CA")
    credentials.certificateFile = named(certificate, "CERTIFICATE")
    credentials.keyFile = named(key, "KEY")
    // A systemd credential counts where it has text; the unit loads an empty one where there is none.
    let fromSystemd = Environment["CREDENTIALS_DIRECTORY"].map { "\($0)/broker-password" }
    if let file = named(passwordFile, "PASSWORD_FILE") {
      do throws(MQTTCredentials.Fault) { credentials.password = try MQTTCredentials.password(fromFile: file) } catch {
        throw CommandFault(.badConfiguration, error.description)
      }
    } else if let fromSystemd {
      credentials.password = try? MQTTCredentials.password(fromFile: fromSystemd)
    }
    if credentials.password != nil, credentials.user == nil { credentials.user = id }
    return credentials
  }
}
