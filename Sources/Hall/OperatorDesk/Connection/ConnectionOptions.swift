import ArgumentParser
import Foundation
import Show
import ShowFiles

/// How a command finds the hall: options first, then the environment, then the configuration file, then what is usual.
struct ConnectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The broker, such as mqtt://host or mqtts://host:8883.", valueName: "url", visibility: .hidden))
  var broker: String?
  @Option(
    help: ArgumentHelp("The operator to speak as; the login name unless given.", valueName: "name", visibility: .hidden)
  )
  var user: String?
  @Option(help: ArgumentHelp("The hall's topics, as hall.yaml has them.", valueName: "topics", visibility: .hidden))
  var hall: String?
  @Option(help: ArgumentHelp("A file whose first line is the password.", valueName: "file", visibility: .hidden))
  var passwordFile: String?
  @Option(help: ArgumentHelp("PEM file of the broker's authority.", valueName: "file", visibility: .hidden))
  var ca: String?
  @Option(help: ArgumentHelp("PEM file of the own certificate.", valueName: "file", visibility: .hidden))
  var certificate: String?
  @Option(help: ArgumentHelp("PEM file of the own key.", valueName: "file", visibility: .hidden))
  var key: String?
  @Option(help: ArgumentHelp("How long to wait for broker and daemon.", valueName: "time", visibility: .hidden))
  var timeout = "5s"

  func validate() throws {
    guard try span(timeout, option: "--timeout") <= .minutes(10) else {
      throw ValidationError("--timeout \(timeout) is too long: at most 10m")
    }
    if let user { let _: OperatorName = try name(user, "--user") }
    if let hall, ConnectionSettings.isTopics(hall) == false {
      throw ValidationError("--hall ‘\(printable(hall))’ cannot be topics: write for example hall/7.1")
    }
  }

  /// The settings that these options, the environment and the configuration file make.
  ///
  /// - Throws: what cannot be used and where it stands.
  func settings() throws -> ConnectionSettings {
    try ConnectionSettings(
      options: self, environment: ProcessInfo.processInfo.environment,
      configuration: try ConnectionSettings.configurationOfUser(), login: ConnectionSettings.login)
  }
}
