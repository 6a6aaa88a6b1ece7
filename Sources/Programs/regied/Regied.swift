import ArgumentParser
import ControlRoom
import Endings

/// The hall controller: one process a hall.
@main struct Regied: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regied", abstract: "Runs an exhibition hall: sensors, scenes, devices, operators.",
    discussion: "Options win over the configuration file.", version: Daemon.version)

  @Option(
    help: ArgumentHelp("The configuration file; usually /etc/regie/regie.yaml, if it is there.", valueName: "file"))
  var config: String?
  @Option(help: ArgumentHelp("The folder of the show.", valueName: "folder"))
  var show: String?
  @Option(help: ArgumentHelp("The journal's file.", valueName: "file"))
  var journal: String?
  @Option(help: ArgumentHelp("The broker, for example mqtt://127.0.0.1:1883.", valueName: "url"))
  var broker: String?
  @Flag(help: "Take the machine's clock for right, synchronised or not.")
  var assumeClock = false
  @Flag(help: "Take the hall over from another daemon.")
  var takeover = false
  @Flag(help: "Check configuration and show, and run nothing.")
  var check = false

  private var options: DaemonOptions {
    var options = DaemonOptions()
    (options.configuration, options.show, options.journal, options.broker) = (config, show, journal, broker)
    (options.assumesClock, options.takesOver) = (assumeClock, takeover)
    return options
  }

  func run() async throws {
    let daemon = try Daemon(options)
    if check {
      for line in try daemon.check() { print(line) }
    } else {
      try await daemon.run()
    }
  }

  static func main() async { await runAndExit() }
}
